"""Shares the frozen program among the tests of packaging.

Owns its fixture. Refuses the making: `tests/downloads.py` does it.
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


@pytest.fixture(scope="session")
def downloads(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Downloads:
    """Everything that people download."""
    base = tmp_path_factory.getbasetemp()
    return make_once((base if worker_id == "master" else base.parent) / "downloads")
