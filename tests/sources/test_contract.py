"""What holds for every source alike: its name, its own reply, nobody else's, and clean entries."""

import contextlib
import copy
import re
from typing import Any

import pytest

from sources.replies import REPLIES
from sources.samples import document
from vitrina.errors import VitrinaError
from vitrina.model import Picture
from vitrina.sources import Document, More, Page, Source
from vitrina.sources.locator import parse
from vitrina.sources.registry import SOURCES, WITHOUT_DOCUMENT

READERS = [
    source for source in SOURCES if source.name != "archive"
]  # an archive is a file: tests/sources/test_archive.py
NAMES = [source.name for source in READERS]
GUESSING = {"json", "page", "list", "table", "markdown"}


def reply(name: str) -> Document:
    url, body = REPLIES[name]
    return document(copy.deepcopy(body), url)


def page_of(source: Source) -> Page:
    page = source.read(reply(source.name))
    assert page is not None
    return page


def test_names_are_unique_and_every_source_has_a_reply() -> None:
    assert len({source.name for source in SOURCES}) == len(SOURCES)
    assert set(REPLIES) == set(NAMES)
    assert not set(WITHOUT_DOCUMENT) & set(NAMES)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", source.name) for source in SOURCES)


@pytest.mark.parametrize("source", READERS, ids=NAMES)
def test_it_reads_its_own_reply(source: Source) -> None:
    page = page_of(source)
    assert page.pictures or page.more
    assert isinstance(page.pictures, tuple)
    assert all(isinstance(one, Picture) for one in page.pictures)
    assert all(isinstance(one, More) for one in page.more)
    assert all(str(one).endswith(".") for one in page.left_out)


@pytest.mark.parametrize("source", READERS, ids=NAMES)
def test_its_addresses_are_absolute_and_its_texts_are_plain(source: Source) -> None:
    for one in page_of(source).pictures:
        for address in (one.url, one.page, one.thumbnail, one.author_page, one.licence_page):
            assert address is None or re.fullmatch(r"https?://[a-z0-9.-]+(:\d+)?/[!-~]*", address), address
        assert "#" not in one.url
        for text in (one.title, one.credit, one.licence, one.rights, one.description, one.date, *one.tags):
            assert text is None or (text.strip() and not re.search(r"</?[a-z]+[^>]*>|&amp;|[\x00-\x08]", text)), text
        assert (one.width is None) == (one.height is None)
        assert one.thumbnail != one.url


@pytest.mark.parametrize("source", READERS, ids=NAMES)
def test_it_is_pure(source: Source) -> None:
    first, again = reply(source.name), reply(source.name)
    assert source.read(first) == source.read(again) == source.read(first)
    assert first.json == again.json


@pytest.mark.parametrize("source", READERS, ids=NAMES)
def test_it_leaves_the_others_replies_alone(source: Source) -> None:
    for name in NAMES:
        # Those that guess may see something in another's reply; they come after it in the order.
        if name != source.name and (source.name not in GUESSING or NAMES.index(name) > NAMES.index(source.name)):
            assert source.read(reply(name)) is None, name


@pytest.mark.parametrize("name", NAMES)
def test_the_first_source_that_knows_a_reply_is_its_own(name: str) -> None:
    assert next(source.name for source in SOURCES if source.read(reply(name)) is not None) == name


@pytest.mark.parametrize("source", READERS, ids=NAMES)
def test_it_knows_what_is_not_its_own(source: Source) -> None:
    for body in (
        b"",
        b"\0\0\0",
        b"null",
        b"[]",
        b"{}",
        b"[[]]",
        b'{"a": [1, {"b": null}]}',
        b"<",
        b"words",
        b"\xff\xfe\xfd",
    ):
        assert source.read(document(body, "https://h.example/x")) is None, body


@pytest.mark.parametrize("source", SOURCES, ids=lambda one: one.name)
def test_its_example_is_a_locator_or_a_file_name(source: Source) -> None:
    if source.example.startswith("https://"):
        assert parse(source.example).count == 1
    else:
        assert re.fullmatch(r"[\w-]+\.\w+", source.example)


def _mangled(value: Any, kinds: list[Any], at: list[int]) -> Any:
    """The same JSON with every value in turn replaced by one of another type."""
    at[0] -= 1
    if at[0] == 0:
        return kinds[0]
    if isinstance(value, dict):
        return {key: _mangled(child, kinds, at) for key, child in value.items()}
    if isinstance(value, list):
        return [_mangled(child, kinds, at) for child in value]
    return value


WRONG: tuple[Any, ...] = (
    None,
    -1.5,
    True,
    "x",
    "https://h.example/y.jpg",
    [[]],
    {"a": {}},
    [None, {"url": 3}],
    "\ud800",
    float("inf"),
)


@pytest.mark.parametrize("name", [name for name in NAMES if not isinstance(REPLIES[name][1], str)])
def test_a_value_of_another_type_is_never_a_foreign_exception(name: str) -> None:
    url, body = REPLIES[name]
    asked = [source for source in SOURCES if source.name in (name, "json")]
    for place in range(2, 60):
        changed = document(_mangled(copy.deepcopy(body), [WRONG[place % len(WRONG)]], [place]), url)
        again = document(_mangled(copy.deepcopy(body), [WRONG[(place + 3) % len(WRONG)]], [place]), url)
        for source in asked:
            for one in (changed, again):
                with contextlib.suppress(VitrinaError):
                    page = source.read(one)
                    assert page is None or isinstance(page, Page)
