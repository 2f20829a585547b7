from collections.abc import Mapping

import pytest

from vitrina.errors import ConnectionFailedError
from vitrina.fetch.proxies import Proxy, from_environment, is_exempt, proxy_for
from vitrina.fetch.web_address import parse

WEB = parse("http://h.example/x")


@pytest.mark.parametrize(
    "environ, proxies",
    [
        ({}, {}),
        ({"http_proxy": "http://p:1", "HTTP_PROXY": "http://q:2"}, {"http": "http://p:1"}),
        ({"HTTPS_PROXY": "http://q:2", "ALL_PROXY": "http://r:3"}, {"https": "http://q:2", "all": "http://r:3"}),
        ({"HTTP_PROXY": "http://evil:1", "REQUEST_METHOD": "GET"}, {}),
        ({"http_proxy": " "}, {}),
    ],
)
def test_the_environment_is_read_as_curl_reads_it(environ: Mapping[str, str], proxies: Mapping[str, str]) -> None:
    found = dict(from_environment(environ))
    assert "127.0.0.0/8" in found.pop("no")
    assert found == proxies


@pytest.mark.parametrize(
    "proxy, exempt",
    [
        ("http://127.0.0.1:3128", False),
        ("localhost:3128", False),
        ("http://me:pw@[::1]:3128", False),
        ("http://proxy.example:3128", True),
        ("192.168.1.1:3128", True),
    ],
)
def test_loopback_is_sent_to_a_proxy_on_this_machine_alone(proxy: str, *, exempt: bool) -> None:
    here = parse("http://127.0.0.1:8000/x")
    assert (proxy_for(here, from_environment({"http_proxy": proxy})) is None) == exempt
    assert proxy_for(here, from_environment({"http_proxy": proxy, "NO_PROXY": "127.0.0.1"})) is None
    mixed = {"http_proxy": "http://127.0.0.1:3128", "https_proxy": proxy}
    assert (proxy_for(here, from_environment(mixed)) is None) == exempt


def test_the_proxy_goes_by_scheme_and_its_password_apart() -> None:
    assert proxy_for(WEB, {"http": "me:pw@p.example:3128"}) == Proxy("http://p.example:3128", "Basic bWU6cHc=")
    assert proxy_for(WEB, {"https": "http://p.example"}) is None
    assert proxy_for(WEB, {"all": "http://p.example"}) == Proxy("http://p.example")
    assert proxy_for(WEB, {"all": "http://p.example", "no": "h.example"}) is None


def test_a_proxy_of_another_kind_is_an_error_without_its_password() -> None:
    with pytest.raises(ConnectionFailedError, match="kind") as caught:
        proxy_for(WEB, {"all": "socks5://me:secret@p.example"})
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url, no_proxy, exempt",
    [
        ("http://h.example", "h.example", True),
        ("http://a.h.example", "h.example", True),
        ("http://a.h.example", ".h.example", True),
        ("http://a.h.example", "*.h.example", True),
        ("http://xh.example", "h.example", False),
        ("http://h.example", "other, h.example", True),
        ("http://h.example", "other h.example", True),
        ("http://h.example", "*", True),
        ("http://h.example", "", False),
        ("http://h.example", "H.EXAMPLE", True),
        ("http://h.example:8080", "h.example:8080", True),
        ("http://h.example", "h.example:8080", False),
        ("http://h.example", "h.example:80", True),
        ("http://10.1.2.3", "10.0.0.0/8", True),
        ("http://11.1.2.3", "10.0.0.0/8", False),
        ("http://10.1.2.3", "10.1.2.3", True),
        ("http://[::1]", "::1", True),
        ("http://[::1]", "[::1]", True),
        ("http://h.example", ".", False),
        ("http://h.example.", "h.example", True),
    ],
)
def test_no_proxy_names_hosts_ends_ports_and_networks(url: str, no_proxy: str, exempt: bool) -> None:  # noqa: FBT001
    assert is_exempt(parse(url), no_proxy) is exempt
