"""Shares the frozen program among the tests of packaging, and lets one process have all tests of one system.

Owns its fixture and that order. Refuses the making: `tests/downloads.py` does it.
"""

from collections.abc import Iterator

import pytest

import debian
from downloads import Downloads, make_once


@pytest.hookimpl(tryfirst=True, wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """Skip a test whose tools only root can bring, where we are not; the reason is the one command."""
    try:
        yield
    except debian.MissingError as error:
        pytest.skip(str(error))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what starts a frozen program first, as it takes longest; a second process would only wait for the build."""
    for item in items:
        if _wants_downloads(item):
            item.add_marker(pytest.mark.xdist_group("windows" if "windows" in item.path.stem else "this system"))
    items.sort(key=lambda item: not _wants_downloads(item))


def _wants_downloads(item: pytest.Item) -> bool:
    return "downloads" in getattr(item, "fixturenames", ())


@pytest.fixture(scope="session")
def downloads(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Downloads:
    """Everything that people download."""
    base = tmp_path_factory.getbasetemp()
    return make_once((base if worker_id == "master" else base.parent) / "downloads")
