"""What the screen wants of the library, as a protocol, and the plain values that come back.

Owns no behaviour. Refuses to import the library: the window is on the screen before that is loaded.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from vitrina.errors import VitrinaError
from vitrina.model import Gallery, Outcome, Picture, Priority, Progress, StoredResponse

if TYPE_CHECKING:
    from PIL.Image import Image

Quality: TypeAlias = Literal["rough", "fine"]
BoxOfFloats: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels of the whole picture."""


class LeftOutLike(Protocol):
    """What is not among the pictures, and why: a sentence with blanks, and the error where there was one."""

    @property
    def template(self) -> str:
        """The sentence, with named blanks."""

    @property
    def fields(self) -> Mapping[str, object]:
        """What fills the blanks."""

    @property
    def error(self) -> VitrinaError | None:
        """Set where a whole locator could not be read."""


Opened: TypeAlias = list[Picture] | LeftOutLike


class FrameLike(Protocol):
    """One frame of an animation."""

    @property
    def image(self) -> "Image":
        """The pixels, RGB."""

    @property
    def seconds(self) -> float:
        """For how long it is shown."""


class ThumbLike(Protocol):
    """A thumbnail: RGB, its longest edge no longer than asked; `width`, `height` are the whole picture's, if known."""

    @property
    def image(self) -> "Image":
        """The pixels."""

    @property
    def origin(self) -> str:
        """Where it came from: `store`, `decode` or `web`."""

    @property
    def stale(self) -> bool:
        """Whether the network failed and an old copy was taken."""

    @property
    def width(self) -> int | None:
        """Of the whole picture."""

    @property
    def height(self) -> int | None:
        """Of the whole picture."""


class RenderingLike(Protocol):
    """A picture made to fit a box, never enlarged."""

    @property
    def image(self) -> "Image":
        """The pixels, RGB."""

    @property
    def full_width(self) -> int:
        """Of the whole picture, turned upright."""

    @property
    def full_height(self) -> int:
        """Of the whole picture, turned upright."""


class BegunLike(Protocol):
    """What there is of a picture whose bytes still arrive."""

    @property
    def image(self) -> "Image":
        """The pixels, RGB, grey where nothing has come yet."""

    @property
    def there(self) -> tuple[int, int, int, int]:
        """The part of the image that has come: left, top, right, bottom."""

    @property
    def full_width(self) -> int:
        """Of the whole picture, turned upright."""

    @property
    def full_height(self) -> int:
        """Of the whole picture, turned upright."""


class ProbeLike(Protocol):
    """What a picture's bytes are."""

    @property
    def frames(self) -> int:
        """How many frames or pages."""

    @property
    def animated(self) -> bool:
        """Whether they are frames."""

    @property
    def loops(self) -> int:
        """How often they play, 0 for ever."""


class Whole(Protocol):
    """A picture with all its pixels, upright; threads may share it."""

    width: int
    height: int

    def region(self, box: BoxOfFloats, size: tuple[int, int], *, quality: Quality = "rough") -> "Image":
        """Give a part at a size: rough within a few milliseconds, or fine."""

    def turned(self, turns: int) -> "Whole":
        """Give it turned by quarters, clockwise."""


class DetailsLike(Protocol):
    """What the information panel adds to what the picture itself knows."""

    @property
    def stored(self) -> StoredResponse | None:
        """The response in the store, if it is there."""

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """Label (English) and text, such as EXIF fields."""


class StoreInfoLike(Protocol):
    """What the status bar says of the store."""

    @property
    def bytes(self) -> int:
        """Held now."""

    @property
    def limit_bytes(self) -> int:
        """At most."""

    @property
    def pictures(self) -> int:
        """How many pictures."""

    @property
    def kept(self) -> int:
        """How many of them are kept."""


