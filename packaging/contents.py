"""What is really inside a frozen program: whose each file is, at which version, under which licence.

Owns the list of parts, the licences' file and the CycloneDX SBOM made of it. Refuses to guess: a file that nobody
claims is an error, so that nothing goes out without its licence.
"""

import hashlib
import importlib.metadata
import json
import os
import platform
import re
import subprocess
import sys
import sysconfig
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from vitrina import __version__, description

ROOT = Path(__file__).resolve().parent.parent


class UnclaimedError(Exception):
    """Files in the bundle that belong to no known part, or parts without the text of their licence."""


@dataclass(frozen=True)
class Part:
    """One thing by somebody: a Python package, a Debian package, Python itself.

    `licence` is an SPDX expression or the words of its metadata; `texts` are its licence files, `boms` the SBOMs that
    it brings along, `files` its files' names in the bundle.
    """

    name: str
    version: str
    licence: str
    purl: str
    texts: tuple[Path, ...]
    boms: tuple[Path, ...] = ()
    files: list[str] = field(default_factory=list, compare=False)


def read_manifest(path: Path) -> list[tuple[str, str]]:
    """Read what a spec wrote about its bundle: each file's name there, and where it came from."""
    return [(name, source) for name, source in json.loads(path.read_text(encoding="utf-8"))]


def parts(entries: Iterable[tuple[str, str]]) -> list[Part]:
    """Find the parts behind `entries` (name in the bundle, path that it came from), by name. UnclaimedError."""
    by_distribution = dict(_distribution_files())
    outside, found = [], dict[str, Part]()

    def claim(part: Part, name: str) -> None:
        found.setdefault(part.purl, part).files.append(name)

    for name, source in entries:
        # PyInstaller packs the modules that Python starts with into a library of its own.
        path = Path(os.__file__) if name == "base_library.zip" else Path(source)
        if path.is_relative_to(ROOT / "app") or path.is_relative_to(ROOT / "packaging"):
            continue
        distribution = by_distribution.get(path) or by_distribution.get(path.resolve())
        if distribution is not None:
            claim(_from_distribution(distribution), name)
        elif _is_pythons(path):
            claim(_python(), name)
        else:
            outside.append((name, path.resolve()))
    for (name, _), part in zip(outside, _from_debian([path for _, path in outside]), strict=True):
        claim(part, name)
    return sorted(found.values(), key=lambda part: part.name.lower())


def _distribution_files() -> Iterator[tuple[Path, importlib.metadata.Distribution]]:
    for distribution in importlib.metadata.distributions():
        for file in distribution.files or ():
            yield Path(str(distribution.locate_file(file))), distribution


def _from_distribution(distribution: importlib.metadata.Distribution) -> Part:
    told = distribution.metadata
    name, version = told["Name"], distribution.version
    classified = [
        text.rpartition(" :: ")[2] for text in told.get_all("Classifier", []) if text.startswith("License ::")
    ]
    stated = [
        *told.get_all("License-Expression", []),
        " AND ".join(classified),
        *told.get_all("License", []),
        "unknown",
    ]
    files = [Path(str(distribution.locate_file(file))) for file in distribution.files or ()]
    inside = [file for file in files if file.parent.name != "" and ".dist-info" in file.as_posix()]
    texts = sorted(file for file in inside if re.search(r"licen[cs]e|copying|notice", file.as_posix(), re.IGNORECASE))
    boms = sorted(file for file in inside if file.name.endswith(".cdx.json"))
    licence = next(filter(None, stated))
    return Part(name, version, licence, f"pkg:pypi/{name.lower()}@{version}", tuple(texts), tuple(boms))


