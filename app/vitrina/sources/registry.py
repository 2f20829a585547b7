"""All sources in the order in which they are asked: the exact ones first, the guessing ones last.

Owns that order. Refuses discovery at run time: in a frozen program a listing of a folder finds nothing.
"""

from typing import Final

from vitrina.errors import UsageError
from vitrina.sources.apod import Apod
from vitrina.sources.archive import Archive
from vitrina.sources.artic import Artic
from vitrina.sources.bing import Bing
from vitrina.sources.bookmarks import Bookmarks
from vitrina.sources.cleveland import Cleveland
from vitrina.sources.commons import Commons
from vitrina.sources.content_state import content_state
from vitrina.sources.delimited import Delimited
from vitrina.sources.document import Source
from vitrina.sources.dog_ceo import DogCeo
from vitrina.sources.feed import Feed
from vitrina.sources.finna import Finna
from vitrina.sources.flickr import Flickr
from vitrina.sources.gallery_dl import GalleryDl
from vitrina.sources.har import Har
from vitrina.sources.iiif import Iiif
from vitrina.sources.inaturalist import INaturalist
from vitrina.sources.json_any import JsonRecords
from vitrina.sources.json_feed import JsonFeed
from vitrina.sources.loc import Loc
from vitrina.sources.markdown import Markdown
from vitrina.sources.met import Met
from vitrina.sources.nasa_images import NasaImages
from vitrina.sources.openverse import Openverse
from vitrina.sources.opml import Opml
from vitrina.sources.page import WebPage
from vitrina.sources.picsum import Picsum
from vitrina.sources.reddit import Reddit
from vitrina.sources.science_museum import ScienceMuseum
from vitrina.sources.shortcuts import Shortcut
from vitrina.sources.sitemap import Sitemap
from vitrina.sources.smk import Smk
from vitrina.sources.stocksnap import StockSnap
from vitrina.sources.text_list import TextList
from vitrina.sources.vam import Vam
from vitrina.sources.wellcome import Wellcome
from vitrina.sources.xkcd import Xkcd

SOURCES: Final[tuple[Source, ...]] = (
    Archive(),
    Iiif(),
    JsonFeed(),
    Har(),
    GalleryDl(),
    Bookmarks(),
    NasaImages(),
    Commons(),
    Apod(),
    Picsum(),
    Met(),
    Artic(),
    Cleveland(),
    Loc(),
    Openverse(),
    Flickr(),
    INaturalist(),
    DogCeo(),
    Xkcd(),
    Vam(),
    Wellcome(),
    Smk(),
    Bing(),
    Reddit(),
    Finna(),
    ScienceMuseum(),
    StockSnap(),
    JsonRecords(),
    Shortcut(),
    Sitemap(),
    Opml(),
    Feed(),
    Markdown(),
    WebPage(),
    Delimited(),
    TextList(),
)

WITHOUT_DOCUMENT: Final = ("urls", "folder")
"""Names of sources that read no document: addresses taken for pictures as they are, and folders."""


def chosen(name: str | None) -> tuple[Source, ...]:
    """The sources to ask: all, or the one that was named. UsageError where there is none of that name."""
    if name is None:
        return SOURCES
    if name in WITHOUT_DOCUMENT:
        return ()
    found = tuple(source for source in SOURCES if source.name == name)
    if not found:
        names = ", ".join([*(source.name for source in SOURCES), *WITHOUT_DOCUMENT])
        raise UsageError("There is no source named {name}; choose one of {names}.", name=name, names=names)
    return found


def named_in(url: str) -> str | None:
    """The document that an address names inside itself, as a viewer's does its manifest; None where it names none."""
    return content_state(url)
