"""A Linux desktop's menu entry: its form for everybody, and the one that a portable copy writes for its user.

Owns the form (Desktop Entry Specification 1.5) and the user's `applications` and `icons` folders as far as this one
entry goes, with the desktop's list of who opens what. Refuses to touch what it did not write: its own entry carries a
mark, and the icon's hash.
"""

import hashlib
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import platformdirs

from vitrina import description
from vitrina.errors import UsageError
from vitrina.whole_file import write_whole

MARK: Final = "X-Vitrina-Icon"  # in our own entries only; holds the SHA-256 of the icon that came with it

_NEEDS_QUOTES: Final = re.compile(r"""[\s"'\\><~|&;$*?#()`]""")
_ESCAPED_IN_QUOTES: Final = re.compile(r'(["`$\\])')


def desktop_entry(command: Sequence[str] = (description.COMMAND,), own: Mapping[str, str] | None = None) -> str:
    """Write the entry; `command` is what it starts, word by word, and `own` are further keys."""
    lines = ["[Desktop Entry]", "Type=Application", "Version=1.4", f"Name={description.NAME}"]
    lines += _localised("GenericName", description.GENERIC_NAME)
    lines += _localised("Comment", description.SUMMARY)
    lines += [f"Exec={' '.join(map(_word, command))} %U", f"Icon={description.ID}", "Terminal=false"]
    lines += ["StartupNotify=true", f"StartupWMClass={description.NAME}", _many("Categories", description.CATEGORIES)]
    lines += [_many(f"Keywords{_tag(code)}", words) for code, words in description.KEYWORDS.items()]
    kinds = [*(kind.media_type for kind in description.FILE_TYPES), f"x-scheme-handler/{description.SCHEME}"]
    lines += [_many("MimeType", kinds)]
    lines += [f"{key}={_string(value)}" for key, value in (own or {}).items()]
    return "\n".join(lines) + "\n"


def _localised(key: str, texts: Mapping[str, str]) -> list[str]:
    return [f"{key}{_tag(code)}={text}" for code, text in texts.items()]


def _tag(code: str) -> str:
    return "" if code == "en" else f"[{code}]"


def _many(key: str, values: Sequence[str]) -> str:
    return f"{key}={';'.join(values)};"


def _word(word: str) -> str:
    """Quote a word of Exec: percent signs twice; then, if need be, quotes with escapes inside; then a string's own."""
    word = word.replace("%", "%%")
    if _NEEDS_QUOTES.search(word):
        word = '"' + _ESCAPED_IN_QUOTES.sub(r"\\\1", word) + '"'
    return _string(word)


def _string(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def entry_path() -> Path:
    """Where the user's own entry lies ($XDG_DATA_HOME/applications)."""
    return platformdirs.user_data_path() / "applications" / f"{description.ID}.desktop"


def icon_path() -> Path:
    """Where its icon lies, in the theme that every other falls back to."""
    return platformdirs.user_data_path() / "icons/hicolor/256x256/apps" / f"{description.ID}.png"


def install(command: Sequence[str], icon: bytes) -> Path:
    """Write the entry that starts `command`, and its icon; UsageError where somebody else's entry is there.

    An icon that somebody else put there stays: it is what the person wants to see. OSError as it comes.
    """
    entry, picture = entry_path(), icon_path()
    before = _read_own(entry)
    if not picture.exists() or _is_ours(picture, before):
        write_whole(picture, icon)
    own = {"TryExec": command[0], MARK: hashlib.sha256(icon).hexdigest()}
    write_whole(entry, desktop_entry(command, own).encode())
    _announce(entry.parent)
    return entry


def remove() -> tuple[Path, bool]:
    """Remove entry and icon, and folders that are empty then; whether there was one. UsageError for another's."""
    entry, picture = entry_path(), icon_path()
    before = _read_own(entry)
    if _is_ours(picture, before):
        picture.unlink()
    entry.unlink(missing_ok=True)
    if before is not None:
        _announce(entry.parent)
        _tidy(picture.parent)
        _tidy(entry.parent)
    return entry, before is not None


def _announce(folder: Path) -> None:
    """Have the list made anew by which desktops find who opens a kind of file or link; none is kept of nothing."""
    program = shutil.which("update-desktop-database")
    if program is not None and folder.is_dir():
        subprocess.run([program, "-q", folder], capture_output=True, check=False)  # noqa: S603 - no word of another's
    listed = folder / "mimeinfo.cache"
    if listed.is_file() and listed.read_bytes().strip() == b"[MIME Cache]":
        listed.unlink()


def _tidy(folder: Path) -> None:
    """Remove `folder` and those above it, below the user's data folder, as long as they are empty."""
    top = platformdirs.user_data_path()
    while folder != top and folder.is_relative_to(top):
        try:
            folder.rmdir()
        except OSError:  # not empty, or a link, or not ours to remove
            return
        folder = folder.parent


def _read_own(entry: Path) -> str | None:
    """Read the entry's mark; None where there is no entry, UsageError where there is one without a mark."""
    try:
        text = entry.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None
    mark = re.search(rf"^{MARK}=(.*)$", text, re.MULTILINE)
    if mark is None:
        raise UsageError(
            "The menu entry {path} was not made by this command; move it away first if you want to replace it.",
            path=entry,
        )
    return mark[1]


def _is_ours(picture: Path, mark: str | None) -> bool:
    return picture.is_file() and hashlib.sha256(picture.read_bytes()).hexdigest() == mark
