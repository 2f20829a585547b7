"""Web pages: the pictures that are their content, and the feed or manifest that they announce.

Owns the choice among all that a page shows. Refuses icons, trackers, navigation and decoration that
repeats; a page that keeps programs out is told as such.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from vitrina.errors import BlockPageError
from vitrina.model import Picture
from vitrina.sources import entry, html_pictures, json_ld, json_records, picture_hosts, web_address
from vitrina.sources.document import MAX_PICTURES, Document, Offer, Page, onward
from vitrina.sources.html_pictures import SMALL, Shown
from vitrina.sources.json_values import number
from vitrina.sources.markup import End, Tag, Text, Token, tokens
from vitrina.sources.plain_text import line

if TYPE_CHECKING:
    from vitrina.sources.json_values import Record

_HTML: Final = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|link|base|div|p|a|img|h[1-6]|[ou]l|li|dl|table|section|article|main|figure|"
    r"picture|pre|span|script|style|center|font|[bh]r|form|nav|header|iframe|noscript|b|i|em|strong)\b",
    re.IGNORECASE,
)
_OTHER_XML: Final = frozenset(["rss", "rdf", "feed", "urlset", "sitemapindex", "plist", "opml", "svg", "channel"])
_CHALLENGE: Final = re.compile(
    r"<title>\s*(?:just a moment|attention required! \| cloudflare|access denied|pardon our interruption|ddos-guard|"
    r"are you a robot|checking your browser|verifying you are human|human verification)|cdn-cgi/challenge-platform|"
    r"_incapsula_resource|visid_incap|px-captcha|geo\.captcha-delivery\.com|distil_r_captcha",
    re.IGNORECASE,
)
_INDEX: Final = re.compile(r"^(?:index of|directory listing|listing of)\b", re.IGNORECASE)
_FEEDS: Final = {
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "application/feed+json": "feed",
    "application/ld+json": "iiif",
}
_MANIFEST: Final = re.compile(
    r"(?:iiif|presentation)[^\"'\s]*manifest|manifest\.json\b.*iiif|/iiif/[^\"'\s]*/manifest", re.IGNORECASE
)
_REFRESH: Final = re.compile(r"\s*\d?(?:\.\d+)?\s*[;,]?\s*url\s*=\s*['\"]?([^'\"\s]{1,2000})", re.IGNORECASE)
_PAGE: Final = re.compile(
    r"(?:/(?:page|p|seite|pagina|start)|[?&](?:page|paged|p|pg|seite|pagina|start|offset|from|skip|o|s))[/=_-]?\d{1,6}(?=[/?&#]|$)|"
    r"(?<=[/_-])\d{1,4}(?=/?$|\.x?html?$|\.php$)",
    re.IGNORECASE,
)
_ASIDE: Final = frozenset(["nav", "footer"])
_REPEATED: Final = 3


class WebPage:
    """An HTML page, a saved one, or a directory listing."""

    name = "page"
    example = "https://www.example.org/gallery.html"

    def read(self, document: Document) -> Page | None:
        """The page's pictures in order; with none, the feed or manifest it announces."""
        if not document.is_markup or not _HTML.search(document.start):
            return None
        first = re.match(r"<(?:\?xml[^>]*>\s*<)?(?:[\w-]+:)?(\w+)", document.start)
        if first and first[1].lower() in _OTHER_XML:
            return None
        seen = _Seen()
        found = list(html_pictures.shown(seen.watch(tokens(document.text))))
        page = _Assembled(document, seen).page(found)
        if not page.pictures and not page.more:
            page = _of_data(document, seen) or page
        challenged = document.header("cf-mitigated") or _CHALLENGE.search(document.text[:20_000])
        if challenged and not page.pictures:
            raise BlockPageError(
                "{url} answered with a page that keeps programs out; open it in a browser.",
                url=document.asked_url or document.url,
            )
        return page


def _of_data(document: Document, seen: "_Seen") -> Page | None:
    """The pictures in the data of a page that a script would have drawn, as its host put them into it."""
    for script in seen.data:
        found = json_records.page_of(Document(document.url, script.encode("utf-8", "replace"), "application/json"))
        if found is not None:
            page = None if document.local else document.url
            pictures = tuple(replace(one, source=WebPage.name, page=one.page or page) for one in found.pictures)
            return Page(pictures, title=line(seen.meta.get("og:title")) or seen.title)
    return None


