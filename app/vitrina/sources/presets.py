"""Galleries to discover: sources that need no key, each with what it is, its licence and its address.

Owns these rows. Refuses anything that needs an account. `search` has a blank `{query}`, to be filled by
`searching`, where the source can be searched.
"""

from typing import Final
from urllib.parse import quote

from vitrina.frozen import frozen
from vitrina.language import N_


@frozen
class Preset:
    """One row: `name` (where it is no proper name), `about` and `licence` are to be translated."""

    id: str
    name: str
    about: str
    licence: str
    locator: str
    search: str | None = None


def searching(preset: Preset, query: str) -> str | None:
    """The locator that searches this source for `query`, or None where it cannot be searched."""
    words = " ".join(query.split())
    return preset.search.replace("{query}", quote(words, safe="")) if preset.search and words else None


_COMMONS: Final = (
    "https://commons.wikimedia.org/w/api.php?action=query&format=json&formatversion=2&prop=imageinfo&iiprop=url%7Csize%7Cmime%7Cuser"
    "%7Ctimestamp%7Cextmetadata&iiurlwidth=330"
)
_ARTIC: Final = (
    "fields=id,title,artist_title,artist_display,date_display,image_id,thumbnail,is_public_domain,credit_line,"
    "copyright_notice"
)

PRESETS: Final = (
    Preset(
        "met",
        "The Met",
        N_("Highlights of the Metropolitan Museum of Art in New York."),
        N_("CC0: free for every use."),
        "https://collectionapi.metmuseum.org/public/collection/v1/search?hasImages=true&isHighlight=true&q=painting",
        "https://collectionapi.metmuseum.org/public/collection/v1/search?hasImages=true&q={query}",
    ),
    Preset(
        "artic",
        "Art Institute of Chicago",
        N_("Paintings, prints and photographs; the museum may keep programs from its pictures."),
        N_("CC0 where the work is in the public domain."),
        f"https://api.artic.edu/api/v1/artworks/search?query%5Bterm%5D%5Bis_public_domain%5D=true&limit=60&{_ARTIC}",
        f"https://api.artic.edu/api/v1/artworks/search?q={{query}}&query%5Bterm%5D%5Bis_public_domain%5D=true&limit=60&{_ARTIC}",
    ),
    Preset(
        "cleveland",
        "Cleveland Museum of Art",
        N_("Works of art of five thousand years."),
        N_("CC0: free for every use."),
        "https://openaccess-api.clevelandart.org/api/artworks/?has_image=1&cc0=1&limit=100",
        "https://openaccess-api.clevelandart.org/api/artworks/?has_image=1&cc0=1&limit=100&q={query}",
    ),
    Preset(
        "commons-day",
        N_("Wikimedia Commons: picture of the day"),
        N_("The pictures that volunteers chose for the last days."),
        N_("Free licences; each picture says which."),
        "https://commons.wikimedia.org/w/api.php?action=featuredfeed&feed=potd&feedformat=atom&language=en",
    ),
    Preset(
        "commons",
        N_("Wikimedia Commons: featured pictures"),
        N_("The best of a hundred million free files."),
        N_("Free licences; each picture says which."),
        f"{_COMMONS}&generator=categorymembers&gcmtype=file&gcmlimit=50&gcmtitle=Category:Featured_pictures_on_Wikimedia_Commons",
        f"{_COMMONS}&generator=search&gsrnamespace=6&gsrlimit=50&gsrsearch=filetype:bitmap%20{{query}}",
    ),
    Preset(
        "apod",
        N_("Astronomy Picture of the Day"),
        N_("Twenty days of NASA's astronomy pictures, explained."),
        N_("NASA's own are in the public domain; others name their owner."),
        "https://api.nasa.gov/planetary/apod?api_key=DEMO_KEY&count=20",
    ),
    Preset(
        "nasa-images",
        N_("NASA image library"),
        N_("Photographs of space flight and of the sky."),
        N_("Mostly in the public domain."),
        "https://images-api.nasa.gov/search?q=earth&media_type=image",
        "https://images-api.nasa.gov/search?q={query}&media_type=image",
    ),
    Preset(
        "loc",
        "Library of Congress",
        N_("Photographs, prints and maps of American history."),
        N_("Mostly without known restrictions; look at the item."),
        "https://www.loc.gov/photos/?fo=json&c=100&at=results,pagination",
        "https://www.loc.gov/photos/?q={query}&fo=json&c=100&at=results,pagination",
    ),
    Preset(
        "smk",
        N_("SMK, Denmark's national gallery"),
        N_("Danish and European art of seven hundred years."),
        N_("CC0 where the work is in the public domain."),
        "https://api.smk.dk/api/v1/art/search/?keys=*&filters=%5Bhas_image:true%5D,%5Bpublic_domain:true%5D&offset=0&rows=100",
        "https://api.smk.dk/api/v1/art/search/?keys={query}&filters=%5Bhas_image:true%5D,%5Bpublic_domain:true%5D&offset=0&rows=100",
    ),
    Preset(
        "vam",
        "Victoria and Albert Museum",
        N_("Art, design and performance."),
        N_("Free for private use."),
        "https://api.vam.ac.uk/v2/objects/search?q=poster&images_exist=1&page_size=50&page=1",
        "https://api.vam.ac.uk/v2/objects/search?q={query}&images_exist=1&page_size=50&page=1",
    ),
    Preset(
        "wellcome",
        "Wellcome Collection",
        N_("Pictures of medicine, science and everyday life."),
        N_("Creative Commons or public domain; each picture says which."),
        "https://api.wellcomecollection.org/catalogue/v2/images?query=flowers&pageSize=100&locations.license=cc-by,pdm,cc-0",
        "https://api.wellcomecollection.org/catalogue/v2/images?query={query}&pageSize=100&locations.license=cc-by,pdm,cc-0",
    ),
    Preset(
        "openverse",
        "Openverse",
        N_("Free pictures of many collections in one search."),
        N_("Creative Commons; each picture says which."),
        "https://api.openverse.org/v1/images/?q=landscape&page_size=20",
        "https://api.openverse.org/v1/images/?q={query}&page_size=20",
    ),
    Preset(
        "inaturalist",
        "iNaturalist",
        N_("Plants and animals, seen and photographed by people everywhere."),
        N_("Creative Commons; each picture says which."),
        "https://api.inaturalist.org/v1/observations?photos=true&quality_grade=research&photo_license=cc0,cc-by&per_page=100&order_by=votes",
        "https://api.inaturalist.org/v1/observations?photos=true&quality_grade=research&photo_license=cc0,cc-by&per_page=100&order_by=votes"
        "&taxon_name={query}",
    ),
    Preset(
        "flickr",
        "Flickr: newest public photographs",
        N_("What people put online in the last minutes."),
        N_("Each photograph belongs to its author."),
        "https://www.flickr.com/services/feeds/photos_public.gne?format=json&nojsoncallback=1",
        "https://www.flickr.com/services/feeds/photos_public.gne?format=json&nojsoncallback=1&tags={query}",
    ),
    Preset(
        "picsum",
        "Lorem Picsum",
        N_("Good photographs of everything, for trying things out."),
        N_("Unsplash licence."),
        "https://picsum.photos/v2/list?page=1&limit=100",
    ),
    Preset(
        "bing",
        "Bing: pictures of the last eight days",
        N_("The photographs behind the search engine's page."),
        N_("For use as a desktop background only."),
        "https://www.bing.com/HPImageArchive.aspx?format=js&idx=0&n=8&mkt=en-US",
    ),
    Preset(
        "xkcd",
        "xkcd",
        N_("The newest comic."),
        N_("CC BY-NC 2.5."),
        "https://xkcd.com/info.0.json",
    ),
    Preset(
        "dog-ceo",
        "Dog CEO",
        N_("Fifty dogs, others every time."),
        N_("For fun; no licence is named."),
        "https://dog.ceo/api/breeds/image/random/50",
    ),
    Preset(
        "reddit-earth",
        "Reddit: EarthPorn",
        N_("Landscapes that people voted for."),
        N_("Each photograph belongs to its author."),
        "https://www.reddit.com/r/EarthPorn/.rss",
    ),
    Preset(
        "nasa-day",
        "NASA image of the day",
        N_("NASA's choice for each day."),
        N_("Mostly in the public domain."),
        "https://www.nasa.gov/feeds/iotd-feed/",
    ),
)
