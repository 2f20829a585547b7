"""Credit and licence go into a picture's own bytes, and its pixels stay what they were."""

import io
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from vitrina import decode
from vitrina.library import contact_sheet, embedding
from vitrina.library.library import Library
from vitrina.model import Picture
from web import Web

KNOWN = Picture(
    "https://h.example/1.jpg", title='Hill & "dale" <1>\x00', credit="Ann Müller", licence="CC-BY-4.0", tags=("a", "b"),
    licence_page="https://creativecommons.org/licenses/by/4.0/", page="https://h.example/p1", description="Two\nlines",
)  # fmt: skip
TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}


def encoded(form: str, mode: str = "RGB", **how: Any) -> bytes:
    image = Image.new("RGB", (33, 21))
    image.putdata([(x * 7 % 256, x * 3 % 256, x % 256) for x in range(33 * 21)])
    out = io.BytesIO()
    image.convert(mode).save(out, form, **how)
    return out.getvalue()


def said(xmp: bytes) -> dict[str, str]:
    tree = ET.fromstring(xmp)  # noqa: S314 - our own packet
    return {
        one.tag.rpartition("}")[2]: " ".join("".join(one.itertext()).split())
        for one in tree.iter()
        if one.text or len(one)
    }


def xmp_of(data: bytes) -> bytes:
    start, end = data.index(b"<x:xmpmeta"), data.index(b"</x:xmpmeta>")
    return data[start : end + len(b"</x:xmpmeta>")]


@pytest.mark.parametrize(
    "form, mode, how",
    [
        ("JPEG", "RGB", {}),
        ("JPEG", "RGB", {"exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0", "progressive": True}),
        ("JPEG", "L", {"icc_profile": b"x" * 70_000}),
        ("PNG", "RGBA", {}),
        ("PNG", "P", {}),
        ("WEBP", "RGB", {"quality": 80}),
        ("WEBP", "RGBA", {"lossless": True}),
        ("WEBP", "RGB", {"lossless": True, "icc_profile": b"y" * 33}),
        ("GIF", "P", {}),
        ("GIF", "P", {"save_all": True, "append_images": [Image.new("P", (33, 21), 3)], "comment": b"c"}),
    ],
)
def test_what_is_known_is_written_and_the_pixels_stay(
    form: str, mode: str, how: dict[str, Any], tmp_path: Path
) -> None:
    before = encoded(form, mode, **how)
    after = embedding.embedded(before, TYPES[form], embedding.packet(KNOWN))
    assert after is not None
    with Image.open(io.BytesIO(before)) as one, Image.open(io.BytesIO(after)) as other:
        assert (one.format, one.size) == (other.format, other.size)
        assert getattr(one, "n_frames", 1) == getattr(other, "n_frames", 1)
        assert one.convert("RGBA").tobytes() == other.convert("RGBA").tobytes()
        assert one.info.get("icc_profile") == other.info.get("icc_profile")
        assert form == "GIF" or other.info.get("xmp")
    words = said(xmp_of(after))
    assert (words["creator"], words["title"], words["description"]) == ("Ann Müller", 'Hill & "dale" <1>', "Two lines")
    assert words["rights"] == "Ann Müller; CC-BY-4.0"
    assert words["WebStatement"] == KNOWN.licence_page
    (tmp_path / "whole").write_bytes(after)
    assert decode.probe(tmp_path / "whole").media_type == TYPES[form], "our own decoder takes it for whole"
    assert embedding.embedded(after, TYPES[form], b"<x/>") is None, "a packet that is there is left alone"


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8", b"\xff\xd8\xff", b"\xff\xd8\xff\xe0\0\x10JF", b"GIF89a", b"RIFF", b"\x89PNG\r\n\x1a\n"]
)
def test_broken_bytes_are_left_alone_or_get_a_packet_but_never_fail(data: bytes) -> None:
    for media_type in (*TYPES.values(), "image/avif", None):
        embedding.embedded(data, media_type, b"<x/>")


@given(
    st.sampled_from(
        [
            b"\xff\xd8",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            b"RIFF\xff\0\0\0WEBPVP8X",
            b"RIFF\xff\0\0\0WEBPVP8L",
            b"RIFF\x09\0\0\0WEBPVP8 ",
            b"GIF89a",
        ]
    ),
    st.binary(max_size=60),
)
def test_no_bytes_make_it_fail(start: bytes, rest: bytes) -> None:
    for media_type in TYPES.values():
        for data in (start + rest, start + rest + b"\x3b"):
            embedding.embedded(data, media_type, b"<x/>")


def test_a_packet_that_a_segment_cannot_hold_is_not_written() -> None:
    assert embedding.embedded(encoded("JPEG"), "image/jpeg", b"x" * 65_600) is None


def served(web: Web, name: str, form: str) -> Picture:
    url = web.put(f"/{quote(name)}", encoded(form), media_type=f"image/{form.lower()}")
    return Picture(url, title=name.title(), credit="Ann <x>", licence="CC0-1.0", page="https://h.example/p?a=1&b=2")


async def test_written_out_pictures_carry_their_credit_or_have_it_beside(
    library: Library, web: Web, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    jpeg, tiff, plain = (
        served(web, "hill.jpg", "JPEG"),
        served(web, "dale.tif", "TIFF"),
        Picture(served(web, "x.jpg", "JPEG").url),
    )
    for _ in range(2):
        await library.export([jpeg, tiff, plain], out)
    assert sorted(one.name for one in out.iterdir()) == ["dale.tif", "dale.tif.json", "hill.jpg", "x.jpg"]
    assert b"Ann &lt;x&gt;" in (out / "hill.jpg").read_bytes()
    assert json.loads((out / "dale.tif.json").read_text(encoding="utf-8"))["credit"] == "Ann <x>"
    assert (out / "x.jpg").read_bytes() == encoded("JPEG"), "of which nothing is known"


async def test_a_contact_sheet_names_what_lies_beside_it_and_nothing_that_would_be_fetched(
    library: Library, web: Web, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    jpeg = served(web, "hill é 1.jpg", "JPEG")
    written = [(await library.copy_to(jpeg, out), jpeg)]
    sheet = await library.write_sheet(written, out, "Cats & <dogs>")
    page = sheet.read_text(encoding="utf-8")
    assert sheet == out / "index.html"
    assert "<title>Cats &amp; &lt;dogs&gt;</title>" in page
    assert page.count("<figure>") == 1
    assert "Ann &lt;x&gt;" in page
    assert "CC0-1.0" in page
    (source,) = re.findall(r'<img src="([^"]+)"', page)
    assert (out / unquote(source)).is_file()
    assert "<script" not in page
    again = await library.write_sheet(written, out, "Anew")
    assert again == sheet, "a sheet of ours gives way"
    (out / "index.html").write_text("mine")
    assert (await library.write_sheet(written, out, "Anew")).name == "index (2).html"
    assert (out / "index.html").read_text() == "mine"
    assert contact_sheet.MARK in page


async def test_pictures_with_the_same_bytes_are_found(library: Library, web: Web) -> None:
    body, other = encoded("PNG"), encoded("PNG", "L")
    urls = [
        web.put(f"/{name}.png", data, media_type="image/png")
        for name, data in zip("abcd", (body, other, body, body), strict=True)
    ]
    pictures = [Picture(url, source=name) for url, name in zip(urls, ("page", "feed", "iiif", "json"), strict=True)]
    assert await library.alike.groups(pictures) == ()
    for one in pictures[:3]:
        await library.fetch(one)
    assert await library.alike.groups(pictures) == ((pictures[0], pictures[2]),)
