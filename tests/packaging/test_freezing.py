import pytest

import freezing


@pytest.mark.parametrize(
    "name",
    [
        "api-ms-win-crt-runtime-l1-1-0.dll",
        "UCRTBASE.dll",
        "libz.so.1",
        "_tcl_data\\tzdata\\Europe\\Madrid",
        "_tk_data/demos/hello",
        "certifi-2026.1.dist-info/RECORD",
    ],
)
def test_what_is_the_systems_or_nobodys_stays_out(name: str) -> None:
    assert not freezing.is_wanted(name)


@pytest.mark.parametrize(
    "name",
    [
        "VCRUNTIME140.dll",
        "libzstd.so.1",
        "_tcl_data/init.tcl",
        "_tk_data\\ttk\\fonts.tcl",
        "_tcl_data/encoding/utf-8.enc",
        "certifi-2026.1.dist-info/METADATA",
    ],
)
def test_what_the_program_needs_goes_in(name: str) -> None:
    assert freezing.is_wanted(name)
