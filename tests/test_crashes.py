"""Reports of our own faults: what is in them, what is not, and when they are offered."""

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrina.crashes import MOST, Crashes, without_secrets
from vitrina.errors import UsageError


@pytest.fixture
def crashes(tmp_path: Path) -> Iterator[Crashes]:
    made = Crashes(tmp_path / "log" / "crashes")
    logger = logging.getLogger("a log of its own")
    logger.addHandler(made)
    yield made
    logger.removeHandler(made)


def fail(fault: Exception) -> None:
    """Log a fault as it is logged where nobody expected it."""

    def deep() -> None:
        raise fault

    try:
        deep()
    except type(fault):
        logging.getLogger("a log of its own").exception("a fault")


def test_a_logged_fault_becomes_a_report_that_is_offered_once(crashes: Crashes) -> None:
    assert crashes.unread() is None
    fail(RuntimeError("the number 42"))
    report = crashes.unread()
    assert report is not None
    said = report.read_text(encoding="utf-8")
    assert said.startswith("Vitrina ")
    assert "RuntimeError: the number 42" in said
    assert "test_crashes.py" in said
    kept = crashes.take_as_read()
    assert crashes.unread() is None
    assert kept is not None
    assert kept.read_text(encoding="utf-8") == said


def test_the_same_fault_is_reported_once_however_often_it_comes(crashes: Crashes, tmp_path: Path) -> None:
    for number in range(5):
        fail(RuntimeError(str(number)))
    assert len(list((tmp_path / "log" / "crashes").iterdir())) == 1


def test_a_sentence_for_the_person_is_no_crash(crashes: Crashes) -> None:
    fail(UsageError("This is no list."))
    logging.getLogger("a log of its own").error("said without a fault")
    assert crashes.unread() is None


def test_only_so_many_reports_stay(tmp_path: Path) -> None:
    for number in range(MOST + 3):
        Crashes(tmp_path)._write(str(number))
    left = sorted(tmp_path.iterdir())
    assert len(left) == MOST
    assert left[-1].read_text(encoding="utf-8").endswith(str(MOST + 2))


@pytest.mark.parametrize(
    "text, hidden",
    [
        ("https://ana:pa55@h.org/a/b?token=abc#x failed", ("ana", "pa55", "abc", "/a/b")),
        ("ValueError: {'Authorization': 'Bearer abc123'}", ("abc123",)),
        ("cookie=session99; rest", ("session99",)),
        ("api_key=XYZ123&page=2", ("XYZ123",)),
        ("/home/ana/pictures/1.jpg", ("/home/ana",)),
        ("X-Api-Key: k3y", ("k3y",)),
    ],
)
def test_what_is_secret_does_not_stand_in_a_report(text: str, hidden: tuple[str, ...]) -> None:
    said = without_secrets(text, PurePosixPath("/home/ana"))
    assert not [one for one in hidden if one in said], said


@pytest.mark.parametrize(
    "text", [r"File C:\Users\ana\a.jpg", r"FileNotFoundError: 'C:\\Users\\ana\\a.jpg'", "file C:/Users/ana/a.jpg"]
)
def test_the_persons_folder_is_hidden_however_windows_writes_it(text: str) -> None:
    assert "ana" not in without_secrets(text, PureWindowsPath(r"C:\Users\ana"))


@given(st.text("abc/?=&#:@%.", max_size=30))
def test_nothing_behind_a_host_stays(rest: str) -> None:
    said = without_secrets(f"GET https://user:secret@host.example/SECRET{rest} done")
    assert "secret" not in said.lower()
    assert "host.example" in said


@pytest.mark.logs_errors
def test_a_fault_in_a_thread_is_logged(crashes: Crashes, caplog: pytest.LogCaptureFixture) -> None:
    crashes.arm()
    try:
        thread = threading.Thread(target=lambda: 1 / 0)
        thread.start()
        thread.join()
    finally:
        crashes.disarm()
    (record,) = caplog.records
    assert record.exc_info is not None
    assert isinstance(record.exc_info[1], ZeroDivisionError)


DIES = """
import faulthandler, sys
from pathlib import Path
from vitrina.crashes import Crashes
Crashes(Path(sys.argv[1])).arm()
faulthandler._sigsegv()
"""


def test_a_process_that_dies_at_once_leaves_a_report_for_the_next_one(tmp_path: Path) -> None:
    died = subprocess.run([sys.executable, "-c", DIES, str(tmp_path)], check=False, timeout=30, capture_output=True)
    assert died.returncode != 0
    crashes = Crashes(tmp_path)
    crashes.arm()
    try:
        report = crashes.unread()
        assert report is not None
        said = report.read_text(encoding="utf-8")
        assert "ended at once" in said
        assert "Fatal Python error" in said or "exception" in said
    finally:
        crashes.disarm()


def test_a_process_that_ends_well_leaves_nothing(tmp_path: Path) -> None:
    crashes = Crashes(tmp_path / "crashes")
    crashes.arm()
    crashes.disarm()
    assert list((tmp_path / "crashes").iterdir()) == []
