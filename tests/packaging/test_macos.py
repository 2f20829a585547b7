"""What can be said of the Mac bundle without a Mac: its description, the steps, and wheels for both processors."""

import plistlib
import subprocess
import sys
from pathlib import Path

import pytest

import locks
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
    assert made[-1][-1] == str(IMAGE)


def test_with_a_notary_the_image_is_notarised_and_its_ticket_stapled() -> None:
    made = steps(**{dmg.IDENTITY: "Developer ID", dmg.NOTARY: "profile"})
    assert made[-2:] == ["xcrun notarytool", "xcrun stapler"]


def test_a_notary_alone_is_no_use() -> None:
    assert steps(**{dmg.NOTARY: "profile"}) == steps()


@pytest.mark.slow
@pytest.mark.parametrize(
    "platforms",
    [
        ("macosx_12_0_arm64", "macosx_11_0_arm64"),
        ("macosx_12_0_x86_64", "macosx_11_0_x86_64", "macosx_10_15_x86_64", "macosx_10_13_x86_64"),
        ("win_amd64",),
        ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64"),
    ],
    ids=lambda platforms: platforms[0],
)
def test_every_pinned_package_has_a_wheel(platforms: tuple[str, ...], tmp_path: Path) -> None:
    named = [word for platform in platforms for word in ("--platform", platform)]
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps"),
            *("--require-hashes", "--only-binary=:all:", "--python-version", "3.13", "--implementation", "cp"),
            *(*named, "--dest", str(tmp_path), "--requirement", str(locks.RUNTIME)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(list(tmp_path.glob("*.whl"))) >= 14
