"""What every test gets: no silent failure, and a screen where one is wanted.

Owns the fixtures of Tk (`root`, `display`, `bridge`) and the guard against logged errors. Refuses to
know what is tested; servers for HTTP tests live in `tests/web.py`.
"""

import gc
import logging
import os
import shutil
import sys
import tkinter as tk
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

import turns
from screen import Until, wait_until
from virtual_screen import virtual_screen
from vitrina.bridge import Bridge

WATCHED = ("vitrina", "asyncio")

# No test asserts a time, neither by hypothesis' own limits: a machine may have other things to do.
settings.register_profile("unhurried", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what takes longest."""
    items.sort(key=lambda item: turns.turn_of(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> turns.Turns:
    """Give the processes their tests."""
    config.option.loadscopereorder = False
    return turns.Turns(config, log)


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker with which a test says that it provokes errors on purpose."""
    config.addinivalue_line("markers", "logs_errors: this test provokes errors in the log on purpose")


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(logging.Formatter().format(record))


@pytest.fixture(autouse=True)
def _no_logged_error(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test in which Vitrina or asyncio logged an error."""
    kept = _Kept()
    loggers = [logging.getLogger(name) for name in WATCHED]
    for logger in loggers:
        logger.addHandler(kept)
    yield
    for logger in loggers:
        logger.removeHandler(kept)
    if kept.records and request.node.get_closest_marker("logs_errors") is None:
        pytest.fail("An error was logged:\n" + "\n".join(kept.records))


@pytest.fixture(scope="session")
def display() -> Iterator[str | None]:
    """A screen for Tk: the one that is there, else a virtual one of 1920 x 1080 for this process alone.

    Tests that run side by side never share one: their windows would take the focus from each other.
    """
    if sys.platform != "linux":
        yield None
        return
    if os.environ.get("DISPLAY") and not os.environ.get("PYTEST_XDIST_WORKER"):
        yield os.environ["DISPLAY"]
        return
    if shutil.which("Xvfb") is None:
        pytest.skip("no screen: DISPLAY is not set and Xvfb is not installed")
    with virtual_screen("1920x1080") as name, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DISPLAY", name)
        yield name


@pytest.fixture
def root(display: str | None) -> Iterator[tk.Tk]:
    """A Tk root; the test fails if anything went wrong in one of its callbacks."""
    del display
    faults: list[BaseException] = []
    window = tk.Tk()
    window.report_callback_exception = lambda _kind, fault, _trace: faults.append(fault)
    yield window
    window.destroy()
    del window
    gc.collect()  # on this thread: another one must not be the one to drop a Tk object
    if faults:
        raise AssertionError("A Tk callback failed.") from faults[0]


@pytest.fixture
def bridge(root: tk.Tk) -> Iterator[Bridge]:
    """A bridge that ticks on the root's timer; its thread has to end with the test."""
    made = Bridge()
    made.attach(root.after, root.after_cancel)
    yield made
    assert made.close(), "the asyncio thread did not end"


@pytest.fixture
def until(root: tk.Tk) -> Until:
    """Run Tk's loop until something is true."""
    return partial(wait_until, root)
