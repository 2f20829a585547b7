"""How fast documents become pictures, format by format, beside the bare parser of the standard library in the same run.

Owns the measurement of `sources`. Refuses to assert a time: it prints a table.

    python tests/bench/bench_sources.py [--pictures N] [--rounds N] [--memory N] [--json FILE]

`--memory N` also has the program list N entries of each format that a person may have so large, and prints its peak.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET  # the peer, on text of our own
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from sources.replies import REPLIES
from vitrina.sources import Document, Page
from vitrina.sources.following import page_of
from vitrina.sources.registry import SOURCES


def manifest(count: int) -> bytes:
    """About 2 kB for each canvas, as a library's manifests have."""
    service = {
        "type": "ImageService2",
        "profile": "http://iiif.io/api/image/2/level1.json",
        "width": 2569,
        "height": 3543,
    }
    canvases = [
        {
            "id": f"https://h.example/canvases/{at}",
            "type": "Canvas",
            "label": {"none": [f"page {at}"]},
            "width": 2569,
            "height": 3543,
            "thumbnail": [
                {
                    "id": f"https://h.example/thumbs/{at}/full/73,100/0/default.jpg",
                    "type": "Image",
                    "service": [
                        {
                            "@id": f"https://h.example/thumbs/{at}",
                            "@type": "ImageService2",
                            "profile": "http://iiif.io/api/image/2/level0.json",
                            "sizes": [{"width": size, "height": size} for size in (73, 145, 290, 742)],
                        }
                    ],
                }
            ],
            "seeAlso": [{"id": f"https://h.example/alto/{at}", "type": "Dataset", "profile": "x" * 700}],
            "items": [
                {
                    "type": "AnnotationPage",
                    "items": [
                        {
                            "type": "Annotation",
                            "motivation": "painting",
                            "body": {
                                "id": f"https://h.example/{at}/full/742,1024/0/default.jpg",
                                "type": "Image",
                                "width": 742,
                                "height": 1024,
                                "service": [{"@id": f"https://h.example/{at}", **service}],
                            },
                        }
                    ],
                }
            ],
        }
        for at in range(count)
    ]
    about = {
        "label": {"en": ["Book"]},
        "requiredStatement": {"label": {"en": ["By"]}, "value": {"en": ["<b>A library</b>"]}},
    }
    context = "http://iiif.io/api/presentation/3/context.json"
    return json.dumps(
        {"@context": context, "id": "https://h.example/m", "type": "Manifest", **about, "items": canvases}
    ).encode()


def feed(count: int) -> bytes:
    """Media RSS with a description in HTML."""
    item = (
        "<item><title>Picture {0}</title><link>https://h.example/{0}</link>"
        "<media:content url='https://h.example/{0}.jpg' width='900'"
        " height='600' type='image/jpeg'/><description>&lt;p&gt;Words &amp;amp; &lt;a href='https://h.example/'&gt;links&lt;/a&gt;&lt;/p&gt;</description></item>"
    )
    head = "<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel><title>Feed</title>"
    return (head + "".join(item.format(at) for at in range(count)) + "</channel></rss>").encode()


def page(count: int) -> bytes:
    """A gallery of thumbnails that link to their pictures."""
    figure = (
        "<figure class='tile'><a href='/large/{0}.jpg'>"
        "<img src='/small/{0}.jpg' srcset='/small/{0}.jpg 400w, /mid/{0}.jpg 800w'"
        " alt='Picture {0}' width=400 height=300></a><figcaption>Picture <b>{0}</b></figcaption></figure>\n"
    )
    return (
        "<!doctype html><html><title>T</title><body>"
        + "".join(figure.format(at) for at in range(count))
        + "</body></html>"
    ).encode()


def listed(count: int) -> bytes:
    """A plain list with titles."""
    return "".join(f"https://h.example/{at}.jpg\tPicture {at}\n" for at in range(count)).encode()


def table(count: int) -> bytes:
    """CSV with names above."""
    rows = "".join(f'"Picture {at}",https://h.example/{at}.jpg,Ann,CC BY 4.0\n' for at in range(count))
    return f"title,url,author,licence\n{rows}".encode()


def records(name: str, where: tuple[str, ...]) -> Callable[[int], bytes]:
    """A known API's reply with its first record repeated, each with an address of its own."""

    def make(count: int) -> bytes:
        text = json.dumps(REPLIES[name][1])
        data = json.loads(text)
        holder = data
        for step in where[:-1]:
            holder = holder[step]
        one = json.dumps((holder[where[-1]] if where else data)[0])
        many = [
            json.loads(one.replace("h.example/", f"h.example/{at}/").replace(".jpg", f"{at}.jpg"))
            for at in range(count)
        ]
        if not where:
            return json.dumps(many).encode()
        holder[where[-1]] = many
        return json.dumps(data).encode()

    return make


def sitemap(count: int) -> bytes:
    """Pages with an image each."""
    entry = (
        "<url><loc>https://h.example/{0}</loc><image:image><image:loc>https://h.example/{0}.jpg</image:loc>"
        "<image:title>Picture {0}</image:title></image:image></url>"
    )
    head = (
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
        " xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'>"
    )
    return (head + "".join(entry.format(at) for at in range(count)) + "</urlset>").encode()


