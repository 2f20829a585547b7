import re
from pathlib import Path

import pytest

import environment
import locks

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;]+)(?: ; .+?)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")
BOTH = pytest.mark.parametrize("lock", [environment.LOCK, locks.RUNTIME], ids=lambda path: path.name)


def pins(lock: Path) -> dict[str, str]:
    return dict(match.groups()[:2] for line in lock.read_text().splitlines() if (match := PIN.match(line)))  # type: ignore[misc]


@BOTH
def test_a_lock_holds_pins_with_hashes_and_nothing_else(lock: Path) -> None:
    lines = lock.read_text(encoding="utf-8").splitlines()
    odd = [line for line in lines if not PIN.match(line) and not HASH.match(line)]
    assert odd == []
    assert len(pins(lock)) > 5


@BOTH
def test_every_pin_has_a_hash(lock: Path) -> None:
    lines = lock.read_text(encoding="utf-8").splitlines()
    assert all(HASH.match(lines[place + 1]) for place, line in enumerate(lines) if PIN.match(line))


def test_the_program_runs_on_the_versions_that_the_tests_ran_on() -> None:
    assert pins(locks.RUNTIME).items() <= pins(environment.LOCK).items()


def test_every_dependency_of_the_program_is_pinned() -> None:
    import tomllib

    project = tomllib.loads((environment.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {re.split(r"[<>=]", name)[0].lower() for name in project["dependencies"]}
    assert asked <= pins(locks.RUNTIME).keys()
