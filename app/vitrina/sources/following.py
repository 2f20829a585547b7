"""From one document to all that it leads to: pages, manifests of a collection, descriptions of pictures.

Owns the order in which they are read, the guard against circles and endless paging, and who named a
picture (`Picture.remote`). Refuses to read ahead: a further document is asked for when it is due.
"""

import asyncio
import zlib
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final, Protocol, TypeAlias

from vitrina.errors import NothingToShowError, VitrinaError
from vitrina.fetch.address_policy import is_literal
from vitrina.fetch.web_address import harmless
from vitrina.frozen import frozen
from vitrina.model import Headers, Picture
from vitrina.sources import local_files, web_address
from vitrina.sources.document import Document, LeftOut, More, Offer, Page, PictureFound, Source
from vitrina.sources.locator import local_path
from vitrina.sources.patience import in_thread

Found: TypeAlias = Picture | LeftOut

MAX_DOCUMENTS: Final = 100
"""How many documents one locator may lead to where the person set no limit of pictures."""
MAX_DOCUMENTS_WITH_LIMIT: Final = 20_000
MAX_PARSED_BYTES: Final = 64 * 1024 * 1024
"""A JSON or XML document takes about ten times its size in memory; a plain list does not."""
_GZIP: Final = b"\x1f\x8b\x08"
_IN_VAIN: Final = 3
_INLINE_BYTES: Final = 128 * 1024


class Ask(Protocol):
    """How a document is had; the library gives it."""

    async def __call__(
        self,
        url: str,
        *,
        remote: bool,
        ask: int = 1,
        headers: Headers = (),
        either: bool = False,
        settled: bool = False,
    ) -> Document | PictureFound:
        """Get `url`, redirects followed. `demo:` and `demo:N` are addresses too.

        `remote`: named by a document from the web. `ask`: which asking of this URL. `either`: it may be
        a picture, and then PictureFound is the answer. `settled`: a copy of any age will do. Raises PictureError.
        """


Program: TypeAlias = Callable[[str], Awaitable[bytes | None]]
"""What an installed gallery-dl says of a page, as it prints it; None where it says nothing of use."""


@frozen
class How:
    """How documents are to be read: which sources are asked, and how far to go."""

    ask: Ask
    sources: Callable[[], tuple[Source, ...]]
    forced: str | None = None
    limit: int | None = None
    languages: tuple[str, ...] = ()
    program: Program | None = None

    @property
    def most(self) -> int:
        """How many further documents may be asked for."""
        return MAX_DOCUMENTS if self.limit is None else MAX_DOCUMENTS_WITH_LIMIT


@frozen
class _Step:
    """What one document gave."""

    pictures: Iterable[Picture] = ()
    notes: tuple[LeftOut, ...] = ()


class Following:
    """The documents of one locator: which were read, and which are still to be."""

    def __init__(self, how: How, failed: Callable[[VitrinaError, str | None], LeftOut]) -> None:
        self._how = how
        self._failed = failed
        self._visited: set[tuple[str, object]] = set()
        self._waiting: deque[tuple[More, bool]] = deque()
        self._asked = 0
        self._in_vain = 0

    async def read(self, first: Document, *, remote: bool) -> AsyncGenerator[Found, None]:
        """Give the pictures of `first` and of all that it leads to, each where it is named.

        VitrinaError where `first` cannot be read or nothing at all is found; what goes wrong later is
        a LeftOut.
        """
        nothing = True
        given: set[str] = set()
        step: _Step | None = await self._shown(first, own=not remote, is_first=True)
        while step is not None:
            before, count = len(given), 0
            for picture in step.pictures:
                nothing = False
                count += 1
                given.add(picture.key)
                yield picture
            if note := self._repeats(new=len(given) > before, any_=count > 0):
                yield note
            for note in step.notes:
                nothing = nothing and note.error is None
                yield note
            step = await self._next()
        if nothing:
            raise NothingToShowError("{name} holds no pictures.", name=_named(first))

    def _repeats(self, *, new: bool, any_: bool) -> LeftOut | None:
        """End a paging that gives the same pictures again and again under ever new addresses."""
        self._in_vain = 0 if new else self._in_vain + any_
        if self._in_vain < _IN_VAIN or not self._waiting:
            return None
        url = self._waiting[0][0].url
        self._waiting.clear()
        return LeftOut(
            "The pages from {url} on repeat what was there before, and were not read.", {"url": _seen(url)}, url=url
        )

    async def _shown(self, document: Document, *, own: bool, is_first: bool = False) -> _Step:
        """Read a document, and put what it leads to before everything that waits."""
        try:
            page = await self._page(document)
        except VitrinaError:
            by_program = await self._by_program(document) if is_first and own else None
            if by_program is None:
                raise
            page = by_program
        if is_first and own and not page.pictures and not page.more:
            page = await self._by_program(document) or page
        self._waiting.extendleft((more, own and _beside(document, more.url)) for more in reversed(page.more))
        notes = (*page.left_out, *map(_offered, page.offers))
        return _Step(_stamped(document, page, own=own), notes)

    async def _next(self) -> _Step | None:
        """The next document that was not read yet."""
        while self._waiting:
            more, own = self._waiting.popleft()
            mark = _mark(more)
            if mark in self._visited:
                continue
            self._visited.add(mark)
            self._asked += 1
            if self._asked > self._how.most:
                self._waiting.clear()
                template = "Reading stopped after {count} documents; a --limit of pictures goes further."
                return _Step(notes=(LeftOut(template, {"count": self._how.most}, url=more.url),))
            try:
                answer = await self._get(more, own=own)
                if isinstance(answer, Document):
                    return await self._shown(replace(answer, carry=more.carry), own=own)
            except VitrinaError as error:
                return self._missing(more, error, own=own)
            return _Step((Picture(answer.url, media_type=answer.media_type, source="urls", remote=not own),))
        return None

    async def _get(self, more: More, *, own: bool) -> Document | PictureFound:
        if own and more.url.startswith("file:"):
            return await asyncio.to_thread(local_files.loaded, local_path(more.url))
        return await self._how.ask(
            more.url, remote=not own, headers=more.headers, either=more.either, settled=more.settled
        )

    def _missing(self, more: More, error: VitrinaError, *, own: bool) -> _Step:
        """What is shown without a document; where that is something, its lack is no failure."""
        note = self._failed(error, more.url)
        known = tuple(one if one.remote else replace(one, remote=not own) for one in more.instead)
        return _Step(known, (replace(note, error=None) if known else note,))

    async def _page(self, document: Document) -> Page:
        """What the first source that knows the document finds in it."""
        self._visited |= {(document.asked_url or document.url, None), (document.url, None)}
        document = replace(document, languages=self._how.languages)
        if len(document.body) > _INLINE_BYTES:
            page = await in_thread(page_of, document, self._how.sources(), self._how.forced)
        else:
            page = page_of(document, self._how.sources(), self._how.forced)
        if page.cut or (document.parsed is not None and document.parsed.cut):
            error = NothingToShowError("{url} ended early; what came before that is shown.", url=_named(document))
            note = LeftOut(error.template, error.fields, url=document.url, error=error)
            page = replace(page, left_out=(*page.left_out, note))
        return page

    async def _by_program(self, document: Document) -> Page | None:
        """The last resort for a page that the person named: what an installed gallery-dl finds, asking as it likes."""
        if self._how.program is None or document.local:
            return None
        from vitrina.sources.gallery_dl import GalleryDl  # off the window's start

        url = document.asked_url or document.url
        body = await self._how.program(url)
        return page_of(Document(url, body), (GalleryDl(),)) if body else None


