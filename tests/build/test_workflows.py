"""The workflows call what there is; nobody sees that they do not until a release is due."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import debian
import dev
import environment
import package

WORKFLOWS = sorted((environment.ROOT / ".github/workflows").glob("*.yml"))
OURS = re.compile(r"(?<![\w./-])(?:\.ci|app|build|packaging|tests)(?:/[\w.-]+)*")
RELEASE = next(path for path in WORKFLOWS if path.stem == "release")

every = pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)


def jobs_of(workflow: Path) -> dict[str, Any]:
    read: dict[str, Any] = YAML(typ="safe").load(workflow)["jobs"]
    return read


def steps_of(workflow: Path) -> Iterator[dict[str, Any]]:
    for job in jobs_of(workflow).values():
        yield from job["steps"]


@every
def test_every_command_and_file_that_it_names_is_there(workflow: Path) -> None:
    called = [step["run"] for step in steps_of(workflow) if "run" in step]
    commands = {word for run in called for word in re.findall(r"build/dev\.py (\S+)", run)}
    assert commands
    assert commands <= set(dev.COMMANDS)
    made = package.DOWNLOADS.relative_to(environment.ROOT).as_posix()
    for run in called:
        for name in OURS.findall(run):
            assert name == made or (environment.ROOT / name).exists(), name
    for step in steps_of(workflow):
        for key in ("path", "subject-path"):
            named = step.get("with", {}).get(key, "")
            assert not named.startswith("build/") or named.rstrip("/*") == made


@every
def test_where_nobody_is_root_the_packages_that_the_script_wants_are_installed_first(workflow: Path) -> None:
    needed = {
        "test": ("screen", "keyboard", "dragging"),
        "package": ("binary", "dragging", "deb"),
        "prove": ("screen",),
    }
    for job in jobs_of(workflow).values():
        runs = [step.get("run", "") for step in job["steps"]]
        installed = {word for run in runs if "sudo apt-get install" in run for word in run.split()}
        if not installed:
            continue
        for command in re.findall(r"build/dev\.py (\S+)", "\n".join(runs)):
            lacking = {word for purpose in needed[command] for word in debian.NEEDS[purpose][0]} - installed
            assert not lacking, (command, lacking)


@every
def test_nothing_floats_and_nothing_may_more_than_it_must(workflow: Path) -> None:
    assert YAML(typ="safe").load(workflow)["permissions"] == {}
    for job in jobs_of(workflow).values():
        assert {"permissions", "timeout-minutes"} <= set(job)
        writes = {what for what, how in job["permissions"].items() if how == "write"}
        assert writes <= {"id-token", "attestations", "contents"}
    for step in steps_of(workflow):
        assert "uses" not in step or re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step["uses"])
        assert "GITHUB_TOKEN" not in step.get("env", {})


def test_every_download_is_tried_on_another_machine_than_it_was_built_on() -> None:
    jobs = jobs_of(RELEASE)
    built = jobs["build"]["strategy"]["matrix"]["system"]
    tried = jobs["try"]["strategy"]["matrix"]["include"]
    assert sorted(one["built"] for one in tried) == sorted(built)
    assert all(one["on"] != one["built"] for one in tried)
    assert (jobs["try"]["needs"], jobs["release"]["needs"]) == ("build", "try")


def test_tests_run_on_three_systems_with_the_oldest_and_the_newest_python() -> None:
    matrix = jobs_of(next(path for path in WORKFLOWS if path.stem == "check"))["test"]["strategy"]["matrix"]
    assert {system.partition("-")[0] for system in matrix["system"]} == {"ubuntu", "windows", "macos"}
    told = (environment.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (oldest,) = re.findall(r'requires-python = ">=([\d.]+)"', told)
    assert oldest in matrix["python"]
    assert len(matrix["python"]) > 1


@pytest.mark.skipif(sys.platform == "win32" or not shutil.which("sha256sum"), reason="it runs on Linux")
def test_a_release_has_one_list_of_checksums_and_no_file_hides_another(tmp_path: Path) -> None:
    (script,) = [step["run"] for step in jobs_of(RELEASE)["release"]["steps"] if "sha256sum" in step.get("run", "")]
    for system, program in (("vitrina-linux", "Vitrina-portable"), ("vitrina-macos", "Vitrina.dmg")):
        folder = tmp_path / "downloads" / system
        folder.mkdir(parents=True)
        for name in (program, "SHA256SUMS", "THIRD_PARTY_LICENSES.txt", "Vitrina-1.cdx.json"):
            (folder / name).write_text(f"{system} {name}")
    subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path, check=True)
    done = subprocess.run(
        ["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path / "release", capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, b"")
    names = {path.name for path in (tmp_path / "release").iterdir()}
    assert {"Vitrina-portable", "Vitrina.dmg", "vitrina-linux-Vitrina-1.cdx.json", "SHA256SUMS"} <= names
    assert len(names) == 7
