"""HTTP archives (HAR 1.2), as browsers' tools for developers save them.

Owns the choice of the entries that are pictures. Refuses icons, trackers, and what was not answered with 200.
"""

from vitrina.model import Picture
from vitrina.sources import entry, picture_hosts
from vitrina.sources.document import Document, Page
from vitrina.sources.json_values import Record, at, mapping, number, records, text

_TINY = 1024


class Har:
    """Everything that a page had loaded when it was saved."""

    name = "har"
    example = "session.har"

    def read(self, document: Document) -> Page | None:
        """The pictures that were loaded, in the order of the requests."""
        log = mapping(mapping(document.json).get("log"))
        if not isinstance(log.get("entries"), list) or not ("creator" in log or "version" in log):
            return None
        titles = {str(one.get("id")): text(one.get("title")) for one in records(log.get("pages"))}
        found: dict[str, Picture] = {}
        for one in records(log["entries"]):
            picture = _picture(one, titles)
            if picture:
                found.setdefault(picture.url, picture)
        return Page(tuple(found.values()), title=next(iter(titles.values()), None))


def _picture(one: Record, titles: dict[str, str | None]) -> Picture | None:
    kind = str(at(one, "response", "content", "mimeType") or "")
    url = text(at(one, "request", "url")) or ""
    size = number(at(one, "response", "content", "size"))
    answered = at(one, "response", "status") in (200, 203, 206, 304)
    if (
        not kind.startswith("image/")
        or "svg" in kind
        or not answered
        or (size and size < _TINY)
        or picture_hosts.is_decoration(url)
    ):
        return None
    headers = {str(field.get("name")).lower(): field.get("value") for field in records(at(one, "request", "headers"))}
    page = titles.get(str(one.get("pageref")))
    named = page if page and page.startswith("http") else None
    return entry.picture(
        "", url, page=named or headers.get("referer"), media_type=kind, date=one.get("startedDateTime")
    )