def _is_pythons(path: Path) -> bool:
    places = (sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"), sys.base_prefix)
    ours = any(path.resolve().is_relative_to(Path(place).resolve()) for place in places)
    return ours and Path(sys.base_prefix) != Path("/usr")  # there, the distribution knows better


def _python() -> Part:
    version = platform.python_version()
    candidates = (Path(sysconfig.get_path("stdlib"), "LICENSE.txt"), Path(sys.base_prefix, "LICENSE.txt"))
    texts = tuple(path for path in candidates if path.is_file())[:1]
    return Part("Python", version, "PSF-2.0", f"pkg:generic/python@{version}", texts)


def _from_debian(paths: Sequence[Path]) -> list[Part]:
    """Ask dpkg whose these files are; UnclaimedError where it does not know, or there is no dpkg."""
    if not paths:
        return []
    names = {str(path): path for path in paths} | {
        f"/{path.relative_to('/usr')}": path for path in paths if _in_usr(path)
    }
    try:
        told = subprocess.run(["dpkg", "-S", *names], capture_output=True, text=True, check=False).stdout
    except FileNotFoundError:
        told = ""
    owner = {
        names[path]: package
        for package, _, path in (line.partition(": ") for line in told.splitlines())
        if path in names
    }
    unclaimed = [str(path) for path in paths if path not in owner]
    if unclaimed:
        raise UnclaimedError(f"Whose are {', '.join(unclaimed)}?")
    known = {package: _debian_part(package) for package in set(owner.values())}
    return [known[owner[path]] for path in paths]


def _in_usr(path: Path) -> bool:
    return path.is_relative_to("/usr")


def _debian_part(package: str) -> Part:
    form = "${Package} ${Version} ${Architecture}"
    told = subprocess.run(["dpkg-query", "-W", "-f", form, package], capture_output=True, text=True, check=True).stdout
    name, version, machine = told.split()
    text = Path("/usr/share/doc", name, "copyright")
    licence = "see its text"  # the file speaks for a whole source package, of which the bundle has one library
    system = platform.freedesktop_os_release()["ID"]  # debian, ubuntu
    purl = f"pkg:deb/{system}/{quote(name)}@{quote(version)}?arch={machine}"
    return Part(name, version, licence, purl, (text,))


def licences(found: Sequence[Part]) -> str:
    """Write the licence texts of all parts, one after another, under headings. UnclaimedError where one has none."""
    without = [part.name for part in found if not part.texts]
    if without:
        raise UnclaimedError(f"Where is the licence of {', '.join(without)}?")
    rule = "=" * 100
    pieces = [f"{description.NAME} {__version__} brings along the following parts, each under its own licence.\n"]
    pieces += [f"{part.name} {part.version}: {part.licence}" for part in found]
    seen = dict[str, str]()
    for part in found:
        pieces.append(f"\n{rule}\n{part.name} {part.version}\n{rule}\n")
        for text in part.texts:
            words = text.read_text(encoding="utf-8", errors="replace").strip()
            same = seen.setdefault(hashlib.sha256(words.encode()).hexdigest(), part.name)
            pieces.append(words if same == part.name else f"The same text as of {same}.")
    return "\n".join(pieces) + "\n"


def sbom(found: Sequence[Part], made_at: int) -> dict[str, Any]:
    """Describe the parts as a CycloneDX 1.7 document; `made_at` in seconds since the epoch."""
    own = {
        "type": "application",
        "bom-ref": f"pkg:generic/{description.COMMAND}@{__version__}",
        "name": description.NAME,
        "version": __version__,
        "licenses": [{"license": {"id": description.LICENCE}}],
        "purl": f"pkg:generic/{description.COMMAND}@{__version__}",
    }
    components, depends = [_component(part) for part in found], defaultdict[str, set[str]](set)
    depends[own["bom-ref"]] |= {part.purl for part in found}  # type: ignore[index]
    for part in found:
        for bom in part.boms:
            inner = json.loads(bom.read_text(encoding="utf-8"))
            _merge(inner, part, components, depends)
    # A part's own SBOM also says which tools it was made with; those are not inside.
    inside = {entry["bom-ref"] for entry in components} | {own["bom-ref"]}
    tree = [{"ref": ref, "dependsOn": sorted(depends[ref] & inside)} for ref in sorted(depends.keys() & inside)]
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.7",
        "version": 1,
        "metadata": {"timestamp": datetime.fromtimestamp(made_at, UTC).isoformat(), "component": own},
        "components": components,
        "dependencies": tree,
    }
    name = hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
    return {"serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, name)}", **document}


def _component(part: Part) -> dict[str, Any]:
    # An SPDX expression where the metadata has one; Debian's and older metadata's words are names only.
    spdx = re.fullmatch(r"[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+-]+)*", part.licence) and "deb/" not in part.purl
    licence = {"expression": part.licence} if spdx else {"license": {"name": part.licence}}
    return {
        "type": "library",
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        "licenses": [licence],
        "purl": part.purl,
        "properties": [{"name": "vitrina:file", "value": name} for name in sorted(part.files)],
    }


def _merge(inner: dict[str, Any], part: Part, components: list[dict[str, Any]], depends: dict[str, set[str]]) -> None:
    """Take over what a part says is inside it; its own name for itself becomes ours."""
    itself = {inner["metadata"]["component"]["bom-ref"]}
    itself |= {entry["bom-ref"] for entry in inner.get("components", ()) if entry.get("purl", "").startswith(part.purl)
               and "#" not in entry["bom-ref"]}  # fmt: skip
    known = {entry["bom-ref"] for entry in components}

    def renamed(ref: str) -> str:
        return part.purl if ref in itself else ref

    for entry in inner.get("components", ()):
        if entry["bom-ref"] not in itself | known:
            components.append(entry)
            depends[part.purl].add(entry["bom-ref"])
    for entry in inner.get("dependencies", ()):
        targets = {renamed(ref) for ref in entry.get("dependsOn", ())}
        depends[renamed(entry["ref"])] |= targets - {renamed(entry["ref"])}


def main(manifest: str, licences_file: str, sbom_file: str) -> None:
    """Write both texts for the bundle that a spec told of; SOURCE_DATE_EPOCH is when it was made."""
    found = parts(read_manifest(Path(manifest)))
    Path(licences_file).write_text(licences(found), encoding="utf-8")
    document = json.dumps(sbom(found, int(os.environ["SOURCE_DATE_EPOCH"])), indent=1)
    Path(sbom_file).write_text(document, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
