"""The person's settings, how the window was left, and the like: frozen values in small TOML files.

Owns the names, defaults and bounds of the settings. Refuses a value of the wrong type or out of its
bounds with a sentence that names it; keeps the entries it does not know when it writes, so that a
later version's settings survive an earlier one.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

from vitrina.errors import InstallationError, UsageError
from vitrina.frozen import frozen
from vitrina.whole_file import write_whole

_ONE_OF: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "theme": ("system", "light", "dark", "contrast"),
        "layout": ("square", "rows"),
        "slideshow_order": ("shown", "random"),
    }
)
_BOUNDS: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {
        "jobs": (1, 512),
        "per_host": (1, 64),
        "tile": (64, 512),
        "text_size": (50, 300),
        "max_size": (1024, 1 << 40),
        "store_limit": (0, 1 << 50),
        "slideshow_seconds": (1, 3600),
    }
)


@frozen
class Settings:
    """What the person chose; every default is what a newcomer gets.

    `language` is a code, empty for the system's. `tile` and `text_size` are in logical pixels and in
    percent. `tell_newer` lets the project be asked for newer versions. `max_size` and `store_limit` are in
    bytes; a `store_limit` of 0 lets the store choose. `store_folder` is where the store was moved to.
    `keys` gives an action other keys than its own, by the action's name. `insecure_hosts` are believed
    whatever their certificate says.
    """

    language: str = ""
    theme: str = "system"
    layout: str = "square"
    tile: int = 192
    text_size: int = 100
    show_titles: bool = True
    show_sidebar: bool = True
    offline: bool = False
    data_saver: bool = False
    jobs: int = 32
    per_host: int = 4
    max_size: int = 512 * 1024 * 1024
    store_limit: int = 0
    store_folder: str = ""
    tell_newer: bool = False
    slideshow_seconds: int = 5
    slideshow_order: str = "shown"
    slideshow_fade: bool = True
    keys: Mapping[str, list[str]] = field(default_factory=dict)
    insecure_hosts: list[str] = field(default_factory=list)

    @staticmethod
    def load(file: Path) -> "Settings":
        """Read `file`; a missing one gives the defaults. UsageError names a value that is wrong."""
        return _read(Settings, file)

    def save(self, file: Path) -> None:
        """Write to `file`, whole or not at all; InstallationError where it cannot be written."""
        _write(asdict(self), file)


@frozen
class WindowState:
    """How the window was left: Tk geometry, what was open (its locators or its name), and where in it."""

    geometry: str = ""
    maximised: bool = False
    locators: list[str] = field(default_factory=list)
    name: str = ""
    scroll: float = 0.0
    selected: str = ""

    @staticmethod
    def load(file: Path) -> "WindowState":
        """Read `file`; anything unreadable gives a fresh window, as nothing of worth is lost."""
        return _read_if_sound(WindowState, file)

    def save(self, file: Path) -> None:
        """Write to `file`, whole or not at all."""
        _write(asdict(self), file)


@frozen
class LastAsked:
    """When the project was last asked for newer versions, in seconds since the epoch."""

    at: float = 0.0

    @staticmethod
    def load(file: Path) -> "LastAsked":
        """Read `file`; anything unreadable is as if nobody had asked."""
        return _read_if_sound(LastAsked, file)

    def save(self, file: Path) -> None:
        """Write to `file`, whole or not at all; InstallationError where it cannot be written."""
        _write(asdict(self), file)


_T = TypeVar("_T", Settings, WindowState, LastAsked)


def _read(kind: type[_T], file: Path) -> _T:
    values = _table(file)
    known = {one.name: one for one in fields(kind)}
    taken = {name: _checked(name, values[name], getattr(kind(), name), file) for name in known if name in values}
    return kind(**taken)


def _read_if_sound(kind: type[_T], file: Path) -> _T:
    try:
        return _read(kind, file)
    except UsageError:
        return kind()


def _table(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UsageError(
            "The settings in {file} cannot be read ({reason}); mend that, or name another folder with --profile.",
            file=file,
            reason=error.strerror,
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            "The settings in {file} are not valid TOML ({reason}); mend or delete that file.", file=file, reason=error
        ) from error


def _checked(name: str, value: object, default: object, file: Path) -> Any:  # noqa: ANN401 - as wide as the fields are
    wanted = type(default)
    if wanted is float and type(value) is int:
        value = float(value)
    if type(value) is not wanted:
        raise UsageError(
            "The setting {name} in {file} should be of type {wanted}.", name=name, file=file, wanted=wanted.__name__
        )
    if name in _ONE_OF and value not in _ONE_OF[name]:
        raise UsageError(
            "The setting {name} in {file} should be one of {choices}.",
            name=name,
            file=file,
            choices=", ".join(_ONE_OF[name]),
        )
    if name in _BOUNDS and isinstance(value, int):
        low, high = _BOUNDS[name]
        if not low <= value <= high:
            raise UsageError(
                "The setting {name} in {file} should be from {low} to {high}.", name=name, file=file, low=low, high=high
            )
    return value


def _write(values: dict[str, Any], file: Path) -> None:
    try:
        merged = {**_table(file), **values}
    except UsageError:
        merged = values
    try:
        import tomli_w  # not needed to start

        write_whole(file, tomli_w.dumps(merged))
    except OSError as error:
        raise InstallationError(
            "The settings cannot be written to {file} ({reason}).", file=file, reason=error.strerror
        ) from error
