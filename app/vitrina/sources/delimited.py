"""Tables as text: CSV and TSV with a column of addresses, with a line of names above or without.

Owns the finding of the columns, by the values first and by the names second. Refuses nothing: a line
without an address is reported.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from vitrina.sources import entry, json_names, web_address
from vitrina.sources.document import MAX_PICTURES, Document, LeftOut, Page

if TYPE_CHECKING:
    from vitrina.model import Picture

_SEPARATORS: Final = (",", "\t", ";", "|")
_URL: Final = re.compile(r"\s*(?:https?|file)://\S", re.IGNORECASE)
_SAMPLE: Final = 50
_TOLD: Final = 20
_WIDE: Final = 3
_LONGEST: Final = 131_072
_THUMBNAIL: Final = ("thumbnail", "thumb", "thumbnailurl", "thumburl", "preview")
_SIMPLE: Final = {
    "title": json_names.TITLE,
    "credit": json_names.CREDIT,
    "author_page": json_names.AUTHOR_PAGE,
    "licence": json_names.LICENCE,
    "licence_page": json_names.LICENCE_PAGE,
    "rights": json_names.RIGHTS,
    "thumbnail": _THUMBNAIL,
    "width": ("width", "w", "imagewidth"),
    "height": ("height", "h", "imageheight"),
    "media_type": json_names.TYPE,
    "description": json_names.DESCRIPTION,
    "date": json_names.DATE,
}


class Delimited:
    """A spreadsheet saved as text."""

    name = "table"
    example = "pictures.csv"

    def read(self, document: Document) -> Page | None:
        """The pictures of the lines, or None where no column holds addresses in two lines of three."""
        if document.is_markup or document.parsed or "\0" in document.start:
            return None
        text = document.text
        separator = _separator(text)
        if separator is None:
            return None
        sample = list(islice(_rows(text, separator), _SAMPLE))
        named = not any(_URL.match(cell) for _, row in sample[:1] for cell in row)
        column = _column(sample[1:] if named else sample, sample[0][1] if named and sample else ())
        # `address TAB title` without names above is a plain list with titles.
        if column is None or (not named and separator == "\t" and column == 0):
            return None
        names = {json_names.flat(cell): at for at, cell in enumerate(sample[0][1])} if named else {}
        columns = {field: at for field, known in _SIMPLE.items() if (at := _named(names, known, column)) is not None}
        return _page(document, islice(_rows(text, separator), 1 if named else 0, None), column, columns, names)


def _page(
    document: Document,
    rows: Iterator[tuple[int, list[str]]],
    column: int,
    columns: dict[str, int],
    names: dict[str, int],
) -> Page:
    pictures: list[Picture] = []
    bad: list[int] = []
    page, tags = _named(names, json_names.PAGE, column), _named(names, json_names.TAGS, column)
    for number, row in rows:
        cell = _cell(row, column)
        said = {field: _cell(row, at) for field, at in columns.items()}
        found = entry.picture(
            document.url, cell, page=_cell(row, page), tags=re.split(r"[,;|]", _cell(row, tags) or ""), **said
        )
        if found and cell and _URL.match(cell) and len(pictures) < MAX_PICTURES:
            pictures.append(found)
        elif any(cell.strip() for cell in row):
            bad.append(number)
    notes = [LeftOut("Line {number} has no address and was left out.", {"number": number}) for number in bad[:_TOLD]]
    if len(bad) > _TOLD:
        notes.append(LeftOut("{count} more lines have no address and were left out.", {"count": len(bad) - _TOLD}))
    return Page(tuple(pictures), left_out=tuple(notes))


def _separator(text: str) -> str | None:
    """The separator that the first lines agree on."""
    lines = [line for line in text[:65_536].splitlines()[:20] if line.strip() and not line.startswith("#")]
    for separator in _SEPARATORS:
        counts = [line.count(separator) for line in lines]
        if counts and counts[0] and sum(count >= counts[0] for count in counts) * 3 >= len(counts) * 2:
            return separator
    # Cells of several lines: whole rows agree where lines do not.
    for separator in _SEPARATORS:
        rows = [row for _, row in islice(_rows(text[:65_536], separator), 20)]
        if rows and len(rows[0]) >= _WIDE and sum(len(row) == len(rows[0]) for row in rows) * 3 >= len(rows) * 2:
            return separator
    return None


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of each row that is neither empty nor a comment."""
    # A cell longer than the csv module takes is no address: such a line is split by hand.
    lines = (
        line if len(line) < _LONGEST else line[:_LONGEST].replace('"', "") for line in text.splitlines(keepends=True)
    )
    reader = csv.reader(lines, delimiter=separator)
    while True:
        try:
            row = next(reader, None)
        except csv.Error:
            continue
        if row is None:
            return
        if any(row) and not row[0].startswith("#"):
            yield reader.line_num, row


def _column(sample: list[tuple[int, list[str]]], names: Sequence[str]) -> int | None:
    """The column of the pictures: most addresses, then the best name, then those that end as pictures do."""
    best: tuple[tuple[int, int, int], int] | None = None
    for at in range(max((len(row) for _, row in sample), default=0)):
        cells = [row[at] for _, row in sample if at < len(row)]
        urls = [cell for cell in cells if _URL.match(cell)]
        if not urls or len(urls) * 3 < len(sample) * 2:
            continue
        name = json_names.flat(names[at]) if at < len(names) else ""
        pictures = sum(web_address.looks_like_picture(url) for url in urls)
        small = any(word in name for word in ("thumb", "preview", "avatar", "icon"))
        score = (0 if small else 1, pictures, 1 if re.search("image|photo|picture|img|src|download|url$", name) else 0)
        if best is None or score > best[0]:
            best = (score, at)
    return best[1] if best else None


def _named(names: dict[str, int], known: Sequence[str], taken: int) -> int | None:
    return next((names[name] for name in known if name in names and names[name] != taken), None)


def _cell(row: Sequence[str], at: int | None) -> str | None:
    return row[at].strip() or None if at is not None and at < len(row) else None
