from pathlib import Path

import pytest

import texts

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Next picture"
msgstr "Imagen siguiente"

msgid "{n} picture"
msgid_plural "{n} pictures"
msgstr[0] "{n} imagen"
msgstr[1] "{n} imágenes"

msgid "{path} is no folder."
msgstr "{ruta} no es una carpeta."

#, fuzzy
msgid "Close"
msgstr "Cerca"
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    folder = tmp_path / "program"
    (folder / "locale").mkdir(parents=True)
    (folder / "locale" / "es.po").write_text(PO, encoding="utf-8")
    return folder


def write(program: Path, source: str) -> list[str]:
    (program / "window.py").write_text(source, encoding="utf-8")
    return texts.check(program)


def test_a_translated_text_is_no_fault(program: Path) -> None:
    assert write(program, 'N_("Next picture")\nlanguage.plural("{n} picture", "{n} pictures", 3)\n') == []


@pytest.mark.parametrize(
    "call",
    [
        'N_("Previous picture")',
        'language.text("Previous picture")',
        'raise StoreError("Previous picture", path=path)',
        'errors.StoreError("Previous picture")',
        'message = "Previous picture"\nraise StoreError(message)',
        'StoreError("Next picture" if forward else "Previous picture")',
        'language.plural("Previous picture", "Previous pictures", 2)',
    ],
)
def test_a_text_without_a_translation_is_found_wherever_texts_are_written(program: Path, call: str) -> None:
    (fault,) = write(program, call)
    assert "not translated: 'Previous picture'" in fault
    assert "es.po: program/window.py:" in fault.replace("\\", "/")


def test_what_python_or_another_library_is_told_needs_no_translation(program: Path) -> None:
    assert write(program, 'raise ValueError("never seen")\nwidget.configure("never seen")\nprint("never seen")\n') == []


def test_a_translation_may_not_invent_blanks(program: Path) -> None:
    (fault,) = write(program, 'UsageError("{path} is no folder.", path=path)')
    assert "blanks of its own: ruta" in fault


def test_a_translation_marked_as_unsure_is_a_fault(program: Path) -> None:
    (fault,) = write(program, 'N_("Close")')
    assert "marked fuzzy" in fault
