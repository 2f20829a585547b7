"""argparse that speaks the person's language and raises our own error instead of leaving the program.

Owns the words of the help's frame, and what argparse says of a wrong call. Refuses to know an option:
`arguments` has them. argparse itself speaks English alone, so its few complaints are told by their form.
"""

import argparse
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final, Never

from vitrina.errors import UsageError
from vitrina.language import N_, Language

_COMPLAINTS: Final = (
    (
        re.compile(r"unrecognized arguments: (?P<what>.+)", re.DOTALL),
        N_("This call takes no {what} (see: {prog} --help)."),
    ),
    (
        re.compile(r"the following arguments are required: (?P<what>.+)"),
        N_("Something is missing: {what} (see: {prog} --help)."),
    ),
    (
        re.compile(r"argument (?P<what>[^:]+): expected one argument"),
        N_("{what} needs a value (see: {prog} --help)."),
    ),
    (
        re.compile(r"argument (?P<what>[^:]+): ignored explicit argument (?P<value>.+)", re.DOTALL),
        N_("{what} takes no value, and {value} stands there (see: {prog} --help)."),
    ),
    (
        re.compile(
            r"argument (?P<what>[^:]+): invalid choice: (?P<value>.+) \(choose from (?P<choices>.+)\)", re.DOTALL
        ),
        N_("{value} is none of these: {choices} (see: {prog} --help)."),
    ),
)
_OTHER: Final = N_("{message} (see: {prog} --help).")


def complaint(message: str, prog: str) -> UsageError:
    """Say what argparse complains of as one of our own sentences; one that is not known stays as it is."""
    for form, template in _COMPLAINTS:
        if found := form.fullmatch(message):
            return UsageError(template, prog=prog, **found.groupdict())
    return UsageError(_OTHER, message=message[:1].upper() + message[1:].rstrip("."), prog=prog)


class Parser(argparse.ArgumentParser):
    """One parser. Its help, and `text` for the help of its options, are in its language."""

    def __init__(
        self, prog: str, language: Language, *, description: str | None = None, parents: Sequence["Parser"] = ()
    ) -> None:
        """Begin with the options of the `parents`; with a description it is a command, which has --help."""
        self.language = language
        super().__init__(
            prog=prog,
            description=description,
            parents=list(parents),
            allow_abbrev=False,
            add_help=False,
            formatter_class=self._formatter,
        )
        self._positionals.title = self.text("arguments")
        self._optionals.title = self.text("options")
        if description is not None:
            self.add_argument("-h", "--help", action="help", help=self.text("show this help and leave"))

    def text(self, template: str) -> str:
        """Say a text in the person's language."""
        return self.language.text(template)

    def read(self, words: Sequence[str], known: argparse.Namespace) -> argparse.Namespace:
        """Add to what is known what these words say; arguments may stand between options, as with curl. UsageError."""
        # argparse would take it from its own first line, and cut off as many letters as "usage: " has.
        self.usage = self.format_usage().removeprefix(self.text("usage: "))
        return self.parse_intermixed_args(words, namespace=known)

    def error(self, message: str) -> Never:
        """Raise UsageError."""
        raise complaint(message, self.prog)

    def _formatter(self, *, prog: str, **rest: Any) -> argparse.HelpFormatter:  # noqa: ANN401 - argparse's own
        return _Help(self.text("usage: "), prog=prog, **rest)


class _Help(argparse.RawDescriptionHelpFormatter):
    """The help, with another word for its first line."""

    def __init__(self, usage: str, **rest: Any) -> None:  # noqa: ANN401 - argparse's own
        super().__init__(**rest)
        self._usage = usage

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, self._usage if prefix is None else prefix)
