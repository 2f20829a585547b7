"""What is open: the library, the pictures that its locators give, and what their downloads are doing.

Owns the library's handle and the ticket of the reading. Refuses to draw: those who hear do.
"""

from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from vitrina.bridge import Bridge
from vitrina.errors import VitrinaError
from vitrina.frozen import frozen
from vitrina.language import Language
from vitrina.model import Fault, Picture, Progress, Status
from vitrina.ui.arrangement import Said
from vitrina.ui.marks import Marks
from vitrina.ui.shown import Shown, after
from vitrina.ui.transfers import Transfers
from vitrina.ui.wanted.collection import AlikeLike, MarksLike, Opened, RefreshedLike
from vitrina.ui.wanted.library import LibraryLike

if TYPE_CHECKING:
    from vitrina.bridge import Ticket
    from vitrina.ui.shown import State
    from vitrina.ui.wanted.collection import OfferLike

GALLERY: Final = "gallery:"
"""What the `name` of an open gallery begins with."""


@dataclass(slots=True)
class Hearers:
    """Who hears of what. `stepped` gets the keys of pictures whose state changed, and of those that were fetched."""

    ready: Callable[[LibraryLike], None]
    began: Callable[[], None]
    grew: Callable[[], None]
    ended: Callable[[], None]
    refreshed: Callable[[RefreshedLike], None]
    said: Callable[[str], None]
    offered: Callable[["OfferLike", str], None]
    stepped: Callable[[set[str], set[str]], None]
    marked: Callable[[], None]


@frozen
class How:
    """How locators are read: `vitrina --times --limit --source`; `as_left` brings back what was open before."""

    times: int = 1
    limit: int | None = None
    source: str | None = None
    as_left: bool = False


