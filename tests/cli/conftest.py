"""What every test of the command line gets: a server, the program with a profile of its own, and a list of pictures."""

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


@pytest.fixture
def list_file(web: Web, tmp_path: Path) -> Path:
    file = tmp_path / "pictures.txt"
    lines = ["# my pictures", *(f"{web.url(f'/picture/{n}.png?cache=max-age=3600')}\tPicture {n}" for n in range(1, 6))]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file
