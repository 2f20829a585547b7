import sys
from pathlib import Path

import pytest

import opening
from opening import NothingShownError, open_and_look

# A program of the same make as ours, as far as `open_and_look` can see.
WINDOW = """
import json, sys, tkinter
trace = open(sys.argv[1], "w", buffering=1)
def say(event, **fields):
    trace.write(json.dumps({"t": 0.5, "event": event, **fields}) + "\\n")
root = tkinter.Tk()
tkinter.Label(root, text="a", background="#ff0000", width=40, height=20).pack()
root.update()
say("first_paint")
for number in range(int(sys.argv[2])):
    say("thumbnail", ms=1, **{"from": "decode"})
root.mainloop()
"""


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "QUIET", 0.2)


def test_pictures_are_counted_and_the_screen_is_saved(tmp_path: Path) -> None:
    trace, picture = tmp_path / "trace", tmp_path / "picture.png"
    command = [sys.executable, "-c", WINDOW, str(trace), "7"]
    seen = open_and_look(command, trace=trace, picture=picture, least=5)
    assert seen.shown == 7
    assert seen.count("first_paint") == 1
    assert seen.seconds_to("first_paint") == 0.5
    assert seen.colours > 1
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_window_without_enough_pictures_is_not_good_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "PATIENCE", 3.0)
    trace = tmp_path / "trace"
    command = [sys.executable, "-c", WINDOW, str(trace), "2"]
    with pytest.raises(NothingShownError, match="2 pictures were shown, where 5 were due"):
        open_and_look(command, trace=trace, picture=tmp_path / "picture.png", least=5)


def test_a_program_that_dies_is_quoted(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('No Tk here.')"]
    with pytest.raises(NothingShownError, match=r"ended with 1(.|\n)*No Tk here\."):
        open_and_look(command, trace=tmp_path / "trace", picture=tmp_path / "picture.png")
