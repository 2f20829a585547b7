"""RFC 9111 section 4.1."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrina.fetch.negotiation import PART, select, selected, variant
from vitrina.model import StoredResponse

Pairs = list[tuple[str, str]]


def stored(vary: Pairs, request: Pairs, extra: str = "") -> StoredResponse:
    headers = tuple(vary)
    return StoredResponse(
        id=1,
        key="k",
        variant=variant(headers, tuple(request)) + extra,
        url="k",
        final_url="k",
        status=200,
        headers=headers,
        requested_at=0.0,
        received_at=0.0,
        sha256="",
        bytes=0,
        path=Path(),
    )


@pytest.mark.parametrize(
    "vary, before, now, expected",
    [
        pytest.param([], [("Foo", "1")], [("Foo", "2")], True, id="no Vary"),
        pytest.param([("Vary", "")], [("Foo", "1")], [("Foo", "2")], True, id="empty Vary"),
        pytest.param([("Vary", "Foo")], [("Foo", "1")], [("fOO", "1")], True, id="same value"),
        pytest.param([("Vary", "Foo")], [("Foo", "1")], [("Foo", "2")], False, id="other value"),
        pytest.param([("Vary", "Foo")], [("Foo", "a")], [("Foo", "A")], False, id="case of an unknown field counts"),
        pytest.param([("Vary", "Foo")], [("Foo", "1")], [], False, id="now absent"),
        pytest.param([("Vary", "Foo")], [], [("Foo", "1")], False, id="then absent"),
        pytest.param([("Vary", "Foo")], [], [("Foo", "")], False, id="empty is not absent"),
        pytest.param([("Vary", "Foo")], [], [("Bar", "1")], True, id="absent in both"),
        pytest.param(
            [("Vary", "Foo, Bar")], [("Foo", "1"), ("Bar", "2")], [("Bar", "2"), ("Foo", "1")], True, id="two"
        ),
        pytest.param([("Vary", "Foo"), ("Vary", "Bar")], [("Bar", "2")], [("Bar", "3")], False, id="two lines"),
        pytest.param([("Vary", "Foo")], [("Foo", "1, 2")], [("Foo", "1"), ("Foo", "2")], True, id="joined lines"),
        pytest.param([("Vary", "Foo")], [("Foo", "1,2")], [("Foo", " 1 ,\t2 ")], True, id="space"),
        pytest.param([("Vary", "Foo")], [("Foo", "1,2")], [("Foo", "2,1")], False, id="order counts"),
        pytest.param([("Vary", "Foo")], [("Foo", '"a , b"')], [("Foo", '"a,b"')], False, id="space in quotes counts"),
        pytest.param(
            [("Vary", "Accept-Language")],
            [("Accept-Language", "en, de;q=0.5")],
            [("Accept-Language", "De; q=0.5,EN;q=1.0")],
            True,
            id="languages in any order and case",
        ),
        pytest.param(
            [("Vary", "Accept-Language")],
            [("Accept-Language", "en, de")],
            [("Accept-Language", "en, de;q=0.5")],
            False,
            id="quality counts",
        ),
    ],
)
def test_a_request_selects_by_the_fields_that_vary_names(
    vary: Pairs, before: Pairs, now: Pairs, *, expected: bool
) -> None:
    assert selected(stored(vary, before), tuple(now)) is expected


@pytest.mark.parametrize("lines", [["*"], ["*, *"], ["*", "*"], [", *"], ["", "*"], ["*, Foo"], ["Foo, *"]])
def test_a_star_is_never_selected(lines: list[str]) -> None:
    assert not selected(stored([("Vary", line) for line in lines], [("Foo", "1")]), (("Foo", "1"),))


@pytest.mark.parametrize(
    "wanted, language, expected",
    [
        ("fr;q=0.5, de;q=1.0", "de", True),
        ("DE, fr;q=0.1", "de", True),
        ("fr, de", "de", False),
        ("fr, de;q=0.9", "de", False),
        ("de;q=0", "de", False),
        ("de;q=x", "de", False),
        ("de, fr;q=0.5", "de, en", False),
    ],
)
def test_a_response_in_the_language_wanted_most_fits(wanted: str, language: str, *, expected: bool) -> None:
    response = stored([("Vary", "Accept-Language"), ("Content-Language", language)], [("Accept-Language", "en, de")])
    assert selected(response, (("Accept-Language", wanted),)) is expected


def test_a_fitting_language_does_not_make_up_for_another_field() -> None:
    vary = [("Vary", "Accept-Language, Foo"), ("Content-Language", "de")]
    response = stored(vary, [("Accept-Language", "en"), ("Foo", "1")])
    assert selected(response, (("Accept-Language", "de"), ("Foo", "1")))
    assert not selected(response, (("Accept-Language", "de"), ("Foo", "2")))


def test_a_part_is_selected_like_the_whole() -> None:
    part = stored([("Vary", "Foo")], [("Foo", "1")], f"{PART}bytes 0-1/2")
    assert selected(part, (("Foo", "1"),))
    assert not selected(part, (("Foo", "2"),))


def test_the_selected_keep_their_order() -> None:
    ones = [stored([("Vary", "Foo")], [("Foo", value)]) for value in "121"]
    assert select(ones, (("Foo", "1"),)) == (ones[0], ones[2])


@given(st.lists(st.text("ab1 \t", max_size=5), min_size=1, max_size=4), st.data())
def test_joining_lines_and_adding_space_changes_nothing(parts: list[str], data: st.DataObject) -> None:
    headers = (("Vary", "Foo"),)
    space = st.text(" \t", max_size=2)
    spaced = [data.draw(space) + part + data.draw(space) for part in parts]
    one_line = (("Foo", ",".join(parts)),)
    assert variant(headers, one_line) == variant(headers, tuple(("foo", part) for part in spaced))


@given(st.text(), st.text(), st.text())
def test_no_text_makes_the_choice_fail(vary: str, before: str, now: str) -> None:
    response = stored([("Vary", f"Accept-Language, {vary}"), ("Content-Language", now)], [("Accept-Language", before)])
    assert selected(response, (("Accept-Language", now),)) in (True, False)
