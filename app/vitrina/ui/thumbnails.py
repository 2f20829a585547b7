"""The live thumbnails: which are asked for, which are on hand as images of Tk's, and how many of those may live.

Owns the tickets of thumbnails and a bounded number of PhotoImages, the least recently shown dropped first.
Refuses to know where on the screen they go.
"""

import tkinter as tk
from collections import OrderedDict
from collections.abc import Sequence
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Final, NamedTuple

from vitrina.bridge import Bridge, Ticket
from vitrina.errors import PictureError
from vitrina.model import Picture, Priority
from vitrina.trace import Trace
from vitrina.ui.photo import Drawn, photo
from vitrina.ui.wanted.library import LibraryLike

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image

    from vitrina.ui.photo import Photo
    from vitrina.ui.wanted.pixels import ThumbLike

BYTES: Final = 72_000_000
"""For all live images together; Tk needs about twice as much as is counted here (4 bytes a pixel)."""

SOON_MS: Final = 2
"""So long what is on the screen may be drawn before more is asked for."""
LATER_MS: Final = 150
"""So long at the most what is near waits for what is on the screen, which may have to come from the web."""

EDGES: Final = (128, 256, 512, 1024)
"""Sizes in which thumbnails are stored; few, so that the size slider finds them again."""


class Cell(NamedTuple):
    """A picture wanted at a size in screen pixels."""

    picture: Picture
    width: int
    height: int


class Arrived(NamedTuple):
    """A thumbnail cut to its cell, and what it told about the picture."""

    image: "Image"
    origin: str
    stale: bool
    aspect: float | None
    versions: int


class _Live(NamedTuple):
    image: "Photo"
    held: int


class _Asked(NamedTuple):
    ticket: Ticket
    priority: Priority
    since: float


def edge_for(width: int, height: int) -> int:
    """Which stored size covers a cell: for a square one up to 9 : 8; beyond that it is enlarged a little."""
    wanted = max(width, height) if width != height else width * 9 // 8
    return next((edge for edge in EDGES if edge >= wanted), EDGES[-1])


