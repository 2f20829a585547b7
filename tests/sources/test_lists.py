# ruff: noqa: E501 - files stay as programs write them
"""Files that people already have: tables, Markdown, shortcuts, bookmarks, HAR, sitemaps, OPML, gallery-dl's output."""

import asyncio
import gzip
import io
import os
import plistlib
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest

from sources.asking import Answers, gathered, picture_at
from sources.folders import JPEG, PNG
from sources.replies import REPLIES
from sources.samples import document, read
from vitrina.errors import DamagedError, NotAPictureError, NothingToShowError, TooLargeError
from vitrina.sources import Page
from vitrina.sources.archive import read_member
from vitrina.sources.gallery_dl import ask_program
from web import Web


def reply(name: str) -> Page:
    url, body = REPLIES[name]
    return read(body, url)


def urls(page: Page) -> list[str]:
    return [one.url for one in page.pictures]


def notes(page: Page) -> list[str]:
    return [str(one) for one in page.left_out]


def test_a_table_may_have_cells_of_several_lines() -> None:
    page = read(
        'title,text,url,credit\n"One","a\n\nb, c\nd",https://h.example/1.jpg,Ann\n"Two","e\nf",https://h.example/2.jpg,\n'
    )
    assert [(one.url, one.title, one.credit, one.description) for one in page.pictures] == [
        ("https://h.example/1.jpg", "One", "Ann", "a\nb, c\nd"),
        ("https://h.example/2.jpg", "Two", None, "e\nf"),
    ]


def test_a_table_is_read_by_its_names() -> None:
    page = reply("table")
    one = page.pictures[0]
    assert (one.url, one.title, one.credit, one.licence, one.page) == (
        "https://h.example/1.jpg",
        "One, first",
        "Ann",
        "CC-BY-4.0",
        "https://h.example/1",
    )
    assert (len(page.pictures), notes(page)) == (2, ["Line 4 has no address and was left out."])


@pytest.mark.parametrize(
    "text, expected",
    [
        ("thumb;url\nhttps://h/t.jpg;https://h/1.jpg\n", [("https://h/1.jpg", "https://h/t.jpg")]),
        ("https://h/1.jpg,One\nhttps://h/2.jpg,Two\n", [("https://h/1.jpg", None), ("https://h/2.jpg", None)]),
        (
            "id\tlink\tnote\n1\thttps://h/x?id=1\ta\n2\thttps://h/x?id=2\tb\n",
            [("https://h/x?id=1", None), ("https://h/x?id=2", None)],
        ),
        ('name,url\n"two\nlines",https://h/1.jpg\n', [("https://h/1.jpg", None)]),
        ("\ufeffurl,page\nhttps://h/1.jpg,https://h/p\n", [("https://h/1.jpg", None)]),
    ],
)
def test_tables_of_other_kinds(text: str, expected: list[tuple[str, str | None]]) -> None:
    page = read(text, "https://h.example/t")
    assert [(one.url, one.thumbnail) for one in page.pictures] == expected
    assert {one.source for one in page.pictures} == {"table"}


def test_prose_with_commas_is_no_table() -> None:
    with pytest.raises(NothingToShowError):
        read("Dear all,\nwe met, and spoke, at length.\nYours, A\n", "https://h.example/t")


def test_markdown_inline_by_reference_and_in_links() -> None:
    page = reply("markdown")
    assert page.title == "Notes"
    assert [(one.url, one.title, one.thumbnail) for one in page.pictures] == [
        ("https://h.example/1.jpg", "First", None),
        ("https://h.example/2.jpg", "small", "https://h.example/s.png"),
        ("https://h.example/3.jpg", "Three", None),
    ]
    page = read(
        "# A\n<p align=center><img src='a.png' width=600></p>\n\n![b](<b c.png>)\n", "https://h.example/x/README.md"
    )
    assert urls(page) == ["https://h.example/x/a.png", "https://h.example/x/b%20c.png"]


