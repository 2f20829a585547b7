"""Checks that every text of the program is translated, reading the program's syntax tree.

Owns what counts as a text: the first argument of `N_`, `.text`, `LeftOut`, `counted` and of every error's class, the
first two of `.plural`. Refuses to judge the translation, but its blanks have to be those of the original.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

import environment

PROGRAM = environment.ROOT / "app" / "vitrina"
_OURS = re.compile(
    r"(?!(Value|Type|Runtime|OS|Key|ArgumentType|Assertion|NotImplemented|Lookup|Timeout)Error$)\w+Error$"
)
_BLANK = re.compile(r"\{(\w+)[^}]*\}")


@dataclass(frozen=True)
class Text:
    """One text, with the plural form that goes with it or none, and where it stands."""

    one: str
    many: str | None
    where: str


def texts_in(source: str, name: str) -> Iterator[Text]:
    """Find the texts of one module; `name` says where they stand."""
    tree = ast.parse(source)
    named = _constants(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (count := _texts_taken(node.func)) and len(node.args) >= count:
            for one in _strings(node.args[0], named):
                many = next(_strings(node.args[1], named), None) if count > 1 else None
                if one:
                    yield Text(one, many, f"{name}:{node.lineno}")


def _texts_taken(function: ast.expr) -> int:
    """How many of the first arguments are texts, by what is called."""
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if isinstance(function, ast.Attribute) and name in {"plural", "say_plural"}:
        return 2
    is_text = name in {"text", "say"} and isinstance(function, ast.Attribute)
    return int(is_text or name in {"N_", "LeftOut", "counted"} or _OURS.match(name) is not None)


def _constants(tree: ast.Module) -> dict[str, list[str]]:
    """Names that are given a string anywhere in the module: a long sentence is often named first."""
    named: dict[str, list[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    named.setdefault(target.id, []).append(node.value.value)
    return named


def _strings(argument: ast.expr, named: dict[str, list[str]]) -> Iterator[str]:
    """Give what `argument` may say, as far as it can be read off: both arms of a choice, a name's values."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    elif isinstance(argument, ast.IfExp):
        yield from _strings(argument.body, named)
        yield from _strings(argument.orelse, named)
    elif isinstance(argument, ast.Name):
        yield from named.get(argument.id, ())


def faults_of(text: Text, message: Message | None) -> Iterator[str]:
    """Say what is wrong with a translation: missing, marked as unsure, or with other blanks."""
    if message is None or not message.string:
        yield f"{text.where}: not translated: {text.one!r}"
        return
    if message.fuzzy:
        yield f"{text.where}: marked fuzzy: {text.one!r}"
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    allowed = set(_BLANK.findall(text.one)) | set(_BLANK.findall(text.many or ""))
    for form in forms:
        if not form:
            yield f"{text.where}: a plural form is not translated: {text.one!r}"
        elif unknown := set(_BLANK.findall(form)) - allowed:
            yield f"{text.where}: the translation has blanks of its own: {', '.join(sorted(unknown))} in {form!r}"


def check(program: Path = PROGRAM) -> list[str]:
    """Compare all texts below `program` with all its catalogues; gives one line a fault."""
    texts = [
        text
        for module in sorted(program.rglob("*.py"))
        for text in texts_in(module.read_text(encoding="utf-8"), str(module.relative_to(program.parent)))
    ]
    faults = []
    for po in sorted((program / "locale").glob("*.po")):
        with po.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
        faults += [f"{po.name}: {fault}" for text in texts for fault in faults_of(text, catalogue.get(text.one))]
    return list(dict.fromkeys(faults))


def main() -> int:
    """Print the faults; 1 where there are any."""
    faults = check()
    print("\n".join(faults) if faults else "All texts are translated.")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