class Session:
    """The library and what is open of it."""

    def __init__(self, bridge: Bridge, language: Language, hearers: Hearers) -> None:
        """Hold nothing yet."""
        self._bridge, self.language, self._hearers = bridge, language, hearers
        self.library: LibraryLike | None = None
        self.changing = False
        """Whether another library is about to take its place: the window must not close meanwhile."""
        self.shown = Shown()
        self.transfers = Transfers()
        self.marks = Marks(bridge, self._marks_came, self._failed)
        self.locators: tuple[str, ...] = ()
        self.name = ""
        """What is open where it is no locators: `library:all`, `gallery:` and its name, …"""
        self.typed = ""
        """What was looked for in the whole library, where that is open."""
        self._reading: Ticket | None = None
        self._later: Callable[[], None] | None = None
        self._reopen: Callable[[], None] = _nothing
        self._trouble: list[str] = []
        self._offer: OfferLike | None = None
        self._held_up = ""
        self.failure: VitrinaError | Fault | None = None
        """What went wrong first with what is open."""

    @property
    def reading(self) -> bool:
        """Whether more pictures may come."""
        return self._reading is not None and self._reading.open

    @property
    def said(self) -> Said:
        """What the person has said of pictures."""
        return self.shown.arrangement.said

    @said.setter
    def said(self, said: Said) -> None:
        self.shown.arrangement.said = said
        self._hearers.marked()

    def start(self, open_library: Callable[[], Coroutine[Any, Any, LibraryLike]]) -> None:
        """Open the library, and then what was asked for in the meantime."""
        self._bridge.ask(open_library, self._opened, self._failed)

    def change_library(
        self,
        change: Callable[[LibraryLike], Coroutine[Any, Any, tuple[LibraryLike, Exception | None]]],
        changed: Callable[[Exception | None], None],
    ) -> None:
        """Have another library in the place of this one; `changed` hears what went wrong, if anything did.

        What is asked of this one ends with it. What was being read is read by the other, and downloads go on there.
        """
        library, self.library = self.library, None
        if library is None:
            return
        reopen = self._reopen if self.reading else None
        self.stop()
        self.marks.use(None)
        self.changing = True

        def came(given: tuple[LibraryLike, Exception | None]) -> None:
            self.changing = False
            self._later = self._later or reopen or self._fetch_on
            self._opened(given[0])
            changed(given[1])

        self._bridge.ask(partial(change, library), came, self._failed)

    def _fetch_on(self) -> None:
        """Have the library go on with the download of what is open."""
        if self.library is not None and (self.locators or self.name):
            self._bridge.call_soon(self.library.fetch_later, tuple(self.shown.pictures))

    def open(self, locators: Sequence[str], how: How | None = None) -> None:
        """Read locators in place of what is open."""
        how = how or How()
        self._reopen = partial(self.open, locators, how)
        if self.library is None:
            self.locators = tuple(locators)
            self._later = self._reopen
            return
        self._begin(tuple(locators), "")
        work = partial(
            self.library.open,
            self.locators,
            times=how.times,
            limit=how.limit,
            source=how.source,
            as_left=how.as_left,
        )
        self._read(work)

    def open_gallery(self, name: str, *, as_left: bool = False) -> None:
        """Show a saved gallery: what it held at once, then what its source gives now."""
        self._reopen = partial(self.open_gallery, name, as_left=as_left)
        if self.library is None:
            self._later = self._reopen
            return
        self._begin((), f"{GALLERY}{name}")
        work = partial(self.library.open_gallery, name, as_left=as_left)
        self._read(work)

    def open_pasted(self, html: str, base: str) -> None:
        """Show the pictures of what a browser copied, or let fall, as HTML; `base` is its page's address, if known."""
        self._reopen = partial(self.open_pasted, html, base)
        if self.library is None:
            self._later = self._reopen
            return
        self._begin((), "")
        self._read(partial(self.library.paste, html, base))

    @property
    def gallery(self) -> str:
        """The name of the saved gallery that is open, or nothing."""
        return self.name.removeprefix(GALLERY) if self.name.startswith(GALLERY) else ""

    def rename(self, gallery: str) -> None:
        """What is open is a saved gallery of this name now."""
        self.locators, self.name = (), f"{GALLERY}{gallery}"

    def open_found(self, name: str, typed: str) -> None:
        """Show what is found in the whole library."""
        self._reopen = partial(self.open_found, name, typed)
        if self.library is not None:
            self.typed = typed
            self._begin((), name)
            work = partial(self.library.notes.find, typed)
            self._read(work)

    def open_own(self, name: str) -> None:
        """Show what the library itself gives: `library:all`, `library:favourites`, `library:kept`."""
        self._reopen = partial(self.open_own, name)
        if self.library is None:
            self._later = self._reopen
            return
        self._begin((), name)
        if name == "library:all":
            self._read(self.library.everything)
        else:
            ask = self.library.favourites if name == "library:favourites" else self.library.kept
            self._read(partial(_at_once, ask))

    def show(self, pictures: Sequence[Picture]) -> None:
        """Show these pictures, which nobody has to read."""
        self._begin((), "")
        self._replace(Shown(pictures))
        self._hearers.began()
        self._hearers.grew()

    def stop(self) -> None:
        """Read no further; what has come stays."""
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
            self._hearers.ended()

    def say(self, error: VitrinaError) -> None:
        """Say what went wrong, in the person's language."""
        self._hearers.said(self.language.say(error))

    def hear(self, fault: BaseException) -> None:
        """Take a fault of something that was asked: say it, or pass it on where it is one of our own."""
        self._failed(fault)

    def _begin(self, locators: tuple[str, ...], name: str) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        self.locators, self.name = locators, name
        self._replace(Shown())
        self.transfers.reset()
        self._trouble = []
        self._offer = self.failure = None
        self._hearers.began()

    def _read(self, work: Callable[[], AsyncIterator[Opened]]) -> None:
        """Have what is opened come, each picture with what is known of its doubles."""
        if self.library is not None:
            alike = self.library.alike
            self._reading = self._bridge.stream(lambda: alike.told_first(work()), self._came, self._ended, self._failed)

    def _replace(self, shown: Shown) -> None:
        """Have another list; what was said of pictures stays said."""
        shown.arrangement.said = self.said
        self.shown = shown

    def _opened(self, library: LibraryLike) -> None:
        self.library = library
        self.marks.use(library)
        self._bridge.call_soon(library.subscribe, self._bridge.listen(self._stepped))
        self._hearers.ready(library)
        if self._later is not None:
            later, self._later = self._later, None
            later()

    def _came(self, batch: Opened | AlikeLike) -> None:
        if isinstance(batch, list):
            self.shown.add(batch)
            self._hearers.grew()
        elif isinstance(batch, AlikeLike):
            self.shown.learn(batch.contents)
        elif isinstance(batch, RefreshedLike):
            self._hearers.refreshed(batch)
        elif batch.offer is not None:
            self._offer = self._offer or batch.offer
        elif batch.error is not None:
            self.failure = self.failure or batch.error
            self._trouble.append(self.language.say(batch.error))
        else:
            self._trouble.append(self.language.text(batch.template, **batch.fields))

    def _ended(self) -> None:
        self._reading = None
        text = ""
        if self._trouble:
            more = len(self._trouble) - 1
            text = self._trouble[0]
            if more:
                text += " " + self.language.plural("({n} more like this)", "({n} more like this)", more)
            self._hearers.said(text)
        if self._offer is not None:
            self._hearers.offered(self._offer, text)
        self._hearers.ended()

    def _failed(self, fault: BaseException) -> None:
        if self._reading is not None and not self._reading.open:
            self._reading = None
            self._hearers.ended()
        if not isinstance(fault, VitrinaError):
            raise fault
        if fault.kind == "cancelled":  # the person did that, or something that has said so
            return
        self.failure = self.failure or fault
        self.say(fault)

    def _stepped(self, batch: list[Progress]) -> None:
        self.transfers.hear(batch)
        shown = self.shown
        changed = set()
        renewed = set()
        for step in batch:
            if step.status is Status.FETCHED:
                renewed.add(step.key)
                self._held_up = ""
            elif step.stage == "waiting" and step.fault is not None:
                self._say_once(step.fault)
            if not step.picture:
                continue
            state: State = after(step, shown.state(step.key))
            if shown.set_state(step.key, state):
                changed.add(step.key)
        self._hearers.stepped(changed, renewed)

    def _say_once(self, why: Fault) -> None:
        """Say that downloads wait for the disk: again only when they went on meanwhile. Activity tells of hosts."""
        if why.kind == "disk_full" and why.message != self._held_up:
            self._held_up = why.message
            self._hearers.said(self.language.say(why))

    def _marks_came(self, marks: MarksLike) -> None:
        self.said = Said(marks.favourites, marks.kept, marks.said.ratings, marks.said.tags)


def _nothing() -> None:
    """Open nothing once more."""


async def _at_once(ask: Callable[[], Coroutine[Any, Any, Sequence[Picture]]]) -> AsyncIterator[Opened]:
    """Give what the library has whole."""
    yield list(await ask())
