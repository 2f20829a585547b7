"""RFC 9111 and RFC 5861, section by section."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetch.responses import NOW, ago, stored
from vitrina.fetch import http_cache
from vitrina.fetch.cache_control import MOST_SECONDS
from vitrina.fetch.http_cache import Fresh, MustValidate, StaleWhileRevalidate, reuse

NEVER = MustValidate(10, when_unreachable=False, when_failed=False)
UNREACHABLE = MustValidate(10, when_unreachable=True, when_failed=False)
FAILED = MustValidate(10, when_unreachable=True, when_failed=True)
Pairs = tuple[tuple[str, str], ...]


def cc(value: str) -> Pairs:
    return (("Cache-Control", value),)


class TestStoring:
    """Section 3."""

    @pytest.mark.parametrize("status", [200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501])
    def test_a_status_that_says_so_itself_needs_no_more(self, status: int) -> None:
        assert http_cache.may_store((), status, ())

    @pytest.mark.parametrize("status", [201, 202, 302, 303, 307, 400, 403, 418, 429, 500, 502, 503, 504, 299, 599])
    @pytest.mark.parametrize(
        "explicit", [cc("max-age=0"), cc("public"), cc("private"), (("Expires", "0"),)], ids=lambda pair: pair[0][1]
    )
    def test_any_other_is_stored_where_it_is_explicit(self, status: int, explicit: Pairs) -> None:
        assert not http_cache.may_store((), status, ())
        assert http_cache.may_store((), status, explicit)

    def test_a_whole_response_may_say_anything_about_ranges(self) -> None:
        assert http_cache.may_store((), 200, (("Content-Range", "foo"),))

    @pytest.mark.parametrize("status", [100, 103, 304, 416])
    def test_what_is_no_representation_is_not_stored(self, status: int) -> None:
        assert not http_cache.may_store((), status, cc("max-age=60"))

    @pytest.mark.parametrize("value", ["no-store", "No-StOrE", "max-age=60, no-store", "no-store=x", "no-store foo"])
    def test_no_store_of_either_side_forbids_it(self, value: str) -> None:
        assert not http_cache.may_store((), 200, cc(value))
        assert not http_cache.may_store(cc(value), 200, cc("max-age=60"))

    def test_must_understand_lifts_no_store_for_a_status_that_we_know(self) -> None:
        assert http_cache.may_store((), 200, cc("no-store, must-understand"))
        assert not http_cache.may_store((), 599, cc("max-age=60, must-understand"))
        assert not http_cache.may_store((), 599, cc("max-age=60, must-understand, no-store"))

    def test_vary_star_is_not_worth_its_room(self) -> None:
        assert not http_cache.may_store((), 200, (("Vary", "Foo, *"), ("Cache-Control", "max-age=60")))

    def test_authorization_is_no_hindrance_in_a_private_cache(self) -> None:
        assert http_cache.may_store((("Authorization", "Basic x"),), 200, cc("private, max-age=60"))

    @pytest.mark.parametrize(
        "content_range, expected",
        [("bytes 0-4/10", True), ("bytes 4-9/10", True), ("bytes 0-4/*", False), ("", False), ("foo", False)],
    )
    def test_a_part_is_stored_where_it_says_which(self, content_range: str, *, expected: bool) -> None:
        assert http_cache.may_store((), 206, (("Content-Range", content_range),), 5) is expected

    def test_fields_of_one_connection_are_left_out(self) -> None:
        fields = (
            ("Connection", "a, B"),
            ("connection", "c"),
            ("A", "1"),
            ("b", "2"),
            ("C", "3"),
            ("Keep-Alive", "timeout=5"),
            ("Proxy-Connection", "x"),
            ("Proxy-Authenticate", "x"),
            ("Proxy-Authentication-Info", "x"),
            ("Proxy-Authorization", "x"),
            ("TE", "x"),
            ("Trailer", "x"),
            ("Transfer-Encoding", "chunked"),
            ("Upgrade", "x"),
            ("Set-Cookie", "a=b"),
            ("Set-Cookie", "c=d"),
            ("Date", "foo"),
        )
        assert http_cache.storable_headers(fields, NOW) == fields[-3:]

    def test_a_response_without_a_date_gets_one(self) -> None:
        assert http_cache.storable_headers((), NOW) == (("Date", ago(0)),)


class TestAge:
    """Section 4.2.3."""

    def test_it_grows_with_the_clock(self) -> None:
        assert http_cache.current_age(stored(), NOW + 7.5) == 7.5

    def test_it_starts_with_what_age_says_and_the_time_the_request_took(self) -> None:
        assert http_cache.current_age(stored(("Age", "30"), took=2.0), NOW + 1) == 33

    def test_it_starts_with_what_date_implies_where_that_is_more(self) -> None:
        assert http_cache.current_age(stored(("Age", "30"), ("Date", ago(100)), took=2.0), NOW) == 100

    def test_the_fraction_that_a_date_cannot_tell_makes_nothing_older(self) -> None:
        response = dataclasses.replace(stored(("Date", ago(0))), requested_at=NOW + 0.9, received_at=NOW + 0.9)
        assert http_cache.current_age(response, NOW + 0.9) == 0

    def test_a_date_ahead_of_us_makes_nothing_younger(self) -> None:
        assert http_cache.current_age(stored(("Date", ago(-1000))), NOW + 5) == 5

    def test_without_a_date_it_counts_from_when_it_came(self) -> None:
        undated = dataclasses.replace(stored(), headers=(("Expires", ago(-60)),))
        assert http_cache.current_age(undated, NOW + 5) == 5
        assert http_cache.freshness_lifetime(200, undated.headers, NOW) == 60

    @pytest.mark.parametrize("date", ["foo", "", "0"])
    def test_a_broken_date_is_none(self, date: str) -> None:
        assert http_cache.current_age(stored(("Date", date)), NOW + 5) == 5

    def test_a_huge_age_is_cut(self) -> None:
        assert http_cache.current_age(stored(("Age", "9" * 50)), NOW + 5) == MOST_SECONDS

    def test_a_clock_set_back_a_little_does_not_make_it_negative(self) -> None:
        assert http_cache.current_age(stored(), NOW - 60) == 0

    def test_a_response_from_the_future_is_of_unknown_age(self) -> None:
        assert http_cache.current_age(stored(), NOW - http_cache.CLOCK_TOLERANCE) == 0
        assert http_cache.current_age(stored(), NOW - http_cache.CLOCK_TOLERANCE - 1) == MOST_SECONDS

    @given(st.floats(0, 1e6), st.floats(0, 1e6), st.integers(0, 10**6), st.integers(-(10**6), 10**6))
    def test_it_never_shrinks_while_time_goes_on(self, one: float, more: float, age: int, date: int) -> None:
        response = stored(("Age", str(age)), ("Date", ago(date)))
        earlier = http_cache.current_age(response, NOW + one)
        assert earlier >= age
        assert http_cache.current_age(response, NOW + one + more) >= earlier


class TestLifetime:
    """Sections 4.2.1 and 4.2.2."""

    @pytest.mark.parametrize(
        "headers, seconds",
        [
            pytest.param(cc("max-age=60"), 60, id="max-age"),
            pytest.param((*cc("max-age=60"), ("Expires", ago(-5))), 60, id="max-age before Expires"),
            pytest.param((*cc("max-age=60"), ("Expires", "0")), 60, id="max-age before a broken Expires"),
            pytest.param((*cc("max-age=0"), ("Expires", ago(-60))), 0, id="max-age=0 before Expires"),
            pytest.param((*cc("max-age=x"), ("Expires", ago(-60))), 0, id="broken max-age before Expires"),
            pytest.param(cc("s-maxage=60"), 0, id="s-maxage is for shared caches"),
            pytest.param(cc("s-maxage=60, max-age=1"), 1, id="s-maxage does not replace max-age"),
            pytest.param(cc("max-age=99999999999"), MOST_SECONDS, id="huge max-age"),
            pytest.param((("Expires", ago(-60)),), 60, id="Expires"),
            pytest.param((("Expires", ago(60)),), 0, id="past Expires"),
            pytest.param((("Expires", ago(0)),), 0, id="Expires now"),
            pytest.param((("Expires", "0"), ("Last-Modified", ago(1000))), 0, id="a broken Expires is past"),
            pytest.param((("Expires", "0"), ("Expires", ago(-60))), 0, id="the first Expires counts"),
            pytest.param((("Expires", ago(-300)), ("Date", ago(-400))), 0, id="Expires before a Date ahead"),
            pytest.param((("Expires", ago(-20)), ("Date", ago(-10))), 10, id="Expires after a Date ahead"),
            pytest.param((("Expires", ago(-10)), ("Date", ago(10))), 20, id="Expires after a slow Date"),
            pytest.param((("Expires", ago(-10)), ("Date", "foo")), 10, id="Expires after a broken Date"),
            pytest.param((("Last-Modified", ago(1000)),), 100, id="heuristic"),
            pytest.param((("Last-Modified", ago(10**9)),), http_cache.MOST_HEURISTIC, id="heuristic, cut"),
            pytest.param((("Last-Modified", ago(-1000)),), 0, id="modified in the future"),
            pytest.param((("Last-Modified", "foo"),), 0, id="modified at no date"),
            pytest.param((), 0, id="nothing"),
        ],
    )
    def test_it_is_what_the_response_says(self, headers: Pairs, seconds: float) -> None:
        response = stored(*headers)
        assert http_cache.freshness_lifetime(200, response.headers, NOW) == seconds

    @pytest.mark.parametrize(
        "status, headers, seconds",
        [
            (404, (), 100),
            (403, (), 0),
            (502, (), 0),
            (599, (), 0),
            (599, cc("public"), 100),
        ],
    )
    def test_it_is_guessed_for_the_statuses_that_allow_it(self, status: int, headers: Pairs, seconds: float) -> None:
        response = stored(("Last-Modified", ago(1000)), *headers)
        assert http_cache.freshness_lifetime(status, response.headers, NOW) == seconds

    @given(st.text(), st.text(), st.text(), st.text())
    def test_no_text_makes_it_fail(self, control: str, expires: str, date: str, modified: str) -> None:
        headers = (("Cache-Control", control), ("Expires", expires), ("Date", date), ("Last-Modified", modified))
        assert 0 <= http_cache.freshness_lifetime(200, headers, NOW) <= MOST_SECONDS


class TestReuse:
    """Sections 4 and 5.2, RFC 5861, RFC 8246: the table in the module's docstring."""

    @pytest.mark.parametrize(
        "response, request_, expected",
        [
            pytest.param("max-age=60", "", Fresh(10), id="fresh"),
            pytest.param("max-age=10", "", UNREACHABLE, id="stale at its lifetime"),
            pytest.param("max-age=60, must-revalidate", "", Fresh(10), id="must-revalidate while fresh"),
            pytest.param("max-age=5, must-revalidate", "", NEVER, id="must-revalidate when stale"),
            pytest.param("max-age=5, proxy-revalidate", "", UNREACHABLE, id="for shared caches"),
            pytest.param("max-age=60, no-cache", "", NEVER, id="no-cache"),
            pytest.param("max-age=60, No-CaChE", "", NEVER, id="no-cache in any case"),
            pytest.param('max-age=60, no-cache="a"', "", Fresh(10), id="no-cache for one field"),
            pytest.param("max-age=60, private", "", Fresh(10), id="private"),
            pytest.param("max-age=60, foobar", "", Fresh(10), id="unknown directive"),
            pytest.param("max-age=60", "no-cache", NEVER, id="request: no-cache"),
            pytest.param("max-age=60", "no-store", NEVER, id="request: no-store"),
            pytest.param("max-age=60", "max-age=0", NEVER, id="request: max-age=0"),
            pytest.param("max-age=60", "max-age=9", NEVER, id="request: max-age below the age"),
            pytest.param("max-age=60", "max-age=10", Fresh(10), id="request: max-age at the age"),
            pytest.param("max-age=60", "max-age=x", NEVER, id="request: broken max-age"),
            pytest.param("max-age=60, immutable", "max-age=0", Fresh(10), id="reload of the immutable"),
            pytest.param("max-age=60, immutable", "max-age=5", NEVER, id="an age limit on the immutable"),
            pytest.param("max-age=60, immutable", "no-cache", NEVER, id="no-cache on the immutable"),
            pytest.param("max-age=5, immutable", "", UNREACHABLE, id="immutable, stale"),
            pytest.param("max-age=5, immutable", "max-age=0", NEVER, id="reload of the immutable, stale"),
            pytest.param("max-age=10, immutable", "max-age=0", NEVER, id="reload of the immutable, just stale"),
            pytest.param("max-age=60", "min-fresh=50", Fresh(10), id="request: min-fresh met"),
            pytest.param("max-age=60", "min-fresh=51", NEVER, id="request: min-fresh not met"),
            pytest.param("max-age=5", "min-fresh=1", NEVER, id="request: min-fresh of the stale"),
            pytest.param("max-age=5", "max-stale", Fresh(10), id="request: any staleness"),
            pytest.param("max-age=5", "max-stale=5", Fresh(10), id="request: max-stale met"),
            pytest.param("max-age=5", "max-stale=4", UNREACHABLE, id="request: max-stale not met"),
            pytest.param("max-age=5, must-revalidate", "max-stale", NEVER, id="must-revalidate before max-stale"),
            pytest.param("max-age=5, no-cache", "max-stale", NEVER, id="no-cache before max-stale"),
            pytest.param("max-age=5, stale-while-revalidate=5", "", StaleWhileRevalidate(10), id="swr"),
            pytest.param("max-age=5, stale-while-revalidate=4", "", UNREACHABLE, id="after the swr window"),
            pytest.param("max-age=10, stale-while-revalidate=x", "", StaleWhileRevalidate(10), id="swr of 0, at 0"),
            pytest.param("max-age=5, stale-while-revalidate=5, must-revalidate", "", NEVER, id="no swr: must"),
            pytest.param("max-age=5, stale-while-revalidate=5", "no-cache", NEVER, id="no swr: request"),
            pytest.param("max-age=5, stale-while-revalidate=5", "max-age=20", UNREACHABLE, id="no swr: max-age"),
            pytest.param("max-age=5, stale-if-error=5", "", FAILED, id="sie"),
            pytest.param("max-age=5, stale-if-error=4", "", NEVER, id="after the sie window"),
            pytest.param("max-age=5", "stale-if-error=5", FAILED, id="request: sie"),
            pytest.param("max-age=5, stale-if-error=1", "stale-if-error=9", FAILED, id="longer"),
            pytest.param("max-age=5, stale-if-error=5, must-revalidate", "", NEVER, id="no sie: must"),
        ],
    )
    def test_of_a_response_ten_seconds_old(self, response: str, request_: str, expected: http_cache.Decision) -> None:
        asked = cc(request_) if request_ else ()
        assert reuse(stored(("Cache-Control", response), age=10), asked, NOW) == expected

    def test_it_is_fresh_to_the_last_fraction_of_a_second(self) -> None:
        assert reuse(stored(("Cache-Control", "max-age=11"), age=10), (), NOW + 0.9) == Fresh(10)

    def test_a_reload_asks_even_about_what_came_just_now(self) -> None:
        response = stored(("Cache-Control", "max-age=60"))
        assert isinstance(reuse(response, cc("max-age=0"), NOW), MustValidate)
        assert reuse(response, cc("max-age=1"), NOW) == Fresh(0)

    def test_pragma_stands_for_cache_control_where_there_is_none(self) -> None:
        response = stored(("Cache-Control", "max-age=60"), age=10)
        assert reuse(response, (("Pragma", "foo, No-Cache"),), NOW) == NEVER
        assert reuse(response, (("Pragma", "foo"),), NOW) == Fresh(10)
        assert reuse(response, (("Pragma", "no-cache"), ("Cache-Control", "max-age=60")), NOW) == Fresh(10)

    def test_pragma_in_a_response_means_nothing(self) -> None:
        assert reuse(stored(("Cache-Control", "max-age=60"), ("Pragma", "no-cache"), age=10), (), NOW) == Fresh(10)

    def test_an_age_beyond_the_lifetime_is_stale_on_arrival(self) -> None:
        response = stored(("Cache-Control", "max-age=3600"), ("Age", "7200"))
        assert isinstance(reuse(response, (), NOW), MustValidate)

    @given(
        st.text(max_size=20) | st.sampled_from(["max-age=5", "immutable", "stale-while-revalidate=9"]),
        st.text(max_size=20) | st.sampled_from(["max-stale", "min-fresh=1"]),
        st.floats(0, 100),
    )
    def test_what_is_called_fresh_is_fresh_or_allowed_to_be_stale(self, said: str, asked: str, age: float) -> None:
        response = stored(("Cache-Control", said), age=age)
        decision = reuse(response, cc(asked), NOW)
        lifetime = http_cache.freshness_lifetime(200, response.headers, response.received_at)
        if isinstance(decision, Fresh) and "max-stale" not in asked:
            assert http_cache.current_age(response, NOW) < lifetime
        assert decision.age == int(http_cache.current_age(response, NOW))

    @pytest.mark.parametrize("value, expected", [("only-if-cached", True), ("ONLY-IF-CACHED", True), ("", False)])
    def test_a_request_may_want_nothing_but_the_store(self, value: str, *, expected: bool) -> None:
        assert http_cache.only_if_cached(cc(value)) is expected


