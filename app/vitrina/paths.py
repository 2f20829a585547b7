"""Where Vitrina's folders lie: the user's own directories, or all of them below one profile folder.

Owns the names of the folders and files. Refuses to create any: whoever writes makes its folder.
"""

import sys
from dataclasses import replace
from pathlib import Path

from vitrina.frozen import frozen

PORTABLE_FOLDER = "VitrinaData"


@frozen
class Paths:
    """The four folders: settings, what must last, what may be evicted, logs."""

    config: Path
    data: Path
    cache: Path
    log: Path
    store: Path | None = None
    """Where the person has moved the store and what is kept, out of `cache` and `data`."""
    apart: bool = True
    """Whether all lies below a folder of its own, so that nothing is to be read or written elsewhere."""

    def with_store(self, folder: str) -> "Paths":
        """Take into account where the settings say that the store was moved to; nowhere if `folder` is empty."""
        return replace(self, store=Path(folder) if folder else None)

    @property
    def settings_file(self) -> Path:
        """The settings, in TOML."""
        return self.config / "settings.toml"

    @property
    def keys_file(self) -> Path:
        """The keys of services that take one, in TOML, where there is no keyring for them."""
        return self.config / "keys.toml"

    @property
    def asked_file(self) -> Path:
        """When newer versions were last asked for, in TOML."""
        return self.config / "asked.toml"

    @property
    def library_file(self) -> Path:
        """Galleries, favourites and history, in SQLite."""
        return self.data / "library.sqlite"

    @property
    def kept_folder(self) -> Path:
        """Pictures that the person asked to have for good."""
        return (self.store or self.data) / "kept"

    @property
    def pasted_folder(self) -> Path:
        """Pictures that were pasted, and have no address anywhere else."""
        return self.data / "pasted"

    @property
    def wallpaper_folder(self) -> Path:
        """The picture that the desktop shows."""
        return self.data / "wallpaper"

    @property
    def dragged_folder(self) -> Path:
        """Copies of what was dragged out of the window, for whoever it fell upon."""
        return self.cache / "dragged"

    @property
    def store_folder(self) -> Path:
        """Pictures and thumbnails that may be evicted."""
        return (self.store or self.cache) / "store"

    @property
    def log_file(self) -> Path:
        """The program's own log."""
        return self.log / "vitrina.log"

    @property
    def crash_folder(self) -> Path:
        """Reports of our own faults."""
        return self.log / "crashes"


def below(profile: Path) -> Paths:
    """Put everything below one folder (`--profile`, or the portable folder)."""
    root = profile.expanduser().absolute()
    return Paths(config=root / "config", data=root / "data", cache=root / "cache", log=root / "log")


def portable_folder() -> Path | None:
    """`VitrinaData` beside the frozen program, where the person has put one."""
    if not getattr(sys, "frozen", False):
        return None
    folder = Path(sys.executable).absolute().parent / PORTABLE_FOLDER
    return folder if folder.is_dir() else None


def resolve(profile: Path | None = None) -> Paths:
    """Choose the folders: the profile asked for, else the portable folder, else the user's own."""
    chosen = profile or portable_folder()
    if chosen is not None:
        return below(chosen)
    import platformdirs  # not needed where all lies in one folder

    own = platformdirs.PlatformDirs("Vitrina", appauthor=False)
    return Paths(
        config=own.user_config_path,
        data=own.user_data_path,
        cache=own.user_cache_path,
        log=own.user_log_path,
        apart=False,
    )
