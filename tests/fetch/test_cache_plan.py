"""What a private cache does with one GET, by the table in `cache_plan`; RFC 9111 sections 3.3, 3.4 and 4.3."""

import dataclasses

import pytest

from fetch.responses import NOW, ago, stored
from vitrina.fetch.cache_plan import Ask, Serve, confirmed, missing, plan
from vitrina.fetch.negotiation import PART
from vitrina.model import StoredResponse

FRESH = ("Cache-Control", "max-age=60")
STALE = ("Cache-Control", "max-age=5")
TAG = ("ETag", '"a"')


def part(content_range: str, *headers: tuple[str, str], size: int = 5, age: float = 10) -> StoredResponse:
    response = stored(("Content-Range", content_range), *headers, status=206, size=size, age=age)
    return dataclasses.replace(response, variant=response.variant + PART + content_range)


def served(decision: Serve | Ask) -> Serve:
    assert isinstance(decision, Serve)
    return decision


def asked(decision: Serve | Ask) -> Ask:
    assert isinstance(decision, Ask)
    return decision


def test_with_nothing_stored_the_request_goes_as_it_is() -> None:
    headers = (("Range", "bytes=0-1"), ("If-None-Match", '"a"'))
    assert plan((), headers, NOW) == Ask(headers)


def test_a_fresh_response_is_handed_out_whole() -> None:
    response = stored(FRESH, age=10)
    serve = served(plan((response,), (), NOW))
    assert (serve.stored, serve.status, serve.refresh) == (response, 200, False)
    assert ("Age", "10") in serve.headers


def test_the_newest_that_fits_is_taken() -> None:
    older, newer = stored(FRESH, age=20), stored(FRESH, age=10)
    assert served(plan((newer, older), (), NOW)).stored is newer


def test_another_variant_does_not_fit() -> None:
    response = stored(FRESH, ("Vary", "Foo"), request=(("Foo", "1"),))
    assert plan((response,), (), NOW) == Ask(())


def test_a_stale_response_is_asked_with_its_validators_and_may_stand_in() -> None:
    response = stored(STALE, TAG, age=10)
    ask = asked(plan((response,), (("Foo", "1"),), NOW))
    assert ask.headers == (("Foo", "1"), ("If-None-Match", '"a"'))
    assert ask.validates is response
    assert ask.stand_in is not None
    assert ("Age", "10") in ask.stand_in.headers
    assert not ask.when_failed


def test_one_that_must_be_validated_may_not_stand_in() -> None:
    response = stored(("Cache-Control", "max-age=5, must-revalidate"), age=10)
    assert asked(plan((response,), (), NOW)).stand_in is None


def test_stale_while_revalidate_is_handed_out_and_refreshed() -> None:
    response = stored(("Cache-Control", "max-age=5, stale-while-revalidate=60"), age=10)
    assert served(plan((response,), (), NOW)).refresh


def test_stale_if_error_may_stand_in_for_a_failing_server() -> None:
    response = stored(("Cache-Control", "max-age=5, stale-if-error=60"), age=10)
    assert asked(plan((response,), (), NOW)).when_failed


@pytest.mark.parametrize("name", ["If-Match", "if-unmodified-since"])
def test_conditions_that_only_the_origin_can_judge_go_to_it(name: str) -> None:
    headers = ((name, "x"),)
    assert plan((stored(FRESH),), headers, NOW) == Ask(headers)


def test_a_matching_condition_makes_it_a_304_without_a_body() -> None:
    response = stored(FRESH, TAG, ("Content-Type", "x"), ("Content-Length", "10"))
    serve = served(plan((response,), (("If-None-Match", '"a"'),), NOW))
    assert serve.status == 304
    names = {name for name, _ in serve.headers}
    assert names == {"Cache-Control", "ETag", "Date", "Age"}


def test_a_condition_that_does_not_match_makes_no_difference() -> None:
    assert served(plan((stored(FRESH, TAG),), (("If-None-Match", '"b"'),), NOW)).status == 200


@pytest.mark.parametrize("status", [300, 301, 404])
def test_a_condition_says_nothing_about_what_is_no_success(status: int) -> None:
    response = stored(FRESH, TAG, status=status)
    assert served(plan((response,), (("If-None-Match", '"a"'),), NOW)).status == status


def test_a_condition_goes_before_a_range() -> None:
    serve = served(plan((stored(FRESH, TAG),), (("If-None-Match", '"a"'), ("Range", "bytes=0-1")), NOW))
    assert (serve.status, serve.piece) == (304, None)


def test_after_a_304_of_the_origin_the_callers_condition_is_judged_again() -> None:
    response = stored(STALE, TAG, ("Last-Modified", ago(100)), age=10)
    since = (("If-Modified-Since", ago(100)),)
    assert confirmed(response, since).status == 304
    assert confirmed(response, (("If-Modified-Since", ago(101)),)).status == 200
    assert "Age" not in {name for name, _ in confirmed(response, ()).headers}


