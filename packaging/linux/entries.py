"""What a Linux desktop wants to read about the program: metainfo, man page, copyright.

Owns the form of those files; that of the menu entry is the program's own, in `vitrina.cli.desktop_entry`. Refuses to
write a text of its own: `vitrina.description` and the program's `--help` have them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree as ET

from vitrina import __version__, description

EXIT_CODES = (
    ("0", "Everything asked for was done."),
    ("1", "Done, but some pictures failed; each is named on standard error with its reason."),
    ("2", "The call was wrong; nothing was done."),
    ("3", "Nothing could be had: the source could not be read, or offline and not in the store."),
    ("130", "Interrupted: what was complete is kept, what was partial resumes next time."),
)
FILES = (
    ("~/.config/Vitrina", "Settings, as TOML."),
    ("~/.local/share/Vitrina", "The library, and the pictures that were asked to be kept."),
    ("~/.cache/Vitrina", "The store: everything that may be evicted."),
)


def metainfo(date: str) -> str:
    """Write the AppStream metainfo; `date` (ISO) is the day of this version's release."""
    component = ET.Element("component", type="desktop-application")
    for name, text in (
        ("id", description.ID),
        ("metadata_license", "FSFAP"),
        ("project_license", description.LICENCE),
        ("name", description.NAME),
    ):
        ET.SubElement(component, name).text = text
    _translated(component, "summary", description.SUMMARY)
    ET.SubElement(component, "url", type="homepage").text = description.HOME
    developer = ET.SubElement(component, "developer", id=description.ID.rpartition(".")[0])
    ET.SubElement(developer, "name").text = description.BY
    about = ET.SubElement(component, "description")
    for code, paragraphs in description.PARAGRAPHS.items():
        for paragraph in paragraphs:
            _translated(about, "p", {code: " ".join(paragraph.split())})
    ET.SubElement(component, "launchable", type="desktop-id").text = f"{description.ID}.desktop"
    _list(component, "categories", "category", description.CATEGORIES)
    provides = ET.SubElement(component, "provides")
    ET.SubElement(provides, "binary").text = description.COMMAND
    for kind in (*(kind.media_type for kind in description.FILE_TYPES), f"x-scheme-handler/{description.SCHEME}"):
        ET.SubElement(provides, "mediatype").text = kind
    ET.SubElement(component, "content_rating", type="oars-1.1")
    releases = ET.SubElement(component, "releases")
    ET.SubElement(releases, "release", version=__version__, date=date)
    ET.indent(component)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(component, encoding="unicode") + "\n"


def _translated(parent: ET.Element, name: str, texts: Mapping[str, str]) -> None:
    for code, text in texts.items():
        element = ET.SubElement(parent, name, {} if code == "en" else {"xml:lang": code})
        element.text = text


def _list(parent: ET.Element, group: str, name: str, values: Sequence[str]) -> None:
    inner = ET.SubElement(parent, group)
    for value in values:
        ET.SubElement(inner, name).text = value


def man_page(help_texts: Mapping[str, str], date: str) -> str:
    """Write the man page in man(7)'s macros from what `vitrina [COMMAND] --help` says, by command ("" for none)."""
    name = description.COMMAND
    lines = [
        f'.TH {name.upper()} 1 "{date}" "{description.NAME} {__version__}" "User Commands"',
        ".SH NAME",
        f"{name} \\- {_escaped(description.SUMMARY['en'][0].lower() + description.SUMMARY['en'][1:])}",
        ".SH SYNOPSIS",
        *_synopsis(help_texts),
        ".SH DESCRIPTION",
    ]
    for paragraph in description.PARAGRAPHS["en"]:
        lines += [".PP", _escaped(" ".join(paragraph.split()))]
    for command, text in help_texts.items():
        lines += [".SH COMMANDS"] if command and ".SH COMMANDS" not in lines else []
        lines += [f".SS {name} {command}"] if command else [".SH OPTIONS"]
        lines += _help_body(text)
    lines += [".SH EXIT STATUS"]
    for code, meaning in EXIT_CODES:
        lines += [".TP", f".B {code}", _escaped(meaning)]
    lines += [".SH FILES"]
    for path, meaning in FILES:
        lines += [".TP", f".I {_escaped(path)}", _escaped(meaning)]
    return "\n".join(lines) + "\n"


def _synopsis(help_texts: Mapping[str, str]) -> Iterator[str]:
    for text in help_texts.values():
        usage = " ".join(text.partition("\n\n")[0].removeprefix("usage:").split())
        words = usage.split()
        yield f".B {words[0]}"
        yield _escaped(" ".join(words[1:]))
        yield ".br"


def _help_body(text: str) -> Iterator[str]:
    """Turn argparse's help, after its usage, into paragraphs, headings and tagged options."""
    for block in text.split("\n\n")[1:]:
        lines = block.splitlines()
        if lines[0].endswith(":") and not lines[0].startswith(" "):
            yield ".PP"
            yield f".I {_escaped(lines[0])}"
            lines = lines[1:]
        if lines and lines[0].startswith("  "):
            yield from _tagged(lines)
        elif lines:
            yield ".PP"
            yield from (_escaped(line) for line in lines)


def _tagged(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        option = re.match(r" {2,4}(\S.*?)(?: {2,}(\S.*))?$", line)
        if option and not line.startswith(" " * 8):
            yield ".TP"
            yield f".B {_escaped(option[1])}"
            if option[2]:
                yield _escaped(option[2])
        else:
            yield _escaped(line.strip())


def _escaped(text: str) -> str:
    r"""Guard what man(7) would read as its own: backslash, a leading full stop or apostrophe, and ASCII hyphens."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text.startswith((".", "'")) else text


def copyright_file(third_party: str) -> str:
    """Write Debian's copyright file: our licence, then those of everything that the folder brings along."""
    return (
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
        f"Upstream-Name: {description.NAME}\n"
        "Comment: The program's folder holds parts by others; their licences are in THIRD_PARTY_LICENSES.txt.\n\n"
        f"Files: *\nCopyright: {description.COPYRIGHT.removeprefix('© ')}\nLicense: Expat\n\n"
        "License: Expat\n" + "".join(f" {line or '.'}\n" for line in third_party.splitlines())
    )
