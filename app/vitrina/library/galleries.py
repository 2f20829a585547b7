"""Saved galleries: opened, refreshed, named, ordered, merged, kept offline, taken away and brought back.

Owns what each of these does to a gallery and to its pictures. Refuses to know SQL (`catalog`) and how a source
is read or a picture fetched: the library hands both in.
"""

import os
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from vitrina.errors import UsageError
from vitrina.frozen import frozen
from vitrina.library.catalog import Catalog, Saved
from vitrina.library.decode_pool import DecodePool
from vitrina.model import Gallery, Picture

if TYPE_CHECKING:
    from vitrina.sources import LeftOut

SLICE: Final = 2000
"""So many saved pictures are read from the catalogue at once."""


class Read(Protocol):
    """How the locators of a gallery are read; the library gives it."""

    def __call__(
        self, locators: Sequence[str], *, times: int, source: str | None, refresh: bool
    ) -> "AsyncIterator[Picture | LeftOut]":
        """Give the pictures of the locators in their order; `refresh` asks even for what is fresh."""


class Keep(Protocol):
    """How pictures are kept for good, or released; the library gives it."""

    async def __call__(self, pictures: Sequence[Picture], *, on: bool) -> int:
        """Fetch what lacks and keep it; how many could not be had."""


@frozen
class Refreshed:
    """How a gallery stands after its locators were read again.

    `pictures` are all of it in their order, with the mark `gone`; `new` and `gone` count what came and what
    the source stopped listing since the last time; `changed`: another list or other texts than before.
    """

    pictures: tuple[Picture, ...]
    new: int = 0
    gone: int = 0
    changed: bool = False


@frozen
class Before:
    """How galleries were before something was done to them: what `restore` needs. `made` are names that go."""

    saved: tuple[Saved, ...]
    made: tuple[str, ...] = ()


