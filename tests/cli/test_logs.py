"""What is logged: to the file that the person names, and with `-v` on the standard error of the moment."""

import io
import logging
import sys
from pathlib import Path

import pytest

from command_line import Vitrina
from web import Web


def test_a_log_that_was_asked_for_has_every_picture(vitrina: Vitrina, web: Web, tmp_path: Path) -> None:
    vitrina("fetch", web.url("/picture/[1-3].png"), "--log-file", tmp_path / "own.log")
    assert (tmp_path / "own.log").read_text().count("fetched http://127.0.0.1") == 3


def test_what_is_logged_after_a_call_goes_to_the_standard_error_of_that_moment(
    vitrina: Vitrina, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, then = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", first)
    vitrina("list", web.url("/picture/1.png"), "-v")
    monkeypatch.setattr(sys, "stderr", then)
    first.close()
    logging.getLogger("vitrina.late").info("said late")
    assert then.getvalue() == "said late\n"


def test_a_log_that_cannot_be_written_stops_nothing_and_says_nothing(
    vitrina: Vitrina, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "profile").mkdir()
    (tmp_path / "profile/log").write_bytes(b"in the way of the folder")
    assert vitrina("cache", "path").code == 0
    logging.getLogger("vitrina.late").warning("of no great weight")
    assert capsys.readouterr().err == ""