def _unpacked(body: bytes) -> bytes | None:
    """What was packed with gzip, as sitemaps are, up to a bound; None where it is none or holds such a file itself."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        whole = unpacker.decompress(body, MAX_PARSED_BYTES)
    except zlib.error:
        return None
    return None if whole.startswith(_GZIP) or unpacker.unconsumed_tail else whole


def page_of(document: Document, sources: Iterable[Source], forced: str | None = None) -> Page:
    """Ask the sources in order. NothingToShowError, one sentence, where none of them finds anything."""
    name = _named(document)
    if not document.body.strip():
        raise NothingToShowError("{name} is empty.", name=name)
    if len(document.body) > MAX_PARSED_BYTES and not document.body[:256].lstrip()[:1].isalnum():
        most = MAX_PARSED_BYTES >> 20
        raise NothingToShowError("{path} is larger than {most} MB and was not read.", path=name, most=most)
    for source in sources:
        page = source.read(document)
        if page is not None:
            pictures = tuple(one if one.source else replace(one, source=source.name) for one in page.pictures)
            more = tuple(
                replace(one, instead=tuple(replace(known, source=source.name) for known in one.instead))
                if one.instead
                else one
                for one in page.more
            )
            return replace(page, pictures=pictures, more=more)
    if document.body.startswith(_GZIP) and (whole := _unpacked(document.body)):
        return page_of(replace(document, body=whole), sources, forced)
    if forced:
        raise NothingToShowError("{name} cannot be read as {source}.", name=name, source=forced)
    raise NothingToShowError("{name} holds no pictures that Vitrina can find.", name=name)


def _mark(more: More) -> tuple[str, object]:
    """What tells two further documents apart: one address may be read for two different ends."""
    try:
        hash(more.carry)
    except TypeError:
        return more.url, None
    return more.url, more.carry


def _stamped(document: Document, page: Page, *, own: bool) -> Iterator[Picture]:
    """The page's pictures with who named them; a page from the web names no file of this machine."""
    for picture in page.pictures:
        if document.local:
            yield picture
        elif not picture.url.startswith("file:"):
            remote = not (own and _beside(document, picture.url))
            yield replace(picture, remote=True) if remote else picture


def _beside(document: Document, url: str) -> bool:
    """Whether `url` lies where the person has pointed: on that host and port; a local file may name any.

    Where they wrote an IP address, any of its ports will do. A name is held to its port: it may lead to another
    machine, inside the person's own network, the next time it is looked up.
    """
    asked = document.asked_url or document.url
    if document.local or asked.startswith("demo:"):
        return True
    if web_address.origin(url) == web_address.origin(asked) != "":
        return True
    host = web_address.host(url)
    return host == web_address.host(asked) and is_literal(host)


def _offered(offer: Offer) -> LeftOut:
    template = "The page announces more at {url}; open that to see it."
    return LeftOut(template, {"url": offer.url, "kind": offer.kind}, url=offer.url, offer=offer)


def _named(document: Document) -> str:
    """The document's name for a sentence: its path, or its address."""
    if document.asked_url == "-":
        return "Standard input"
    return str(document.path or _seen(document.asked_url or document.url))


def _seen(url: str) -> str:
    """An address for a sentence: without the key or the password that may be in it."""
    return harmless(url) if url.startswith(("http:", "https:")) else url