class Galleries:
    """Lives on the loop; every coroutine raises UsageError for a gallery that is not there."""

    def __init__(self, catalog: Callable[[], Catalog], pool: DecodePool, read: Read, keep: Keep) -> None:
        """Take hold of nothing yet: `catalog` opens its file when first called."""
        self._catalog, self._pool, self._read, self._keep = catalog, pool, read, keep

    async def all(self) -> tuple[Gallery, ...]:
        """Every saved gallery, in the person's order."""
        return await self._pool.run(self._catalog().galleries)

    async def named(self, name: str) -> Gallery:
        """The gallery of that name."""
        return await self._pool.run(self._catalog().gallery, name)

    async def pictures(self, name: str) -> tuple[Picture, ...]:
        """All pictures of a gallery in their order, those that are gone from the source marked so."""
        return await self._pool.run(lambda: tuple(self._catalog().pictures(name)))

    async def saved(self, name: str) -> AsyncIterator[list[Picture]]:
        """The same in slices, so that the first are there at once."""
        await self.named(name)
        rest = self._catalog().pictures(name)
        while some := await self._pool.run(lambda: list(islice(rest, SLICE))):
            yield some

    async def save(self, gallery: Gallery) -> None:
        """Add a gallery, or give the one of that name other locators; its pictures stay."""
        await self._pool.run(self._catalog().save, gallery)

    async def refresh(self, name: str, *, anew: bool = True) -> "AsyncIterator[Picture | LeftOut | Refreshed]":
        """Read the gallery's locators and remember what they give; at the end comes how it stands.

        With `anew` what the store holds of them is asked about even where it is fresh. What could not be read
        now is not gone from its source.
        """
        gallery = await self.named(name)
        given: list[Picture] = []
        whole = True
        async for found in self._read(gallery.locators, times=gallery.times, source=gallery.source, refresh=anew):
            if isinstance(found, Picture):
                given.append(found)
            else:
                whole = whole and found.error is None
            yield found
        yield await self._pool.run(self._remember, gallery, given, whole)

    def _remember(self, gallery: Gallery, given: list[Picture], whole: bool) -> Refreshed:  # noqa: FBT001 - runs in the pool
        catalog = self._catalog()
        before = tuple(catalog.pictures(gallery.name))
        if not given:
            return Refreshed(before)
        if whole:
            catalog.refreshed(gallery.name, given)
        else:
            known = {one.key for one in given}
            catalog.refreshed(gallery.name, [*given, *(one for one in before if one.key not in known)])
        after = tuple(catalog.pictures(gallery.name))
        keys = {one.key for one in before}
        were_gone = {one.key for one in before if one.gone}
        new = sum(one.key not in keys for one in after)
        gone = sum(one.gone and one.key not in were_gone for one in after)
        return Refreshed(after, new, gone, changed=after != before)

    async def rename(self, name: str, new: str) -> None:
        """Give a gallery another name; UsageError where that is taken."""
        await self._pool.run(self._catalog().rename, name, new.strip())

    async def reorder(self, names: Sequence[str]) -> None:
        """Have the galleries in this order."""
        await self._pool.run(self._catalog().reorder, names)

    async def merge(self, names: Sequence[str], into: str) -> Before:
        """Make one gallery, named `into`, of several: their locators and pictures in order, each once."""
        return await self._pool.run(self._merge, tuple(dict.fromkeys(names)), into.strip())

    def _merge(self, names: tuple[str, ...], into: str) -> Before:
        catalog = self._catalog()
        taken = catalog.set_aside(names)
        if into not in names and any(one.name == into for one in catalog.galleries()):
            raise UsageError("There is a gallery named {name} already; choose another name.", name=into)
        if not into or not taken:
            raise UsageError("A gallery needs a name.")
        catalog.put([merged(taken, into)], instead_of=names)
        return Before(taken, (into,))

    async def leave_out(self, name: str, pictures: Sequence[Picture]) -> Before:
        """Have these pictures in a gallery no more, whatever its source gives from now on."""

        def go() -> Before:
            catalog = self._catalog()
            before = Before(catalog.set_aside((name,)), (name,))
            catalog.leave_out(name, [one.key for one in pictures])
            return before

        return await self._pool.run(go)

    async def remove(self, names: Sequence[str]) -> Before:
        """Forget galleries and which pictures they had; the bytes stay in the store until evicted."""

        def go() -> Before:
            catalog = self._catalog()
            before = Before(catalog.set_aside(dict.fromkeys(names)))
            catalog.put((), instead_of=names)
            return before

        return await self._pool.run(go)

    async def restore(self, before: Before) -> None:
        """Undo what gave this: everything is as it was. UsageError where a name is taken by now."""

        def go() -> None:
            catalog = self._catalog()
            for name in {one.gallery.name for one in before.saved} - set(before.made):
                if any(one.name == name for one in catalog.galleries()):
                    raise UsageError("There is a gallery named {name} already; choose another name.", name=name)
            catalog.put(before.saved, instead_of=before.made)

        await self._pool.run(go)

    async def export(self, names: Sequence[str], file: Path) -> None:
        """Write galleries into a new file, in the form that its name asks for. UsageError, InstallationError."""
        from vitrina.library import exchange  # not needed to show anything

        form = exchange.form_of(file)
        await self._pool.run(lambda: exchange.write_new(file, form(self._catalog().take(dict.fromkeys(names)))))

    async def bring(self, file: Path) -> tuple[str, ...]:
        """Add the galleries of a file: one that was exported, an outline of feeds, or any list that a source reads.

        Their names as they are now: one that was taken gets a number. UsageError where nothing is in it.
        """
        from vitrina.library import exchange

        found = await self._pool.run(exchange.taken_apart, file)
        if found is None:
            found = [await self._listed(file, os.path.abspath(file))]  # noqa: ASYNC240, PTH100 - asks the disk for nothing
        if not found:
            raise UsageError("There is no gallery in {file}.", file=file)
        return await self._pool.run(self._put, found)

    async def _listed(self, file: Path, locator: str) -> Saved:
        """A gallery of what a source reads in a file."""
        read = self._read((locator,), times=1, source=None, refresh=False)
        pictures = tuple([one async for one in read if isinstance(one, Picture)])
        if not pictures:
            raise UsageError("There is no gallery in {file}.", file=file)
        return Saved(Gallery(file.stem.removesuffix(".feed"), (locator,), refreshed_at=time.time()), pictures)

    def _put(self, found: list[Saved]) -> tuple[str, ...]:
        from vitrina.library import exchange

        catalog = self._catalog()
        taken = {one.name for one in catalog.galleries()}
        named: list[Saved] = []
        for one in found:
            name = next(name for name in exchange.free_names(one.gallery.name) if name not in taken)
            taken.add(name)
            named.append(replace(one, gallery=replace(one.gallery, name=name)))
        catalog.put(named)
        return tuple(one.gallery.name for one in named)

    async def set_kept(self, name: str, *, on: bool) -> int:
        """Have a gallery's pictures offline for good, later ones too, or leave them to eviction.

        How many could not be had. A picture that another kept gallery holds stays kept.
        """
        gallery = await self.named(name)
        pictures = await self.pictures(name)
        await self.save(replace(gallery, keep=on))
        if not on:
            for other in await self.all():
                if other.keep:
                    held = {one.key for one in await self.pictures(other.name)}
                    pictures = tuple(one for one in pictures if one.key not in held)
        return await self._keep(pictures, on=on)


def merged(several: Sequence[Saved], name: str) -> Saved:
    """One gallery of several, in the first one's place: each locator and picture once, in order.

    It is kept where any was; it is read as one source where all were read so, and as often as the one that was
    read most often. It counts as refreshed when the first to be so was.
    """
    galleries = [one.gallery for one in several]
    sources = {one.source for one in galleries}
    moments = [one.refreshed_at for one in galleries]
    pictures: dict[str, Picture] = {}
    for one in several:
        for picture in one.pictures:
            known = pictures.get(picture.key)
            if known is None or (known.gone and not picture.gone):
                pictures[picture.key] = picture
    return Saved(
        Gallery(
            name,
            tuple(dict.fromkeys(locator for one in galleries for locator in one.locators)),
            times=max(one.times for one in galleries),
            source=sources.pop() if len(sources) == 1 else None,
            keep=any(one.keep for one in galleries),
            refreshed_at=None if None in moments else min(one for one in moments if one is not None),
        ),
        tuple(pictures.values()),
        several[0].place,
        tuple(dict.fromkeys(key for one in several for key in one.left_out if key not in pictures)),
    )
