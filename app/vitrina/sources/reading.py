"""The driver: from what a person handed in to a stream of pictures.

Owns what each kind of locator means and the order of several. Refuses to know any format (the sources
do) and any protocol (`Ask` does).
"""

import asyncio
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

from vitrina.errors import NothingToShowError, PictureError, UsageError, VitrinaError
from vitrina.model import Picture
from vitrina.sources import folder, local_files, web_address
from vitrina.sources.document import Document, LeftOut, PictureFound, Source
from vitrina.sources.following import Ask, Following, Found, How, Program
from vitrina.sources.in_order import as_they_come, in_order
from vitrina.sources.locator import Kind, Locator, bounded

_PROBES: Final = 3
_CONTENT_STATE: Final = ("manifest", "iiif-content")
_FIRST_CHUNK: Final = 16
_CHUNK: Final = 256


async def read(  # noqa: PLR0913 - ways of reading, each chosen by name
    locators: Sequence[Locator],
    ask: Ask,
    *,
    limit: int | None = None,
    source: str | None = None,
    times: int = 1,
    stdin: BinaryIO | None = None,
    languages: tuple[str, ...] = (),
    program: Program | None = None,
    ordered: bool = True,
) -> AsyncGenerator[Found, None]:
    """Give the pictures of all locators in order, each once, and a LeftOut for what is not among them.

    Without `ordered` a slow locator holds no other one up.

    The first pictures come before the second page is asked for. What goes wrong with one locator is a
    LeftOut with its error; the others go on. `program`: where nothing else can read a web page, a
    gallery-dl that the person has installed may be asked by it (it uses the network by itself). UsageError:
    no such source, or too many addresses.
    """
    if source is not None:
        _sources(source)  # a wrong name is told before anything is asked
    bounded(locators, times, limit)
    if limit is not None and limit < 1:
        return
    how = How(ask, partial(_sources, source), source, limit, languages, program)
    seen: set[str] = set()
    streams = [_Reading(one, how, times, stdin).found() for one in locators]
    async with aclosing(in_order(streams) if ordered else as_they_come(streams)) as found:
        async for one in found:
            if isinstance(one, LeftOut):
                yield one
            elif one.key not in seen:
                seen.add(one.key)
                yield one
                if limit is not None and len(seen) >= limit:
                    return


async def read_document(
    document: Document,
    ask: Ask,
    *,
    limit: int | None = None,
    source: str | None = None,
    languages: tuple[str, ...] = (),
) -> AsyncGenerator[Found, None]:
    """The same for a document that is already here, such as what the clipboard held."""
    reading = _Reading(Locator(document.url, Kind.FILE), How(ask, partial(_sources, source), source, limit, languages))
    async with aclosing(reading.guarded(reading.following(document, remote=not document.local))) as found:
        async for one in found:
            yield one


def _named_in(url: str) -> str | None:
    """The document that a viewer's address names inside itself."""
    if not any(word in url for word in _CONTENT_STATE):
        return None
    from vitrina.sources.registry import named_in  # every format's module: off the window's start

    return named_in(url)


def _sources(name: str | None) -> tuple[Source, ...]:
    """Every format's module is loaded when the first document has to be told apart: a folder needs none of them."""
    from vitrina.sources.registry import chosen

    return chosen(name)


