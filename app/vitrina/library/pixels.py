"""Pictures to look at: thumbnails, renderings, parts of large ones, frames, and what the bytes say of themselves.

Owns the order of look-ups: the stored thumbnail, the stored bytes, the web. Refuses to decode on the
loop's thread, and to hold more than a few whole pictures in memory.
"""

import contextlib
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from vitrina import decode
from vitrina.errors import DamagedError, DiskFullError, PictureError, StoreError
from vitrina.frozen import frozen
from vitrina.library import local
from vitrina.library.arriving import arriving
from vitrina.library.decode_pool import DecodePool
from vitrina.library.fetching import Fetching, error_of
from vitrina.library.joining import Joined
from vitrina.library.versions import Version, older
from vitrina.model import Picture, Priority, Status, StoredResponse
from vitrina.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from PIL.Image import Image

_T = TypeVar("_T")

EDGES: Final = (128, 256, 512, 1024)
"""Thumbnails are stored in these sizes only, so that one serves many tile sizes."""

LEAST_OF_EDGE: Final = 2
"""A source's thumbnail may be this many times smaller than the tile wants it."""

ON_SCREEN: Final = 256
"""So many pictures, asked for last, are taken to be on the screen: more than a large screen holds."""

WHOLE_PICTURES: Final = 2
"""A picture of 24 megapixels takes 72 MB."""


@frozen
class Thumb:
    """A thumbnail to draw. `width` and `height` are the whole picture's, None where unknown.

    `origin`: `store` where the thumbnail was stored, `decode` where the picture was, `web` where neither.
    `stale`: the network failed and an older copy was taken. `versions`: how many other ones the address gave before.
    """

    image: "Image"
    origin: Literal["store", "decode", "web"]
    width: int | None
    height: int | None
    stale: bool = False
    versions: int = 0


@frozen
class Details:
    """What the information panel shows beside the picture's own record: `facts` are (label, text) in English."""

    stored: StoredResponse | None
    facts: tuple[tuple[str, str], ...]


@frozen
class _Content:
    """Bytes to decode; `identity` names them among the thumbnails."""

    path: Path
    identity: str
    origin: Literal["decode", "web"]
    width: int | None = None
    height: int | None = None
    stale: bool = False


