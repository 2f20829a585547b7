"""The whole program as a person meets it: its own process, a real window, a real server, real keys; then offline."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from opening import read_trace, some_screen
from virtual_screen import save_picture
from web import Web

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="keys are pressed by xdotool, on a virtual screen"),
    pytest.mark.timeout(180),
]

PICTURES = 24


@dataclass
class Shown:
    """The program while its window is open."""

    process: "subprocess.Popen[bytes]"
    environment: dict[str, str]
    trace: Path

    def events(self, name: str) -> list[dict[str, Any]]:
        return [event for event in read_trace(self.trace) if event["event"] == name]

    def wait(self, true: Callable[[], object], seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while not true():
            assert self.process.poll() is None, "the program ended"
            assert time.monotonic() < deadline, f"nothing after {seconds} s: {read_trace(self.trace)[-3:]}"
            time.sleep(0.05)

    def press(self, *keys: str) -> None:
        subprocess.run(["xdotool", "key", "--delay", "60", *keys], env=self.environment, check=True)

    def focus(self) -> None:
        subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--class", "Vitrina", "windowfocus", "--sync"],
            env=self.environment,
            check=True,
            capture_output=True,
        )

    def look(self, picture: Path) -> Image.Image:
        save_picture(self.environment["DISPLAY"], picture)
        with Image.open(picture) as image:
            return image.convert("RGB")


@contextmanager
def window(tmp_path: Path, *words: str) -> Iterator[Shown]:
    """The program's window on a virtual screen, closed as a person closes it."""
    trace = tmp_path / f"{time.monotonic_ns()}.trace"
    with some_screen() as environment:
        command = [sys.executable, "-m", "vitrina", *words, "--profile", str(tmp_path / "profile"), "--lang", "en"]
        with (tmp_path / "words.log").open("ab") as log:
            process = subprocess.Popen(
                [*command, "--trace", str(trace)], env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        shown = Shown(process, environment, trace)
        try:
            shown.wait(lambda: shown.events("window_mapped"))
            shown.focus()
            yield shown
            shown.press("ctrl+q")
            assert process.wait(15) == 0
        finally:
            process.kill()
            process.wait()
    assert "Traceback" not in (tmp_path / "words.log").read_text(encoding="utf-8", errors="replace")
    assert not list((tmp_path / "profile").rglob("*.log")), "something was logged"


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as server:
        yield server


def test_see_it_fill_open_step_zoom_close_and_see_it_all_again_offline(web: Web, tmp_path: Path) -> None:
    locator = web.url(f"/picture/[01-{PICTURES}].png?delay=0.05")
    with window(tmp_path, locator) as shown:
        shown.wait(lambda: shown.events("first_paint"))
        shown.wait(lambda: len(web.hits) == PICTURES)
        shown.wait(lambda: len(shown.events("thumbnail")) >= 8)
        assert {event["from"] for event in shown.events("thumbnail")} <= {"store", "decode"}
        grid = shown.look(tmp_path / "grid.png")
        assert len(grid.getcolors(1 << 24) or ()) > 8
        shown.press("Return")
        shown.wait(lambda: shown.events("picture_shown"))
        for step in range(2, 5):
            shown.press("Right")
            shown.wait(lambda least=step: len(shown.events("picture_shown")) >= least)  # type: ignore[misc]
        drawn = len(shown.events("frame"))
        shown.press("plus", "plus", "minus", "1", "0")
        shown.wait(lambda: len(shown.events("frame")) > drawn)
        shown.press("Escape")
    seen = web.count()
    assert seen == PICTURES
    with window(tmp_path, "--offline", locator) as again:
        again.wait(lambda: len(again.events("thumbnail")) >= 8)
        assert {event["from"] for event in again.events("thumbnail")} == {"store"}
        again.press("Return")
        again.wait(lambda: again.events("picture_shown"))
        again.press("End")
        again.wait(lambda: len(again.events("picture_shown")) >= 2)
    assert web.count() == seen


def test_the_window_is_up_before_anything_is_fetched(web: Web, tmp_path: Path) -> None:
    with window(tmp_path, web.url("/stall/a.png?at=0")) as shown:
        shown.wait(web.count)
        (mapped,) = shown.events("window_mapped")
        assert not shown.events("fetch")
        assert mapped["t"] < 30


def test_a_second_start_hands_its_locators_to_the_window_that_is_there(web: Web, tmp_path: Path) -> None:
    with window(tmp_path, web.url("/picture/1.png")) as shown:
        shown.wait(lambda: shown.events("thumbnail"))
        second = subprocess.run(
            [sys.executable, "-m", "vitrina", web.url("/picture/2.png"), "--profile", str(tmp_path / "profile")],
            env=shown.environment | {"DISPLAY": ":no-screen"},
            timeout=30,
            check=False,
        )
        assert second.returncode == 0
        shown.wait(lambda: [event for event in shown.events("fetch") if event["url"].endswith("/picture/2.png")])


def test_times_shows_another_picture_for_each_answer(web: Web, tmp_path: Path) -> None:
    with window(tmp_path, "--times", "12", web.url("/random")) as shown:
        shown.wait(lambda: len(shown.events("fetch")) >= 12)
    assert web.count("/random") == 12
    fetched = [event for event in shown.events("fetch") if event["status"] == "fetched"]
    assert len({event["sha256"] for event in fetched}) == 12
    seen = web.count()
    with window(tmp_path, "--offline", "--times", "12", web.url("/random")) as again:
        again.wait(lambda: len(again.events("thumbnail")) >= 12)
    assert web.count() == seen


def test_the_demo_gallery_comes_over_http_and_stays_without_it(tmp_path: Path) -> None:
    with window(tmp_path, "demo:12") as shown:
        shown.wait(lambda: len(shown.events("fetch")) >= 12, 60)
        assert all(event["final_url"].startswith("http://127.0.0.1:") for event in shown.events("fetch"))
    with window(tmp_path, "--offline", "demo:12") as again:
        again.wait(lambda: len(again.events("thumbnail")) >= 8)
        assert not [event for event in again.events("fetch") if event["status"] == "failed"]


def test_a_failed_picture_leaves_the_others(web: Web, tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text("\n".join([web.url("/status/404"), *(web.url(f"/picture/{n}.png") for n in range(8))]), "utf-8")
    with window(tmp_path, str(listed)) as shown:
        shown.wait(lambda: len(shown.events("fetch")) >= 9)
    by_status = [event["status"] for event in shown.events("fetch")]
    assert (by_status.count("failed"), by_status.count("fetched")) == (1, 8)


def test_trace_lines_are_json_with_a_time(web: Web, tmp_path: Path) -> None:
    with window(tmp_path, web.url("/picture/1.png")) as shown:
        shown.wait(lambda: shown.events("first_paint"))
    lines = [json.loads(line) for line in shown.trace.read_text(encoding="utf-8").splitlines()]
    assert (lines[0]["event"], lines[-1]["event"]) == ("process_start", "exit")
    assert all(isinstance(line["t"], int | float) for line in lines)
    assert {"window_mapped", "first_paint", "frame", "thumbnail", "fetch"} <= {line["event"] for line in lines}