@pytest.mark.parametrize(
    "body",
    [
        "[InternetShortcut]\r\nURL=https://h.example/1.jpg\r\nIconIndex=0\r\n".encode("utf-16"),
        b'<?xml version="1.0"?><!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://x"><plist version="1.0"><dict><key>URL</key><string>https://h.example/1.jpg</string></dict></plist>',
        plistlib.dumps({"URL": "https://h.example/1.jpg"}, fmt=plistlib.FMT_BINARY),
        b"[Desktop Entry]\nType=Link\nURL=https://h.example/1.jpg\n",
    ],
)
async def test_a_shortcut_is_asked_what_it_is(body: bytes, tmp_path: Path) -> None:
    (tmp_path / "short").write_bytes(body)
    answers = Answers({"https://h.example/1.jpg": picture_at("https://h.example/1.jpg")})
    pictures, left = await gathered(answers, str(tmp_path / "short"))
    assert [(one.url, one.remote) for one in pictures] == [("https://h.example/1.jpg", False)]
    assert left == []
    answers = Answers({"https://h.example/1.jpg": '[{"image": "https://h.example/2.jpg"}]'})
    pictures, _ = await gathered(answers, str(tmp_path / "short"))
    assert [one.url for one in pictures] == ["https://h.example/2.jpg"]


def test_a_damaged_binary_plist_is_no_shortcut() -> None:
    with pytest.raises(NothingToShowError):
        read(b"bplist00\xff\xff\xff\xff" * 20)


def test_bookmarks_har_sitemap() -> None:
    page = reply("bookmarks")
    assert ([(one.url, one.title) for one in page.pictures], notes(page)) == (
        [("https://h.example/1.jpg", "One")],
        ["Bookmarks that are no pictures: 1."],
    )
    page = reply("har")
    assert [(one.url, one.page, one.media_type) for one in page.pictures] == [
        ("https://h.example/1.jpg", "https://h.example/page", "image/jpeg")
    ]
    page = reply("sitemap")
    assert [(one.url, one.title, one.licence, one.page) for one in page.pictures] == [
        ("https://h.example/1.jpg", "One & only", "CC-BY-4.0", "https://h.example/page"),
        ("https://h.example/2.jpg", None, None, "https://h.example/page"),
    ]
    assert notes(page) == ["Pages without a picture: 1."]
    index = read(
        "<sitemapindex><sitemap><loc>a.xml</loc></sitemap><sitemap><loc>https://h/b.xml</loc></sitemap></sitemapindex>",
        "https://h.example/s.xml",
    )
    assert [one.url for one in index.more] == ["https://h.example/a.xml", "https://h/b.xml"]


async def test_opml_leads_to_its_feeds() -> None:
    answers = Answers({REPLIES["opml"][0]: REPLIES["opml"][1], "https://h.example/feed.xml": REPLIES["feed"][1]})
    pictures, left = await gathered(answers, REPLIES["opml"][0])
    assert ([one.url for one in pictures], left) == (["https://h.example/1.jpg"], [])


