"""What the screen wants of the library as a whole, as a protocol.

Owns no behaviour. Refuses to import the library: the window is on the screen before that is loaded.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Protocol

from vitrina.model import Gallery, Outcome, Picture, Priority, Progress
from vitrina.settings import Settings
from vitrina.ui.wanted.collection import LikenessLike, MarksLike, NotesLike, Opened, SavedLike
from vitrina.ui.wanted.pixels import (
    BegunLike,
    DetailsLike,
    FrameLike,
    ProbeLike,
    Quality,
    RenderingLike,
    ThumbLike,
    VersionLike,
    Whole,
)
from vitrina.ui.wanted.storage import StorageLike, StoreInfoLike


class ReleaseLike(Protocol):
    """A version that was released."""

    @property
    def version(self) -> str:
        """Its number."""

    @property
    def page(self) -> str:
        """The address of the page that tells of it."""


class HostLike(Protocol):
    """How one host is doing; moments in seconds since the epoch."""

    @property
    def host(self) -> str:
        """Its name."""

    @property
    def active(self) -> int:
        """Requests under way."""

    @property
    def waiting(self) -> int:
        """Requests that wait for their turn."""

    @property
    def allowed(self) -> int:
        """How many it may get at once now."""

    @property
    def limit(self) -> int:
        """How many it may get at once at the most."""

    @property
    def paused_until(self) -> float | None:
        """What it asked for."""

    @property
    def unreachable_until(self) -> float | None:
        """For how long it is taken for dead."""


class KeysHeldLike(Protocol):
    """Which services there is a key for, and where keys lie."""

    @property
    def names(self) -> frozenset[str]:
        """The services."""

    @property
    def where(self) -> str:
        """`keyring` or `file`."""


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

    @property
    def saved(self) -> SavedLike:
        """The saved galleries."""

    @property
    def alike(self) -> LikenessLike:
        """Which pictures have the same bytes."""

    @property
    def notes(self) -> NotesLike:
        """Ratings, tags, and what is found by them and by texts."""

    def open_gallery(self, name: str, *, as_left: bool = False) -> AsyncIterator[Opened]:
        """Give a saved gallery's pictures at once, and at the end how it stands after it was read again."""

    def refresh_gallery(self, name: str) -> AsyncIterator[Opened]:
        """Ask for all of a gallery again; at the end comes how it stands."""

    def paste(self, html: str, base: str = "") -> AsyncIterator[Opened]:
        """Give the pictures of what a browser copied as HTML, as `open` does; VitrinaError where there are none."""

    async def thumbnail(self, picture: Picture, edge: int, priority: Priority) -> ThumbLike:
        """Give a thumbnail within `edge` pixels; PictureError. Cancelling says that nobody waits any more."""

    async def image(self, picture: Picture, box: tuple[int, int], quality: Quality, page: int = 0) -> RenderingLike:
        """Give the picture, or a page of it, fitted into `box`; PictureError."""

    def arriving(self, picture: Picture, box: tuple[int, int]) -> AsyncIterator[BegunLike]:
        """Give what has come of a picture each time there is more, until it is here."""

    async def probe(self, picture: Picture) -> ProbeLike:
        """Say whether it moves, and how many pages it has; PictureError."""

    async def versions(self, picture: Picture) -> Sequence[VersionLike]:
        """Give what its address gave before, the latest first."""

    async def whole(self, picture: Picture, page: int = 0) -> Whole:
        """Give the picture with all its pixels; PictureError."""

    def frames(self, picture: Picture, box: tuple[int, int]) -> AsyncIterator[FrameLike]:
        """Give one pass through a picture that `probe` calls animated, each frame with its seconds."""

    async def fetch(self, picture: Picture, *, refresh: bool = False) -> Outcome:
        """Have the picture's bytes, from the web anew if `refresh`."""

    def fetch_later(self, pictures: Sequence[Picture]) -> None:
        """Download in the background what of these is not here yet."""

    def prioritise(self, pictures: Sequence[Picture], priority: Priority) -> None:
        """Change who goes first among what waits."""

    def subscribe(self, hear: Callable[[Progress], None]) -> None:
        """Tell `hear` of every step of every download, from now on."""

    def set_offline(self, offline: bool) -> None:  # noqa: FBT001 - a switch has one argument
        """Touch the network or leave it alone from now on."""

    async def details(self, picture: Picture) -> DetailsLike:
        """Say what is known of the bytes."""

    @property
    def storage(self) -> StorageLike:
        """The care of the store."""

    async def set_limits(self, settings: Settings) -> None:
        """Have the limits of these settings from now on."""

    def hosts(self) -> Sequence[HostLike]:
        """How every host is doing; quick, on the loop's thread."""

    async def keys(self) -> KeysHeldLike:
        """Which services there is a key for."""

    async def set_key(self, service: str, key: str) -> None:
        """Remember a key, or forget it where it is empty; VitrinaError."""

    async def close(self) -> None:
        """Give everything back; what is partial resumes next time."""

    async def info(self) -> StoreInfoLike:
        """Say how full the store is."""

    async def newer_release(self) -> ReleaseLike | None:
        """Say which version came after this one; asked of the project once a day at most."""

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

    def everything(self) -> AsyncIterator[Opened]:
        """Give all pictures of the library, in batches."""

    async def galleries(self) -> Sequence[Gallery]:
        """List the saved galleries, in the person's order."""

    async def recent(self) -> Sequence[Sequence[str]]:
        """Give the locators opened lately, newest first."""

    async def copy_to(self, picture: Picture, folder: Path, name: str | None = None) -> Path:
        """Write the picture out below a folder; where it lies now."""

    async def export(self, pictures: Sequence[Picture], folder: Path) -> Sequence[Path]:
        """Write pictures out under readable names, never over other content."""
