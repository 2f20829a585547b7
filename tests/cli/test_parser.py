"""The command line in the person's language: its help, and what it says of a wrong call."""

import pytest

from vitrina.cli.arguments import asked_language, parse
from vitrina.errors import UsageError
from vitrina.language import Language

WRONG = (
    (["--nonsense"], "no admite --nonsense"),
    (["cache"], "Falta algo: {info,list,verify,prune,clear,path}"),
    (["cache", "polish"], "'polish' no es ninguna de estas"),
    (["fetch", "x", "--limit"], "--limit necesita un valor"),
    (["list", "x", "--json=3"], "--json no admite ningún valor"),
    (["fetch", "x", "--limit", "n"], "--limit admite un número entero a partir de 1, no 'n'"),
    (["fetch", "x", "--timeout", "soon"], "--timeout admite un número de segundos mayor que 0"),
    (["fetch", "x", "--max-size", "big"], "'big' no es un tamaño"),
    (["fetch", "x", "--to", ""], "--to: un nombre vacío"),
)


@pytest.mark.parametrize("words,said", WRONG, ids=lambda one: " ".join(one) if isinstance(one, list) else "")
def test_what_is_wrong_with_a_call_is_said_in_the_persons_language(words: list[str], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(words)
    assert said in Language.load("es").say(caught.value)


@pytest.mark.parametrize("command", [[], ["fetch"], ["gallery"]])
def test_help_is_in_the_language_that_the_call_asks_for(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        parse([*command, "--help", "--lang", "es"])
    shown = capsys.readouterr().out
    assert left.value.code == 0
    assert shown.startswith(" ".join(["uso: vitrina", *command, "["]))
    assert "no usar la red" in shown
    assert not [word for word in ("usage", "positional", "show this", "with every command") if word in shown]


@pytest.mark.parametrize(
    "words,code",
    [
        (["fetch", "--lang", "es"], "es"),
        (["--lang=es", "x"], "es"),
        (["--lang", "de", "--lang", "es"], "es"),
        (["x", "--", "--lang", "es"], None),
        (["--lang"], None),
        ([], None),
    ],
)
def test_the_language_is_known_before_the_call_is_read(words: list[str], code: str | None) -> None:
    assert asked_language(words) == code
