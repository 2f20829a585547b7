import gettext
import os
from pathlib import Path

import catalogues

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Close"\nmsgstr "Cerrar"\n'


def a_tree(tmp_path: Path) -> Path:
    po = tmp_path / "app" / "vitrina" / "locale" / "es.po"
    po.parent.mkdir(parents=True)
    po.write_text(PO, encoding="utf-8")
    return po


def test_a_catalogue_is_compiled_once_and_again_after_a_change(tmp_path: Path) -> None:
    po = a_tree(tmp_path)
    assert catalogues.compile_stale(tmp_path) == [po.with_suffix(".mo")]
    assert catalogues.compile_stale(tmp_path) == []
    po.write_text(PO.replace("Cerrar", "Cierra"), encoding="utf-8")
    later = po.with_suffix(".mo").stat().st_mtime_ns + 1_000_000_000
    os.utime(po, ns=(later, later))
    catalogues.compile_stale(tmp_path)
    with po.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Close") == "Cierra"


def test_nothing_but_the_compiled_file_is_left(tmp_path: Path) -> None:
    po = a_tree(tmp_path)
    catalogues.compile_stale(tmp_path)
    assert sorted(path.name for path in po.parent.iterdir()) == ["es.mo", "es.po"]
