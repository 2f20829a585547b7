"""The disk image: takes `Vitrina.app`, gives the finished `.dmg`, signed and notarised where there is an identity.

Owns the calls of macOS' own tools. Refuses to keep a secret: they come in the environment, and without them the
image is made unsigned.
"""

import os
import plistlib
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from vitrina import __version__, description

IDENTITY = "VITRINA_SIGNING_IDENTITY"  # "Developer ID Application: …", in a keychain that is unlocked
# libffi, which Python's ctypes stands on, writes small functions into memory; a hardened program has to say so.
ENTITLEMENTS = {"com.apple.security.cs.allow-unsigned-executable-memory": True}
PAUSES = (2.0, 5.0, 10.0, 20.0)  # seconds before it is asked again
NOTARY = "VITRINA_NOTARY_PROFILE"  # a profile that `xcrun notarytool store-credentials` has made


def build(bundle: Path, out: Path, work: Path, machine: str, secrets: Mapping[str, str] = os.environ) -> Path:
    """Make the image for `machine` in `out`, using `work`; CalledProcessError where a tool fails."""
    image = out / f"{description.NAME}-{__version__}-macos-{machine}.dmg"
    entitlements(work / "dmg").write_bytes(plistlib.dumps(ENTITLEMENTS))
    for command in commands(bundle, image, work / "dmg", secrets):
        if command[0] == "stage":
            _stage(bundle, work / "dmg")
        else:
            _take(command)
    return image


def _take(command: list[str]) -> None:
    """Take a step; `hdiutil` again where it fails, as it does while macOS still looks at what it mounts to fill it."""
    for pause in PAUSES if command[0] == "hdiutil" else ():
        if subprocess.run(command, check=False).returncode == 0:
            return
        time.sleep(pause)
    subprocess.run(command, check=True)


def commands(bundle: Path, image: Path, folder: Path, secrets: Mapping[str, str]) -> list[list[str]]:
    """List the steps in their order: sign the app, fill the folder (`stage`), pack it, sign, notarise and staple.

    Without an identity the app is sealed all the same: what PyInstaller has sealed before the licences were put into it
    would be called damaged.
    """
    identity, profile = secrets.get(IDENTITY), secrets.get(NOTARY)
    hardened = ["--timestamp", "--options", "runtime", "--entitlements", str(entitlements(folder))]
    how = [*hardened, "--sign", identity] if identity else ["--sign", "-"]
    name = f"{description.NAME} {__version__}"
    steps = [["codesign", "--force", "--deep", *how, str(bundle)], ["stage"]]
    steps += [["hdiutil", "create", "-volname", name, "-srcfolder", str(folder), "-format", "UDZO", "-ov", str(image)]]
    if identity:
        steps += [["codesign", "--force", "--timestamp", "--sign", identity, str(image)]]
    if identity and profile:
        steps += [["xcrun", "notarytool", "submit", str(image), "--keychain-profile", profile, "--wait"]]
        steps += [["xcrun", "stapler", "staple", str(image)]]
    return steps


def entitlements(folder: Path) -> Path:
    """Where, beside `folder`, it is written what the signed app may do."""
    return folder.with_name("entitlements.plist")


def _stage(bundle: Path, folder: Path) -> None:
    """Put the app beside a link to Applications, to be dragged there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copytree(bundle, folder / bundle.name, symlinks=True)
    (folder / "Applications").symlink_to("/Applications")
