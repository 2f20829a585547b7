"""The driver: from what a person handed in to a stream of pictures, document by document.

Owns the order, the limits, the guard against loops, and who named what (`Picture.remote`). Refuses to
know any format (the sources do) and any protocol (`Ask` does).
"""

import asyncio
import threading
from collections import deque
from collections.abc import AsyncGenerator, Hashable, Iterable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final, Protocol, TypeAlias

from vitrina.errors import NothingToShowError, PictureError, UsageError, VitrinaError
from vitrina.model import Headers, Picture
from vitrina.sources import folder, web_address
from vitrina.sources.document import Document, LeftOut, More, Offer, Page, PictureFound, Source
from vitrina.sources.in_order import in_order
from vitrina.sources.locator import MAX_ADDRESSES, Kind, Locator

Found: TypeAlias = Picture | LeftOut

MAX_DOCUMENTS: Final = 100
"""How many documents one locator may lead to where the person set no limit of pictures."""
MAX_DOCUMENTS_WITH_LIMIT: Final = 20_000
MAX_LOCAL_BYTES: Final = 256 * 1024 * 1024
_PROBES: Final = 3
_INLINE_BYTES: Final = 128 * 1024
_CHUNK: Final = 256
_ARCHIVE: Final = (b"PK\x03\x04", b"PK\x05\x06")


class Ask(Protocol):
    """How a document is had; the library gives it."""

    async def __call__(
        self, url: str, *, remote: bool, ask: int = 1, headers: Headers = (), either: bool = False
    ) -> Document | PictureFound:
        """Get `url`, redirects followed. `demo:` and `demo:N` are addresses too.

        `remote`: named by a document from the web. `ask`: which asking of this URL. `either`: it may be
        a picture, and then PictureFound is the answer. Raises PictureError.
        """


async def read(
    locators: Sequence[Locator],
    ask: Ask,
    *,
    limit: int | None = None,
    source: str | None = None,
    times: int = 1,
    stdin: BinaryIO | None = None,
    languages: tuple[str, ...] = (),
) -> AsyncGenerator[Found, None]:
    """Give the pictures of all locators in order, each once, and a LeftOut for what is not among them.

    The first pictures come before the second page is asked for. What goes wrong with one locator is a
    LeftOut with its error; the others go on. UsageError: no such source, or too many addresses.
    """
    from vitrina.sources.registry import chosen  # every format's module: off the window's start

    if times < 1 or any(one.count * times > MAX_ADDRESSES for one in locators):
        raise UsageError("These are more than {most} requests; lower --times or the range.", most=MAX_ADDRESSES)
    sources = chosen(source)
    if limit is not None and limit < 1:
        return
    streams = [_Reading(one, ask, sources, limit, source, times, stdin, languages).found() for one in locators]
    seen: set[str] = set()
    async with aclosing(in_order(streams)) as found:
        async for one in found:
            if isinstance(one, LeftOut):
                yield one
            elif one.key not in seen:
                seen.add(one.key)
                yield one
                if limit is not None and len(seen) >= limit:
                    return


async def read_document(
    document: Document, ask: Ask, *, limit: int | None = None, source: str | None = None
) -> AsyncGenerator[Found, None]:
    """The same for a document that is already here, such as what the clipboard held."""
    from vitrina.sources.registry import chosen  # every format's module: off the window's start

    reading = _Reading(Locator(document.url, Kind.FILE), ask, chosen(source), limit, source)
    async with aclosing(reading.guarded(reading.documents(document, remote=not document.local))) as found:
        async for one in found:
            yield one


@dataclass(frozen=True, slots=True)
class _Missing:
    """A further document that could not be had, and the pictures known without it."""

    note: LeftOut
    instead: tuple[Picture, ...]


