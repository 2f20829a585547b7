"""What the store writes down of addresses and headers: all but the credentials.

Owns what stands in their place. Refuses to keep any of them: user information (RFC 3986 section 3.2.1) and the
signatures of signed query strings, as far as they are known.
"""

import re
from urllib.parse import urlsplit, urlunsplit

from vitrina.credentials import SECRET_HEADERS, SECRET_PARAMETER, without_credentials
from vitrina.model import Headers
from vitrina.store import disk

_DIGEST = re.compile(r"~[0-9a-f]{32}")
_ROUNDS = 20_000


def stored_url(url: str) -> str:
    """Give `url` without its credentials: user information is cut, the values of known secrets become `~`."""
    return without_credentials(_with_user(url, "") if "@" in url else url)


def stored_key(key: str) -> str:
    """Give the name under which `key` is written down; the same for a name that was made so before.

    A credential in it becomes its digest, so that answers to different credentials stay apart. User
    information may be a weak password, so its digest is a slow one (about 10 ms); signatures are long and random.
    """
    if "@" in key:
        key = _with_user(key, None)
    return SECRET_PARAMETER.sub(_digested, key) if "=" in key else key


def stored_headers(headers: Headers) -> Headers:
    """Give `headers` without those that carry credentials, and a Location without user information."""
    return tuple([_without_user(pair) for pair in headers if pair[0].lower() not in SECRET_HEADERS])


def _without_user(pair: tuple[str, str]) -> tuple[str, str]:
    """Cut the user information of a header that holds an address."""
    if "@" in pair[1] and pair[0].lower() in {"location", "content-location"}:
        return (pair[0], _with_user(pair[1], ""))
    return pair


def _with_user(url: str, user: str | None) -> str:
    """Replace the user information of `url` by `user`; by its digest where that is None."""
    try:
        parts = urlsplit(url)
    except ValueError:  # no URL at all: nothing in it is an authority
        return url
    before, at, host = parts.netloc.rpartition("@")
    if not at or (user is None and _DIGEST.fullmatch(before)):
        return url
    if user is None:
        import hashlib  # seldom needed, and slow to load

        user = "~" + hashlib.pbkdf2_hmac("sha256", before.encode(), host.encode(), _ROUNDS, 16).hex()
    return urlunsplit(parts._replace(netloc=f"{user}@{host}" if user else host))


def _digested(found: re.Match[str]) -> str:
    """Write a secret parameter with the digest of its value."""
    value = found[2]
    if _DIGEST.fullmatch(value):
        return found[0]
    return f"{found[1]}=~{disk.sha256(value.encode()).hexdigest()[:32]}"
