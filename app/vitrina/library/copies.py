"""Pictures written out for the person: as files with their credits, and a page of them.

Owns that what is written is what the person saw. Refuses to know names and forms of files: `export` does.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from vitrina.library import export, local
from vitrina.library.decode_pool import DecodePool
from vitrina.library.fetching import Fetching, error_of
from vitrina.model import Picture


class Copies:
    """Lives on the loop. `language` is the code of the page's language."""

    def __init__(self, fetching: Fetching, pool: DecodePool, language: str) -> None:
        self._fetching, self._pool, self._language = fetching, pool, language

    async def copy_to(self, picture: Picture, folder: Path, name: str | None = None) -> Path:
        """Write the picture out below `folder`, fetched first where it is not here; where it lies now.

        Other content is never overwritten. PictureError, InstallationError.
        """
        outcome = await self._fetching.have(picture)
        if outcome.path is None:
            raise error_of(outcome)
        wanted = name or export.file_name(picture, outcome.media_type)
        if local.is_local(picture):
            return await self._pool.run(export.write_out, outcome.path, folder, wanted)
        return await self._pool.run(export.write_credited, outcome.path, folder, wanted, picture, outcome.media_type)

    async def export(self, pictures: Iterable[Picture], folder: Path) -> list[Path]:
        """Write pictures out under readable names; where they lie. PictureError, InstallationError."""
        return [await self.copy_to(picture, folder) for picture in pictures]

    async def write_sheet(self, written: Sequence[tuple[Path, Picture]], folder: Path, title: str) -> Path:
        """Write a page of pictures that lie in `folder` already."""
        return await self._pool.run(export.write_sheet, folder, title, written, self._language)
