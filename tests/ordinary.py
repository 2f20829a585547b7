"""A person without special rights: what a test that root runs becomes where rights are the point.

Owns putting down root's two privileges of reading and writing whatever the rights say (capabilities(7)), and taking
them up again. Refuses Windows, where rights are given and taken in another way: a test that asks for it there is
skipped.
"""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

_VERSION = 0x20080522  # of the two structures below (linux/capability.h)
_READ_AND_WRITE_ALL = 1 << 1 | 1 << 2  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
_GET_SECUREBITS, _SET_SECUREBITS = 27, 28  # of prctl(2)
_NO_SETUID_FIXUP = 1 << 2  # else access(2) answers root by what it may take up again


class _Sets(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


@contextmanager
def without_special_rights() -> Iterator[None]:
    """Be allowed what the rights of files say, and no more, for as long as a `with` block lasts.

    It holds for this thread, and for those that it starts meanwhile.
    """
    if sys.platform == "win32":
        pytest.skip("Windows gives and takes rights in another way")
    if sys.platform == "darwin" or os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    whose, held = (ctypes.c_uint32 * 2)(_VERSION, 0), (_Sets * 2)()
    assert libc.capget(whose, held) == 0
    before, bits = held[0].effective, libc.prctl(_GET_SECUREBITS)

    def have(effective: int, securebits: int) -> None:
        held[0].effective = effective
        done = libc.prctl(_SET_SECUREBITS, securebits), libc.capset(whose, held)
        assert done == (0, 0), os.strerror(ctypes.get_errno())

    have(before & ~_READ_AND_WRITE_ALL, bits | _NO_SETUID_FIXUP)
    try:
        yield
    finally:
        have(before, bits)
