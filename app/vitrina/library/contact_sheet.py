"""A page of pictures that lie beside it, with their titles, credits and licences: it opens with no network.

Owns the page's markup. Refuses scripts, and anything that a browser would have to fetch.
"""

from collections.abc import Sequence
from html import escape
from typing import Final
from urllib.parse import quote

from vitrina.model import Picture

MARK: Final = '<meta name="generator" content="Vitrina contact sheet">'
"""By this a page of ours is known, and may be written anew."""

_STYLE: Final = """
:root { color-scheme: light dark; }
body { margin: 24px; font: 14px/1.4 system-ui, sans-serif; background: Canvas; color: CanvasText; }
h1 { font-size: 20px; font-weight: 600; }
main { display: grid; gap: 20px; grid-template-columns: repeat(auto-fill, minmax(220px, 1fr)); }
figure { margin: 0; }
img { width: 100%; height: 220px; object-fit: contain; background: color-mix(in srgb, CanvasText 6%, Canvas); }
figcaption { overflow-wrap: anywhere; }
small { color: color-mix(in srgb, CanvasText 65%, Canvas); display: block; }
"""


def page(title: str, pictures: Sequence[tuple[str, Picture]], *, language: str = "en") -> str:
    """The page; each picture comes with the name of its file, which lies in the page's folder."""
    figures = "\n".join(_figure(name, picture) for name, picture in pictures)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n{MARK}\n'
        '<meta name="viewport" content="width=device-width">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self' file:; "
        "style-src 'unsafe-inline'\">\n"
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{escape(title)}</h1>\n"
        f"<main>\n{figures}\n</main>\n</body>\n</html>\n"
    )


def _figure(name: str, picture: Picture) -> str:
    address = quote(name)
    title = picture.title or name
    size = f' width="{picture.width}" height="{picture.height}"' if picture.width and picture.height else ""
    said = [
        _linked(picture.credit, picture.author_page),
        _linked(picture.licence, picture.licence_page),
        _linked(_host(picture.page), picture.page),
    ]
    below = " · ".join(one for one in said if one)
    return (
        f'<figure><a href="{address}"><img src="{address}" alt="{escape(title)}" loading="lazy"{size}></a>'
        f"<figcaption>{escape(title)}{f'<small>{below}</small>' if below else ''}</figcaption></figure>"
    )


def _linked(text: str | None, url: str | None) -> str:
    if not text:
        return ""
    if url and url.startswith(("http://", "https://")):
        return f'<a href="{escape(url)}" rel="noreferrer">{escape(text)}</a>'
    return escape(text)


def _host(url: str | None) -> str | None:
    return (url.partition("//")[2].partition("/")[0].rpartition("@")[2] or None) if url else None
