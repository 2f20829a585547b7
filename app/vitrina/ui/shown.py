"""The pictures of what is open as the screen knows them: which are in view, in which order, and each one's state.

Owns the list, the view of it, and the states. Refuses to draw, to ask, and to know how is found and sorted
(`arrangement` does).
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import Final
from urllib.parse import unquote, urlsplit

from vitrina.errors import NoFileError, PictureError, RefusedError
from vitrina.frozen import frozen
from vitrina.language import N_
from vitrina.library.query import parse
from vitrina.model import Fault, Picture, Progress, Status
from vitrina.ui.arrangement import Arrangement, slices, steps
from vitrina.ui.doubles import Doubles

REASONS: Final = {
    "dns": N_("No such host"),
    "connect": N_("No connection"),
    "tls": N_("No secure connection"),
    "timeout": N_("No answer in time"),
    "http": N_("Refused by the site"),
    "too_large": N_("Larger than allowed"),
    "truncated": N_("Cut short"),
    "not_a_picture": N_("Not a picture"),
    "unsupported_format": N_("Format not supported"),
    "damaged": N_("Damaged"),
    "bomb": N_("Too many pixels"),
    "redirect_loop": N_("Redirected in a circle"),
    "blocked": N_("Blocked"),
    "rate_limited": N_("Asked to slow down"),
    "offline": N_("Not stored, and offline"),
    "disk_full": N_("The disk is full"),
    "cancelled": N_("Cancelled"),
}
"""Why a picture gave nothing, in the few words that a tile has room for, by the kind of its fault."""


def why(fault: PictureError | Fault) -> str:
    """Why a picture gave nothing, in a few words of English."""
    return N_("No such file") if isinstance(fault, NoFileError) else REASONS.get(fault.kind, "")


class Condition(StrEnum):
    """What a tile says about its picture."""

    WAITING = "waiting"
    DOWNLOADING = "downloading"
    HERE = "here"
    STALE = "stale"
    FAILED = "failed"
    BLOCKED = "blocked"


@frozen
class State:
    """A condition; how far the download is (0 to 1, None where nobody knows); why it failed."""

    condition: Condition
    part: float | None = None
    fault: PictureError | Fault | None = None


WAITING: Final = State(Condition.WAITING)
HERE: Final = State(Condition.HERE)
STALE: Final = State(Condition.STALE)
_BLOCKED_KINDS: Final = ("blocked", "too_large", "bomb")


def failed(fault: PictureError | Fault) -> State:
    """Tell apart what failed from what was refused."""
    refused = isinstance(fault, RefusedError) or fault.kind in _BLOCKED_KINDS
    return State(Condition.BLOCKED if refused else Condition.FAILED, fault=fault)


def after(progress: Progress, before: State) -> State:
    """The state of a picture after a step of its download."""
    if progress.stage == "ended" and (progress.fault is None or progress.fault.kind != "cancelled"):
        return _ended(progress, before)
    if before.condition in (Condition.HERE, Condition.STALE):
        return before
    if progress.stage in ("waiting", "ended"):
        return WAITING
    part = progress.received / progress.total if progress.total else None
    return State(Condition.DOWNLOADING, part if part is None else min(part, 1.0))


def _ended(progress: Progress, before: State) -> State:
    if progress.status is Status.STALE:  # what the store has was taken, whatever went wrong
        return STALE
    if progress.fault is not None:
        return failed(progress.fault)
    return HERE if progress.status is None or progress.status.good else before


@frozen
class Before:
    """A list and its view as they were, and what was asked for then."""

    pictures: Sequence[Picture]
    view: Sequence[int]
    asked: tuple[str, str, bool]


def _closed_up(view: Sequence[int], gone: AbstractSet[int]) -> Sequence[int]:
    """The places of a view after those that are gone were taken out of the list."""
    if isinstance(view, range):  # of the whole list
        return range(len(view) - len(gone))[:: view.step]
    below = sorted(gone)
    return [place - bisect_left(below, place) for place in view if place not in gone]


class Shown:
    """The pictures in the order of their gallery, and which of them the filter leaves, in which order."""

    def __init__(self, pictures: Sequence[Picture] = ()) -> None:
        """Start with these pictures and no filter. A sequence that makes its entries as asked is left as it is."""
        self.pictures: Sequence[Picture] = pictures
        self.view: Sequence[int] = range(len(pictures))
        self.query = ""
        self.order = ""
        self.reverse = False
        self._states: dict[str, State] = {}
        self.arrangement = Arrangement(self._states)
        self.doubles = Doubles()
        self._counts: Counter[Condition] = Counter()

    def __len__(self) -> int:
        """How many the filter leaves."""
        return len(self.view)

    def __getitem__(self, index: int) -> Picture:
        """Give the picture at a place of the view."""
        return self.pictures[self.view[index]]

    def all(self) -> Iterator[Picture]:
        """Give what the filter leaves, in order."""
        return (self.pictures[place] for place in self.view)

    def add(self, batch: Iterable[Picture]) -> None:
        """Append pictures; those that the filter leaves come into view at its end."""
        grown = self.pictures if isinstance(self.pictures, list) else list(self.pictures)
        before = len(grown)
        grown.extend(batch)
        self.pictures = grown
        self.doubles.grow(grown)
        more: Sequence[int] = range(before, len(grown))
        if self.query or self.order or self.reverse:
            more = self.arrangement.matching(grown, range(before, len(grown)), parse(self.query))
        more = self.doubles.once(more, self.view, ascending=not self.order and not self.reverse)
        if isinstance(self.view, range) and more == range(len(self.view), len(grown)):
            self.view = range(len(grown))
        else:
            self.view = [*self.view, *more]

    @property
    def count(self) -> int:
        """How many pictures there are, each once."""
        return len(self.pictures) - self.doubles.count if self.query else len(self.view)

    def learn(self, contents: Mapping[str, str | None]) -> bool:
        """Take note of which pictures have the same bytes, by key; True where one of them is a picture of its own now.

        What is in view stays there until `fold`.
        """
        return self.doubles.learn(contents, self.pictures)

    def fold(self, held: Collection[int]) -> list[int]:
        """Leave out of the view what is in it already, but not at the indices `held`; gives the indices that went."""
        gone = self.doubles.again(self.view, held, ascending=not self.order and not self.reverse)
        if gone:
            ends = zip((0, *(index + 1 for index in gone)), (*gone, len(self.view)), strict=True)
            self.view = [place for start, end in ends for place in self.view[start:end]]
        return gone

    def others(self, key: str) -> list[Picture]:
        """Give the pictures with the same bytes as one, in order."""
        return [self.pictures[place] for place in self.doubles.others(key)]

    def with_others(self, pictures: Iterable[Picture]) -> list[Picture]:
        """Give these pictures and all that have the same bytes, each once."""
        if not self.doubles:
            return list(pictures)
        found = {one.key: one for picture in pictures for one in (picture, *self.others(picture.key))}
        return list(found.values())

    def remove(self, indices: Iterable[int]) -> Before:
        """Take the pictures at these places of the view out of the list, and all that have the same bytes.

        Gives how everything was, for `take_back`.
        """
        before = Before(self.pictures, self.view, (self.query, self.order, self.reverse))
        gone = {self.view[index] for index in indices if 0 <= index < len(self.view)}
        if self.doubles:
            gone |= {place for one in list(gone) for place in self.doubles.others(self.pictures[one].key)}
        self.view = _closed_up(self.view, gone)
        self.arrangement.remove(gone)
        self._replace([picture for place, picture in enumerate(self.pictures) if place not in gone])
        return before

    def take_back(self, before: Before) -> None:
        """Have everything as it was before something was removed."""
        self.arrangement.forget()
        self._replace(before.pictures)
        if before.asked == (self.query, self.order, self.reverse):
            self.view = before.view
        else:
            self.anew()

    def put_back(self, pictures: list[Picture]) -> None:
        """Have this list instead, under the same filter."""
        self.arrangement.forget()
        self._replace(pictures)
        self.anew()

    def _replace(self, pictures: Sequence[Picture]) -> None:
        self.pictures = pictures
        self.doubles.forget_places()
        self.doubles.grow(pictures)

    def anew(self) -> None:
        """Find and order anew, to the end."""
        for view in self.arrange(self.query, self.order, reverse=self.reverse):
            self.view = view

    def arrange(self, query: str, order: str, *, reverse: bool = False) -> Iterator[Sequence[int]]:
        """Find the pictures that `query` asks for, in an order of `ORDERS`: what is known so far, step after step.

        The caller puts the last one into `view`; what has been given may be shown at once.
        """
        return (view for view in self.arranging(query, order, reverse=reverse) if view is not None)

    def arranging(self, query: str, order: str, *, reverse: bool = False) -> Iterator[Sequence[int] | None]:
        """The same in steps of some milliseconds; None where there is nothing to show yet.

        Pictures may be added meanwhile. When some are removed, it has to begin anew.
        """
        self.query, self.order, self.reverse = query, order, reverse
        return self._arranged(query, order, reverse=reverse)

    def _arranged(self, query: str, order: str, *, reverse: bool) -> Iterator[Sequence[int] | None]:
        pictures, asked, once = self.pictures, parse(query), self.doubles.once
        if not asked and not order:
            yield once(range(len(pictures)))[:: -1 if reverse else 1]
            return
        found: list[int] = []
        for places in slices(pictures):
            matching: list[int] = []
            for some in steps(places):
                matching += self.arrangement.matching(pictures, some, asked)
                yield None
            found = [*found, *once(matching, found)]
            if not order and not reverse:
                yield found
        if order:
            yield from self.arrangement.ordered(pictures, found, order, reverse=reverse)
        elif reverse:
            yield found[::-1]

    def places_of(self, keys: AbstractSet[str]) -> dict[str, int]:
        """Find pictures in the view by their keys; those that are not in it are left out."""
        found: dict[str, int] = {}
        for index, picture in enumerate(self.all()):
            if len(found) == len(keys):
                break
            if picture.key in keys:
                found[picture.key] = index
        return found

    def place_of(self, key: str) -> int | None:
        """Find a picture in the view by its key."""
        return next((index for index, picture in enumerate(self.all()) if picture.key == key), None)

    # -- states

    def state(self, key: str) -> State:
        """What is known of a picture; waiting until something is."""
        return self._states.get(key, WAITING)

    def set_state(self, key: str, state: State) -> bool:
        """Remember; whether it is another than before."""
        before = self._states.get(key)
        if before == state:
            return False
        if before is not None:
            self._counts[before.condition] -= 1
        self._states[key] = state
        self._counts[state.condition] += 1
        return True

    @property
    def counts(self) -> Mapping[Condition, int]:
        """How many pictures are in each condition, those that nobody asked for left out."""
        return self._counts

    @property
    def faults(self) -> Iterator[tuple[str, State]]:
        """The pictures that gave nothing, by key."""
        return ((key, state) for key, state in self._states.items() if state.fault is not None)

    @property
    def failures(self) -> list[Picture]:
        """The pictures that gave nothing, in the order of their gallery."""
        failed = {key for key, _ in self.faults}
        return [picture for picture in self.pictures if picture.key in failed]


def name_of(picture: Picture) -> str:
    """What to call a picture: its title, else the last part of its URL, else its host."""
    if picture.title:
        return picture.title
    parts = urlsplit(picture.url)
    return unquote(parts.path.rstrip("/").rpartition("/")[2]) or parts.netloc or picture.url


def short(key: str) -> str:
    """Name an address by its last part, for where there is little room."""
    parts = urlsplit(key)
    if parts.scheme not in ("http", "https", "file", ""):
        return key
    return unquote(parts.path.rstrip("/").rpartition("/")[2]) or parts.netloc or key
