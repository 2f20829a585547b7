"""Which proxy a request goes through, by the environment variables that curl and the browsers know.

Owns the reading of `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`. Refuses to speak to a proxy.
"""

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit

from vitrina.errors import ConnectionFailedError
from vitrina.fetch.web_address import WebAddress, authorization, harmless
from vitrina.frozen import frozen

LOOPBACK = "localhost, 127.0.0.0/8, ::1"
"""What browsers never send through a proxy: it would mean the proxy's own machine. Where that is ours, it may."""


@frozen
class Proxy:
    """An HTTP proxy: its URL without credentials, and the value of Proxy-Authorization where it wants some."""

    url: str
    authorization: str | None = None


def from_environment(environ: Mapping[str, str]) -> Mapping[str, str]:
    """The variables by their short names (`http`, `https`, `all`, `no`); lower case wins over upper.

    `HTTP_PROXY` is not read where a web server started us: there a request's header could have set it.
    """
    found = {}
    for name in ("http", "https", "all", "no"):
        upper = "" if name == "http" and "REQUEST_METHOD" in environ else environ.get(f"{name.upper()}_PROXY", "")
        if value := environ.get(f"{name}_proxy", upper).strip():
            found[name] = value
    proxies = [url for name, url in found.items() if name != "no"]
    if not (proxies and all(map(_is_here, proxies))):
        found["no"] = f"{found['no']}, {LOOPBACK}" if "no" in found else LOOPBACK
    return found


def _is_here(proxy: str) -> bool:
    """Whether a proxy runs on this machine, so that a loopback address means the same to it."""
    try:
        host = urlsplit(proxy if "://" in proxy else f"http://{proxy}").hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def proxy_for(target: WebAddress, proxies: Mapping[str, str]) -> Proxy | None:
    """The proxy for `target`, None where it is asked directly. Raises ConnectionFailedError for unknown kinds."""
    url = proxies.get(target.scheme) or proxies.get("all")
    if not url or is_exempt(target, proxies.get("no", "")):
        return None
    split = urlsplit(url if "://" in url else f"http://{url}")
    if split.scheme not in {"http", "https"} or not split.hostname:
        raise ConnectionFailedError(
            "The proxy {proxy} is of a kind that is not supported; set an http:// one.", proxy=harmless(url)
        )
    return Proxy(f"{split.scheme}://{split.netloc.rpartition('@')[2]}", authorization(split))


def is_exempt(target: WebAddress, no_proxy: str) -> bool:
    """Whether `no_proxy` names the host: by name or its end, with or without port, by address or network, or by `*`."""
    return any(_names(entry.lower(), target) for entry in no_proxy.replace(",", " ").split())


def _names(entry: str, target: WebAddress) -> bool:
    if entry == "*":
        return True
    try:
        return ipaddress.ip_address(target.host) in ipaddress.ip_network(entry, strict=False)
    except ValueError:
        pass  # one of the two is a name
    name, colon, port = entry.rpartition(":")
    if colon and port.isdigit() and "]" not in port and name.count(":") == 0:
        if int(port) != target.port:
            return False
        entry = name
    entry = entry.strip("[]").removeprefix("*").strip(".")
    host = target.host.rstrip(".")
    return bool(entry) and (host == entry or host.endswith(f".{entry}"))
