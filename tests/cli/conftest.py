"""What every test of the command line gets: a server, and the program with a profile of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from command_line import Vitrina, caller
from web import Web


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as server:
        yield server


@pytest.fixture
def vitrina(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Vitrina:
    return caller(tmp_path / "profile", capsys)
