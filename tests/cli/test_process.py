"""The program as a process: interrupted, its reader gone, its output full, nothing touched outside its profile."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from command_line import program
from web import Web


def interruptible(command: list[str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # What a shell starts in its background ignores the signal, and hands that on to what it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - there is one thread
    )


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT cannot be sent to one process on Windows")
def test_an_interrupt_keeps_what_is_complete_and_resumes_the_rest(web: Web, tmp_path: Path) -> None:
    whole, slow = web.url("/picture/whole.png"), web.url("/drip/slow.png?bytes=400000&every=0.05&chunk=4000")
    listed = tmp_path / "list.txt"
    listed.write_text(f"{whole}\n{slow}\n", encoding="utf-8")
    process = interruptible(program(tmp_path / "p", "fetch", str(listed), "--json"))
    assert process.stdout is not None
    first = json.loads(process.stdout.readline())
    assert first["url"] == whole
    while not web.hits["/drip/slow.png"]:
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"Traceback" not in err
    *_, cancelled, summary = [json.loads(line) for line in out.splitlines()]
    assert (cancelled["url"], cancelled["error"]["kind"]) == (slow, "cancelled")
    assert (summary["summary"]["fetched"], summary["summary"]["failed"]) == (1, 1)
    again = subprocess.run(
        program(tmp_path / "p", "--offline", "fetch", whole), capture_output=True, timeout=30, check=False
    )
    assert again.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT cannot be sent to one process on Windows")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["interrupted", "ended by the system"])
def test_a_typed_address_that_is_interrupted_is_told_as_cancelled(
    web: Web, tmp_path: Path, number: signal.Signals
) -> None:
    slow = web.url("/drip/slow.png?bytes=400000&every=0.05&chunk=4000")
    process = interruptible(program(tmp_path / "p", "fetch", slow, "--json"))
    while not web.hits["/drip/slow.png"]:
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(number)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    cancelled, summary = [json.loads(line) for line in out.splitlines()]
    assert (cancelled["url"], cancelled["error"]["kind"], summary["summary"]["failed"]) == (slow, "cancelled", 1)
    assert err.decode().splitlines() == ["Interrupted; what was received is kept and goes on next time."]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no /dev/full")
def test_a_reader_that_closes_early_is_no_error(web: Web, tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text("\n".join(f"https://example.org/{n}.jpg" for n in range(5000)), encoding="utf-8")
    process = subprocess.Popen(
        program(tmp_path / "p", "list", str(listed)), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr is not None
    err = process.stderr.read()
    process.stderr.close()
    process.wait(20)
    assert err == b""
    assert process.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_results_that_cannot_be_written_are_one_sentence(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        listing = program(tmp_path / "p", "list", "https://example.org/[1-9].jpg")
        done = subprocess.run(listing, stdout=full, stderr=subprocess.PIPE, check=False, timeout=30)
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        "vitrina: The results cannot be written (No space left on device); look at where standard output goes."
    ]


def test_a_profile_holds_everything(web: Web, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    environment = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": "", "XDG_DATA_HOME": "", "XDG_CONFIG_HOME": ""}
    subprocess.run(
        program(tmp_path / "p", "fetch", web.url("/picture/1.png")), env=environment, check=True, capture_output=True
    )
    assert not list(home.rglob("*"))
    assert list((tmp_path / "p").rglob("*.sqlite"))


@pytest.mark.parametrize("options, said", [((), 2), (("-v",), 4)], ids=["plainly", "with -v"])
def test_what_a_library_in_c_says_of_a_broken_picture_is_told_with_v_alone(
    tmp_path: Path, options: tuple[str, ...], said: int
) -> None:
    broken = io.BytesIO()
    Image.effect_noise((64, 64), 60).save(broken, "TIFF", compression="tiff_lzw")
    broken.getbuffer()[40:60] = b"\xff" * 20
    (tmp_path / "broken.tif").write_bytes(broken.getvalue())
    command = program(tmp_path / "p", "fetch", str(tmp_path / "broken.tif"), "--lang", "en", *options)
    done = subprocess.run(command, capture_output=True, timeout=30, check=False)
    lines = done.stderr.decode().splitlines()
    assert done.returncode == 1
    assert "The picture is damaged" in lines[-2]
    assert len(lines) == said


@pytest.mark.parametrize("killed", [False, True], ids=["to its end", "until it is killed"])
def test_what_another_process_is_fetching_is_waited_for(web: Web, tmp_path: Path, *, killed: bool) -> None:
    slow = web.url("/drip/slow.png?bytes=200000&every=0.1&piece=5000&cache=max-age=3600")
    with subprocess.Popen(program(tmp_path / "p", "fetch", slow), stdout=subprocess.DEVNULL) as first:
        while not web.hits["/drip/slow.png"]:
            time.sleep(0.05)
        second = subprocess.Popen(program(tmp_path / "p", "fetch", slow, "--json"), stdout=subprocess.PIPE)
        if killed:
            time.sleep(0.5)
            first.kill()
            first.wait()  # until then the system takes it for alive
        out, _ = second.communicate(timeout=30)
    line = json.loads(out.splitlines()[0])
    if killed:
        assert (line["status"], line["bytes"]) == ("fetched", 200_000)
    else:
        assert (line["status"], line["attempts"], line["bytes"]) == ("cached", 0, 200_000)
    assert len(web.hits["/drip/slow.png"]) == 1 + killed
