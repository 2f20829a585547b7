"""Documents of this machine: a file, or standard input.

Owns how much of them is read. Refuses what is no ordinary file and what is larger than MAX_BYTES; of an
archive the beginning alone is read, since its members are read one by one.
"""

import asyncio
import threading
from pathlib import Path
from typing import BinaryIO, Final

from vitrina.errors import NothingToShowError
from vitrina.sources import folder
from vitrina.sources.document import Document

MAX_BYTES: Final = 256 * 1024 * 1024
_BEGINNING: Final = 65_536
_ARCHIVES: Final = (b"PK\x03\x04", b"PK\x05\x06")


def loaded(path: Path) -> Document:
    """Read a file. NothingToShowError says why it cannot be."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise NothingToShowError("{path} is neither a file nor a folder.", path=path)
        with path.open("rb") as file:
            body = file.read(_BEGINNING)
            if not (body.startswith(_ARCHIVES) or folder.picture_type(body[: folder.FIRST_BYTES])):
                if size > MAX_BYTES:
                    most = MAX_BYTES >> 20
                    raise NothingToShowError("{path} is larger than {most} MB and was not read.", path=path, most=most)
                body += file.read(MAX_BYTES)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise NothingToShowError("{path} cannot be read: {reason}.", path=path, reason=reason) from error
    return Document(path.as_uri(), body, path=path, asked_url=path.as_uri())


async def read_stream(stream: BinaryIO) -> Document:
    """Read standard input to its end, in a thread that nobody waits for when the program is interrupted."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[bytes] = loop.create_future()

    def settle(body: bytes, error: Exception | None) -> None:
        if done.cancelled():
            return
        if error is None:
            done.set_result(body)
        else:
            done.set_exception(NothingToShowError("Standard input cannot be read: {reason}.", reason=error))

    def work() -> None:
        try:
            body, error = stream.read(MAX_BYTES), None
        except (OSError, ValueError) as caught:
            body, error = b"", caught
        loop.call_soon_threadsafe(settle, body, error)

    threading.Thread(target=work, name="standard input", daemon=True).start()
    # Relative paths in it are those of the folder from which the program was called.
    return Document(Path.cwd().joinpath("-").as_uri(), await done, asked_url="-")
