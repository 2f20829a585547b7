import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrina.fetch.sniff import is_challenge, is_picture, media_type
from web import png

BMP = b"BM" + struct.pack("<IHHI", 100, 0, 0, 54) + struct.pack("<I", 40) + bytes(20)


def iso(*brands: bytes) -> bytes:
    body = b"ftyp" + brands[0] + bytes(4) + b"".join(brands[1:])
    return struct.pack(">I", len(body) + 4) + body + b"\0\0\0\x08mdat"


@pytest.mark.parametrize(
    "start, kind",
    [
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
        (png("x"), "image/png"),
        (b"GIF89a\1\0\1\0", "image/gif"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
        (b"II*\0\x08\0\0\0", "image/tiff"),
        (b"MM\0*\0\0\0\x08", "image/tiff"),
        (BMP, "image/bmp"),
        (b"\0\0\1\0\1\0", "image/x-icon"),
        (b"P6 8 8 255\n", "image/x-portable-anymap"),
        (b"qoif\0\0\0\1", "image/qoi"),
        (b"8BPS\0\1", "image/vnd.adobe.photoshop"),
        (b"\0\0\0\x0cjP  \r\n\x87\n", "image/jp2"),
        (b"\xff\x0a\xfa", "image/jxl"),
        (iso(b"avif", b"mif1", b"miaf"), "image/avif"),
        (iso(b"mif1", b"avif"), "image/avif"),
        (iso(b"mif1", b"heic"), "image/heic"),
        (iso(b"heic"), "image/heic"),
        (iso(b"isom", b"mp41"), "video/mp4"),
        (b"RIFF\x24\0\0\0WAVEfmt ", None),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"PK\x03\x04\x14", "application/zip"),
        (b"\x1f\x8b\x08", "application/gzip"),
        (bytes(257) + b"ustar\0", "application/x-tar"),
        (b"MZ\x90\0", "application/x-msdownload"),
        (b"\n  <!DOCTYPE HTML><p>", "text/html"),
        (b"<html lang=en>", "text/html"),
        (b"<!-- saved -->\n<html>", "text/html"),
        (b"\xef\xbb\xbf<head>", "text/html"),
        ("<html>".encode("utf-16"), "text/html"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">', "image/svg+xml"),
        (b"<!-- a drawing --><svg>", "image/svg+xml"),
        (b'<?xml version="1.0"?>\n<rss version="2.0">', "application/rss+xml"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', "application/atom+xml"),
        (b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x "y">]><html>', "application/xhtml+xml"),
        (b'<?xml version="1.0"?><set/>', "application/xml"),
        (b' {"a": 1}', "application/json"),
        (b'["http://h.example/1.jpg"]', "application/json"),
        (b"http://h.example/1.jpg\n", "text/plain"),
        ("señal\n".encode("latin-1"), "text/plain"),
        (b"BMW and other cars\n" * 3, "text/plain"),
        (b"\n\t<html>WEBP", "text/html"),
        (b"\0\1\2\3\4\5\6\7" * 9, None),
        (b"", None),
    ],
)
def test_the_first_bytes_tell_what_it_is(start: bytes, kind: str | None) -> None:
    assert media_type(start) == kind


@given(st.binary(max_size=1200))
def test_any_bytes_are_something_or_nothing(start: bytes) -> None:
    kind = media_type(start)
    assert kind is None or "/" in kind
    is_challenge(403, (), start)


@given(st.binary(max_size=300), st.sampled_from([b"", b" ", b"\n\t"]))
def test_a_page_stays_a_page_whatever_follows(rest: bytes, space: bytes) -> None:
    text = bytes(byte for byte in rest if byte >= 0x20)
    assert media_type(space + b"<html>" + text) == "text/html"


@pytest.mark.parametrize(
    "kind, pixels", [("image/png", True), ("image/svg+xml", False), ("text/html", False), (None, False)]
)
def test_pictures_are_what_holds_pixels(kind: str | None, pixels: bool) -> None:  # noqa: FBT001 - a column
    assert is_picture(kind) is pixels


@pytest.mark.parametrize(
    "status, headers, start, challenge",
    [
        (403, (), b"<html><title>Just a moment...</title>", True),
        (503, (), b"<!DOCTYPE html><script src=/cdn-cgi/challenge-platform/x>", True),
        (200, (), b"<html><script src=/_Incapsula_Resource?x>", True),
        (403, (("CF-Mitigated", " challenge "),), b"", True),
        (404, (), b"<html><title>Just a moment...</title>", False),
        (403, (), b"<html>Forbidden", False),
        (403, (), b"just a moment...", False),
        (200, (("cf-mitigated", "other"),), b"<html>", False),
    ],
)
def test_pages_against_programs_are_recognised(
    status: int,
    headers: tuple[tuple[str, str], ...],
    start: bytes,
    challenge: bool,  # noqa: FBT001 - a column
) -> None:
    assert is_challenge(status, headers, start) is challenge


def test_the_test_server_draws_real_pictures() -> None:
    data = png("x", 5000)
    assert len(data) == 5000
    at = data.index(b"IDAT")
    size = struct.unpack(">I", data[at - 4 : at])[0]
    assert zlib.crc32(data[at : at + 4 + size]) == struct.unpack(">I", data[at + 4 + size : at + 8 + size])[0]