class TestRanges:
    def test_a_slice_of_a_fresh_response_is_handed_out(self) -> None:
        serve = served(plan((stored(FRESH, ("Content-Length", "10")),), (("Range", "bytes=2-3"),), NOW))
        assert serve.status == 206
        assert serve.piece is not None
        assert (serve.piece.begin, serve.piece.stop) == (2, 4)
        assert ("Content-Range", "bytes 2-3/10") in serve.headers
        assert [value for name, value in serve.headers if name == "Content-Length"] == ["2"]

    @pytest.mark.parametrize("value", ["bytes=0-1,4-5", "items=0-1", "bytes=99-", "bytes=x"])
    def test_a_range_that_we_cannot_cut_goes_to_the_origin(self, value: str) -> None:
        headers = (("Range", value),)
        assert plan((stored(FRESH, TAG),), headers, NOW) == Ask(headers)

    def test_a_range_of_an_error_means_nothing(self) -> None:
        assert served(plan((stored(FRESH, status=404),), (("Range", "bytes=0-1"),), NOW)).status == 404

    def test_a_range_of_a_stale_response_is_asked_with_validators(self) -> None:
        response = stored(STALE, TAG, age=10)
        ask = asked(plan((response,), (("Range", "bytes=0-1"),), NOW))
        assert ask.headers == (("Range", "bytes=0-1"), ("If-None-Match", '"a"'))
        assert confirmed(response, (("Range", "bytes=0-1"),)).status == 206

    def test_a_range_bound_to_this_version_is_served_and_to_another_is_not(self) -> None:
        response = stored(FRESH, TAG)
        headers = (("Range", "bytes=0-1"), ("If-Range", '"a"'))
        assert served(plan((response,), headers, NOW)).status == 206
        other = (("Range", "bytes=0-1"), ("If-Range", '"b"'))
        assert plan((response,), other, NOW) == Ask(other)

    def test_a_weak_validator_binds_nothing(self) -> None:
        headers = (("Range", "bytes=0-1"), ("If-Range", 'W/"a"'))
        assert plan((stored(FRESH, ("ETag", 'W/"a"')),), headers, NOW) == Ask(headers)


class TestParts:
    def test_a_part_answers_a_range_within_it(self) -> None:
        serve = served(plan((part("bytes 4-8/10", FRESH),), (("Range", "bytes=5-6"),), NOW))
        assert serve.piece is not None
        assert (serve.piece.begin, serve.piece.stop, serve.status) == (1, 3, 206)

    def test_a_part_answers_nothing_else(self) -> None:
        headers = (("Range", "bytes=3-6"),)
        assert plan((part("bytes 4-8/10", FRESH),), headers, NOW) == Ask(headers)
        assert plan((part("bytes 4-8/10", FRESH),), (), NOW) == Ask(())

    def test_a_range_beyond_the_beginning_is_asked_as_it_is(self) -> None:
        headers = (("Range", "bytes=3-8"),)
        assert plan((part("bytes 0-4/10", FRESH, TAG),), headers, NOW) == Ask(headers)

    def test_a_part_that_does_not_say_which_is_of_no_use(self) -> None:
        headers = (("Range", "bytes=0-1"),)
        assert plan((part("foo", FRESH, TAG),), headers, NOW) == Ask(headers)
        assert missing(part("foo", FRESH, TAG)) == ()

    def test_a_whole_response_goes_before_a_newer_part(self) -> None:
        whole = stored(FRESH, age=20)
        assert served(plan((part("bytes 0-4/10", FRESH, TAG), whole), (), NOW)).stored is whole

    def test_the_beginning_is_completed_bound_to_its_version(self) -> None:
        beginning = part("bytes 0-4/10", FRESH, TAG)
        ask = asked(plan((beginning,), (("Foo", "1"),), NOW))
        assert ask.headers == (("Foo", "1"), ("Range", "bytes=5-"), ("If-Range", '"a"'))
        assert ask.completes is beginning

    def test_a_date_that_is_strong_enough_binds_too(self) -> None:
        beginning = part("bytes 0-4/10", ("Last-Modified", ago(100)), FRESH)
        assert ("If-Range", ago(100)) in missing(beginning)

    @pytest.mark.parametrize(
        "response",
        [
            pytest.param(part("bytes 0-4/10", FRESH), id="no validator"),
            pytest.param(part("bytes 0-4/10", FRESH, ("ETag", 'W/"a"')), id="weak validator"),
            pytest.param(part("bytes 1-5/10", FRESH, TAG), id="not the beginning"),
            pytest.param(part("bytes 0-4/5", FRESH, TAG), id="all of it"),
            pytest.param(stored(TAG), id="no part"),
        ],
    )
    def test_what_cannot_be_completed_safely_is_asked_whole(self, response: StoredResponse) -> None:
        assert missing(response) == ()

    @pytest.mark.parametrize("name", ["If-None-Match", "If-Modified-Since"])
    def test_a_request_with_a_condition_is_not_turned_into_one_for_the_rest(self, name: str) -> None:
        headers = ((name, "x"),)
        assert plan((part("bytes 0-4/10", FRESH, TAG),), headers, NOW) == Ask(headers)
