"""One window for each profile: who has it, who hands over, and that nothing dead stands in the way."""

import asyncio
import json
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from vitrina.cli import instance as instances
from vitrina.cli.instance import Instance
from vitrina.ui.handed import Handed
from vitrina.ui.session import How

SAID = {"locators": ("https://h/1.jpg", "/a b/list.txt"), "times": 2, "limit": None, "source": "list"}


@pytest.fixture
async def holder(tmp_path: Path) -> AsyncIterator[Instance]:
    """The one that has the window, listening."""
    made = Instance(tmp_path)
    assert made.claim()
    heard: list[Handed] = []

    def hear(handed: Handed) -> None:
        heard.append(handed)
        handed.taken()

    made.serve(hear)
    made.heard = heard  # type: ignore[attr-defined]
    while not (tmp_path / "window.address").exists():  # noqa: ASYNC110 - as another process would wait for it
        await asyncio.sleep(0.01)
    yield made
    made.leave()


async def test_a_second_start_hands_its_locators_over_and_ends(holder: Instance, tmp_path: Path) -> None:
    assert await asyncio.to_thread(Instance(tmp_path).claim_or_hand_over, SAID) is False
    (handed,) = holder.heard  # type: ignore[attr-defined]
    assert handed.locators == SAID["locators"]
    assert handed.how == How(times=2, source="list")


async def test_another_profile_has_a_window_of_its_own(holder: Instance, tmp_path: Path) -> None:
    other = Instance(tmp_path / "other")
    assert await asyncio.to_thread(other.claim_or_hand_over, SAID) is True
    other.leave()
    assert holder.heard == []  # type: ignore[attr-defined]


async def test_whoever_does_not_know_the_secret_is_not_heard(holder: Instance, tmp_path: Path) -> None:
    port = json.loads((tmp_path / "window.address").read_text())["port"]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(json.dumps({**SAID, "secret": "guessed"}).encode() + b"\n")
    assert await reader.read() == b""
    writer.close()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\n\r\n")
    assert await reader.read() == b""
    writer.close()
    assert holder.heard == []  # type: ignore[attr-defined]


@pytest.mark.skipif(sys.platform == "win32", reason="there, the folder's own rights keep others out")
async def test_the_address_can_be_read_by_this_person_alone(holder: Instance, tmp_path: Path) -> None:
    assert (tmp_path / "window.address").stat().st_mode & 0o077 == 0


HOLD = """
import sys, pathlib
from vitrina.cli.instance import Instance
one = Instance(pathlib.Path(sys.argv[1]))
print(one.claim(), flush=True)
pathlib.Path(sys.argv[1], "window.address").write_text(sys.argv[2])
print("ready", flush=True)
input()
"""


def test_what_a_killed_process_leaves_blocks_no_start(tmp_path: Path) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = json.dumps({"port": silent.getsockname()[1], "secret": "s", "process": 1})
        holding = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(tmp_path), address], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert holding.stdout is not None
        assert [holding.stdout.readline().strip() for _ in range(2)] == [b"True", b"ready"]
        assert Instance(tmp_path).claim() is False
        holding.kill()
        holding.communicate()
        mine = Instance(tmp_path)
        assert mine.claim_or_hand_over(SAID)
        assert not (tmp_path / "window.address").exists()
        silent.setblocking(False)  # noqa: FBT003 - the standard library's shape
        with pytest.raises(BlockingIOError):  # nobody told its secret to whoever has that port now
            silent.accept()
        mine.leave()


def test_a_window_that_hangs_holds_up_nobody_for_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instances, "PATIENCE", 0.3)
    hanging = Instance(tmp_path)
    assert hanging.claim()
    second = Instance(tmp_path)
    assert second.claim_or_hand_over(SAID) is True
    second.leave()
    hanging.leave()
    assert Instance(tmp_path).claim()


def test_a_start_while_the_other_is_leaving_gets_the_window(tmp_path: Path) -> None:
    first = Instance(tmp_path)
    assert first.claim()
    first.leave()
    first.leave()
    second = Instance(tmp_path)
    assert second.claim()
    assert second.claim()
    second.leave()
