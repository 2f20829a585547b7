"""One window for each profile: who has it, and how a second start hands its locators over to it.

Owns the claim on a profile's window, and the small conversation with the process that has it: on loopback, at a port
and with a secret that stand in a file which only this person can read. Refuses to be held up by what a dead process
left: the claim ends with its process, and an address without a claim is removed unread.
"""

import json
import os
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vitrina.locks import Claim
from vitrina.whole_file import write_whole

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from vitrina.ui.handed import Handed

PATIENCE: Final = 6.0
"""Seconds for which a window that exists is asked; one that hangs holds up no other."""
MOST_BYTES: Final = 1 << 20
_PAUSE: Final = 0.05
_LOOPBACK: Final = "127.0.0.1"
_TAKEN: Final = b"taken\n"


class Instance:
    """The right to be the window of a profile. `claim` it first; then `serve`, and `leave` when the window goes."""

    def __init__(self, folder: Path) -> None:
        """Know where claim and address lie; nothing is made yet."""
        self._folder = folder
        self._address = folder / "window.address"
        self._claim: Claim | None = None
        self._task: asyncio.Task[None] | None = None

    def claim(self) -> bool:
        """Take the profile's window for this process; False where another has it.

        Where nothing can be written, as in a profile on a medium that is read only, everybody has it.
        """
        if self._claim is not None:
            return True
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._claim = Claim.take(str(self._folder / "window.lock"))
            if self._claim is None:
                return False
            self._address.unlink(missing_ok=True)  # of a process that was killed; its port may be anybody's by now
        except OSError:
            return True
        return True

    def claim_or_hand_over(self, said: Mapping[str, object]) -> bool:
        """Take the window, or have the process that has it take `said`: False then, and this one may end.

        True, too, where that process does not answer in time.
        """
        deadline = time.monotonic() + PATIENCE
        while not self.claim():
            if self._hand_over(said, deadline):
                return False
            if time.monotonic() > deadline:
                return True
            time.sleep(_PAUSE)
        return True

    def serve(self, hear: "Callable[[Handed], None]") -> None:
        """Tell `hear` of what other starts hand over; on the loop's thread, where this returns at once."""
        if self._claim is not None:
            import asyncio

            self._task = asyncio.get_running_loop().create_task(self._serve(hear))

    def leave(self) -> None:
        """Give the window up: the next start has one of its own."""
        if self._claim is not None:
            self._address.unlink(missing_ok=True)
            self._claim.drop()
            self._claim = None

    def _hand_over(self, said: Mapping[str, object], deadline: float) -> bool:
        import socket  # only a second start needs it before there is a window

        try:
            at = json.loads(self._address.read_text(encoding="utf-8"))
            _let_it_come_to_the_front(int(at["process"]))
            with socket.create_connection((_LOOPBACK, int(at["port"])), max(deadline - time.monotonic(), _PAUSE)) as to:
                to.sendall(json.dumps({**said, "secret": at["secret"]}).encode() + b"\n")
                return to.makefile("rb").readline(len(_TAKEN)) == _TAKEN
        except (OSError, ValueError, KeyError, TypeError):
            return False  # not there yet, or no longer

    async def _serve(self, hear: "Callable[[Handed], None]") -> None:
        import asyncio
        import secrets  # six milliseconds that the window need not wait for

        secret = secrets.token_urlsafe(32)
        server = await asyncio.start_server(partial(self._take, hear, secret), _LOOPBACK, 0, limit=MOST_BYTES)
        port = server.sockets[0].getsockname()[1]
        async with server:
            address = {"port": port, "secret": secret, "process": os.getpid()}
            write_whole(self._address, json.dumps(address), private=True)
            await server.serve_forever()

    @staticmethod
    async def _take(
        hear: "Callable[[Handed], None]", secret: str, reader: "asyncio.StreamReader", writer: "asyncio.StreamWriter"
    ) -> None:
        """Hear one other start out, and answer when the window has taken it."""
        import asyncio
        import secrets

        try:
            async with asyncio.timeout(PATIENCE):
                said = json.loads(await reader.readline())
                if secrets.compare_digest(str(said["secret"]), secret):
                    taken = asyncio.Event()
                    hear(_handed(said, taken.set))
                    await taken.wait()
                    writer.write(_TAKEN)
                    await writer.drain()
        except (OSError, ValueError, KeyError, TypeError, TimeoutError):
            pass  # whoever it was gets no answer
        finally:
            writer.close()


def _handed(said: Mapping[str, Any], taken: "Callable[[], None]") -> "Handed":
    from vitrina.ui.handed import Handed
    from vitrina.ui.session import How

    how = How(int(said["times"]), said.get("limit"), said.get("source"))
    return Handed(tuple(str(one) for one in said["locators"]), how, taken)


def _let_it_come_to_the_front(process: int) -> None:
    """Windows lets a process raise its window only if the one that the person started allows it."""
    import sys

    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(process)
