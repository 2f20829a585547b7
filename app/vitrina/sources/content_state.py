"""Content states of IIIF: the manifest that a viewer's address names inside itself.

Owns the reading of `?manifest=` and `?iiif-content=` (Content State 1.0). Refuses states of more than MAX_STATE.
"""

import base64
import binascii
import json
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from vitrina.sources import web_address
from vitrina.sources.iiif_shapes import identity, type_of
from vitrina.sources.json_values import Record, first_text, mapping, records

MAX_STATE: Final = 64_000


def content_state(url: str) -> str | None:
    """The manifest that the address of a viewer names (`?manifest=`, `?iiif-content=`, also behind `#?`), or None."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    queries = [parts.query, parts.fragment.lstrip("!/").removeprefix("?")]
    for name, value in (pair for query in queries for pair in parse_qsl(query)):
        if name in ("manifest", "iiif-content", "iiif_content") and value:
            found = value if value.startswith(("http://", "https://")) else _decoded_state(value)
            address = web_address.absolute(url, found) if found else None
            if address and address != web_address.absolute("", url):
                return address
    return None


def _decoded_state(value: str) -> str | None:
    """The manifest in a content state: base64url of percent-encoded JSON (Content State 1.0, section 6)."""
    if len(value) > MAX_STATE:
        return None
    try:
        raw = (
            value
            if value.lstrip().startswith("{")
            else base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode()
        )
        data = json.loads(unquote(raw) if not raw.lstrip().startswith("{") else raw)
    except (ValueError, binascii.Error, RecursionError):
        return None
    return annotated(mapping(data)) or first_text(mapping(data).get("id"), mapping(data).get("@id"))


def annotated(data: Record) -> str | None:
    """The manifest at which a content state annotation points."""
    for target in records(data.get("target")) or [data]:
        own = identity(target)
        if own and type_of(target) in ("Manifest", "Collection") and target is not data:
            return own
        for whole in records(target.get("partOf") or target.get("within")):
            if identity(whole) and type_of(whole) in ("Manifest", "Collection"):
                return identity(whole)
    return None
