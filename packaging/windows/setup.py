"""The installer for Windows: takes the frozen folder, gives the finished `setup.exe`.

Owns what the script `setup.nsi` is filled with: texts, and the list of files, one by one, so that uninstalling removes
exactly those. Refuses to sign: whoever holds the certificate does, with `SIGN` as the command for the uninstaller.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from vitrina import __version__, description
from windows import resources

SCRIPT = Path(__file__).with_name("setup.nsi")
# NSIS as its makers give it out for Windows can make the installer a 32-bit program alone, which every Windows runs.
# Debian's has both kinds, and wine without its 32-bit half runs the other alone.
TARGET = "x86-unicode" if sys.platform == "win32" else "amd64-unicode"


def build(
    frozen: Path, out: Path, work: Path, made_at: int, *, makensis: str, sign: str | None, target: str = TARGET
) -> Path:
    """Make `out` of the folder `frozen` by `makensis`, using `work`; the same `made_at` gives the same bytes.

    `sign` is a command that signs the file named after it; the uninstaller, which is made inside, goes through it.
    `target` is what NSIS calls the kind of program that comes out.
    """
    work.mkdir(parents=True, exist_ok=True)
    payload = work / "payload"
    shutil.rmtree(payload, ignore_errors=True)
    shutil.copytree(frozen, payload)
    for path in payload.rglob("*"):
        os.utime(path, (made_at, made_at))
    values = work / "values.nsh"
    # NSIS takes a file for UTF-8 where it begins so.
    values.write_text("\n".join(_values(payload, out, work, target, sign)) + "\n", encoding="utf-8-sig")
    os.utime(values, (made_at, made_at))
    # Without -NOCD it would look for values.nsh beside the script.
    command = [makensis, "-V2", "-INPUTCHARSET", "UTF8", "-NOCD", str(SCRIPT)]
    surroundings = {**os.environ, "SOURCE_DATE_EPOCH": str(made_at), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, env=surroundings, cwd=work, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"makensis failed:\n{(done.stdout[-3000:] + done.stderr[-1000:]).decode(errors='replace')}")
    return out


def _values(payload: Path, out: Path, work: Path, target: str, sign: str | None) -> Iterator[str]:
    files = sorted(path.relative_to(payload).as_posix() for path in payload.rglob("*") if path.is_file())
    size = sum((payload / name).stat().st_size for name in files)
    for name, value in {
        "NAME": description.NAME,
        "COMMAND": description.COMMAND,
        "SCHEME": description.SCHEME,
        "VERSION": __version__,
        "NUMBERS": ".".join(map(str, resources.numbers())),
        "BY": description.BY,
        "COPYRIGHT": description.COPYRIGHT,
        "SUMMARY_EN": description.SUMMARY["en"],
        "SUMMARY_ES": description.SUMMARY["es"],
        "GENERIC_EN": description.GENERIC_NAME["en"],
        "GENERIC_ES": description.GENERIC_NAME["es"],
        "ICON": str(resources.write_icon(work / "icon")),
        "OUT": str(out),
        "TARGET": target,
        "KILOBYTES": str(size // 1024),
    }.items():
        yield f"!define {name} {_quoted(value)}"
    if sign:
        yield f"!define SIGN {_quoted(sign)}"
    yield from _macro("BRING_FILES", _bring(payload, files))
    yield from _macro("REMOVE_FILES", _remove(files))
    kinds = [kind.extension for kind in description.FILE_TYPES]
    key, value = r"${CLASSES}\{}\OpenWithProgids", '"${LIST_CLASS}"'
    keys = [_quoted_key(key.replace("{}", kind)) for kind in kinds]
    yield from _macro("OFFER_FILE_TYPES", [f'WriteRegStr HKCU {name} {value} ""' for name in keys])
    yield from _macro("WITHDRAW_FILE_TYPES", [f"DeleteRegValue HKCU {name} {value}" for name in keys])


def _bring(payload: Path, files: list[str]) -> Iterator[str]:
    here = None
    for name in files:
        folder = PurePosixPath(name).parent
        if folder != here:
            here = folder
            yield f"SetOutPath {_inside(folder)}"
        yield f"File {_quoted(payload / name)}"


def _remove(files: list[str]) -> Iterator[str]:
    """Delete each file, then each folder that is empty by then, the deepest first: what others put there stays."""
    yield from (f"Delete {_inside(PurePosixPath(name))}" for name in files)
    folders = {parent for name in files for parent in PurePosixPath(name).parents} - {PurePosixPath()}
    yield from (f"RMDir {_inside(folder)}" for folder in sorted(folders, key=lambda path: (-len(path.parts), path)))


def _macro(name: str, lines: Iterator[str] | list[str]) -> Iterator[str]:
    yield f"!macro {name}"
    yield from (f"  {line}" for line in lines)
    yield "!macroend"


def _inside(path: PurePosixPath) -> str:
    tail = "".join(f"\\{_escaped(part)}" for part in path.parts)
    return f'"$INSTDIR{tail}"'


def _quoted_key(key: str) -> str:
    return f'"{key}"'


def _quoted(value: str | Path) -> str:
    return f'"{_escaped(str(value))}"'


def _escaped(text: str) -> str:
    return text.replace("$", "$$").replace('"', '$\\"')
