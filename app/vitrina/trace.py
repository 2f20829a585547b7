"""What happened when, for measuring: one JSON object a line, in seconds since the process started.

Owns the trace file and its clock. Refuses to lose or tear a line: each is one unbuffered write, so a
killed process leaves whole lines; and refuses to disturb what it measures: once the file cannot be
written any more it stays silent.
"""

import json
import os
import struct
import sys
import threading
import time
from pathlib import Path
from typing import BinaryIO, Self

from vitrina.errors import UsageError

_IMPORTED = time.monotonic()
_FILETIME_EPOCH = 11_644_473_600  # seconds from 1601 (FILETIME) to 1970
_FILETIME_TICKS = 10_000_000  # FILETIME counts 100 ns


def _age_on_linux() -> float:
    """Seconds since this process began: field 22 of proc(5) `stat`, in clock ticks since boot."""
    if sys.platform != "linux":
        raise OSError
    stat = Path("/proc/self/stat").read_bytes()
    # The command's name may hold spaces and brackets: count from the last one. Field 3 comes first.
    ticks = int(stat[stat.rindex(b")") + 2 :].split()[22 - 3])
    return time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")


def _age_on_windows() -> float:
    """Seconds since this process began, from `GetProcessTimes`."""
    import ctypes

    times = (ctypes.c_uint64 * 4)()  # created, exited, kernel, user: FILETIMEs
    pointers = [ctypes.byref(times, 8 * place) for place in range(4)]
    kernel32 = ctypes.CDLL("kernel32")
    kernel32.GetCurrentProcess.restype = ctypes.c_void_p
    if not kernel32.GetProcessTimes(ctypes.c_void_p(kernel32.GetCurrentProcess()), *pointers):
        raise OSError
    return time.time() - (times[0] / _FILETIME_TICKS - _FILETIME_EPOCH)


def _age_on_macos() -> float:
    """Seconds since this process began, from `proc_pidinfo(PROC_PIDTBSDINFO)`: `pbi_start_tvsec` and `…usec`."""
    import ctypes

    size, flavour = 136, 3
    info = ctypes.create_string_buffer(size)
    if ctypes.CDLL("libproc.dylib").proc_pidinfo(os.getpid(), flavour, ctypes.c_uint64(0), info, size) != size:
        raise OSError
    seconds, micros = struct.unpack_from("=QQ", info.raw, size - 16)
    return time.time() - (float(seconds) + float(micros) / 1e6)


def process_age() -> float:
    """Seconds since this process began; since this module was imported where the system does not tell."""
    since_import = time.monotonic() - _IMPORTED
    try:
        if sys.platform == "win32":
            age = _age_on_windows()
        elif sys.platform == "darwin":
            age = _age_on_macos()
        else:
            age = _age_on_linux()
    except (OSError, ValueError, IndexError, AttributeError):
        return since_import
    return max(age, since_import)


class Trace:
    """A file of events, or nowhere. May be used from any thread."""

    def __init__(self, file: BinaryIO | None) -> None:
        """Use `to` or `nowhere` instead."""
        self._file = file
        self._lock = threading.Lock()
        self._origin = time.monotonic() - process_age() if file else 0.0

    @classmethod
    def to(cls, path: Path) -> Self:
        """Begin the file anew with a `process_start` at 0; UsageError where it cannot be written."""
        try:
            file = path.open("wb", buffering=0)
        except OSError as error:
            message = "The trace file {path} cannot be written ({reason}); name another with --trace."
            raise UsageError(message, path=path, reason=error.strerror) from error
        trace = cls(file)
        trace._write(0.0, "process_start", {"at": round(time.time() - trace.now(), 3)})
        return trace

    @classmethod
    def nowhere(cls) -> Self:
        """Take events and forget them: what a run without `--trace` uses."""
        return cls(None)

    @property
    def on(self) -> bool:
        """Whether anybody reads along: ask before measuring what costs time to measure."""
        return self._file is not None

    def now(self) -> float:
        """Seconds since the process started."""
        return time.monotonic() - self._origin

    def event(self, event: str, /, **fields: object) -> None:
        """Write one line: the time, the event's name, and its fields as JSON (what is no JSON, as text)."""
        if self._file is not None:
            self._write(self.now(), event, fields)

    def close(self) -> None:
        """End with the event `exit`; later events are forgotten."""
        self.event("exit")
        with self._lock:
            file, self._file = self._file, None
        if file is not None:
            file.close()

    def _write(self, at: float, event: str, fields: dict[str, object]) -> None:
        line = json.dumps({"t": round(at, 6), "event": event, **fields}, default=str, ensure_ascii=False) + "\n"
        data = line.encode("utf-8", "backslashreplace")
        with self._lock:
            if self._file is None:
                return
            try:
                self._file.write(data)
            except OSError:  # a full disk must not stop what is being measured
                self._file.close()
                self._file = None
