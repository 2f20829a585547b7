"""A person without special rights: what a test that root runs becomes where rights are the point.

Owns the change of person and the change back. Refuses Windows, where rights are given and taken in another way: a test
that asks for it there is skipped.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NOBODY = 65534


@contextmanager
def without_special_rights(folder: Path) -> Iterator[None]:
    """Own `folder` with all that is in it, and be allowed nothing beyond that, for as long as a `with` block lasts."""
    if sys.platform == "win32":
        pytest.skip("Windows gives and takes rights in another way")
    if sys.platform == "darwin" or os.geteuid() != 0:
        yield
        return
    _give_away(folder)
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


def _give_away(folder: Path) -> None:
    """Let somebody else reach and own `folder`; pytest's own are closed to others."""
    for parent in [folder, *folder.parents]:
        if parent.stat().st_uid == os.geteuid() and parent != Path(parent.anchor):  # type: ignore[attr-defined,unused-ignore] # not there on Windows
            parent.chmod(parent.stat().st_mode | 0o055)
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, NOBODY, NOBODY)  # type: ignore[attr-defined,unused-ignore] # the same
