"""Where the next page of a JSON reply is: links in header and body, page and offset counters.

Owns that decision, from the reply alone. Refuses to guess where the reply gives no sign of more.
"""

import re
from typing import Final
from urllib.parse import parse_qsl, quote_plus, urlsplit, urlunsplit

from vitrina.sources import web_address
from vitrina.sources.document import Document
from vitrina.sources.json_values import Record, at, mapping, number, records, text

_LINK: Final = re.compile(r'<([^<>]*)>((?:\s*;\s*[\w*-]+\s*(?:=\s*(?:"[^"]*"|[^\s;,"]*))?)*)')
_REL_NEXT: Final = re.compile(r';\s*rel\s*=\s*(?:"[^"]*\bnext\b[^"]*"|next\b)', re.IGNORECASE)
_NEXT: Final = (
    "next", "next_url", "nextUrl", "nextURL", "next_page_url", "nextPageUrl", "next_page", "nextPage", "next_href",
    "next_link", "nextLink", "@odata.nextLink", "odata.nextLink", "@nextLink", "nextHref", "more", "more_url",
    "hydra:next",
)  # fmt: skip
_AROUND: Final = (
    (), ("links",), ("_links",), ("paging",), ("pagination",), ("meta",), ("info",), ("page",), ("pager",),
    ("metadata",),
    ("meta", "pagination"), ("meta", "links"), ("response",), ("data",), ("result",), ("collection",),
    ("paging", "links"), ("pagination", "links"), ("pageInfo",), ("page_info",), ("search-results",),
    ("search_metadata",), ("hydra:view",), ("view",),
)  # fmt: skip
_TOKENS: Final = {
    "next_cursor": "cursor",
    "nextCursor": "cursor",
    "cursor": "cursor",
    "nextPageToken": "pageToken",
    "next_page_token": "page_token",
    "next_token": "next_token",
    "nextToken": "nextToken",
    "after": "after",
    "endCursor": "after",
    "next_max_id": "max_id",
    "nextCursorMark": "cursorMark",
}
_PAGE: Final = ("page", "current_page", "currentPage", "pageNumber", "page_number", "current", "pageIndex", "p")
_PAGES: Final = (
    "pages",
    "total_pages",
    "totalPages",
    "page_count",
    "pageCount",
    "last_page",
    "lastPage",
    "num_pages",
    "numPages",
)
_OFFSET: Final = ("offset", "skip", "start", "from", "startIndex", "start_index", "first")
_SIZE: Final = (
    "limit",
    "per_page",
    "perPage",
    "page_size",
    "pageSize",
    "rows",
    "perpage",
    "size",
    "count",
    "itemsPerPage",
    "hitsPerPage",
)
_TOTAL: Final = (
    "total", "total_count", "totalCount", "count", "total_results", "totalResults", "totalHits", "total_hits", "found",
    "numFound", "result_count", "resultCount", "record_count", "hits", "nbHits",
)  # fmt: skip


def next_page(document: Document, data: object, found: int) -> str | None:
    """The address of the page after this one, which held `found` records; None where there is no sign of one."""
    url = _linked(document) or (_named(document.url, data) if isinstance(data, dict) else None)
    if url is None and isinstance(data, dict):
        url = _tokened(document.url, data) or _counted(document.url, data, found)
    return url if url and url != web_address.absolute("", document.url) else None


def link_header(value: str | None, base: str) -> str | None:
    """The target of `rel=next` in a Link field (RFC 8288)."""
    for target, parameters in _LINK.findall(value or ""):
        if _REL_NEXT.search(parameters):
            return web_address.absolute(base, target)
    return None


def with_parameter(url: str, name: str, value: object) -> str:
    """`url` with one query parameter set, the others as they were written."""
    parts = urlsplit(url)
    pairs = [pair for pair in parts.query.split("&") if pair and pair.partition("=")[0] != name]
    set_now = f"{name}={quote_plus(str(value), errors='replace')}"
    return urlunsplit(parts._replace(query="&".join([*pairs, set_now])))


def parameter(url: str, name: str) -> str | None:
    """The value of a query parameter, decoded."""
    return next((value for key, value in parse_qsl(urlsplit(url).query, keep_blank_values=True) if key == name), None)


def page_after(document: Document, page: object, pages: object) -> str | None:
    """The address of the page after `page`, where the reply says that there are `pages`; a file has no next one."""
    now, last = number(page), number(pages)
    if document.local or now is None or last is None or now >= last:
        return None
    return with_parameter(document.url, "page", now + 1)


def _linked(document: Document) -> str | None:
    return link_header(document.header("link"), document.url)


def _places(data: Record) -> list[Record]:
    return [mapping(at(data, *path)) for path in _AROUND]


def _named(base: str, data: Record) -> str | None:
    for place in _places(data):
        for name in _NEXT:
            value = place.get(name)
            for written in (value, at(value, "href"), at(value, "url")):
                if isinstance(written, str) and ("/" in written or written.startswith("?")):
                    return web_address.absolute(base, written)
    for listed in (data.get("links"), at(data, "collection", "links"), data.get("link"), at(data, "meta", "links")):
        for link in records(listed) if isinstance(listed, list) else ():
            if str(link.get("rel") or link.get("relation")).lower() == "next":
                return web_address.absolute(base, link.get("href") or link.get("url"))
    return None


def _tokened(url: str, data: Record) -> str | None:
    for place in _places(data):
        for name, parameter_name in _TOKENS.items():
            token = text(place.get(name))
            if token and len(token) < 2000 and parameter(url, parameter_name) != token:  # noqa: PLR2004 - a token, no text
                return with_parameter(url, parameter_name, token)
    return None


def _counted(url: str, data: Record, found: int) -> str | None:
    """Count on: by the page where the reply says which of how many it is, else by the offset."""
    for place in _places(data):
        name, page = _first(place, _PAGE, url)
        pages = next((value for key in _PAGES if (value := number(place.get(key)))), None)
        size = next((value for key in _SIZE if (value := number(place.get(key)))), None)
        total = next((value for key in _TOTAL if (value := number(place.get(key)))), None)
        if name and page and (page < pages if pages else bool(size and total and page * size < total)):
            return with_parameter(url, name, page + 1)
        # `total` may be named as the size is (`count`): then it counts this page alone.
        offset_name, offset = _first(place, _OFFSET, url)
        # A page of fewer records than asked for may have lost some on the way (to a filter, a missing picture).
        step = max(found, size or 0)
        if offset_name and total and offset is not None and offset + step < total:
            return with_parameter(url, offset_name, offset + step)
    return None


def _first(place: Record, names: tuple[str, ...], url: str) -> tuple[str | None, int | None]:
    """The counter that the address or the reply uses, by the address's own name for it, and its value."""
    for name in names:
        value = place.get(name)
        if isinstance(value, str) and value.isascii() and value.isdigit():
            value = int(value[:12])
        if isinstance(value, int) and not isinstance(value, bool):
            asked = next((one for one in names if parameter(url, one) is not None), None)
            return asked or (name if name not in ("current_page", "currentPage", "current") else "page"), value
    for name in names:
        asked = parameter(url, name)
        if asked is not None and asked.isascii() and asked.isdigit():
            return name, int(asked[:12])
    return None, None