@dataclass(slots=True)
class _Reading:
    """One locator being read: what was asked already, and how many documents are left to ask."""

    locator: Locator
    ask: Ask
    sources: tuple[Source, ...]
    limit: int | None = None
    source: str | None = None
    times: int = 1
    stdin: BinaryIO | None = None
    languages: tuple[str, ...] = ()
    visited: set[tuple[str, object]] = field(default_factory=set)
    asked: int = 0

    def found(self) -> AsyncGenerator[Found, None]:
        """The pictures of the locator, errors as LeftOut, at most `limit` of them."""
        match self.locator.kind:
            case Kind.ADDRESSES:
                stream = self._addresses()
            case Kind.FILE:
                stream = self._file()
            case Kind.FOLDER:
                stream = self._folder()
            case Kind.STDIN:
                stream = self._stdin()
            case Kind.DEMO:
                stream = self._document(self.locator.text.strip(), 1)
        return self.guarded(stream)

    async def guarded(self, stream: AsyncGenerator[Found, None]) -> AsyncGenerator[Found, None]:
        """`stream` with its errors as LeftOut, ended at the limit, each LeftOut naming the locator."""
        seen: set[str] = set()
        try:
            async with aclosing(stream):
                async for one in stream:
                    if isinstance(one, LeftOut):
                        yield one if one.locator else replace(one, locator=self.locator.text)
                        continue
                    yield one
                    seen.add(one.key)
                    if self.limit is not None and len(seen) >= self.limit:
                        return
        except UsageError:
            raise
        except VitrinaError as error:
            yield self._failed(error)

    def _failed(self, error: VitrinaError, url: str | None = None) -> LeftOut:
        return LeftOut(error.template, error.fields, self.locator.text, url or _only(self.locator), error)

    async def _addresses(self) -> AsyncGenerator[Found, None]:
        """Ask the first few what they are; one picture among them makes all of them pictures."""
        several = self.locator.count * self.times > 1
        failed: list[LeftOut] = []
        asks = self._asks() if self.source != "urls" else iter(())
        for url, ask in islice(asks, _PROBES):
            try:
                answer = await self.ask(url, remote=False, ask=ask, either=self.source is None)
            except PictureError as error:
                if not several:
                    raise
                failed.append(self._failed(error, url))
                continue
            if isinstance(answer, PictureFound):
                break
            for note in failed:
                yield note
            async with aclosing(self._read_all(answer, asks)) as found:
                async for one in found:
                    yield one
            return
        # Pictures; or none of the first answered, and then each fails, or is in the store, by itself.
        for picture in self._as_pictures():
            yield picture

    def _asks(self) -> Iterator[tuple[str, int]]:
        return ((url, ask) for url in self.locator.addresses() for ask in range(1, self.times + 1))

    def _as_pictures(self) -> Iterator[Picture]:
        return (Picture(web_address.absolute("", url) or url, source="urls", ask=ask) for url, ask in self._asks())

    async def _read_all(self, first: Document, rest: Iterator[tuple[str, int]]) -> AsyncGenerator[Found, None]:
        """Read the document that came, and then those of the other addresses, one after the other."""
        async with aclosing(self.documents(first, remote=False)) as found:
            async for one in found:
                yield one
        for url, ask in rest:
            try:
                async with aclosing(self._document(url, ask)) as found:
                    async for one in found:
                        yield one
            except VitrinaError as error:
                yield self._failed(error, url)

    async def _document(self, url: str, ask: int) -> AsyncGenerator[Found, None]:
        answer = await self.ask(url, remote=False, ask=ask)
        if isinstance(answer, PictureFound):
            yield Picture(answer.url, media_type=answer.media_type, source="urls", ask=ask)
            return
        async with aclosing(self.documents(answer, remote=False)) as found:
            async for one in found:
                yield one

    async def _file(self) -> AsyncGenerator[Found, None]:
        path = self.locator.path or Path(self.locator.text)
        document = await asyncio.to_thread(_loaded, path)
        if self.source is None and (kind := folder.picture_type(document.body[: folder.FIRST_BYTES])):
            yield folder.picture(path, kind)
            return
        async with aclosing(self.documents(document, remote=False)) as found:
            async for one in found:
                yield one

    async def _folder(self) -> AsyncGenerator[Found, None]:
        path = self.locator.path or Path(self.locator.text)
        walk = folder.walk(path)
        nothing, size = True, 16
        while chunk := await asyncio.to_thread(_taken, walk, size):
            for one in chunk:
                nothing = nothing and isinstance(one, LeftOut)
                yield one
            size = _CHUNK  # the first few at once, so that there is something to see
        if nothing:
            raise NothingToShowError("The folder {path} holds no pictures.", path=path)

    async def _stdin(self) -> AsyncGenerator[Found, None]:
        if self.stdin is None:
            raise NothingToShowError("There is no standard input to read from.")
        body = await _read_aside(self.stdin)
        here = Path.cwd().joinpath("-").as_uri()
        async with aclosing(self.documents(Document(here, body, asked_url="-"), remote=False)) as found:
            async for one in found:
                yield one

    async def documents(self, first: Document, *, remote: bool) -> AsyncGenerator[Found, None]:
        """Read `first` and all that it leads to, each where it is named, asking for the next one late."""
        waiting: deque[tuple[More, bool]] = deque()
        first = replace(first, languages=self.languages)
        step: tuple[Document, bool] | _Missing | LeftOut | None = (first, not remote)
        nothing = True
        while step is not None:
            if isinstance(step, LeftOut | _Missing):
                nothing = False
                for picture in step.instead if isinstance(step, _Missing) else ():
                    yield picture
                yield step.note if isinstance(step, _Missing) else step
                step = await self._next(waiting)
                continue
            document, own = step
            try:
                page = await self._page(document)
            except VitrinaError as error:
                if document is first:
                    raise
                step = self._failed(error, document.url)
                continue
            for picture in _stamped(document, page, own=own):
                nothing = False
                yield picture
            for note in (*page.left_out, *map(_offered, page.offers)):
                yield note
            waiting.extendleft((more, own and _beside(document, more.url)) for more in reversed(page.more))
            step = await self._next(waiting)
        if nothing:
            raise NothingToShowError("{name} holds no pictures.", name=_named(first))

    def _most(self) -> int:
        return MAX_DOCUMENTS if self.limit is None else MAX_DOCUMENTS_WITH_LIMIT

    async def _next(self, waiting: deque[tuple[More, bool]]) -> tuple[Document, bool] | _Missing | LeftOut | None:
        """The next document that is still to be read, with whether it is as trusted as what was typed."""
        while waiting:
            more, own = waiting.popleft()
            mark = (more.url, more.carry if isinstance(more.carry, Hashable) else None)
            if mark in self.visited:
                continue
            self.visited.add(mark)
            self.asked += 1
            if self.asked > self._most():
                waiting.clear()
                return LeftOut(
                    "Reading stopped after {count} documents; a --limit of pictures goes further.",
                    {"count": self._most()},
                    url=more.url,
                )
            try:
                answer: Document | PictureFound = await self.ask(more.url, remote=not own, headers=more.headers)
            except PictureError as error:
                return _Missing(
                    self._failed(error, more.url), tuple(replace(one, remote=not own) for one in more.instead)
                )
            if not isinstance(answer, PictureFound):
                return replace(answer, carry=more.carry, languages=self.languages), own
        return None

    async def _page(self, document: Document) -> Page:
        """What the first source that knows the document finds in it. NothingToShowError where none does."""
        self.visited.add((document.asked_url or document.url, None))
        self.visited.add((document.url, None))
        if len(document.body) > _INLINE_BYTES:
            page = await asyncio.to_thread(page_of, document, self.sources, self.source)
        else:
            page = page_of(document, self.sources, self.source)
        if document.parsed is not None and document.parsed.cut:
            cut = LeftOut(
                "{url} ended early; what came before that is shown.", {"url": _named(document)}, url=document.url
            )
            page = replace(page, left_out=(*page.left_out, cut))
        return page