def test_gallery_dl() -> None:
    page = reply("gallery-dl")
    one = page.pictures[0]
    assert (one.url, one.title, one.credit, one.width, one.tags) == (
        "https://h.example/1.jpg",
        "Album",
        "Ann",
        20,
        ("a", "b"),
    )
    assert (one.date, notes(page)) == ("2026-01-02 03:04:05", ["Files that are no pictures: 1."])
    with pytest.raises(NothingToShowError, match="gallery-dl could not read it: Not found"):
        read([[-1, {"error": "NotFoundError", "message": "Not found"}]])


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
async def test_an_installed_gallery_dl_is_the_last_resort(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "gallery-dl"
    program.write_text(
        '#!/bin/sh\ntest "$1 $2 $3 $4" = "-j --range 1-2000 https://h.example/page" && printf \'[[3, "https://h.example/1.jpg", {"extension": "jpg"}]]\'\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    answers = Answers({"https://h.example/page": "<!doctype html><body>words"})
    pictures, left = await gathered(answers, "https://h.example/page", program=ask_program)
    assert ([(one.url, one.source, one.remote) for one in pictures], left) == (
        [("https://h.example/1.jpg", "gallery-dl", False)],
        [],
    )
    pictures, left = await gathered(answers, "https://h.example/page")
    assert (pictures, [type(note.error) for note in left]) == ([], [NothingToShowError])
    pictures, left = await gathered(answers, "vitrina:https://h.example/page", program=ask_program)
    assert (pictures, [type(note.error) for note in left]) == ([], [NothingToShowError]), "a link started a program"
    program.write_text("#!/bin/sh\necho nothing\n")
    pictures, left = await gathered(answers, "https://h.example/page", program=ask_program)
    assert (pictures, [type(note.error) for note in left]) == ([], [NothingToShowError])


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return path


async def test_an_archive_shows_its_pictures_in_order_and_refuses_names_that_climb_out(tmp_path: Path) -> None:
    members = {
        "p10.jpg": JPEG,
        "p2.jpg": JPEG,
        "in/ä #1.png": PNG,
        "../out.jpg": JPEG,
        "/abs.jpg": JPEG,
        "C:\\x.jpg": JPEG,
        "ComicInfo.xml": b"<x/>",
        "__MACOSX/._p2.jpg": JPEG,
        ".hidden.jpg": JPEG,
    }
    path = zipped(tmp_path / "co mic.cbz", members)
    pictures, left = await gathered(Answers({}), str(path))
    base = path.as_uri()
    assert [(one.url, one.media_type) for one in pictures] == [
        (f"{base}#in/%C3%A4%20%231.png", "image/png"),
        (f"{base}#p2.jpg", "image/jpeg"),
        (f"{base}#p10.jpg", "image/jpeg"),
    ]
    assert [str(note) for note in left] == ["Members whose names lead out of the archive, left out: 3."]
    assert [read_member(path, unquote(one.url.partition("#")[2])) for one in pictures] == [PNG, JPEG, JPEG]
    assert read_member(path, pictures[0].url.partition("#")[2]) == PNG
    assert len({one.key for one in pictures}) == 3


def test_a_member_is_read_within_its_limit(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"bomb.jpg": JPEG + bytes(5_000_000), "../x.jpg": JPEG})
    with pytest.raises(TooLargeError):
        read_member(path, "bomb.jpg", limit=1_000_000)
    for name in ("../x.jpg", "missing.jpg", ""):
        with pytest.raises(NotAPictureError):
            read_member(path, name)
    with pytest.raises(DamagedError):
        read_member(tmp_path / "gone.zip", "a.jpg")


async def test_a_damaged_archive_is_one_sentence(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "a.zip", {"a.jpg": JPEG, "b.jpg": JPEG}).read_bytes()
    for name, body in {"cut": whole[:-30], "head": whole[:40], "mark": b"PK\x03\x04" + bytes(90)}.items():
        (tmp_path / name).write_bytes(body)
        pictures, left = await gathered(Answers({}), str(tmp_path / name))
        assert (pictures, [type(note.error) for note in left]) == ([], [NothingToShowError])
        assert str(left[0]).endswith("is a damaged archive, or of a kind that is not read.")
    broken = bytearray(whole)
    broken[37] ^= 0xFF
    (tmp_path / "byte").write_bytes(broken)
    with pytest.raises(DamagedError):
        read_member(tmp_path / "byte", "a.jpg")


async def test_an_archive_of_the_web_is_to_be_saved_first(tmp_path: Path) -> None:
    body = zipped(tmp_path / "a.zip", {"a.jpg": JPEG}).read_bytes()
    _, left = await gathered(Answers({"https://h.example/a.cbz": body}), "https://h.example/a.cbz")
    assert [str(note) for note in left] == ["https://h.example/a.cbz is an archive; save it and open the file."]


def test_other_archives_are_no_lists(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        archive.add(zipped(tmp_path / "a.zip", {"a.jpg": JPEG}), "a.zip")
    with pytest.raises(NothingToShowError):
        read(out.getvalue())


def test_a_saved_reply_is_read_as_the_reply_is() -> None:
    url, body = REPLIES["artic"]
    local = read(body, "file:///home/x/saved.txt")
    assert local.pictures == read(body, url).pictures
    assert document(body, "file:///x").local


async def test_the_real_gallery_dl_is_asked_and_its_output_read(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("gallery_dl", reason="gallery-dl is not installed")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    with Web() as web:
        direct = web.url("/pictures/A%20hill.jpg")
        body = await ask_program(direct)
        assert body is not None
        (found,) = read(body).pictures
        assert (found.url, found.title, found.source) == (direct, "A hill", "gallery-dl")
        page = web.put("/page", f'<a href="{web.url("/1.jpg")}"></a><a href="{web.url("/2.png")}"></a>')
        # Its extractor for any page hands on what it finds, for others to read.
        call = ("gallery-dl", "--config-ignore", "-j", f"r:{page}")
        run = await asyncio.to_thread(subprocess.run, call, capture_output=True, check=True, timeout=60)
        answers = Answers({url: picture_at(url) for url in (web.url("/1.jpg"), web.url("/2.png"))})
        answers.replies = {**answers.replies, "https://h.example/saved": run.stdout}
        pictures, _ = await gathered(answers, "https://h.example/saved")
        assert [one.url for one in pictures] == [web.url("/1.jpg"), web.url("/2.png")]


def test_a_packed_sitemap_is_unpacked_but_no_bomb() -> None:
    url, body = REPLIES["sitemap"]
    assert [one.url for one in read(gzip.compress(body.encode()), url + ".gz").pictures] == [
        "https://h.example/1.jpg",
        "https://h.example/2.jpg",
    ]
    for bomb in (
        gzip.compress(gzip.compress(b"https://h.example/1.jpg")),
        gzip.compress(bytes(70_000_000)),
        b"\x1f\x8b\x08x",
    ):
        with pytest.raises(NothingToShowError):
            read(bomb, url)


@pytest.mark.parametrize(
    "kept",
    [
        {"roots": {"bookmark_bar": {"children": [{"name": "Hill", "url": "https://h.example/1.jpg"}, {"name": "F", "children": [{"name": "Dale", "url": "https://h.example/2.png"}]}]}, "other": {"children": [{"name": "P", "url": "https://h.example/p"}]}}},
        {"typeCode": 2, "title": "", "children": [{"typeCode": 2, "title": "menu", "children": [{"typeCode": 1, "title": "Hill", "uri": "https://h.example/1.jpg", "iconUri": "https://h.example/icon.png"}, {"typeCode": 1, "title": "Dale", "uri": "https://h.example/2.png"}, {"typeCode": 1, "title": "P", "uri": "https://h.example/p"}]}]},
    ],
    ids=["Chromium", "Firefox"],
)  # fmt: skip
def test_the_files_in_which_browsers_keep_bookmarks(kept: dict[str, object]) -> None:
    page = read(kept)
    assert [(one.url, one.title, one.source) for one in page.pictures] == [
        ("https://h.example/1.jpg", "Hill", "bookmarks"),
        ("https://h.example/2.png", "Dale", "bookmarks"),
    ]
    assert notes(page) == ["Bookmarks that are no pictures: 1."]


def test_a_table_may_name_its_columns_in_another_language() -> None:
    (found,) = read("\ufeffTitel;Bild;Fotograf;Lizenz\nHügel;https://h.example/1.jpg;Ann;CC BY 4.0\n".encode()).pictures
    assert (found.title, found.credit, found.licence) == ("Hügel", "Ann", "CC-BY-4.0")


def test_a_line_of_prose_may_name_several_pictures() -> None:
    page = read("Look: https://h.example/1.jpg, and (https://h.example/2.png); <https://h.example/3.webp>.\n")
    assert [one.url for one in page.pictures] == [f"https://h.example/{one}" for one in ("1.jpg", "2.png", "3.webp")]
    page = read("https://proxy.example/?u=https://h.example/1.jpg\n")
    assert [one.url for one in page.pictures] == ["https://proxy.example/?u=https://h.example/1.jpg"]
