"""What can be said of the Mac bundle without a Mac: its description and the steps."""

import os
import plistlib
import subprocess
import sys
from pathlib import Path

import pytest

from macos import bundle, dmg
from vitrina import __version__, description

BUNDLE, IMAGE, FOLDER = Path("/work/Vitrina.app"), Path("/out/Vitrina.dmg"), Path("/work/dmg")


def steps(**secrets: str) -> list[str]:
    return [" ".join(command[:2]) for command in dmg.commands(BUNDLE, IMAGE, FOLDER, secrets)]


def test_the_info_plist_is_one_and_tells_version_languages_and_files() -> None:
    told = plistlib.loads(plistlib.dumps(bundle.info_plist()))
    assert told["CFBundleShortVersionString"] == __version__
    assert told["CFBundleLocalizations"] == ["en", "es"]
    assert told["NSHighResolutionCapable"] is True
    assert told["LSBackgroundOnly"] is False
    kinds = [kind["CFBundleTypeExtensions"] for kind in told["CFBundleDocumentTypes"]]
    assert kinds == [[kind.extension.strip(".")] for kind in description.FILE_TYPES]
    assert [kind["CFBundleURLSchemes"] for kind in told["CFBundleURLTypes"]] == [["vitrina"]]


def test_without_secrets_the_app_is_sealed_anew_and_the_image_is_made_unsigned() -> None:
    assert steps() == ["codesign --force", "stage", "hdiutil create"]
    seal = dmg.commands(BUNDLE, IMAGE, FOLDER, {})[0]
    assert seal[-3:] == ["--sign", "-", str(BUNDLE)]
    assert "--timestamp" not in seal, "nobody's signature cannot be timed"


def test_with_an_identity_app_and_image_are_signed_in_that_order() -> None:
    made = dmg.commands(BUNDLE, IMAGE, FOLDER, {dmg.IDENTITY: "Developer ID"})
    assert [command[0] for command in made] == ["codesign", "stage", "hdiutil", "codesign"]
    assert made[0][-1] == str(BUNDLE)
    assert {"--timestamp", "runtime", "Developer ID"} <= set(made[0])
    assert made[0][made[0].index("--entitlements") + 1] == str(dmg.entitlements(FOLDER))
    assert "--entitlements" not in made[-1]
    assert made[-1][-1] == str(IMAGE)


def test_with_a_notary_the_image_is_notarised_and_its_ticket_stapled() -> None:
    made = steps(**{dmg.IDENTITY: "Developer ID", dmg.NOTARY: "profile"})
    assert made[-2:] == ["xcrun notarytool", "xcrun stapler"]


def test_a_notary_alone_is_no_use() -> None:
    assert steps(**{dmg.NOTARY: "profile"}) == steps()


@pytest.mark.skipif(sys.platform == "win32", reason="scripts stand in for the tools")
def test_the_steps_are_taken_with_what_they_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("codesign", "hdiutil"):
        # Stands in for macOS' own: what it is told to work with has to be there, but for the image.
        (tools / name).write_text(
            "#!/bin/sh\n"
            f'for word in "$@"; do case $word in *.dmg) ;; {tmp_path}/*) test -e "$word" || exit 9;; esac; done\n'
            f'echo "{name} $*" >> {tmp_path}/called\n'
        )
        (tools / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    app, work = tmp_path / "Vitrina.app", tmp_path / "work"
    (app / "Contents").mkdir(parents=True)
    work.mkdir()
    dmg.build(app, tmp_path, work, "arm64", {dmg.IDENTITY: "Developer ID"})
    called = (tmp_path / "called").read_text().splitlines()
    assert [line.split()[0] for line in called] == ["codesign", "hdiutil", "codesign"]
    assert plistlib.loads(dmg.entitlements(work / "dmg").read_bytes()) == dmg.ENTITLEMENTS
    assert (work / "dmg/Vitrina.app/Contents").is_dir()
    assert (work / "dmg/Applications").is_symlink()


@pytest.mark.skipif(sys.platform == "win32", reason="scripts stand in for the tools")
@pytest.mark.parametrize("times, ending", [(0, "made"), (2, "made"), (9, "given up")])
def test_an_image_that_macos_is_still_busy_with_is_made_again_but_not_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int, ending: str
) -> None:
    tools, asked = tmp_path / "tools", tmp_path / "asked"
    tools.mkdir()
    (tools / "codesign").write_text("#!/bin/sh\n")
    # Stands in for macOS' own: it fails as often as it is told.
    (tools / "hdiutil").write_text(f"#!/bin/sh\necho >> {asked}\ntest $(wc -l < {asked}) -gt {times}\n")
    for tool in tools.iterdir():
        tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(dmg, "PAUSES", (0.0, 0.0, 0.0))
    app, work = tmp_path / "Vitrina.app", tmp_path / "work"
    for folder in (app, work):
        folder.mkdir()
    if ending == "made":
        dmg.build(app, tmp_path, work, "arm64", {})
    else:
        with pytest.raises(subprocess.CalledProcessError):
            dmg.build(app, tmp_path, work, "arm64", {})
    assert len(asked.read_text().splitlines()) == min(times + 1, 4)