def cover(image: "Image", width: int, height: int, ground: tuple[int, int, int]) -> "Image":
    """Cut and scale a picture so that it covers a cell; a smaller one is centred, never enlarged by more than half."""
    from PIL import Image as Pillow

    scale = max(width / image.width, height / image.height)
    if scale > 1.5:  # noqa: PLR2004 - beyond half as large again it looks broken
        sheet = Pillow.new("RGB", (width, height), ground)
        fits = min(1.0, width / image.width, height / image.height)
        small = (
            image
            if fits == 1
            else image.resize((max(1, round(image.width * fits)), max(1, round(image.height * fits))))
        )
        sheet.paste(small, ((width - small.width) // 2, (height - small.height) // 2))
        return sheet
    wide, high = min(width / scale, image.width), min(height / scale, image.height)
    left, top = (image.width - wide) / 2, (image.height - high) / 2
    box = (left, top, left + wide, top + high)
    return image.resize((width, height), Pillow.Resampling.HAMMING, box=box)


async def made(
    library: LibraryLike, cell: Cell, edge: int, priority: Priority, ground: tuple[int, int, int]
) -> Arrived:
    """Have a thumbnail and cut it to its cell; on the loop's thread, so that Tk's only has to copy it."""
    thumb: ThumbLike = await library.thumbnail(cell.picture, edge, priority)
    known = thumb.width and thumb.height
    width, height = (thumb.width, thumb.height) if known else thumb.image.size
    aspect = width / height if width and height else None
    return Arrived(
        cover(thumb.image, cell.width, cell.height, ground), thumb.origin, thumb.stale, aspect, thumb.versions
    )


class Thumbnails:
    """Asks for what is wanted, drops what is wanted no longer, and keeps what came for as long as there is room."""

    def __init__(self, master: tk.Misc, bridge: Bridge, trace: Trace) -> None:
        """Hold nothing yet; `use` gives the library, the grid sets who hears of arrivals."""
        self._master = master
        self._bridge = bridge
        self._trace = trace
        self._library: LibraryLike | None = None
        self._drawn = Drawn(master)
        self._live: OrderedDict[tuple[str, int, int], _Live] = OrderedDict()
        self._bytes = 0
        self._least = 0
        self._later: dict[tuple[str, int, int], Cell] = {}
        self._later_id: str | None = None
        self._asked: dict[tuple[str, int, int], _Asked] = {}
        self._silent: set[str] = set()
        self.ground: tuple[int, int, int] = (0, 0, 0)
        self.on_arrival: Callable[[str, Arrived], None] = _nobody
        self.on_fault: Callable[[str, PictureError], None] = _nobody

    def use(self, library: LibraryLike) -> None:
        """Ask this library from now on."""
        self._library = library

    def get(self, key: str, width: int, height: int) -> "Photo | None":
        """Give the live image of a cell, if there is one."""
        name = (key, width, height)
        live = self._live.get(name)
        if live is None:
            return None
        self._live.move_to_end(name)
        return live.image

    def want(self, on_screen: Sequence[Cell], near: Sequence[Cell]) -> None:
        """Ask for what is on the screen first, then for what is near; cancel what is neither any more."""
        if self._library is None:
            return
        self._least = len(on_screen) * 3
        wanted: dict[tuple[str, int, int], tuple[Cell, Priority]] = {}
        for cells, priority in ((on_screen, Priority.ON_SCREEN), (near, Priority.NEXT_TO_IT)):
            for cell in cells:
                wanted.setdefault((cell.picture.key, cell.width, cell.height), (cell, priority))
        for name in [name for name in self._asked if name not in wanted]:
            self._asked.pop(name).ticket.cancel()
        nearer = [cell.picture for name, (cell, priority) in wanted.items() if self._moved_up(name, priority)]
        if nearer:
            self._bridge.call_soon(self._library.prioritise, nearer, Priority.ON_SCREEN)
        lacking = {name: one for name, one in wanted.items() if name not in self._asked and not self.settled(*name)}
        for name, (cell, priority) in lacking.items():
            if priority is Priority.ON_SCREEN:
                self._ask(name, cell, priority)
        self._later = {name: cell for name, (cell, priority) in lacking.items() if priority is not Priority.ON_SCREEN}
        self._look_further()

    def _look_further(self) -> None:
        """Ask for what is near when nothing on the screen is waited for any more: its decoding would hold that up."""
        if not self._later:
            return
        waited_for = any(asked.priority is Priority.ON_SCREEN for asked in self._asked.values())
        if self._later_id is None:
            self._later_id = self._master.after(LATER_MS, self._ask_later)
        if not waited_for:
            self._master.after_cancel(self._later_id)
            self._later_id = self._master.after(SOON_MS, self._ask_later)

    def _ask_later(self) -> None:
        self._later_id = None
        later, self._later = self._later, {}
        for name, cell in later.items():
            self._ask(name, cell, Priority.NEXT_TO_IT)

    def _moved_up(self, name: tuple[str, int, int], priority: Priority) -> bool:
        """Take note of the priority of something asked for; whether it has come onto the screen since."""
        asked = self._asked.get(name)
        if asked is None or asked.priority == priority:
            return False
        self._asked[name] = asked._replace(priority=priority)
        return priority is Priority.ON_SCREEN

    def again(self, key: str) -> None:
        """Forget that a picture failed, and its images, so that the next `want` asks for it."""
        self._silent.discard(key)
        for name in [name for name in self._live if name[0] == key]:
            self._forget(name)

    def renew(self, key: str) -> bool:
        """Have a picture asked for once more, where an image of it is on hand; that is shown until the new one is."""
        there = [name for name in self._live if name[0] == key]
        for name in there:
            self._forget(name)
        return bool(there)

    def clear(self) -> None:
        """Drop everything: another gallery, another look."""
        for asked in self._asked.values():
            asked.ticket.cancel()
        self._asked.clear()
        self._later = {}
        for name in list(self._live):
            self._forget(name)
        self._silent.clear()

    @property
    def waiting(self) -> int:
        """How many are asked for and have not come."""
        return len(self._asked)

    @property
    def live(self) -> int:
        """How many images of Tk's there are."""
        return len(self._live)

    def settled(self, key: str, width: int, height: int) -> bool:
        """Whether nothing more is to be expected for a cell."""
        return (key, width, height) in self._live or key in self._silent

    def _ask(self, name: tuple[str, int, int], cell: Cell, priority: Priority) -> None:
        assert self._library is not None  # noqa: S101 - `want` has looked
        edge = edge_for(cell.width, cell.height)
        ticket = self._bridge.ask(
            partial(made, self._library, cell, edge, priority, self.ground),
            partial(self._came, name),
            partial(self._failed, name),
        )
        self._asked[name] = _Asked(ticket, priority, perf_counter())

    def _came(self, name: tuple[str, int, int], arrived: Arrived) -> None:
        asked = self._asked.pop(name, None)
        if name in self._live:
            self._forget(name)
        image = photo(arrived.image, self._master)
        self._live[name] = _Live(image, self._drawn.hold(image))
        self._bytes += 4 * name[1] * name[2]
        while self._bytes > BYTES and len(self._live) > self._least:
            self._forget(next(iter(self._live)))
        if asked is not None:
            taken = round((perf_counter() - asked.since) * 1000, 2)
            source = "store" if arrived.origin == "store" else "decode"  # what just came was decoded, too
            self._trace.event("thumbnail", **{"ms": taken, "from": source})
        self.on_arrival(name[0], arrived)
        self._look_further()

    def _failed(self, name: tuple[str, int, int], fault: BaseException) -> None:
        self._asked.pop(name, None)
        self._look_further()
        if not isinstance(fault, PictureError):
            raise fault
        if fault.kind == "cancelled":
            return
        self._silent.add(name[0])
        self.on_fault(name[0], fault)

    def _forget(self, name: tuple[str, int, int]) -> None:
        self._drawn.let_go(self._live.pop(name).held)
        self._bytes -= 4 * name[1] * name[2]


def _nobody(*_: object) -> None:
    """Stand in until the grid listens."""
