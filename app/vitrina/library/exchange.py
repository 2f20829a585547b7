"""Galleries as files: Vitrina's own form, which loses nothing, and the forms that other programs read.

Owns those forms both ways: JSON, CSV with credits, a plain list, OPML, JSON Feed. Refuses to fetch or to save
anything: it gives text, and takes text apart.
"""

import csv
import io
import itertools
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from html import escape
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from vitrina.errors import InstallationError, UsageError
from vitrina.library.catalog import Saved
from vitrina.library.picture_record import picture_of, record_of
from vitrina.library.records import shown
from vitrina.model import Gallery, Picture

FORMAT: Final = "vitrina-galleries"
VERSION: Final = 1
COLUMNS: Final = (
    "url", "title", "credit", "licence", "licence_page", "page", "author_page", "date", "description", "width",
    "height", "media_type", "source",
)  # fmt: skip


def own_form(galleries: Sequence[Saved]) -> str:
    """Everything that is known of the galleries, as JSON that `taken_apart` reads."""
    value = {
        "format": FORMAT,
        "version": VERSION,
        "galleries": [
            {**asdict(one.gallery), "pictures": [record_of(each) for each in one.pictures]} for one in galleries
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def table(galleries: Sequence[Saved]) -> str:
    """CSV (RFC 4180) with a line for each picture: its address, credit, licence, page …, and its gallery first."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(("gallery", *COLUMNS))
    for one in galleries:
        for picture in one.pictures:
            values = [getattr(picture, name) for name in COLUMNS]
            writer.writerow([one.gallery.name, *("" if value is None else _harmless_cell(value) for value in values)])
    return out.getvalue()


def _harmless_cell(value: object) -> object:
    """A text that a spreadsheet would take for a formula gets a mark before it (OWASP, CSV injection)."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" else value


def plain_list(galleries: Sequence[Saved]) -> str:
    """An address a line, with its title after a tab; galleries are told apart by comments."""
    lines: list[str] = []
    for one in galleries:
        lines += [f"# {one.gallery.name}"]
        lines += [f"{picture.url}\t{picture.title}" if picture.title else picture.url for picture in one.pictures]
    return "\n".join([*lines, ""])


def outline(galleries: Sequence[Saved]) -> str:
    """OPML 2.0: each gallery with the web addresses that it is made of; pictures and local files are not in it."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        "<head><title>Vitrina</title></head>",
        "<body>",
    ]
    for one in galleries:
        lines.append(f"  <outline text={_attribute(one.gallery.name)}>")
        for locator in one.gallery.locators:
            if locator.startswith(("http://", "https://")):
                address = _attribute(shown(locator))
                lines.append(f'    <outline type="rss" text={address} xmlUrl={address}/>')
        lines.append("  </outline>")
    return "\n".join([*lines, "</body>", "</opml>", ""])


def _attribute(value: str) -> str:
    """An attribute's value in quotes, without the control characters that XML 1.0 has no way to write."""
    return f'"{escape("".join(char for char in value if char >= " "))}"'


def json_feed(galleries: Sequence[Saved]) -> str:
    """JSON Feed 1.1 of one gallery; UsageError for several, as a feed is one."""
    if len(galleries) != 1:
        raise UsageError("A JSON Feed holds one gallery; export them one by one.")
    (one,) = galleries
    value = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": one.gallery.name,
        "items": [_item(picture) for picture in one.pictures],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _item(picture: Picture) -> dict[str, Any]:
    author = {"name": picture.credit, "url": picture.author_page}
    attachment = {"url": picture.url, "mime_type": picture.media_type or "image/*", "title": picture.title}
    item = {
        "id": picture.key,
        "url": picture.page,
        "title": picture.title,
        "content_text": picture.description or picture.title or "",
        "image": picture.url,
        "authors": [{name: value for name, value in author.items() if value}] if picture.credit else None,
        "tags": list(picture.tags) or None,
        "attachments": [{name: value for name, value in attachment.items() if value}],
        "_vitrina": {"licence": picture.licence, "licence_page": picture.licence_page, "date": picture.date},
    }
    return {name: value for name, value in item.items() if value is not None}


Form: TypeAlias = Callable[[Sequence[Saved]], str]

FORMS: Final[MappingProxyType[str, Form]] = MappingProxyType(
    {
        ".feed.json": json_feed,
        ".json": own_form,
        ".csv": table,
        ".txt": plain_list,
        ".opml": outline,
    }
)
"""By the end of the file's name, the longer ones first."""


def form_of(file: Path) -> Form:
    """The form that a file's name asks for by its end; Vitrina's own for any other."""
    name = file.name.lower()
    return next((form for end, form in FORMS.items() if name.endswith(end)), own_form)


def write_new(file: Path, text: str) -> None:
    """Write a file that is not there yet. UsageError where it is, InstallationError where it cannot be written."""
    try:
        with file.open("x", encoding="utf-8", newline="") as opened:
            opened.write(text)
    except FileExistsError:
        raise UsageError("{file} is there already; choose another name.", file=file) from None
    except OSError as error:
        raise InstallationError("{file} cannot be written ({reason}).", file=file, reason=error.strerror) from error


def free_names(name: str) -> Iterator[str]:
    """Give the name, then the same with " (2)", " (3)" and so on."""
    yield name
    yield from (f"{name} ({number})" for number in itertools.count(2))


def taken_apart(file: Path) -> list[Saved] | None:
    """The galleries in a file of our own form or an outline; None for any other file: a source may read it.

    UsageError where it cannot be read, or is of our form and damaged.
    """
    try:
        body = file.read_bytes()
    except OSError as error:
        raise UsageError("{file} cannot be read ({reason}).", file=file, reason=error.strerror) from error
    if FORMAT.encode() in body[:400]:
        return _own(body, file)
    return _outlined(body, file)


def _own(body: bytes, file: Path) -> list[Saved]:
    try:
        document = json.loads(body)
        if document["format"] != FORMAT or document["version"] > VERSION:
            raise KeyError
        return [
            Saved(
                Gallery(
                    str(one["name"]),
                    tuple(map(str, one["locators"])),
                    int(one.get("times", 1)),
                    one.get("source"),
                    bool(one.get("keep")),
                    refreshed_at=one.get("refreshed_at"),
                ),
                tuple(picture_of(each) for each in one["pictures"]),
            )
            for one in document["galleries"]
        ]
    except (ValueError, LookupError, TypeError) as error:
        raise UsageError("{file} is not what vitrina gallery export writes.", file=file) from error


def _outlined(body: bytes, file: Path) -> list[Saved] | None:
    """A gallery for each group of an OPML file, and one for the addresses that are in none."""
    if b"<opml" not in body[:2000].lower():
        return None
    from vitrina.sources.document import Document
    from vitrina.sources.opml import groups

    found = groups(Document(file.absolute().as_uri(), body))
    return [
        Saved(Gallery(name or file.stem, tuple(dict.fromkeys(addresses))), ()) for name, addresses in found if addresses
    ]
