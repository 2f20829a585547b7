"""Shares the frozen program among the tests of packaging.

Owns its fixture. Refuses the making: `tests/downloads.py` does it.
"""

import pytest

from downloads import Downloads, make_once


@pytest.fixture(scope="session")
def downloads(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Downloads:
    """Everything that people download."""
    base = tmp_path_factory.getbasetemp()
    return make_once((base if worker_id == "master" else base.parent) / "downloads")