def _stamped(document: Document, page: Page, *, own: bool) -> Iterator[Picture]:
    """The page's pictures with who named them; a page from the web names no file of this machine."""
    for picture in page.pictures:
        if document.local:
            yield picture
        elif not picture.url.startswith("file:"):
            remote = not (own and _beside(document, picture.url))
            yield replace(picture, remote=True) if remote else picture


def page_of(document: Document, sources: Iterable[Source], forced: str | None = None) -> Page:
    """Ask the sources in order. NothingToShowError, one sentence, where none of them finds anything."""
    name = _named(document)
    if not document.body.strip():
        raise NothingToShowError("{name} is empty.", name=name)
    for source in sources:
        page = source.read(document)
        if page is not None:
            pictures = tuple(one if one.source else replace(one, source=source.name) for one in page.pictures)
            return replace(page, pictures=pictures)
    if forced:
        raise NothingToShowError("{name} cannot be read as {source}.", name=name, source=forced)
    raise NothingToShowError("{name} holds no pictures that Vitrina can find.", name=name)


def _beside(document: Document, url: str) -> bool:
    """Whether `url` lies on the very host and port that the person named; a local file may name any."""
    asked = document.asked_url or document.url
    return document.local or web_address.origin(url) in (web_address.origin(asked), "") or asked.startswith("demo:")


def _offered(offer: Offer) -> LeftOut:
    template = "The page announces more at {url}; open that to see it."
    return LeftOut(template, {"url": offer.url, "kind": offer.kind}, url=offer.url, offer=offer)


def _taken(walk: Iterator[Found], size: int) -> list[Found]:
    return list(islice(walk, size))


def _only(locator: Locator) -> str | None:
    return next(locator.addresses(), None) if locator.kind is Kind.ADDRESSES else None


def _named(document: Document) -> str:
    """The document's name for a sentence: its path, or its address."""
    if document.asked_url == "-":
        return "Standard input"
    return str(document.path or document.asked_url or document.url)


def _loaded(path: Path) -> Document:
    """Read a local file; of an archive the beginning alone, since its members are read one by one."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise NothingToShowError("{path} is neither a file nor a folder.", path=path)
        with path.open("rb") as file:
            body = file.read(65_536)
            if not (body.startswith(_ARCHIVE) or folder.picture_type(body[: folder.FIRST_BYTES])):
                if size > MAX_LOCAL_BYTES:
                    raise NothingToShowError(
                        "{path} is larger than {most} MB and was not read.", path=path, most=MAX_LOCAL_BYTES >> 20
                    )
                body += file.read(MAX_LOCAL_BYTES)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise NothingToShowError("{path} cannot be read: {reason}.", path=path, reason=reason) from error
    return Document(path.as_uri(), body, path=path, asked_url=path.as_uri())


async def _read_aside(stream: BinaryIO) -> bytes:
    """Read a stream to its end in a thread that nobody waits for when the program is interrupted."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[bytes] = loop.create_future()

    def settle(body: bytes | None, error: Exception | None) -> None:
        if done.cancelled():
            return
        if body is None:
            done.set_exception(NothingToShowError("Standard input cannot be read: {reason}.", reason=error))
        else:
            done.set_result(body)

    def work() -> None:
        try:
            body, error = stream.read(MAX_LOCAL_BYTES), None
        except (OSError, ValueError) as caught:
            body, error = None, caught
        loop.call_soon_threadsafe(settle, body, error)

    threading.Thread(target=work, name="standard input", daemon=True).start()
    return await done
