"""The command line as data."""

from pathlib import Path

import pytest

from vitrina.cli.arguments import byte_count, parse
from vitrina.errors import UsageError


def test_the_common_options_stand_before_or_after_the_command() -> None:
    before = parse(["--offline", "--profile", "p", "list", "a"])
    after = parse(["list", "a", "--profile", "p", "--offline"])
    assert before == after
    assert (before.command, before.locators, before.offline, before.profile) == ("list", ("a",), True, Path("p"))


def test_without_a_command_the_words_are_locators() -> None:
    call = parse(["https://example.org/a.jpg", "--times", "3", "b.txt"])
    assert (call.command, call.locators, call.options.times) == ("open", ("https://example.org/a.jpg", "b.txt"), 3)
    assert parse([]).locators == ()


def test_an_options_value_is_no_command_and_words_after_two_dashes_are_locators() -> None:
    assert parse(["--profile", "list", "cache", "info"]).command == "cache"
    literal = parse(["--", "list", "--offline"])
    assert (literal.command, literal.locators, literal.offline) == ("open", ("list", "--offline"), False)


def test_locators_may_stand_between_the_options() -> None:
    call = parse(["fetch", "a", "-j", "3", "b", "--to", "somewhere", "-", "--keep"])
    assert call.locators == ("a", "b", "-")
    assert (call.options.jobs, call.options.to, call.options.keep) == (3, Path("somewhere"), True)


@pytest.mark.parametrize(
    "words,named",
    [
        (["list"], "LOCATOR"),
        (["fetch", "x", "-j", "0"], "'0'"),
        (["fetch", "x", "--timeout", "soon"], "'soon'"),
        (["fetch", "x", "--timeout", "nan"], "'nan'"),
        (["fetch", "x", "--max-size", "big"], "'big'"),
        (["cache", "polish"], "polish"),
        (["--nonsense"], "--nonsense"),
        (["demo", "--port", "70000"], "70000"),
        (["fetch", "x", "--limit"], "--limit"),
        (["--offl", "x"], "--offl"),
    ],
)
def test_a_wrong_call_is_one_sentence_that_names_it(words: list[str], named: str) -> None:
    with pytest.raises(UsageError, match=named) as caught:
        parse(words)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text,count", [("0", 0), ("500", 500), ("10k", 10240), ("1.5M", 1572864), ("2GiB", 2 << 30), ("3 MB", 3 << 20)]
)
def test_sizes_take_suffixes(text: str, count: int) -> None:
    assert byte_count(text) == count


def test_a_file_cannot_be_the_folder_to_write_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UsageError, match="is no folder"):
        parse(["fetch", "x", "--to", str(tmp_path / "file")])


@pytest.mark.parametrize("call", [["--profile", "", "cache", "info"], ["fetch", "x", "--to", ""]])
def test_an_empty_name_does_not_stand_for_the_folder_one_is_in(call: list[str]) -> None:
    with pytest.raises(UsageError, match="an empty name is no folder"):
        parse(call)


def test_help_names_every_command_and_the_common_options(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        parse(["--help"])
    shown = capsys.readouterr().out
    assert left.value.code == 0
    for word in ("list", "fetch", "gallery", "cache", "shortcut", "demo", "selftest", "--offline", "--profile"):
        assert word in shown