def markdown(count: int) -> bytes:
    """A note with pictures and words."""
    lines = (f"![Picture {at}](https://h.example/{at}.jpg)\n\nSome words.\n\n" for at in range(count))
    return ("# Notes\n\n" + "".join(lines)).encode()


def bookmarks(count: int) -> bytes:
    """What a browser exports."""
    lines = "".join(f'<DT><A HREF="https://h.example/{at}.jpg" ADD_DATE="1">Picture {at}</A>\n' for at in range(count))
    return f"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE><DL><p>\n{lines}</DL>".encode()


def har(count: int) -> bytes:
    """What a browser recorded."""
    answer = {"status": 200, "content": {"mimeType": "image/jpeg", "size": 90_000}}
    entries = [{"request": {"url": f"https://h.example/{at}.jpg"}, "response": answer} for at in range(count)]
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "b"}, "entries": entries}}).encode()


def gallery_dl(count: int) -> bytes:
    """The messages of one run."""
    files = [[3, f"https://h.example/{at}.jpg", {"extension": "jpg", "filename": str(at)}] for at in range(count)]
    return json.dumps([[2, {"category": "x", "title": "Album"}], *files]).encode()


FORMATS: dict[str, tuple[Callable[[int], bytes], str]] = {
    "iiif manifest": (manifest, "json"),
    "any JSON": (records("json", ("photos",)), "json"),
    "JSON Feed": (records("json-feed", ("items",)), "json"),
    "Cleveland": (records("cleveland", ("data",)), "json"),
    "Picsum": (records("picsum", ()), "json"),
    "feed": (feed, "xml"),
    "web page": (page, "html"),
    "sitemap": (sitemap, "xml"),
    "HAR": (har, "json"),
    "gallery-dl": (gallery_dl, "json"),
    "bookmarks": (bookmarks, "html"),
    "Markdown": (markdown, "none"),
    "list": (listed, "none"),
    "table": (table, "none"),
}


def bare(body: bytes, kind: str) -> object:
    """What the standard library needs to take the document apart, with nothing made of it."""
    if kind == "json":
        return json.loads(body)
    if kind == "xml":
        return ET.fromstring(body)  # noqa: S314 - our own text
    if kind == "html":
        parser = HTMLParser()
        parser.feed(body.decode())
        return parser
    return body.decode().splitlines()


def seconds(work: Callable[[], object], rounds: int) -> float:
    """The median of the processor's time."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def read(body: bytes) -> Page:
    """All of it, from bytes to pictures, as the driver does it."""
    return page_of(Document("https://h.example/x", body), SOURCES)


def measure(pictures: int, rounds: int) -> list[dict[str, Any]]:
    """One row for each format."""
    rows = []
    for name, (make, kind) in FORMATS.items():
        body = make(pictures)
        found = len(read(body).pictures)
        taken = seconds(lambda body=body: read(body), rounds)  # type: ignore[misc]
        peer = seconds(lambda body=body, kind=kind: bare(body, kind), rounds)  # type: ignore[misc]
        rows.append(
            {
                "format": name,
                "pictures": found,
                "MB": round(len(body) / 1e6, 2),
                "seconds": round(taken, 3),
                "pictures a second": round(found / taken) if taken else None,
                "bare parser, seconds": round(peer, 3),
            }
        )
    return rows


def memory(count: int) -> list[dict[str, Any]]:
    """The peak of the whole program (MB) while it lists a file of so many entries, and its seconds."""
    rows = []
    for name in ("list", "table", "feed", "any JSON", "web page", "iiif manifest"):
        entries = count if name != "iiif manifest" else min(count, 6_000)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "document")
            file.write_bytes(FORMATS[name][0](entries))
            call = [sys.executable, "-m", "vitrina", "list", str(file), "--json", "--profile", folder]
            start = time.perf_counter()
            program = subprocess.Popen(call, stdout=subprocess.DEVNULL)
            _, _, used = os.wait4(program.pid, 0)
            program.returncode = 0
            taken = time.perf_counter() - start
        rows.append({"format": name, "entries": entries, "peak MB": used.ru_maxrss >> 10, "seconds": round(taken, 2)})
    return rows


def main(argv: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", type=int, default=0)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(argv)
    rows = measure(options.pictures, options.rounds)
    print(f"{'format':15} {'pictures':>8} {'MB':>7} {'seconds':>8} {'pictures/s':>11} {'bare parser':>12}")
    for row in rows:
        print(
            f"{row['format']:15} {row['pictures']:8} {row['MB']:7.2f} {row['seconds']:8.3f} "
            f"{row['pictures a second'] or 0:11} {row['bare parser, seconds']:12.3f}"
        )
    if options.memory:
        print(f"\n{'format':15} {'entries':>8} {'peak MB':>8} {'seconds':>8}")
    for row in memory(options.memory) if options.memory else ():
        print(f"{row['format']:15} {row['entries']:8} {row['peak MB']:8} {row['seconds']:8.2f}")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