class Pixels:
    """Lives on the loop; every method raises PictureError where there is nothing to show."""

    def __init__(self, store: Store, fetching: Fetching, pool: DecodePool, *, data_saver: bool = False) -> None:
        self.data_saver = data_saver
        """Whether the sources' own thumbnails have to do until a picture is opened."""
        self._store = store
        self._fetching = fetching
        self._pool = pool
        self._thumbs: Joined[tuple[str, int], Thumb] = Joined()
        self._whole: OrderedDict[tuple[str, int], decode.FullImage] = OrderedDict()
        self._opening: Joined[tuple[str, int], decode.FullImage] = Joined()
        self._on_screen: deque[str] = deque(maxlen=ON_SCREEN)

    async def thumbnail(self, picture: Picture, edge: int, priority: Priority = Priority.ON_SCREEN) -> Thumb:
        """A rendering whose longest edge is at most `edge` pixels."""
        return await self._thumbs.ask((picture.key, edge), partial(self._thumbnail, picture, edge, priority))

    async def _thumbnail(self, picture: Picture, edge: int, priority: Priority) -> Thumb:
        ready = await self._pool.run(self._stored_thumbnail, picture, edge)
        if ready is not None:
            return ready
        content = await self._small(picture, edge, priority) or await self._content(picture, priority)
        image = await self._decoded(picture, content, partial(self._new_thumbnail, content, edge))
        versions = await self._pool.run(older, picture, self._store)
        return Thumb(image, content.origin, content.width, content.height, content.stale, len(versions))

    async def _small(self, picture: Picture, edge: int, priority: Priority) -> _Content | None:
        """What the source's own small rendering gives; None where there is none, or none that will do.

        It is asked for first where the picture itself is not here. A tiny one will do for a data saver alone.
        """
        if picture.thumbnail is None or await self._pool.run(self._here, picture) is not None:
            return None
        try:
            found = await self._content(Picture(picture.thumbnail, remote=picture.remote), priority)
        except PictureError:
            return None  # the picture itself may still come
        large_enough = max(found.width or 0, found.height or 0) * LEAST_OF_EDGE >= edge
        if not large_enough and not self.data_saver:
            return None
        return replace(found, width=picture.width, height=picture.height)

    def _stored_thumbnail(self, picture: Picture, edge: int) -> Thumb | None:
        content = self._here(picture)
        data = self._store.thumbnail(content.identity, _stored_edge(edge)) if content else None
        if content is None or data is None:
            return None
        try:
            image = _within(decode.open_thumbnail(data), edge)
        except PictureError:
            return None  # a damaged thumbnail is made anew
        return Thumb(image, "store", content.width, content.height, versions=len(older(picture, self._store)))

    def _new_thumbnail(self, content: _Content, edge: int) -> "Image":
        _, data = decode.thumbnail(content.path, _stored_edge(edge))
        with contextlib.suppress(StoreError, DiskFullError):  # shown all the same
            self._store.put_thumbnail(content.identity, _stored_edge(edge), data)
        return _within(decode.open_thumbnail(data), edge)

    def _here(self, picture: Picture) -> _Content | None:
        """The bytes where they are on this machine; runs in the pool."""
        if local.is_local(picture):
            file = local.locate(picture, self._store)
            return _Content(file.path, file.identity, "decode")
        for stored in self._store.responses(picture.key):
            self._show(stored.sha256)
            self._store.seen([stored])
            return _Content(stored.path, stored.sha256, "decode", stored.width, stored.height)
        return None

    async def _content(self, picture: Picture, priority: Priority = Priority.ON_SCREEN) -> _Content:
        here = await self._pool.run(self._here, picture)
        if here is not None:
            return here
        outcome = await self._fetching.fetch(picture, priority=priority)
        if outcome.path is None or outcome.sha256 is None:
            raise error_of(outcome)
        stale = outcome.status is Status.STALE
        return _Content(outcome.path, outcome.sha256, "web", outcome.width, outcome.height, stale)

    async def _decoded(self, picture: Picture, content: _Content, work: Callable[[], _T]) -> _T:
        """Decode; bytes that are not any more what was stored are forgotten, so that they are fetched anew next time.

        Where the disk alone fails, or the picture never was whole, nothing is: the person has no other copy.
        """
        try:
            return await self._pool.run(work)
        except PictureError:
            if not local.is_local(picture) and await self._pool.run(_is_spoilt, content):
                self._store.forget(picture.key)
            raise

    async def _shown(self, picture: Picture, work: Callable[[Path], _T]) -> _T:
        """Decode what is here, or comes; once more, where another process has evicted it in that moment."""
        content = await self._content(picture)
        try:
            return await self._decoded(picture, content, partial(work, content.path))
        except DamagedError:
            if local.is_local(picture) or content.path.exists():
                raise
        content = await self._content(picture)
        return await self._decoded(picture, content, partial(work, content.path))

    async def image(
        self, picture: Picture, box: tuple[int, int], quality: Literal["rough", "fine"] = "fine", page: int = 0
    ) -> decode.Rendering:
        """The picture, or one page of it, fitted into `box` (width, height in pixels), never enlarged."""
        return await self._shown(picture, partial(decode.render, box=box, quality=quality, frame=page))

    def arriving(self, picture: Picture, box: tuple[int, int]) -> "AsyncIterator[decode.Begun]":
        """What has come of a picture so far, each time there is more, fitted into `box`; for the one on the screen.

        Ends when the picture is here. It does not ask for the picture: `image` does.
        """
        here = partial(self._arrived, picture)
        return arriving(self._store.partial(picture.key), box, self._pool, here)

    def _arrived(self, picture: Picture) -> bool:
        return local.is_local(picture) or bool(self._store.responses(picture.key))

    async def probe(self, picture: Picture) -> decode.Probe:
        """How many frames or pages the picture has, whether it moves and how often."""
        return await self._shown(picture, decode.probe)

    async def whole(self, picture: Picture, page: int = 0) -> decode.FullImage:
        """All of the picture's pixels, of which parts can be taken at any size; the last few stay in memory."""
        return await self._opening.ask((picture.key, page), partial(self._whole_picture, picture, page))

    async def _whole_picture(self, picture: Picture, page: int) -> decode.FullImage:
        content = await self._content(picture)
        name = (content.identity, page)  # not the key: other bytes may have come under it
        if name not in self._whole:
            work = partial(decode.open_full, content.path, frame=page)
            self._whole[name] = await self._decoded(picture, content, work)
        self._whole.move_to_end(name)
        while len(self._whole) > WHOLE_PICTURES:
            self._whole.popitem(last=False)
        return self._whole[name]

    async def frames(self, picture: Picture, box: tuple[int, int]) -> "AsyncIterator[decode.Frame]":
        """One pass through an animation, frame by frame; ask only where `probe` says that the picture moves."""
        content = await self._content(picture)
        passing = iter(decode.frames(content.path, box))
        while (frame := await self._decoded(picture, content, partial(next, passing, None))) is not None:
            yield frame

    async def details(self, picture: Picture) -> Details:
        """What is known of bytes that are here; nothing of those that are not."""
        return await self._pool.run(self._details, picture)

    def _details(self, picture: Picture) -> Details:
        stored = next(iter(self._store.responses(picture.key)), None)
        try:
            content = self._here(picture)
            facts = tuple(decode.exif(content.path)) if content else ()
        except PictureError:
            facts = ()
        return Details(stored, facts)

    async def versions(self, picture: Picture) -> tuple[Version, ...]:
        """What its address gave before, newest first: pictures that every method here takes."""
        found = await self._pool.run(older, picture, self._store)
        self._show(*(version.sha256 for version in found))
        return found

    def _show(self, *sha256s: str) -> None:
        """These bytes are looked at: nothing may evict them for now."""
        self._on_screen.extend(sha256s)
        self._store.hold(self._on_screen.copy())


def _is_spoilt(content: _Content) -> bool:
    """Whether the bytes can be read, and are others than those that were stored."""
    try:
        return local.sha256_of(content.path) != content.identity
    except OSError:
        return False


def _within(image: "Image", edge: int) -> "Image":
    image.thumbnail((edge, edge))
    return image


def _stored_edge(edge: int) -> int:
    return next((one for one in EDGES if one >= edge), EDGES[-1])
