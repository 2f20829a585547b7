"""RFC 9110 section 5.6, RFC 9111 sections 1.2.2, 5.1 and 5.2."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrina.fetch.cache_control import (
    MOST_SECONDS,
    CacheControl,
    age,
    cache_control,
    delta_seconds,
    first,
    members,
    split_list,
    values,
)

TOKEN = st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789!#$%&'*+-.^_`|~", min_size=1, max_size=12)


def read(*lines: str) -> CacheControl:
    return cache_control([("Cache-Control", line) for line in lines])


@pytest.mark.parametrize(
    "text, seconds",
    [
        ("0", 0),
        ("00060", 60),
        ("2147483647", MOST_SECONDS - 1),
        ("2147483648", MOST_SECONDS),
        ("99999999999", MOST_SECONDS),
        ("9" * 5000, MOST_SECONDS),
        ("0" * 5000 + "7", 7),
    ],
)
def test_a_whole_number_is_an_amount_of_time_and_a_huge_one_is_cut(text: str, seconds: int) -> None:
    assert delta_seconds(text) == seconds


@pytest.mark.parametrize("text", ["", " ", "-1", "+1", "1.0", "1e3", "abc", "1 2", "1;a=b", "\u0661", "\u00b2"])
def test_anything_else_is_no_amount_of_time(text: str) -> None:
    assert delta_seconds(text) is None


@given(st.integers(min_value=0), st.integers(0, 50))
def test_every_number_has_its_value_up_to_the_most(number: int, zeros: int) -> None:
    assert delta_seconds("0" * zeros + str(number)) == min(number, MOST_SECONDS)


@pytest.mark.parametrize(
    "lines, seconds",
    [
        ([], 0),
        (["7200"], 7200),
        ([" 7200\t"], 7200),
        (["7200, 0"], 7200),
        (["0, 7200"], 0),
        (["7200", "0"], 7200),
        (["0", "7200"], 0),
        (["abc"], 0),
        (["-7200"], 0),
        (["7200.0"], 0),
        (["7200;foo=bar"], 0),
        ([""], 0),
        (["2147483649"], MOST_SECONDS),
    ],
)
def test_age_is_its_first_member_and_a_broken_one_is_none(lines: list[str], seconds: int) -> None:
    assert age(tuple(("aGe", line) for line in lines)) == seconds


@pytest.mark.parametrize(
    "line, name, argument",
    [
        ("max-age=60", "max-age", "60"),
        ("MaX-aGe=60", "max-age", "60"),
        ('max-age="60"', "max-age", "60"),
        ('x="a\\"b, c"', "x", 'a"b, c'),
        ("no-store", "no-store", None),
        ("max-age =60", "max-age", " =60"),
        ("max-age= 60", "max-age", " 60"),
        ("max-age='60'", "max-age", "'60'"),
        ("max-age", "max-age", None),
        ("max-age=", "max-age", ""),
        ('x="open', "x", '"open'),
        (", ,,  no-cache ,", "no-cache", None),
        ('=1, "no-cache", no-cache', "no-cache", None),
    ],
)
def test_a_directive_is_read_by_name_and_argument(line: str, name: str, argument: str | None) -> None:
    found = read(line)
    assert name in found
    assert found.argument(name) == argument


@pytest.mark.parametrize(
    "line", ['x="max-age=60"', 'x="a, max-age=60"', '"max-age=60"', 'x="\\", max-age=60', "xmax-age=60"]
)
def test_what_stands_in_quotes_is_no_directive(line: str) -> None:
    assert "max-age" not in read(line)


def test_an_open_quote_ends_with_its_line() -> None:
    assert "no-store" in read('x="open', "no-store")


def test_the_first_of_equal_directives_counts_over_all_lines() -> None:
    assert read("max-age=1800, max-age=1").seconds("max-age") == 1800
    assert read("max-age=1", "max-age=1800").seconds("max-age") == 1


@pytest.mark.parametrize(
    "line", ["max-age=a60", "max-age=60a", "max-age=-60", "max-age='60'", "max-age =60", "max-age"]
)
def test_a_directive_that_needs_an_amount_of_time_and_has_none_counts_as_zero(line: str) -> None:
    assert read(line).seconds("max-age") == 0


def test_an_absent_directive_has_no_amount_of_time() -> None:
    assert read("no-store").seconds("max-age") is None


def test_no_cache_may_name_fields_and_then_is_not_for_the_whole_response() -> None:
    found = read('No-Cache="Set-Cookie, x-Foo"')
    assert found.fields("no-cache") == {"set-cookie", "x-foo"}
    assert not found.bare("no-cache")
    assert read('no-cache="a"', "no-cache").bare("no-cache")


@given(st.lists(st.tuples(TOKEN, st.one_of(st.none(), st.text(max_size=8)), st.booleans())))
def test_written_directives_are_read_back(directives: list[tuple[str, str | None, bool]]) -> None:
    def written(name: str, argument: str | None) -> str:
        if argument is None:
            return name
        escaped = argument.replace("\\", "\\\\").replace('"', '\\"')
        return f'{name}="{escaped}"'

    line = " , ".join(written(name, argument) for name, argument, _ in directives)
    assert read(line).directives == tuple((name.lower(), argument) for name, argument, _ in directives)


@given(st.lists(st.text(), max_size=3))
def test_no_text_makes_the_reading_fail(lines: list[str]) -> None:
    found = read(*lines)
    for name, _ in found.directives:
        assert found.seconds(name) in range(MOST_SECONDS + 1)


@given(st.text('ab,"\\ \t', max_size=30))
def test_lists_lose_nothing_but_commas_and_space(text: str) -> None:
    found = split_list(text)
    assert all(member == member.strip(" \t") and member for member in found)
    if '"' not in text:
        assert found == [part.strip(" \t") for part in text.split(",") if part.strip(" \t")]
    assert "".join(found).replace(" ", "").replace("\t", "").replace(",", "") == text.replace(" ", "").replace(
        "\t", ""
    ).replace(",", "")


def test_fields_are_found_in_any_case_line_by_line() -> None:
    headers = [("Vary", "A, b"), ("X", "1"), ("vARY", ""), ("vary", "c")]
    assert values(headers, "vary") == ["A, b", "", "c"]
    assert members(headers, "vary") == ["A", "b", "c"]
    assert first(headers, "vary") == "A, b"
    assert first(headers, "y") is None
