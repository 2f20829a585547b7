"""What is known of the addresses of some picture hosts: the larger one of a thumbnail, and who only counts visitors.

Owns that table. Refuses to build an address that the host does not serve.
"""

import re
from typing import Final

from vitrina.sources import web_address

_ORIGIN: Final = 3
"""Scheme, nothing and host: the parts of an address before its folders."""
_WIKIMEDIA: Final = re.compile(
    r"(https?://[\w.]*wikimedia\.org/(?:wikipedia/\w+|\w+/\w+))/thumb/(\w/\w\w/[^/?]+)/[^/?]+"
)
_WIKIMEDIA_THUMB: Final = re.compile(r"/(?:[^/]*-)?\d+px-[^/]+$")
_FLICKR: Final = re.compile(
    r"(https?://(?:live\.staticflickr\.com|farm\d+\.static\.?flickr\.com|farm\d+\.staticflickr\.com)/\S+?)_[mstqn]\.(jpg|png|gif)$"
)
_INATURALIST: Final = re.compile(
    r"(https?://(?:static\.inaturalist\.org|inaturalist-open-data\.s3\.amazonaws\.com)/photos/\d+/)(?:square|thumb|small|medium|large|original)"
    r"(\.(?:jpe?g|png|gif))(\?\d+)?"
)
_TRACKERS: Final = re.compile(
    r"^(?:pixel|pixels|stats|stat|counter|track|tracking|tracker|analytics|beacon|ad|ads|adserver|feeds?stats|sb|secure-\w+)\.|"
    r"doubleclick\.net$|google-analytics\.com$|googlesyndication\.com$|feedsportal\.com$|feedburner\.com$|scorecardresearch\.com$|"
    r"quantserve\.com$|facebook\.com$|pheedo\.com$|wordpress\.com$(?<=(?:stats|pixel)\.wordpress\.com)|gravatar\.com$|"
    r"hits\.\w+|addtoany\.com$|statcounter\.com$|tns-counter\.ru$|yandex\.ru$|mc\.yandex|matomo|piwik|bidswitch\.net$|adnxs\.com$|"
    r"creativecommons\.org$|licensebuttons\.net$|^(?:banners?|adimg|openx|revive)\."
)
_COUNTS: Final = re.compile(r"^b\.")
"""Hosts that count visitors, unless what they serve ends as a picture does."""
_DECORATION: Final = re.compile(
    r"(?:^|[/_.-])(?:pixel|spacer|blank|transparent|clear|dot|1x1|sprites?|emoji|smil(?:ey|ies)|favicon|feedburner|badge|"
    r"apple-touch-icon|loading|spinner|loader|preload(?:er)?|placeholder|lazyload|ajax-loader|share-button|share_button)(?:[._/-]|$)|"
    r"s\.w\.org/images/core/emoji|[/_-]\d{1,2}x\d{1,2}(?=[._/-])|/delivery/(?:avw|ck|lg)\.php$",
    re.IGNORECASE,
)
# What furnishes a page: folders of icons and buttons, and files named as logos and the like (no catálogo, diálogo, …).
_FURNITURE: Final = re.compile(
    r"/(?:icon[eo]?s?|ico|logos?|share|social|buttons?|btns?|avatars?|bullets?|flags|adverts?|ads|banners?|sprites?|captcha)/|"
    r"(?:(?<!cata)(?<!dia)(?<!pro)(?<!eco)(?<!geo)(?<!bio)(?<!ana)(?<!epi)(?<!mono)(?<!homo)(?<!psico)(?<!teo)logos?"
    r"|(?<![a-z])(?:btn|button|icon|ico|avatar|qr-?code|arrow|bullet|rss|print|search|menu|close|hamburger))"
    r"(?![a-z])[^/]*$",
    re.IGNORECASE,
)
_SIZE_FOLDER: Final = re.compile(
    r"\d+[:x]\d+|\d{2,4}[xw]|[xw]\d{2,4}|[wh]_\d+(?:,[^/]*)?|width\d+|(?:\d+-)?(?:small|medium|large|thumbs?|thumbnails?|master|"
    r"original|originals|full|square|crop|cropped|preview|previews)",
    re.IGNORECASE,
)
_SIZE_IN_NAME: Final = re.compile(
    r"(?:-\d{2,4}x\d{2,4}|[_-](?:\d{2,4}(?:w|px)|small|medium|large|thumb|preview)|@[23]x|-scaled)(?=\.\w+$)",
    re.IGNORECASE,
)
_CLAIMED: Final = re.compile(
    r"(?<![a-z0-9])(?:w|width)[=_-]?(\d{2,4})(?!\d)|(?<!\d)(\d{2,4})(?:x\d{2,4}|x|w|px)(?![\da-z])", re.IGNORECASE
)
_CLAIMED_WORD: Final = re.compile(
    r"(?<![a-z])(?:(thumbs?|thumbnails?|small|square|preview)|(medium)|(large)|(originals?|full|master))(?![a-z])",
    re.IGNORECASE,
)


def larger(url: str) -> str:
    """The original of a thumbnail, for hosts whose addresses tell; else the same address."""
    found = _WIKIMEDIA.match(url)
    if found and _WIKIMEDIA_THUMB.search(url.partition("?")[0]):
        return f"{found[1]}/{found[2]}".replace("//thumb.wikimedia.org", "//upload.wikimedia.org")
    found = _FLICKR.match(url)
    if found:
        return f"{found[1]}_b.{found[2]}"
    return inaturalist(url, "original") or url


def inaturalist(url: str, size: str) -> str | None:
    """The address of another size (`square`, `thumb`, `small`, `medium`, `large`, `original`) of a photo there."""
    found = _INATURALIST.match(url)
    return f"{found[1]}{size}{found[2]}{found[3] or ''}" if found else None


def stem(url: str | None) -> str:
    """What stays the same among the sizes and crops of one picture: no size in the query, the folders or the name."""
    path, _, query = (url or "").partition("?")
    *folders, name = path.split("/")
    kept = [one for at, one in enumerate(folders) if at < _ORIGIN or not _SIZE_FOLDER.fullmatch(one)]
    stays = "" if web_address.looks_like_picture(path) else f"?{query}"
    return "/".join([*kept, _SIZE_IN_NAME.sub("", name)]) + stays


def claimed_width(url: str) -> int:
    """How wide an address makes its picture out to be, for choosing among the sizes of one; a guess, 1000 for none."""
    found = [int(one[0] or one[1]) for one in _CLAIMED.findall(url.partition("//")[2])]
    if found:
        return max(found)
    word = _CLAIMED_WORD.search(url)
    return (150, 500, 1600, 4000)[word.lastindex - 1] if word and word.lastindex else 1000


def is_furniture(url: str) -> bool:
    """Whether a picture that a page shows is by its name a logo, a button or the like; no judge of a link's target."""
    return bool(_FURNITURE.search(url.partition("?")[0]))


def is_decoration(url: str) -> bool:
    """Whether an address is that of a tracker, an emoji, a spacer or a badge, and no picture to look at."""
    name = web_address.host(url)
    return (
        bool(_TRACKERS.search(name))
        or (bool(_COUNTS.match(name)) and not web_address.looks_like_picture(url))
        or bool(_DECORATION.search(url.partition("?")[0]))
        or url.partition("?")[0].lower().endswith(".svg")
    )