@dataclass(slots=True)
class _Reading:
    """One locator being read."""

    locator: Locator
    how: How
    times: int = 1
    stdin: BinaryIO | None = None

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
                stream = self._asked(self.locator.text.strip(), 1)
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
                    if self.how.limit is not None and len(seen) >= self.how.limit:
                        return
        except UsageError:
            raise
        except VitrinaError as error:
            yield self._failed(error, next(self.locator.addresses(), None) if self.locator.parts else None)

    def following(self, document: Document, *, remote: bool) -> AsyncGenerator[Found, None]:
        """The pictures of a document and of all that it leads to."""
        return Following(self.how, self._failed).read(document, remote=remote)

    def _failed(self, error: VitrinaError, url: str | None) -> LeftOut:
        return LeftOut(error.template, error.fields, self.locator.text, url, error)

    async def _addresses(self) -> AsyncGenerator[Found, None]:
        """Ask the first few what they are; one picture among them makes all of them pictures."""
        several = self.locator.count * self.times > 1
        failed: list[LeftOut] = []
        known: PictureFound | None = None
        asks = self._asks() if self.how.forced != "urls" else iter(())
        for url, ask in islice(asks, _PROBES):
            try:
                answer, remote = await self._probed(url, ask)
            except VitrinaError as error:
                if not several:
                    raise
                failed.append(self._failed(error, url))
                continue
            if isinstance(answer, PictureFound):
                known = answer
                break
            for note in failed:
                yield note
            async with aclosing(self._documents(answer, asks, remote=remote)) as found:
                async for one in found:
                    yield one
            return
        # Pictures; or none of the first answered, and then each fails, or is in the store, by itself.
        for url, ask in self._asks():
            media_type = known.media_type if known is not None and known.url == url else None
            address, remote = web_address.absolute("", url) or url, self.locator.remote
            yield Picture(address, media_type=media_type, source="urls", ask=ask, remote=remote)

    def _asks(self) -> Iterator[tuple[str, int]]:
        return ((url, ask) for url in self.locator.addresses() for ask in range(1, self.times + 1))

    async def _probed(self, url: str, ask: int) -> tuple[Document | PictureFound, bool]:
        """The answer, and whether the web named it: a viewer's address with a manifest in it means the manifest."""
        meant = _named_in(url) if self.how.forced != "page" else None
        if meant:
            remote = self.locator.remote or web_address.origin(meant) != web_address.origin(url)
            try:
                return await self.how.ask(meant, remote=remote, ask=ask), remote
            except PictureError:
                pass  # the viewer's page may know better
        remote = self.locator.remote
        return await self.how.ask(url, remote=remote, ask=ask, either=self.how.forced is None), remote

    async def _documents(
        self, first: Document, rest: Iterator[tuple[str, int]], *, remote: bool
    ) -> AsyncGenerator[Found, None]:
        """Read the document that came, and then those of the other addresses, one after the other."""
        async with aclosing(self.following(first, remote=remote)) as found:
            async for one in found:
                yield one
        for url, ask in rest:
            try:
                async with aclosing(self._asked(url, ask)) as found:
                    async for one in found:
                        yield one
            except VitrinaError as error:
                yield self._failed(error, url)

    async def _asked(self, url: str, ask: int) -> AsyncGenerator[Found, None]:
        remote = self.locator.remote
        answer = await self.how.ask(url, remote=remote, ask=ask)
        if isinstance(answer, PictureFound):
            yield Picture(answer.url, media_type=answer.media_type, source="urls", ask=ask, remote=remote)
            return
        async with aclosing(self.following(answer, remote=remote)) as found:
            async for one in found:
                yield one

    async def _file(self) -> AsyncGenerator[Found, None]:
        path = self.locator.path or Path(self.locator.text)
        document = await asyncio.to_thread(local_files.loaded, path)
        if self.how.forced is None and (kind := folder.picture_type(document.body[: folder.FIRST_BYTES])):
            yield folder.picture(path, kind)
            return
        async with aclosing(self.following(document, remote=False)) as found:
            async for one in found:
                yield one

    async def _folder(self) -> AsyncGenerator[Found, None]:
        path = self.locator.path or Path(self.locator.text)
        walk = folder.walk(path)
        nothing, size = True, _FIRST_CHUNK
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
        document = await local_files.read_stream(self.stdin)
        async with aclosing(self.following(document, remote=False)) as found:
            async for one in found:
                yield one


def _taken(walk: Iterator[Found], size: int) -> list[Found]:
    return list(islice(walk, size))
