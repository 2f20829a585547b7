import json
import platform
import subprocess
import sys
from pathlib import Path

import pytest

import contents
from contents import Part, UnclaimedError


@pytest.fixture(scope="module")
def pillow() -> Part:
    import PIL

    (part,) = contents.parts([("PIL/Image.py", str(Path(PIL.__file__).with_name("Image.py")))])
    return part


def test_a_file_of_a_python_package_is_claimed_with_its_licence_and_its_own_sbom(pillow: Part) -> None:
    assert pillow.name == "pillow"
    assert pillow.licence == "MIT-CMU"
    assert pillow.purl == f"pkg:pypi/pillow@{pillow.version}"
    assert "Python Imaging Library" in pillow.texts[0].read_text(encoding="utf-8")
    assert pillow.boms


def test_python_itself_is_a_part() -> None:
    (part,) = contents.parts([("json", json.__file__)])
    assert "python" in part.name.lower()
    assert part.texts


def test_our_own_files_are_no_part() -> None:
    assert contents.parts([("vitrina/model.py", str(contents.ROOT / "app/vitrina/model.py"))]) == []


def test_a_file_that_nobody_claims_stops_the_build(tmp_path: Path) -> None:
    stranger = tmp_path / "libstranger.so"
    stranger.touch()
    with pytest.raises(UnclaimedError, match="libstranger"):
        contents.parts([("libstranger.so", str(stranger))])


@pytest.mark.skipif(sys.platform != "linux", reason="Debian's own tools")
def test_a_library_of_the_system_is_claimed_by_its_package() -> None:
    found = subprocess.run(["dpkg", "-L", "libc6"], capture_output=True, text=True, check=False).stdout
    library = next((line for line in found.splitlines() if line.endswith("/libc.so.6")), None)
    if library is None:
        pytest.skip("no Debian")
    (part,) = contents.parts([("libc.so.6", library)])
    assert part.purl.startswith(f"pkg:deb/{platform.freedesktop_os_release()['ID']}/libc6@")
    assert part.texts[0].name == "copyright"


def test_the_licences_are_all_there_and_equal_ones_once(pillow: Part, tmp_path: Path) -> None:
    text = tmp_path / "LICENSE"
    text.write_text("Do as you like.")
    twins = [Part(name, "1", "MIT", f"pkg:generic/{name}@1", (text,)) for name in ("Left", "Right")]
    told = contents.licences([*twins, pillow])
    assert told.count("Do as you like.") == 1
    assert "The same text as of Left." in told
    assert "Python Imaging Library" in told


def test_a_part_without_its_licence_stops_the_build(pillow: Part) -> None:
    with pytest.raises(UnclaimedError, match="licence of Secret"):
        contents.licences([pillow, Part("Secret", "1", "MIT", "pkg:generic/secret@1", ())])


def test_the_sbom_names_every_part_and_what_a_part_says_is_inside_it(pillow: Part) -> None:
    document = contents.sbom([pillow], 1_700_000_000)
    names = {component["name"] for component in document["components"]}
    assert {"pillow", "PIL._avif"} <= names
    refs = [component["bom-ref"] for component in document["components"]]
    assert len(refs) == len(set(refs))
    inside = {*refs, document["metadata"]["component"]["bom-ref"]}
    assert all({entry["ref"], *entry["dependsOn"]} <= inside for entry in document["dependencies"])
    (itself,) = [entry for entry in document["dependencies"] if entry["ref"] == pillow.purl]
    assert len(itself["dependsOn"]) > 1


def test_the_same_parts_give_the_same_sbom(pillow: Part) -> None:
    assert contents.sbom([pillow], 1_700_000_000) == contents.sbom([pillow], 1_700_000_000)
