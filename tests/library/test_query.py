"""What is typed into the search box, read and applied to what is known of a picture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrina.library.query import Clause, Facts, folded, parse
from vitrina.model import Picture

SEA = Picture(
    "https://example.org/sea.jpg", title="Mar en calma", credit="Joaquín Sorolla", licence="CC0-1.0", source="met",
    width=3000, height=2000, tags=("Valencia",), date="1908",
)  # fmt: skip


def facts(picture: Picture = SEA, **known: object) -> Facts:
    texts = [picture.title, picture.credit, picture.licence, *picture.tags, picture.url]
    return Facts(picture, folded("\n".join(text for text in texts if text)), **known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "typed, found",
    [
        ("", True),
        ("mar", True),
        ("MAR sorolla", True),
        ("joaquin", True),
        ('"en calma"', True),
        ('"calma en"', False),
        ("-mar", False),
        ("-barco", True),
        ("title:sorolla", False),
        ("credit:sorolla", True),
        ("author:sorolla", True),
        ('title:"en calma"', True),
        ("licence:cc0", True),
        ("license:by", False),
        ("-licence:by", True),
        ("source:met", True),
        ("tag:valen", True),
        ("tag:storm", True),
        ("date:1908", True),
        ("state:fail", True),
        ("state:here", False),
        ("rating:4", True),
        ("rating:>=3", True),
        ("rating:>4", False),
        ("rating:<5", True),
        ("-rating:4", False),
        ("width:>2999", True),
        ("megapixels:6", True),
        ("mp:<6", False),
        ("is:favourite", True),
        ("is:favorite", True),
        ("is:kept", False),
        ("is:gone", False),
        ("https://example.org/sea.jpg", True),
        ("https://example.com/", False),
        ("state:failed licence:cc0 rating:>=3 tag:valencia mar", True),
        ("state:failed licence:cc0 rating:>=5 tag:valencia mar", False),
    ],
)
def test_a_picture_is_found_where_all_that_is_asked_holds(typed: str, *, found: bool) -> None:
    assert parse(typed).holds(facts(rating=4, tags=("Storm",), state="failed", favourite=True)) is found


@pytest.mark.parametrize(
    "typed", ["rating:", "rating:>", "rating:much", "tag:", "state:", "-", '"', '""', "   ", 'title:"']
)
def test_what_is_only_half_typed_asks_for_nothing(typed: str) -> None:
    assert not parse(typed)
    assert parse(f"mar {typed}").words == ("mar",)


def test_a_picture_of_unknown_size_is_neither_large_nor_small() -> None:
    unknown = facts(Picture("https://example.org/a.jpg"))
    assert not parse("width:>0").holds(unknown)
    assert not parse("megapixels:<100").holds(unknown)


def test_words_come_apart_from_the_rest() -> None:
    query = parse('sea -storm "Big Wave" rating:>=2')
    assert query.words == ("sea", "big wave")
    assert query.rest == (Clause("storm", negated=True), Clause("2", "rating", ">="))


@given(st.text())
def test_nothing_that_can_be_typed_is_an_error(typed: str) -> None:
    parse(typed).holds(facts())


@given(st.lists(st.text("abcdefgé ", min_size=1).map(str.strip).filter(bool), min_size=1))
def test_quoted_words_are_found_as_they_stand(words: list[str]) -> None:
    query = parse(" ".join(f'"{word}"' for word in words))
    assert query.words == tuple(folded(word) for word in words)
