"""What the names of fields mean in the JSON and the tables of the world: tables of data.

Owns which words speak for a picture, a thumbnail, a page, and which for none of them. Refuses to look
at values.
"""

from typing import Final

# These claim to be the whole picture.
LARGE: Final = frozenset(
    [
        "original", "orig", "full", "fullsize", "raw", "large", "hires", "hd", "max", "big", "download", "best",
        "master", "xl",
    ]
)  # fmt: skip
MIDDLE: Final = frozenset(
    [
        "regular", "medium", "web", "display", "print", "preview", "lowres", "standard", "default",
    ]
)  # fmt: skip
SMALL: Final = frozenset(
    [
        "thumb", "thumbs", "thumbnail", "thumbnails", "small", "tiny", "square", "mini", "micro", "placeholder",
        "lqip",
    ]
)  # fmt: skip
# These say "a picture" by themselves, also where the address does not end as one.
PICTURE: Final = frozenset(
    [
        "image", "images", "img", "imgs", "photo", "photos", "picture", "pictures", "pic", "src", "iiif",
        "artwork", "wallpaper", "poster", "cover", "screenshot",
    ]
)  # fmt: skip
# These say "an address": a picture's where it ends as one, or where something beside it says so.
ADDRESS: Final = frozenset(
    [
        "url", "urls", "uri", "file", "media", "path", "message", "content", "href", "link", "location",
    ]
)  # fmt: skip
NEVER: Final = frozenset(
    [
        "avatar", "logo", "icon", "favicon", "profile", "user", "users", "author", "owner", "badge", "flag",
        "sprite", "emoji", "captcha", "provider", "publisher", "license", "licence", "api", "self", "next",
        "prev", "previous", "first", "last", "related", "video", "audio", "manifest", "context", "schema",
        "attribution", "copyright", "rights", "contributor", "uploader", "photographer", "citations", "references",
    ]
)  # fmt: skip
PAGE_WORDS: Final = frozenset(
    [
        "page", "link", "links", "html", "web", "landing", "permalink", "website", "homepage", "source", "post",
        "foreign", "view",
    ]
)  # fmt: skip
# These frame a page or a person's account: taken only where nothing else is there.
AROUND: Final = frozenset(["banner", "header", "community", "backdrop", "background"])
# Lists of these names hold one picture in several sizes.
VARIANTS: Final = frozenset(
    [
        "sizes", "variants", "formats", "renditions", "resolutions", "derivatives", "srcset", "versions",
        "thumbnails", "p", "alt_sizes", "altsizes", "candidates", "image_versions", "resources",
    ]
)  # fmt: skip

# Names as `flat` gives them, best first.
TITLE: Final = (
    "title", "name", "headline", "caption", "label", "altdescription", "alt", "shortdescription",
    "primarytitle", "objectname", "titles", "displaytitle", "imagetitle", "alternativetext", "alttext", "trackname",
    "productname", "scientificname", "titel", "titulo", "título", "titre", "titolo", "nombre", "subject",
)  # fmt: skip
CREDIT: Final = (
    "credit", "credits", "author", "authors", "artist", "artists", "creator", "creators", "photographer",
    "by", "owner", "user", "username", "artistdisplayname", "artistdisplay", "artisttitle", "authorname",
    "creatorname", "uploader", "byline", "maker", "account", "principalorfirstmaker", "people", "dccreator",
    "artistname",
    "tagstringartist", "recordedby", "channeltitle", "rightsholder", "ownername", "creditline", "copyright",
    "dataprovider", "fotograf", "fotografin", "fotografo", "fotógrafo", "photographe", "autor", "autora", "auteur",
    "autore", "künstler", "urheber", "photographername",
)  # fmt: skip
# These name who holds a right or gave the thing: said where nobody is told to have made it.
CREDIT_LAST: Final = frozenset(["copyright", "creditline", "rightsholder", "dataprovider", "owner", "recordedby"])
AUTHOR_PAGE: Final = (
    "authorurl", "creatorurl", "photographerurl", "artisturl", "userurl", "ownerurl", "authorpage",
    "creatorpage", "authorlink",
)  # fmt: skip
LICENCE: Final = (
    "license", "licence", "licensecode", "licenseid", "licensename", "licenseshortname", "rightsstatement",
    "usageterms", "fieldlicense", "metadatausage", "lizenz", "licencia", "licenza", "licença",
)  # fmt: skip
LICENCE_PAGE: Final = (
    "licenseurl", "licenceurl", "licensepage", "licencepage", "licenselink",
)  # fmt: skip
RIGHTS: Final = (
    "rights", "usage", "attribution", "copyrightnotice",
)  # fmt: skip
PAGE: Final = (
    "page", "pageurl", "edmisshownat", "isshownat", "guid", "permalink", "htmlurl", "weburl", "landingpage",
    "landingurl", "foreignlandingurl", "sourceurl", "posturl", "link", "objecturl", "detailurl", "itemurl", "html",
    "href", "url", "uri", "shareurl", "source", "website", "recordlink", "infolink", "trackviewurl", "scryfalluri",
    "apid", "contenturls", "references", "links", "fulllink", "onlinestoreurl",
)  # fmt: skip
DESCRIPTION: Final = (
    "description", "explanation", "summary", "abstract", "text", "body", "caption", "content",
    "altdescription", "transcript",
)  # fmt: skip
DATE: Final = (
    "date", "created", "createdat", "published", "publishedat", "datepublished", "datetaken", "taken",
    "datecreated", "objectdate", "dated", "earthdate", "year", "updatedat",
)  # fmt: skip
TAGS: Final = (
    "tags", "keywords", "subjects", "categories", "topics",
)  # fmt: skip
TYPE: Final = (
    "mediatype", "mimetype", "mime", "contenttype", "type", "format", "filetype",
)  # fmt: skip
NAME_IN: Final = (
    "displayname", "name", "fullname", "realname", "username", "login", "title", "content", "value", "label",
    "description", "rendered",
)  # fmt: skip

# Fields of these names say what the address beside them is.
ROLE: Final = ("rel", "linktype", "role")

# Objects of these names hold what is said of the record that they are in.
WRAPPERS: Final = frozenset(
    [
        "attributes", "properties", "fields", "node", "snippet", "volumeinfo", "sourceresource", "record", "post",
        "object", "meta", "media", "photo", "image", "info", "details", "mediadetails", "imagemeta",
    ]
)  # fmt: skip
SIZES: Final = (
    ("width", "height"), ("imagewidth", "imageheight"), ("dimensionx", "dimensiony"),
    ("originalwidth", "originalheight"), ("widtho", "heighto"), ("ow", "oh"),
)  # fmt: skip


def flat(name: str) -> str:
    """The name in lower case without what separates its words: `page_url` and `pageUrl` are one."""
    return name.lower().replace("_", "").replace("-", "").replace(" ", "").replace(":", "")
