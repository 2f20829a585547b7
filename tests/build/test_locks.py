import ast
import re
import sys
import tomllib
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


def declared() -> set[str]:
    project = tomllib.loads((environment.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {re.split(r"[<>=]", name)[0].lower() for name in project["dependencies"]}


def test_every_dependency_of_the_program_is_pinned() -> None:
    assert declared() <= pins(locks.RUNTIME).keys()


def test_what_the_program_imports_is_declared_and_the_other_way_round() -> None:
    imported = set[str]()
    for module in (environment.ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imported.add(node.module.partition(".")[0])
    foreign = imported - set(sys.stdlib_module_names) - {"vitrina", "pyi_splash", "_typeshed"}
    names = {"PIL": "pillow", "tomli_w": "tomli-w"}
    assert {names.get(name, name) for name in foreign} == declared()
