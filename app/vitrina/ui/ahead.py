"""Renderings for the viewer: the picture asked for, rough first and then fine, and its neighbours ahead of time.

Owns the tickets of renderings and a bounded number of finished ones. Refuses to draw.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from vitrina.bridge import Bridge
from vitrina.frozen import frozen
from vitrina.model import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

    from vitrina.bridge import Ticket
    from vitrina.ui.wanted.library import LibraryLike
    from vitrina.ui.wanted.pixels import Quality

READY: Final = 7
"""Finished renderings held; at 1920 x 1080 each takes 6 MB."""


@frozen
class Ready:
    """A picture made for one box: its pixels, how large it is in full, and whether it is the final quality."""

    image: "Image"
    width: int
    height: int
    fine: bool


@frozen
class Wanted:
    """What a rendering is of: a picture or one page of it, fitted into a box, turned by quarters clockwise."""

    picture: Picture
    box: tuple[int, int]
    turns: int = 0
    page: int = 0

    @property
    def name(self) -> "Name":
        """What tells it from others."""
        return self.picture.key, self.box, self.turns, self.page


Name: TypeAlias = tuple[str, tuple[int, int], int, int]


async def rendered(library: "LibraryLike", wanted: Wanted, quality: "Quality") -> Ready:
    """Have a rendering; on the loop's thread."""
    from PIL.Image import Transpose

    turns, box = wanted.turns, wanted.box
    sideways = turns % 2 == 1
    made = await library.image(wanted.picture, (box[1], box[0]) if sideways else box, quality, wanted.page)
    image, width, height = made.image, made.full_width, made.full_height
    turn = {1: Transpose.ROTATE_270, 2: Transpose.ROTATE_180, 3: Transpose.ROTATE_90}.get(turns)
    if turn is not None:
        image = image.transpose(turn)
    if sideways:
        width, height = height, width
    return Ready(image, width, height, quality == "fine")


class Renderings:
    """Asks for renderings, the one on the screen before its neighbours, and remembers the last few."""

    def __init__(self, bridge: Bridge) -> None:
        """Hold nothing yet."""
        self._bridge = bridge
        self._library: LibraryLike | None = None
        self._ready: OrderedDict[Name, Ready] = OrderedDict()
        self._own: list[Ticket] = []
        self._neighbours: dict[Name, Ticket] = {}

    def use(self, library: "LibraryLike") -> None:
        """Ask this library from now on."""
        self._library = library

    def get(self, wanted: Wanted) -> Ready | None:
        """Give a finished rendering, if there is one."""
        if wanted.name in self._ready:
            self._ready.move_to_end(wanted.name)
        return self._ready.get(wanted.name)

    def ask(
        self,
        wanted: Wanted,
        on_ready: Callable[[Ready], None],
        on_fault: Callable[[BaseException], None],
        *,
        rough: bool = True,
    ) -> None:
        """Ask for the picture on the screen: first `rough`, then fine. What was asked for before is dropped."""
        self.drop()
        if self._library is None:
            return
        beside = self._neighbours.pop(wanted.name, None)
        if beside is not None:
            beside.cancel()

        def came(ready: Ready) -> None:
            on_ready(ready)
            if ready.fine:
                self._keep(wanted.name, ready)
            else:
                ask_for("fine")

        def ask_for(quality: "Quality") -> None:
            work = partial(rendered, self._library, wanted, quality)  # type: ignore[arg-type]
            self._own.append(self._bridge.ask(work, came, on_fault))

        ask_for("rough" if rough else "fine")

    def drop(self) -> None:
        """Nobody looks at the picture asked for any more."""
        for ticket in self._own:
            ticket.cancel()
        self._own = []

    def prepare(self, pictures: Sequence[Picture], box: tuple[int, int]) -> None:
        """Have the neighbours made ahead, in this order; what was being made and is no neighbour is dropped."""
        if self._library is None:
            return
        wanted = {one.name: one for one in (Wanted(picture, box) for picture in pictures)}
        for name in [name for name in self._neighbours if name not in wanted]:
            self._neighbours.pop(name).cancel()
        for name, one in wanted.items():
            if name in self._ready or name in self._neighbours:
                continue
            work = partial(rendered, self._library, one, "fine")
            self._neighbours[name] = self._bridge.ask(work, partial(self._prepared, name), partial(self._missed, name))

    def forget(self, key: str) -> None:
        """A picture has changed: what was made of it is of no use."""
        for name in [name for name in self._ready if name[0] == key]:
            del self._ready[name]

    def clear(self) -> None:
        """Drop everything."""
        self.drop()
        for ticket in self._neighbours.values():
            ticket.cancel()
        self._neighbours.clear()
        self._ready.clear()

    def _prepared(self, name: Name, ready: Ready) -> None:
        self._neighbours.pop(name, None)
        self._keep(name, ready)

    def _missed(self, name: Name, _: BaseException) -> None:
        """Say nothing: the person has not asked for this one, and will be told when they do."""
        self._neighbours.pop(name, None)

    def _keep(self, name: Name, ready: Ready) -> None:
        self._ready[name] = ready
        self._ready.move_to_end(name)
        while len(self._ready) > READY:
            self._ready.popitem(last=False)
