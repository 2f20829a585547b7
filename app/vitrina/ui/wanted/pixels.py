"""What the screen wants to draw: protocols of the pixels and the facts of one picture.

Owns no behaviour. Refuses to say who gives them (`library` does).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from vitrina.model import Picture, StoredResponse

if TYPE_CHECKING:
    from PIL.Image import Image

Quality: TypeAlias = Literal["rough", "fine"]
BoxOfFloats: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels of the whole picture."""


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
    def versions(self) -> int:
        """How many other pictures its address gave before."""

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


class VersionLike(Protocol):
    """What a picture's address gave before."""

    @property
    def picture(self) -> Picture:
        """It, to be looked at as any other."""

    @property
    def received_at(self) -> float:
        """When it was had, in seconds since the epoch."""


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
