"""The command line as a caller sees it: arguments in, exit code and the two streams out."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from vitrina.cli import main


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def json(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]

    @property
    def pictures(self) -> list[dict[str, Any]]:
        """The lines of `fetch --json` but the last."""
        return [line for line in self.json if "summary" not in line]

    @property
    def statuses(self) -> list[str]:
        """How each picture of `fetch --json` ended."""
        return [line["status"] for line in self.pictures]

    @property
    def summary(self) -> dict[str, Any]:
        return dict(self.json[-1]["summary"])

    def one_sentence(self) -> str:
        """What standard error says, once it is sure that it is a line and no traceback."""
        (line,) = self.err.strip().splitlines()
        assert "Traceback" not in line
        return line


Vitrina = Callable[..., Result]


def caller(profile: Path, capsys: pytest.CaptureFixture[str]) -> Vitrina:
    """Call the program in this process, with a profile of its own, in English."""

    def call(*words: object) -> Result:
        capsys.readouterr()
        code = main([*map(str, words), "--profile", str(profile), "--lang", "en"])
        out, err = capsys.readouterr()
        return Result(code, out, err)

    return call


def program(profile: Path, *words: str) -> list[str]:
    """The same as a command for a process of its own."""
    return [sys.executable, "-m", "vitrina", *words, "--profile", str(profile)]