def clipboard(html: str, source_url: str = "") -> Page:
    """The pictures in what a browser copied: HTML, with the head that Windows puts before it (CF_HTML) or without."""
    head = re.match(r"Version:[\s\S]{0,600}?(?=<)", html)
    if head:
        told = re.search(r"^SourceURL:(\S+)", head[0], re.MULTILINE)
        source_url = told[1] if told and told[1].startswith("http") else source_url
        html = html[head.end() :]
    document = Document(
        source_url or "https://clipboard.invalid/", html.encode("utf-8", "replace"), "text/html", "utf-8"
    )
    seen = _Seen()
    found = list(html_pictures.shown(seen.watch(tokens(document.text))))
    return _Assembled(document, seen).page(found)


@dataclass(slots=True)
class _Seen:
    """What the page says apart from its pictures, noted while they are read."""

    meta: dict[str, str] = field(default_factory=dict)
    opengraph: list[dict[str, str]] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)
    picture_links: list[tuple[str, str]] = field(default_factory=list)
    manifests: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    microdata: list[str] = field(default_factory=list)
    base: str | None = None
    refresh: str | None = None
    next: str | None = None
    title: str | None = None
    licence: str | None = None
    aside: int = 0
    awaiting: str = ""

    def watch(self, all_tokens: Iterable[Token]) -> Iterator[Token]:
        """Pass the tokens on, without those of navigation and footer."""
        for token in all_tokens:
            if isinstance(token, Tag):
                self.noted(token)
                if token.name in _ASIDE and not token.closed:
                    self.aside += 1
            elif isinstance(token, Text):
                self.said(token)
            elif token.name in _ASIDE:
                self.aside = max(0, self.aside - 1)
            if not self.aside or isinstance(token, End):
                yield token

    def noted(self, tag: Tag) -> None:
        """Keep what a tag says of the page."""
        name, attributes = tag.name, tag.attributes
        if name == "meta":
            if attributes.get("http-equiv", "").strip().lower() == "refresh":
                self.refresh = self.refresh or attributes.get("content")
            self.meta_said(attributes)
        elif name in ("link", "a") and attributes.get("href"):
            self.linked(name, attributes)
        elif name == "base":
            self.base = self.base or attributes.get("href")
        elif name == "script" and "json" in (kind := attributes.get("type", "").strip().lower()):
            self.awaiting = {"application/ld+json": "json-ld", "application/json": "data"}.get(kind, "")
        elif name == "title" and self.title is None:
            self.awaiting = "title"
        if attributes.get("itemprop", "").lower() in ("image", "contenturl", "thumbnailurl"):
            said = attributes.get("content") or (attributes.get("href") if name == "link" else None)
            self.microdata += [said] if said else []

    def meta_said(self, attributes: dict[str, str]) -> None:
        """Keep one `<meta>`; each `og:image` begins a picture, what follows belongs to it."""
        name = (
            (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").strip().lower()
        )
        content = attributes.get("content", "").strip()
        if not name or not content:
            return
        if name in ("og:image", "og:image:url") and not (self.opengraph and self.opengraph[-1].get("url") == content):
            self.opengraph.append({"url": content})
        elif name.startswith("og:image:") and self.opengraph:
            self.opengraph[-1].setdefault(name[9:], content)
        self.meta.setdefault(name, content)

    def linked(self, name: str, attributes: dict[str, str]) -> None:
        """Keep a link that says something of the page."""
        href, rel = attributes["href"].strip(), attributes.get("rel", "").lower().split()
        if "license" in rel or "licence" in rel:
            self.licence = self.licence or href
        if "next" in rel:
            self.next = self.next or href
        if name == "link":
            self.links.append({**attributes, "href": href, "rel": " ".join(rel)})
        elif web_address.looks_like_picture(href):
            self.picture_links.append((href, attributes.get("title", "")))
        if _MANIFEST.search(href) and len(self.manifests) < 8:  # noqa: PLR2004 - a few are enough to offer
            self.manifests.append(href)

    def said(self, text: Text) -> None:
        """Keep the title and the scripts that describe."""
        if self.awaiting == "json-ld" and text.raw:
            self.scripts.append(text.text)
        elif self.awaiting == "data" and text.raw:
            self.data.append(text.text)
        elif self.awaiting == "title" and text.raw:
            self.title = line(text.text)
        self.awaiting = ""

    def link(self, rel: str) -> str | None:
        """The target of the first `<link>` of this relation."""
        return next((one["href"] for one in self.links if rel in one["rel"].split()), None)


class _Assembled:
    """A page put together from what was seen."""

    def __init__(self, document: Document, seen: _Seen) -> None:
        self.document, self.seen = document, seen
        self.base = web_address.absolute(document.url, seen.base) or document.url
        canonical = web_address.absolute(self.base, seen.link("canonical") or seen.meta.get("og:url"))
        self.canonical = canonical if canonical and canonical.startswith("http") else None
        facts: Record = next((found for script in seen.scripts if (found := json_ld.page_facts(script))), {})
        self.title = line(seen.meta.get("og:title")) or seen.title
        author = seen.meta.get("author") or facts.get("author") or seen.meta.get("article:author")
        self.credit = author if isinstance(author, str) and not author.startswith("http") else None
        self.licence = seen.licence or facts.get("license")
        self.described = [one for script in seen.scripts for one in json_ld.described(script)]

    def page(self, found: list[Shown]) -> Page:
        """The pictures of the content first, as the page shows them, led by those that it names as its own."""
        listing = bool(_INDEX.match(self.title or ""))
        body = [] if listing else self.content(found)
        named = [one for one in self.named() if one.url]
        said = {self.address(one.url): one for one in self.described}
        every = (self.picture(one, said) for one in (*self.fresh(named, body), *body))
        pictures = _largest(islice(filter(None, every), MAX_PICTURES))
        if not pictures or listing:
            pictures = tuple({one.url: one for one in (*pictures, *self.listed())}.values())
        offers = tuple(self.offers())
        more = onward(self.onward(offers) if not pictures else self.following())
        return Page(pictures, title=self.title, more=more, offers=offers if pictures else ())

    def onward(self, offers: tuple[Offer, ...]) -> str | None:
        """Where a page without pictures sends its readers: on, or to the feed or manifest that it announces."""
        sent = _REFRESH.match(self.seen.refresh or "")
        address = web_address.absolute(self.base, sent[1]) if sent else None
        return address or (offers[0].url if offers else None)

    def following(self) -> str | None:
        """The next page of the same gallery, where the page says which it is (`rel=next`, HTML section 4.6.7.9)."""
        address = web_address.absolute(self.base, self.seen.next)
        return address if address and not self.document.local and _is_next(self.document.url, address) else None

    def content(self, found: list[Shown]) -> list[Shown]:
        """What is no decoration: not small, not repeated."""
        often = Counter(one.url for one in found)
        return [
            one
            for one in found
            if often[one.url] <= _REPEATED
            and not (one.small and one.kind == "img")
            and not picture_hosts.is_decoration(one.url)
            and not (one.kind == "img" and picture_hosts.is_furniture(one.url))
        ]

    def named(self) -> Iterator[Shown]:
        """The pictures that the page's head names: Open Graph, JSON-LD, Twitter, microdata, `image_src`."""
        for one in self.seen.opengraph:
            wide, high = number(one.get("width")), number(one.get("height"))
            yield Shown(one.get("secure_url") or one["url"], "meta", width=wide, height=high, title=one.get("alt"))
        for said in self.described:
            yield Shown(
                said.url, "meta", thumbnail=said.thumbnail, width=said.width, height=said.height, title=said.title
            )
        for url in (
            *(self.seen.meta.get(name) for name in ("twitter:image", "twitter:image:src", "thumbnail")),
            *self.seen.microdata,
            self.seen.link("image_src"),
        ):
            if url:
                yield Shown(url, "meta")
        for link in self.seen.links:
            if "preload" in link["rel"] and link.get("as") == "image":
                offered = html_pictures.image({"src": link["href"], "srcset": link.get("imagesrcset", "")})
                if offered:
                    yield offered

    def fresh(self, named: list[Shown], body: list[Shown]) -> Iterator[Shown]:
        """Those named in the head that the body does not show in another size."""
        shown = {picture_hosts.stem(self.address(one.url)) for one in body} | {
            picture_hosts.stem(self.address(one.thumbnail)) for one in body if one.thumbnail
        }
        for one in named:
            stem = picture_hosts.stem(self.address(one.url))
            tiny = (one.width and one.width < SMALL) or (one.height and one.height < SMALL)
            plain = picture_hosts.is_decoration(one.url) or picture_hosts.is_furniture(one.url)
            if stem and stem not in shown and not tiny and not plain:
                shown.add(stem)
                yield one

    def picture(self, one: Shown, said: dict[str | None, json_ld.Described]) -> Picture | None:
        """One entry, with what JSON-LD says of it, and the page's own facts where nothing better is said."""
        address = self.address(one.url)
        if address is None:
            return None
        known = said.get(address) or json_ld.Described("")
        large, whole = picture_hosts.larger(address), one.whole or (None, None)
        link = web_address.absolute(self.base, one.link) if one.link else None
        beside = link is not None and web_address.host(link) == web_address.host(self.canonical or self.document.url)
        return entry.picture(
            self.base,
            large,
            title=one.title or known.title or self.title,
            credit=known.credit or self.credit,
            author_page=known.author_page,
            licence=known.licence or self.licence,
            rights=known.rights,
            page=link if beside else self.canonical or (None if self.document.local else self.document.url),
            thumbnail=self.address(one.thumbnail or known.thumbnail) or (address if large != address else None),
            width=one.width or known.width if large == address else whole[0],
            height=one.height or known.height if large == address else whole[1],
            description=known.description,
            date=known.date,
        )

    def listed(self) -> Iterator[Picture]:
        """Links to pictures in text: a directory listing."""
        for href, title in self.seen.picture_links:
            address = self.address(href)
            found = entry.picture(
                self.base, address, title=title or web_address.last_segment(address or ""), page=self.canonical
            )
            if found:
                yield found

    def offers(self) -> Iterator[Offer]:
        """Feeds and manifests that the page announces, each once."""
        known: set[str] = set()
        for link in self.seen.links:
            kind = _FEEDS.get(link.get("type", "").partition(";")[0].strip().lower())
            kind = "iiif" if _MANIFEST.search(link["href"]) else kind
            if kind and ("alternate" in link["rel"] or kind == "iiif"):
                address = web_address.absolute(self.base, link["href"])
                if address and address not in known:
                    known.add(address)
                    yield Offer(address, kind, line(link.get("title")))
        for href in self.seen.manifests:
            address = web_address.absolute(self.base, href)
            if address and address not in known:
                known.add(address)
                yield Offer(address, "iiif")

    def address(self, written: str | None) -> str | None:
        """An address of the page made absolute; in a saved page, against where it came from, if it says so."""
        base = self.base
        if written and self.document.local and self.canonical and "_files/" not in written:
            base = self.canonical
        return web_address.absolute(base, written)


def _is_next(url: str, following: str) -> bool:
    """Whether two addresses differ by a page's number alone: a blog's `next` is another article."""
    bare = _PAGE.sub("", following).rstrip("/?")
    return url != following and bare in (_PAGE.sub("", url).rstrip("/?"), url.rstrip("/?"))


def _largest(pictures: Iterable[Picture]) -> tuple[Picture, ...]:
    """Each picture once, in its largest size, where its first size stood, with what was said of any."""
    chosen: dict[str, Picture] = {}
    for one in pictures:
        stem = picture_hosts.stem(one.url)
        known = chosen.get(stem)
        if known is None:
            chosen[stem] = one
        elif known.url != one.url and _wide(one) > _wide(known):
            chosen[stem] = replace(one, title=known.title or one.title, thumbnail=one.thumbnail or known.url)
    return tuple(chosen.values())


def _wide(one: Picture) -> int:
    return one.width or picture_hosts.claimed_width(one.url)
