"""What Windows reads about a program inside its file: version resource, manifest, icon; and the splash picture.

Owns their form. Refuses to write a text of its own: `vitrina.description` has them.
"""

import re
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

import icon
from vitrina import __version__, description

# Windows 10 and 11. Per monitor, version 2: Tk draws sharply on every screen, and the frame follows.
MANIFEST = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0">
  <trustInfo xmlns="urn:schemas-microsoft-com:asm.v3">
    <security>
      <requestedPrivileges>
        <requestedExecutionLevel level="asInvoker" uiAccess="false"/>
      </requestedPrivileges>
    </security>
  </trustInfo>
  <compatibility xmlns="urn:schemas-microsoft-com:compatibility.v1">
    <application>
      <supportedOS Id="{8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a}"/>
    </application>
  </compatibility>
  <application xmlns="urn:schemas-microsoft-com:asm.v3">
    <windowsSettings>
      <dpiAware xmlns="http://schemas.microsoft.com/SMI/2005/WindowsSettings">true/pm</dpiAware>
      <dpiAwareness xmlns="http://schemas.microsoft.com/SMI/2016/WindowsSettings">PerMonitorV2</dpiAwareness>
      <longPathAware xmlns="http://schemas.microsoft.com/SMI/2016/WindowsSettings">true</longPathAware>
    </windowsSettings>
  </application>
  <dependency>
    <dependentAssembly>
      <assemblyIdentity type="win32" name="Microsoft.Windows.Common-Controls" version="6.0.0.0"
        processorArchitecture="*" publicKeyToken="6595b64144ccf1df" language="*"/>
    </dependentAssembly>
  </dependency>
</assembly>
"""
SPLASH_SIZE, SPLASH_COLOUR = (400, 240), (20, 36, 66)
_SHOWN_TEXTS = {"0409": "en", "0c0a": "es"}  # Windows' numbers for the languages


def numbers() -> tuple[int, int, int, int]:
    """The version as Windows counts: four numbers, whatever else the version says left out."""
    found = [int(number) for number in re.findall(r"\d+", __version__.partition("+")[0])[:3]]
    major, minor, patch = (*found, 0, 0, 0)[:3]
    return major, minor, patch, 0


def version_resource(file_name: str) -> Any:  # noqa: ANN401 (PyInstaller's own class, which has no types)
    """What the file's properties show, in every language that there is a description in."""
    from PyInstaller.utils.win32 import versioninfo as info

    tables = [
        info.StringTable(
            f"{number}04b0",
            [
                info.StringStruct("CompanyName", description.BY),
                info.StringStruct("FileDescription", description.NAME),
                info.StringStruct("FileVersion", __version__),
                info.StringStruct("Comments", description.SUMMARY[code]),
                info.StringStruct("InternalName", description.COMMAND),
                info.StringStruct("LegalCopyright", description.COPYRIGHT),
                info.StringStruct("OriginalFilename", file_name),
                info.StringStruct("ProductName", description.NAME),
                info.StringStruct("ProductVersion", __version__),
            ],
        )
        for number, code in _SHOWN_TEXTS.items()
    ]
    translations = [part for number in _SHOWN_TEXTS for part in (int(number, 16), 1200)]
    return info.VSVersionInfo(
        ffi=info.FixedFileInfo(filevers=numbers(), prodvers=numbers(), mask=0x3F, OS=0x40004, fileType=1),
        kids=[info.StringFileInfo(tables), info.VarFileInfo([info.VarStruct("Translation", translations)])],
    )


def write_icon(folder: Path) -> Path:
    """Write the icon in all its sizes."""
    return icon.write_all(folder)["vitrina.ico"]


def write_splash(folder: Path) -> Path:
    """Draw what stands on the screen while the one file unpacks itself: the icon and the name."""
    folder.mkdir(parents=True, exist_ok=True)
    width, height = SPLASH_SIZE
    picture = Image.new("RGB", SPLASH_SIZE, SPLASH_COLOUR)
    drawn = icon.draw(128)
    picture.paste(drawn, ((width - 128) // 2, 32), drawn)
    brush, font = ImageDraw.Draw(picture), ImageFont.load_default(28)
    brush.text((width // 2, height - 36), description.NAME, (250, 246, 236), font, anchor="mm")
    path = folder / "splash.png"
    picture.save(path, optimize=True)
    return path
