"""Wikimedia Commons, and any other wiki's API: lists, categories and searches of files.

Owns the continuations: a reply may carry a part of each page's fields, and is put together with the
next ones until the wiki says that the batch is complete. Refuses pages without a file.
"""

from collections.abc import Mapping
from typing import Any

from vitrina.sources import json_paging, wikimedia
from vitrina.sources.document import Document, More, Page, counted, onward
from vitrina.sources.json_values import Record, mapping, records


class Commons:
    """Files with their authors and licences."""

    name = "commons"
    example = (
        "https://commons.wikimedia.org/w/api.php?action=query&format=json&generator=categorymembers&gcmtype=file&prop=imageinfo"
        "&iiprop=url|size|mime|extmetadata&gcmtitle=Category:Featured_pictures_on_Wikimedia_Commons&gcmlimit=50&iiurlwidth=330"
    )

    def read(self, document: Document) -> Page | None:
        """The files of one batch, and where the next one is."""
        data = document.json
        if isinstance(data, dict) and isinstance(data.get("imageinfo"), list) and "title" in data:
            return Page(tuple(wikimedia.pictures(document.url, [data])))
        pages = mapping(mapping(data).get("query")).get("pages")
        if not isinstance(pages, dict | list) or not (document.carry or _has_files(pages)):
            return None
        merged = _merged(document.carry if isinstance(document.carry, dict) else {}, pages)
        following = _following(document, mapping(data).get("continue"))
        complete = "batchcomplete" in data or following is None
        found = wikimedia.pictures(document.url, _as_asked(document, merged))
        if not complete and following:
            # What is known so far is shown if the rest of this batch cannot be had.
            return Page(more=(More(following, carry=merged, instead=tuple(found)),))
        without = len(merged) - len(found)
        notes = counted("Files that are no pictures or are missing: {count}.", without)
        return Page(tuple(found), more=onward(following), left_out=notes)


def _has_files(pages: Any) -> bool:  # noqa: ANN401 - an object in version 1 of the format, a list in version 2
    listed = list(pages.values()) if isinstance(pages, dict) else pages
    return any("imageinfo" in one or str(one.get("title", "")).startswith("File:") for one in records(listed))


def _merged(before: Mapping[str, Record], pages: Any) -> dict[str, Record]:  # noqa: ANN401 - as above
    """The pages of this reply put together with those of the replies before it, by page id, in order."""
    merged = dict(before)
    listed = records(list(pages.values()) if isinstance(pages, dict) else pages)
    for one in sorted(listed, key=lambda page: page["index"] if isinstance(page.get("index"), int) else 0):
        name = str(one.get("pageid") or one.get("title"))
        together = dict(merged.get(name, {}))
        for key, value in one.items():
            known = together.get(key)
            together[key] = known + value if isinstance(known, list) and isinstance(value, list) else value
        merged[name] = together
    return merged


def _as_asked(document: Document, pages: Mapping[str, Record]) -> list[Record]:
    """The pages in the order of the titles that were asked for, if any were."""
    asked = json_paging.parameter(document.url, "titles")
    order = {title: at for at, title in enumerate((asked or "").replace("_", " ").split("|"))}
    return sorted(pages.values(), key=lambda page: order.get(str(page.get("title")), len(order)))


def _following(document: Document, continued: object) -> str | None:
    """The same question with every key of `continue` in it (MediaWiki, API:Continue)."""
    if document.local or not isinstance(continued, dict) or not continued:
        return None
    url = document.url
    for name, value in continued.items():
        url = json_paging.with_parameter(url, str(name), value)
    return url
