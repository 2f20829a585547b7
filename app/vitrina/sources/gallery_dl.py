"""What gallery-dl prints with `-j`, from a file or from the program where the person has it.

Owns its messages (`[3, url, facts]` and their like). Refuses films, and addresses that only gallery-dl
can follow. The program is never needed and never brought along.
"""

import asyncio
import shutil
from dataclasses import replace
from typing import Final

from vitrina.errors import NothingToShowError
from vitrina.model import Picture
from vitrina.sources import json_records
from vitrina.sources.document import MAX_PICTURES, Document, More, Page, counted
from vitrina.sources.json_values import Record, first_text, items, mapping
from vitrina.sources.plain_text import line

_DIRECTORY, _URL, _QUEUE = 2, 3, 6
_FILMS: Final = frozenset(
    ["mp4", "webm", "mkv", "mov", "m4v", "mp3", "m4a", "ogg", "wav", "flv", "avi", "zip", "rar",
     "7z", "pdf", "txt", "swf"]
)  # fmt: skip
_MOST_BYTES: Final = 64 * 1024 * 1024
_SECONDS: Final = 120


class GalleryDl:
    """The messages of one run."""

    name = "gallery-dl"
    example = "gallery-dl.json"

    def read(self, document: Document) -> Page | None:
        """The pictures in order, with what the run knew of each."""
        data = document.json
        messages = [one for one in data if isinstance(one, list)] if isinstance(data, list) else []
        if (
            not messages
            or len(messages) < len(items(data))
            or not all(one and isinstance(one[0], int) and isinstance(one[-1], dict) for one in messages)
        ):
            return None
        pictures: list[Picture] = []
        more: list[More] = []
        around: Record = {}
        films, failed = 0, None
        for one in messages:
            if one[0] == _DIRECTORY:
                around = mapping(one[-1])
            elif one[0] == _URL and len(one) > 1 and len(pictures) < MAX_PICTURES:
                found = _picture(str(one[1]), mapping(one[-1]), around)
                pictures += [found] if found else []
                films += not found
            elif one[0] == _QUEUE and isinstance(one[1], str) and one[1].startswith("http"):
                more.append(More(one[1], either=True))
            elif one[0] < 0:
                failed = first_text(mapping(one[-1]).get("message"), mapping(one[-1]).get("error"))
        notes = counted("Files that are no pictures: {count}.", films)
        if failed and not pictures:
            raise NothingToShowError("gallery-dl could not read it: {reason}", reason=line(failed))
        return Page(
            tuple(pictures),
            title=first_text(around.get("title"), around.get("gallery")),
            more=tuple(more),
            left_out=notes,
        )


async def ask_program(url: str) -> bytes | None:
    """What the installed program prints for `url`, or None where there is none or it prints nothing of its own."""
    program = shutil.which("gallery-dl")
    if program is None:
        return None
    process = await asyncio.create_subprocess_exec(
        program,
        "-j",
        "--range",
        "1-2000",
        url,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        body = await asyncio.wait_for(_bounded(process), _SECONDS)
    except TimeoutError:
        return None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return body if body.strip().startswith(b"[") else None


def finds(body: bytes) -> bool:
    """Whether what it printed names pictures, or places to go on to, and is not only what went wrong."""
    data = Document("", body).json
    return any(isinstance(one, list) and one and one[0] in (_URL, _QUEUE) for one in items(data))


async def _bounded(process: asyncio.subprocess.Process) -> bytes:
    body = bytearray()
    if process.stdout is None:
        return b""
    while len(body) < _MOST_BYTES and (chunk := await process.stdout.read(1 << 16)):
        body += chunk
    return bytes(body)


def _picture(url: str, said: Record, around: Record) -> Picture | None:
    if str(said.get("extension") or "").lower() in _FILMS or not url.startswith(("http://", "https://")):
        return None
    found = json_records.picture_of(url, said, around)
    return replace(found, title=found.title or line(said.get("filename"))) if found else None
