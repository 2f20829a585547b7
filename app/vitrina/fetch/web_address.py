"""Web addresses: taken apart, made fit to be sent, followed, and shown without what is secret in them.

Owns what a URL that we request looks like, by RFC 3986. Refuses every scheme but http and https.
"""

import ipaddress
import re
from base64 import b64encode
from dataclasses import replace
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from vitrina.errors import BlockedAddressError, NoAddressError
from vitrina.frozen import frozen
from vitrina.store.names import stored_url

PORTS = {"http": 80, "https": 443}
LEGAL = "!#$%&'()*+,/:;=?@[]~"
"""What may stand in a path or query besides letters, digits and `-._` (RFC 3986 section 2.2), `%` itself included."""
HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?")
PLAIN = re.compile(
    r"(https?)://((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]{1,63})(?::([1-5]\d{4}|80[08]\d))?"
    r"/[A-Za-z0-9._~/%=&,+-]*(?:\?[A-Za-z0-9._~/%=&,+:;-]+)?"
)
"""URLs that are fit to be sent as they are: by far the most, and the long way takes five times longer."""
OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
QUAD = re.compile(rf"{OCTET}(?:\.{OCTET}){{3}}")
NUMBER = r"(?:0x[0-9a-f]*|\d+)"
NUMBERS = re.compile(rf"{NUMBER}(?:\.{NUMBER}){{0,3}}\.?")
"""Hosts that are an IPv4 address in any of the ways in which one may be written."""


@frozen
class WebAddress:
    """An http or https URL. `url` is what is sent: legal characters only, no user info, no fragment.

    `host` is in lower case and ASCII, an IPv6 address without brackets. `authorization` is the value of the header
    that the user info asks for; it belongs to this origin alone.
    """

    url: str
    scheme: str
    host: str
    port: int
    authorization: str | None = None

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port (RFC 6454)."""
        return (self.scheme, self.host, self.port)

    @property
    def place(self) -> str:
        """The host as a person names it, with the port where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def parse(url: str) -> WebAddress:
    """Take `url` apart. Raises BlockedAddressError for other schemes, NoAddressError where it names no host."""
    plain = PLAIN.fullmatch(url)
    if plain is not None and (QUAD.fullmatch(plain[2]) or not NUMBERS.fullmatch(plain[2])):
        return WebAddress(url, plain[1], plain[2], int(plain[3] or PORTS[plain[1]]))
    try:
        split = urlsplit(url.strip())
        port, host = split.port, split.hostname
    except ValueError:
        raise _no_address(url) from None
    if split.scheme not in PORTS:
        raise BlockedAddressError("{url} is not fetched: only http and https addresses are.", url=harmless(url))
    name = _host(host or "", url)
    address = WebAddress("", split.scheme, name, PORTS[split.scheme] if port is None else port, authorization(split))
    path = quote(split.path, safe=LEGAL) or "/"
    query = f"?{quote(split.query, safe=LEGAL)}" if split.query else ""
    return replace(address, url=f"{split.scheme}://{address.place}{path}{query}")


def follow(base: WebAddress, location: str) -> WebAddress:
    """Where `location` leads from `base` (RFC 9110 section 10.2.2); credentials stay within their origin."""
    try:
        target = parse(urljoin(base.url, location.strip()))
    except ValueError:
        raise _no_address(location) from None
    if target.authorization is None and target.origin == base.origin:
        return replace(target, authorization=base.authorization)
    return target


def harmless(url: str) -> str:
    """`url` for eyes and files: without what the store keeps out of its index too."""
    return stored_url(url)


def _host(host: str, url: str) -> str:
    """The host as it is sent: an address, or a name in its ASCII form (RFC 5891)."""
    if ":" in host:
        try:
            return ipaddress.IPv6Address(host.partition("%")[0]).compressed
        except ValueError:
            raise _no_address(url) from None
    try:
        name = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        raise _no_address(url) from None
    name = name.lower()
    if NUMBERS.fullmatch(name):
        return _quad(name, url)
    if not HOST.fullmatch(name):
        raise _no_address(url)
    return name


def _quad(host: str, url: str) -> str:
    """`127.1`, `2130706433`, `0x7f000001` and `0177.0.0.1` as `127.0.0.1`, as browsers and curl read them.

    Fewer than four numbers: the last one fills the rest. The WHATWG URL standard's "IPv4 parser".
    """
    *first, last = host.removesuffix(".").split(".")
    try:
        rest = _number(last).to_bytes(4 - len(first), "big")
        return str(ipaddress.IPv4Address(bytes(map(_number, first)) + rest))
    except (ValueError, OverflowError):
        raise _no_address(url) from None


def _number(text: str) -> int:
    if text.startswith("0x"):
        return int(text[2:] or "0", 16)
    return int(text, 8 if text.startswith("0") else 10)


def authorization(split: SplitResult) -> str | None:
    """Basic credentials (RFC 7617) for the user info of a URL, None where it has none."""
    if not split.username and not split.password:
        return None
    pair = f"{unquote(split.username or '')}:{unquote(split.password or '')}"
    return f"Basic {b64encode(pair.encode()).decode('ascii')}"


def _no_address(url: str) -> NoAddressError:
    return NoAddressError("{url} is no complete web address; check how it is written.", url=harmless(url))