class MarksLike(Protocol):
    """Which pictures the person has marked, by key."""

    @property
    def favourites(self) -> frozenset[str]:
        """Favourites."""

    @property
    def kept(self) -> frozenset[str]:
        """Kept offline."""


class GalleryLike(Protocol):
    """A saved gallery, as the sidebar lists it."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def pictures(self) -> int:
        """How many pictures it gave when last refreshed."""

    @property
    def locators(self) -> Sequence[str]:
        """What opens it."""


class LibraryLike(Protocol):
    """Everything that the screen asks for. Coroutines run on the loop's thread; the plain methods are called there."""

    def open(
        self,
        locators: Sequence[str],
        *,
        times: int = 1,
        limit: int | None = None,
        source: str | None = None,
        as_left: bool = False,
    ) -> AsyncIterator[Opened]:
        """Give the pictures in batches as they are known, and sentences about what was left out; VitrinaError.

        `as_left`: what the store holds of the source is taken whatever its age.
        """

    async def thumbnail(self, picture: Picture, edge: int, priority: Priority) -> ThumbLike:
        """Give a thumbnail within `edge` pixels; PictureError. Cancelling says that nobody waits any more."""

    async def image(self, picture: Picture, box: tuple[int, int], quality: Quality, page: int = 0) -> RenderingLike:
        """Give the picture, or a page of it, fitted into `box`; PictureError."""

    def arriving(self, picture: Picture, box: tuple[int, int]) -> AsyncIterator[BegunLike]:
        """Give what has come of a picture each time there is more, until it is here."""

    async def probe(self, picture: Picture) -> ProbeLike:
        """Say whether it moves, and how many pages it has; PictureError."""

    async def whole(self, picture: Picture, page: int = 0) -> "Whole":
        """Give the picture with all its pixels; PictureError."""

    def frames(self, picture: Picture, box: tuple[int, int]) -> AsyncIterator[FrameLike]:
        """Give one pass through an animation, each frame with its seconds; nothing for a still picture."""

    async def fetch(self, picture: Picture, *, refresh: bool = False) -> Outcome:
        """Have the picture's bytes, from the web anew if `refresh`."""

    def prioritise(self, pictures: Sequence[Picture], priority: Priority) -> None:
        """Change who goes first among what waits."""

    def subscribe(self, hear: Callable[[Progress], None]) -> None:
        """Tell `hear` of every step of every download, from now on."""

    def set_offline(self, offline: bool) -> None:  # noqa: FBT001 - a switch has one argument
        """Touch the network or leave it alone from now on."""

    async def details(self, picture: Picture) -> DetailsLike:
        """Say what is known of the bytes."""

    async def info(self) -> StoreInfoLike:
        """Say how full the store is."""

    async def marks(self) -> MarksLike:
        """Say what is marked."""

    async def set_favourite(self, pictures: Sequence[Picture], on: bool) -> None:  # noqa: FBT001 - as above
        """Mark or unmark."""

    async def set_kept(self, pictures: Sequence[Picture], on: bool) -> None:  # noqa: FBT001 - as above
        """Keep offline for good, or release."""

    async def favourites(self) -> Sequence[Picture]:
        """Give the favourites, newest first."""

    async def kept(self) -> Sequence[Picture]:
        """Give what is kept offline."""

    async def everything(self) -> Sequence[Picture]:
        """Give all pictures of the library."""

    async def galleries(self) -> Sequence[GalleryLike]:
        """List the saved galleries."""

    async def recent(self) -> Sequence[Sequence[str]]:
        """Give the locators opened lately, newest first."""

    async def save_gallery(self, gallery: Gallery) -> None:
        """Add a gallery, or give the one of that name other locators."""

    async def copy_to(self, picture: Picture, folder: Path, name: str | None = None) -> Path:
        """Write the picture out below a folder; where it lies now."""

    async def export(self, pictures: Sequence[Picture], folder: Path) -> Sequence[Path]:
        """Write pictures out under readable names, never over other content."""
