import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import environment
import locks
from macos import bundle

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
    return names_of(project["dependencies"])


def optional() -> set[str]:
    project = tomllib.loads((environment.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {name for extra in project["optional-dependencies"].values() for name in names_of(extra)}


def names_of(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=]", name)[0].lower() for name in requirements}


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
    names = {"PIL": "pillow", "pillow_heif": "pillow-heif", "tomli_w": "tomli-w"}
    assert declared() <= {names.get(name, name) for name in foreign} <= declared() | optional()


# As uv calls them: those of the workflows.
SYSTEMS = (
    "x86_64-manylinux_2_28", "aarch64-manylinux_2_28", "x86_64-pc-windows-msvc", "aarch64-apple-darwin",
    "x86_64-apple-darwin",
)  # fmt: skip


def lacking(lock: Path, system: str, python: str, cache: Path) -> str:
    """What is to be said of `lock` there, where nothing may be compiled; nothing is downloaded but descriptions."""
    told = {"MACOSX_DEPLOYMENT_TARGET": bundle.OLDEST_SYSTEM}
    if "PIP_INDEX_URL" in os.environ:
        told["UV_DEFAULT_INDEX"] = os.environ["PIP_INDEX_URL"]
    wheels = ["--require-hashes", "--only-binary", ":all:", "--python-platform", system, "--python-version", python]
    nowhere = ["--dry-run", "--quiet", "--cache-dir", str(cache), "--target", str(cache / "none")]
    command = [locks.UV, "pip", "install", *nowhere, *wheels, "--requirement", str(lock)]
    done = subprocess.run(command, env={**os.environ, **told}, capture_output=True, encoding="utf-8", check=False)
    return done.stderr if done.returncode else ""


@pytest.mark.slow
def test_every_pin_has_a_wheel_for_every_system_and_python(tmp_path: Path) -> None:
    found = {
        (system, python): words
        for system in SYSTEMS
        for python in ("3.11", "3.14")
        if (words := lacking(environment.LOCK, system, python, tmp_path))  # which has the program's own, too
    }
    assert found == {}
    assert "no usable wheels" in lacking(locks.RUNTIME, "riscv64-unknown-linux", "3.11", tmp_path)
