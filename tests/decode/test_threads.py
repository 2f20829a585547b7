"""Several threads at once: the same pixels as one alone, and nothing left open."""

import hashlib
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import pictures
from vitrina import decode

PICTURES = {
    **pictures.every_format(),
    "profiled": pictures.encode(pictures.quarters(), "PNG", icc_profile=pictures.wide_gamut_profile()),
    "animated": pictures.animation("GIF"),
}


def fingerprint(path: Path) -> str:
    image, data = decode.thumbnail(path, 48)
    seen = [image.tobytes(), data, decode.render(path, (70, 70)).image.tobytes()]
    seen += [frame.image.tobytes() for frame in decode.frames(path, (30, 30))]
    return hashlib.sha256(b"".join(seen)).hexdigest()


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    written = []
    for number, data in enumerate(PICTURES.values()):
        written.append(tmp_path / str(number))
        written[-1].write_bytes(data)
    return written


def test_threads_do_not_spoil_each_others_pictures(paths: list[Path]) -> None:
    alone = [fingerprint(path) for path in paths]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(fingerprint, paths * 12)) == alone * 12


def test_zoomed_parts_may_be_taken_by_several_threads(paths: list[Path]) -> None:
    full = decode.open_full(paths[1])
    box, size = (10.0, 10.0, 80.0, 50.0), (140, 80)
    alone = full.region(box, size, quality="fine").tobytes()
    with ThreadPoolExecutor(4) as pool:
        parts = pool.map(lambda _: full.region(box, size, quality="fine").tobytes(), range(100))
    assert set(parts) == {alone}


@pytest.mark.skipif(sys.platform != "linux", reason="counts this process's open files in /proc")
def test_no_file_stays_open(paths: list[Path]) -> None:
    def turn() -> int:
        for path in paths:
            fingerprint(path)
            decode.probe(path)
            decode.open_full(path)
        return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - as many names, without making a Path of each

    assert turn() == turn()