class TestValidation:
    """Section 4.3."""

    def test_validators_go_out_as_they_came_in(self) -> None:
        response = stored(("ETag", 'W/"a, b"'), ("Last-Modified", "some day"))
        assert http_cache.validating(response, (("Foo", "1"),)) == (
            ("Foo", "1"),
            ("If-None-Match", 'W/"a, b"'),
            ("If-Modified-Since", "some day"),
        )

    def test_without_validators_nothing_is_added(self) -> None:
        assert http_cache.validating(stored(), (("Foo", "1"),)) == (("Foo", "1"),)
        assert http_cache.validating(None, (("Foo", "1"),)) == (("Foo", "1"),)

    def test_the_callers_own_tags_stay_beside_ours(self) -> None:
        asked = (("If-None-Match", '"b", "a"'), ("If-None-Match", "*"), ("If-Modified-Since", "x"))
        out = http_cache.validating(stored(("ETag", '"a"'), ("Last-Modified", "y")), asked)
        assert out == (("If-None-Match", '"a", "b"'), ("If-Modified-Since", "y"))

    def test_the_callers_own_condition_stays_where_we_have_none(self) -> None:
        asked = (("If-Modified-Since", "x"),)
        assert http_cache.validating(stored(("ETag", '"a"')), asked) == (*asked, ("If-None-Match", '"a"'))

    @pytest.mark.parametrize(
        "have, came, expected",
        [
            ('"a"', None, True),
            ('"a"', '"a"', True),
            ('"a"', '"b"', False),
            ('W/"a"', '"a"', True),
            ('"a"', 'W/"a"', True),
            ('"a"', 'W/"b"', False),
            (None, '"b"', False),
            (None, None, True),
        ],
    )
    def test_a_304_is_about_the_response_whose_validator_it_names(
        self, have: str | None, came: str | None, *, expected: bool
    ) -> None:
        response = stored(*((("ETag", have),) if have else ()))
        assert http_cache.freshens(response, (("ETag", came),) if came else ()) is expected

    def test_what_comes_with_a_304_replaces_all_lines_of_the_same_name(self) -> None:
        before = (("A", "1"), ("a", "2"), ("B", "1"), ("Age", "50"), ("Date", ago(100)), ("Cache-Control", "max-age=1"))
        after = http_cache.updated(before, (("A", "3"), ("Cache-Control", "max-age=9"), ("C", "1")), NOW)
        assert after == (("B", "1"), ("A", "3"), ("Cache-Control", "max-age=9"), ("C", "1"), ("Date", ago(0)))

    @pytest.mark.parametrize("name", ["Content-Length", "content-encoding", "Content-Range"])
    def test_what_describes_the_stored_bytes_stays(self, name: str) -> None:
        after = http_cache.updated(((name, "old"), ("Date", "x")), ((name, "new"), ("Date", "x")), NOW)
        assert (name, "old") in after
        assert (name, "new") not in after

    def test_a_304_leaves_nothing_of_its_connection(self) -> None:
        came = (("Connection", "x"), ("X", "1"), ("Transfer-Encoding", "chunked"), ("Date", "d"))
        assert http_cache.updated((("X", "0"),), came, NOW) == (("X", "0"), ("Date", "d"))

    @pytest.mark.parametrize(
        "have, asked, expected",
        [
            ({"ETag": '"a"'}, [("If-None-Match", '"a"')], True),
            ({"ETag": 'W/"a"'}, [("If-None-Match", '"a"')], True),
            ({"ETag": '"a"'}, [("If-None-Match", 'W/"a"')], True),
            ({"ETag": '"a"'}, [("If-None-Match", '"x", "a", "y"')], True),
            ({"ETag": '"a,b"'}, [("If-None-Match", '"x", "a,b"')], True),
            ({"ETag": '"a"'}, [("If-None-Match", '"x"'), ("If-None-Match", '"a"')], True),
            ({"ETag": '"a"'}, [("If-None-Match", "*")], True),
            ({}, [("If-None-Match", "*")], True),
            ({"ETag": '"a"'}, [("If-None-Match", '"b"')], False),
            ({}, [("If-None-Match", '"a"')], False),
            (
                {"ETag": '"a"', "Last-Modified": ago(5)},
                [("If-None-Match", '"b"'), ("If-Modified-Since", ago(0))],
                False,
            ),
            ({"ETag": '"a"', "Last-Modified": ago(5)}, [("If-None-Match", '"a"'), ("If-Modified-Since", ago(9))], True),
            ({"Last-Modified": ago(5)}, [("If-Modified-Since", ago(5))], True),
            ({"Last-Modified": ago(5)}, [("If-Modified-Since", ago(4))], True),
            ({"Last-Modified": ago(5)}, [("If-Modified-Since", ago(6))], False),
            ({"Last-Modified": ago(5)}, [("If-Modified-Since", "foo")], False),
            ({"Date": ago(5)}, [("If-Modified-Since", ago(5))], True),
            ({"Date": ago(5)}, [("If-Modified-Since", ago(6))], False),
            ({"ETag": '"a"'}, [], False),
        ],
    )
    def test_a_condition_of_the_caller_is_judged(
        self, have: dict[str, str], asked: list[tuple[str, str]], *, expected: bool
    ) -> None:
        assert http_cache.not_modified(tuple(have.items()), tuple(asked), NOW) is expected


class TestHandingOut:
    """Sections 4 and 5.2.2.4."""

    def test_an_answer_from_the_store_says_how_old_it_is(self) -> None:
        assert http_cache.handed_out((("age", "1"), ("A", "1"), ("AGE", "2")), 9) == (("A", "1"), ("Age", "9"))

    def test_what_was_just_confirmed_is_given_as_it_is(self) -> None:
        headers = (("Cache-Control", 'no-cache="a"'), ("A", "1"))
        assert http_cache.handed_out(headers, None) == headers

    def test_fields_that_no_cache_names_stay_behind_without_confirmation(self) -> None:
        headers = (("Cache-Control", 'no-cache="a, C"'), ("A", "1"), ("b", "2"), ("c", "3"))
        assert http_cache.handed_out(headers, 0) == (headers[0], ("b", "2"), ("Age", "0"))


def test_a_decision_does_not_depend_on_what_the_bytes_are() -> None:
    response = stored(("Cache-Control", "max-age=60"), age=10)
    looked_at = dataclasses.replace(response, media_type="image/png", width=1, height=1, kept=True)
    assert reuse(looked_at, (), NOW) == reuse(response, (), NOW)
