"""What the screen wants of the library, as a protocol, and the plain values that come back.

Owns no behaviour. Refuses to import the library: the window is on the screen before that is loaded.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias, runtime_checkable

from vitrina.errors import VitrinaError
from vitrina.model import Gallery, Outcome, Picture, Priority, Progress, StoredResponse
from vitrina.settings import Settings

if TYPE_CHECKING:
    from PIL.Image import Image

Quality: TypeAlias = Literal["rough", "fine"]
BoxOfFloats: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels of the whole picture."""


class OfferLike(Protocol):
    """What a page announces beside its pictures."""

    @property
    def url(self) -> str:
        """Where it is."""

    @property
    def kind(self) -> str:
        """`feed`, `iiif` or `json`."""

    @property
    def title(self) -> str | None:
        """What the page calls it."""


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

    @property
    def offer(self) -> OfferLike | None:
        """Set where nothing was left out, but more is announced."""


@runtime_checkable
class RefreshedLike(Protocol):
    """How a gallery stands after its locators were read again."""

    @property
    def pictures(self) -> Sequence[Picture]:
        """All of it in its order; `gone` is set on what the source no longer lists."""

    @property
    def new(self) -> int:
        """How many came since the last time."""

    @property
    def gone(self) -> int:
        """How many the source has stopped listing since."""

    @property
    def changed(self) -> bool:
        """Whether it is another list than before."""


Opened: TypeAlias = list[Picture] | LeftOutLike | RefreshedLike


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


class ReleaseLike(Protocol):
    """A version that was released."""

    @property
    def version(self) -> str:
        """Its number."""

    @property
    def page(self) -> str:
        """The address of the page that tells of it."""


class SaidLike(Protocol):
    """Ratings and tags, by key."""

    @property
    def ratings(self) -> Mapping[str, int]:
        """From 1 to 5."""

    @property
    def tags(self) -> Mapping[str, tuple[str, ...]]:
        """The person's own."""


class NotesLike(Protocol):
    """What the person says of pictures, and pictures found in the whole library."""

    async def said(self) -> SaidLike:
        """Give all ratings and tags."""

    async def rate(self, pictures: Sequence[Picture], rating: int) -> None:
        """Rate from 1 to 5; 0 takes the rating away."""

    async def tag(self, pictures: Sequence[Picture], tags: Mapping[str, Sequence[str]]) -> None:
        """Have these pictures bear these tags, by key, and no others."""

    async def index(self) -> None:
        """Make ready to find what has changed."""

    def find(self, typed: str) -> AsyncIterator[Opened]:
        """Give what is found by what was typed, the first of it at once."""


class MarksLike(Protocol):
    """Which pictures the person has marked, by key, and what was said of them."""

    @property
    def favourites(self) -> frozenset[str]:
        """Favourites."""

    @property
    def kept(self) -> frozenset[str]:
        """Kept offline."""

    @property
    def said(self) -> SaidLike:
        """Ratings and tags."""


class SavedLike(Protocol):
    """What can be done to saved galleries, by name; UsageError says in a sentence what is wrong with a name."""

    async def save(self, gallery: Gallery) -> None:
        """Add a gallery, or give the one of that name other locators."""

    async def rename(self, name: str, new: str) -> None:
        """Give it another name."""

    async def reorder(self, names: Sequence[str]) -> None:
        """Have the galleries in this order."""

    async def merge(self, names: Sequence[str], into: str) -> object:
        """Make one of several; what comes back undoes it in `restore`."""

    async def remove(self, names: Sequence[str]) -> object:
        """Forget them; what comes back undoes it in `restore`."""

    async def leave_out(self, name: str, pictures: Sequence[Picture]) -> object:
        """Have these pictures in a gallery no more; what comes back undoes it in `restore`."""

    async def restore(self, before: Any) -> None:  # noqa: ANN401 - what the library gave, and nobody looks into
        """Undo what gave this."""

    async def set_kept(self, name: str, *, on: bool) -> int:
        """Keep all of it offline, or release it; how many pictures could not be had."""

    async def export(self, names: Sequence[str], file: Path) -> None:
        """Write them out in the form that the file's ending names, never over other content."""

    async def bring(self, file: Path) -> Sequence[str]:
        """Take in what was written out; the names of what came."""


class ShareLike(Protocol):
    """What one gallery has in the store; unnamed: what is in none."""

    @property
    def label(self) -> str:
        """The gallery's name."""

    @property
    def files(self) -> int:
        """How many."""

    @property
    def kept(self) -> int:
        """Bytes that stay."""

    @property
    def evictable(self) -> int:
        """Bytes that make room when need be."""


class UsageLike(Protocol):
    """Who has how much of the store."""

    @property
    def shares(self) -> Sequence[ShareLike]:
        """Of the galleries, and last of what is in none."""

    @property
    def thumbnails(self) -> int:
        """Bytes of the thumbnails."""

    @property
    def info(self) -> StoreInfoLike:
        """The whole."""


class VerdictLike(Protocol):
    """What checking the store found, in files."""

    @property
    def checked(self) -> int:
        """Looked at."""

    @property
    def damaged(self) -> int:
        """Not what they should be."""

    @property
    def missing(self) -> int:
        """Not there."""


class MovingLike(Protocol):
    """A store on its way to another folder."""

    def finish(self) -> None:
        """Copy what is left, with the library closed; VitrinaError."""

    def remove_old(self) -> None:
        """Empty the old place."""

    def give_up(self) -> None:
        """Empty the new place."""


class StorageLike(Protocol):
    """The care of the store. Long work gives steps (`done`, `total`), and at the end what came of it (`result`)."""

    async def usage(self) -> UsageLike:
        """Say who has how much."""

    def verify(self) -> AsyncIterator[Any]:
        """Read everything; the result is a verdict."""

    def clear(self, *, kept: bool = False) -> AsyncIterator[Any]:
        """Empty it; the result is the bytes freed."""

    def move(self, folder: Path) -> AsyncIterator[Any]:
        """Copy it to another folder; the result is the move, to be finished."""


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

    async def whole(self, picture: Picture, page: int = 0) -> "Whole":
        """Give the picture with all its pixels; PictureError."""

    def frames(self, picture: Picture, box: tuple[int, int]) -> AsyncIterator[FrameLike]:
        """Give one pass through a picture that `probe` calls animated, each frame with its seconds."""

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
