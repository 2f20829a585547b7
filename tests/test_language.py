"""Texts, plurals, numbers and sizes; catalogues are compiled into a folder of the test's own."""

import shutil
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from vitrina import language
from vitrina.errors import DamagedError, NothingToShowError
from vitrina.language import Language, negotiate, system_language
from vitrina.model import Fault

SPANISH = Path(language.__file__).parent / "locale" / "es.po"

MORE = """
msgid "{n} picture"
msgid_plural "{n} pictures"
msgstr[0] "{n} imagen"
msgstr[1] "{n} imágenes"

msgid "{path} is broken."
msgstr "{path} está roto."

msgid "Nothing: {why}"
msgstr "Nada: {why}"
"""


def compile_catalogue(source: Path, target: Path) -> None:
    with source.open("rb") as read, target.open("wb") as write:
        write_mo(write, read_po(read))


@pytest.fixture
def spanish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Language:
    own = tmp_path / "locale"
    own.mkdir()
    entries = SPANISH.read_text("utf-8").partition('msgctxt "thousands')
    few = entries[0] + entries[1] + entries[2].partition('msgid "The')[0] + MORE
    (own / "es.po").write_text(few, "utf-8")
    compile_catalogue(own / "es.po", own / "es.mo")
    monkeypatch.setattr(language, "CATALOGUES", own)
    return Language.load("es_MX.UTF-8")


def test_a_country_falls_back_to_its_language(spanish: Language) -> None:
    assert spanish.code == "es"


def test_english_needs_no_catalogue() -> None:
    english = Language.load("en_GB")
    assert english.code == "en"
    assert english.text("{path} is broken.", path="a.jpg") == "a.jpg is broken."
    assert english.plural("{n} picture", "{n} pictures", 1) == "1 picture"
    assert english.plural("{n} picture", "{n} pictures", 12345) == "12,345 pictures"


@pytest.mark.parametrize("code", ["tlh", "C", "POSIX", "", "../../etc/passwd", "zh_CN"])
@pytest.mark.usefixtures("spanish")
def test_an_unknown_code_gives_english(code: str) -> None:
    assert negotiate(code, language.available()) == "en"


@pytest.mark.usefixtures("spanish")
def test_a_catalogue_that_is_no_catalogue_gives_english() -> None:
    (language.CATALOGUES / "es.mo").write_bytes(b"\xde\x12\x04\x95 broken")
    assert Language.load("es").code == "en"


@pytest.mark.usefixtures("spanish")
def test_the_languages_on_offer_are_the_catalogues_that_are_there() -> None:
    assert language.available() == ("en", "es")
    shutil.copy(language.CATALOGUES / "es.mo", language.CATALOGUES / "ca.mo")
    assert language.available() == ("en", "ca", "es")


def test_texts_and_plurals_are_translated(spanish: Language) -> None:
    assert spanish.text("{path} is broken.", path="a.jpg") == "a.jpg está roto."
    assert spanish.plural("{n} picture", "{n} pictures", 1) == "1 imagen"
    assert spanish.plural("{n} picture", "{n} pictures", 12345) == "12.345 imágenes"


def test_a_text_without_translation_stands_in_english(spanish: Language) -> None:
    assert spanish.text("Not in the catalogue") == "Not in the catalogue"


def test_the_empty_text_is_not_the_catalogues_header(spanish: Language) -> None:
    assert spanish.text("") == ""


def test_errors_are_said_with_the_errors_inside_them(spanish: Language) -> None:
    inner = DamagedError("{path} is broken.", path="a.jpg")
    assert spanish.say(inner) == "a.jpg está roto."
    assert spanish.say(NothingToShowError("Nothing: {why}", why=inner)) == "Nada: a.jpg está roto."


def test_a_fault_is_said_like_its_error(spanish: Language) -> None:
    fault = Fault("damaged", "a.jpg is broken.", "{path} is broken.", {"path": "a.jpg"})
    assert spanish.say(fault) == "a.jpg está roto."
    assert spanish.say(Fault("damaged", "only words")) == "only words"


@pytest.mark.parametrize(
    "n, places, english, here",
    [
        (0, 0, "0", "0"),
        (999, 0, "999", "999"),
        (1234, 0, "1,234", "1234"),
        (12345, 0, "12,345", "12.345"),
        (-12345.678, 2, "-12,345.68", "-12.345,68"),
        (0.5, 1, "0.5", "0,5"),
    ],
)
def test_numbers_are_written_as_the_language_does(
    spanish: Language, n: float, places: int, english: str, here: str
) -> None:
    assert Language.load("en").number(n, places) == english
    assert spanish.number(n, places) == here


@pytest.mark.parametrize(
    "size, written",
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.00 kB"),
        (1234, "1.23 kB"),
        (9_996, "10.0 kB"),
        (45_600, "45.6 kB"),
        (99_960, "100 kB"),
        (999_499, "999 kB"),
        (999_500, "1.00 MB"),
        (2 << 30, "2.15 GB"),
        (10**19, "10,000 PB"),
    ],
)
def test_sizes_have_three_digits_that_matter(size: int, written: str) -> None:
    assert Language.load("en").bytes(size) == written


def test_sizes_follow_the_language(spanish: Language) -> None:
    assert spanish.bytes(1_234_567) == "1,23 MB"


@pytest.mark.parametrize(
    "environment, wanted",
    [
        ({"LANG": "es_ES.UTF-8"}, "es_ES.UTF-8"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "es_AR"}, "es_AR"),
        ({"LANGUAGE": "es:fr:en", "LANG": "de_DE"}, "es"),
        ({"LC_MESSAGES": "es", "LANG": "de"}, "es"),
    ],
)
def test_the_environment_names_the_language_in_gettexts_order(environment: dict[str, str], wanted: str) -> None:
    assert system_language(environment) == wanted


@pytest.mark.usefixtures("spanish")
def test_no_code_means_the_systems_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "es_CL")
    assert Language.load(None).code == "es"


def test_the_shipped_spanish_catalogue_compiles(tmp_path: Path) -> None:
    compile_catalogue(SPANISH, tmp_path / "es.mo")
    assert (tmp_path / "es.mo").stat().st_size > 100
