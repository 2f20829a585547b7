"""What is known of the addresses of some picture hosts: the larger one of a thumbnail, and who only counts visitors.

Owns that table. Refuses to build an address that the host does not serve.
"""

import re
from typing import Final

from vitrina.sources import web_address

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
    r"^(?:pixel|pixels|stats|stat|counter|track|tracking|tracker|analytics|beacon|b|ad|ads|adserver|feeds?stats|sb|secure-\w+)\.|"
    r"doubleclick\.net$|google-analytics\.com$|googlesyndication\.com$|feedsportal\.com$|feedburner\.com$|scorecardresearch\.com$|"
    r"quantserve\.com$|facebook\.com$|pheedo\.com$|wordpress\.com$(?<=(?:stats|pixel)\.wordpress\.com)|gravatar\.com$|"
    r"hits\.\w+|addtoany\.com$|statcounter\.com$|tns-counter\.ru$|yandex\.ru$|mc\.yandex|matomo|piwik|bidswitch\.net$|adnxs\.com$|"
    r"creativecommons\.org$|licensebuttons\.net$"
)
_DECORATION: Final = re.compile(
    r"(?:^|[/_.-])(?:pixel|spacer|blank|transparent|clear|dot|1x1|sprites?|emoji|smil(?:ey|ies)|favicon|feedburner|badge|"
    r"apple-touch-icon|loading|spinner|loader|placeholder|lazyload|ajax-loader|share-button|share_button)(?:[._/-]|$)|"
    r"s\.w\.org/images/core/emoji|[/_-]\d{1,2}x\d{1,2}(?=[._/-])",
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


def is_decoration(url: str) -> bool:
    """Whether an address is that of a tracker, an emoji, a spacer or a badge, and no picture to look at."""
    name = web_address.host(url)
    return (
        bool(_TRACKERS.search(name))
        or bool(_DECORATION.search(url.partition("?")[0]))
        or url.partition("?")[0].lower().endswith(".svg")
    )
