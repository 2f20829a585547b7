import ipaddress
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrina.errors import BlockedAddressError
from vitrina.fetch.address_policy import AddressPolicy, embedded, policy
from vitrina.fetch.web_address import parse

INSIDE = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.251",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "100.100.100.200",
    "168.63.129.16",
    "::",
    "::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "100::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::1",
    "2002:a9fe:a9fe::",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
    "2001:4860::5efe:127.0.0.1",
]
OUTSIDE = [
    "93.184.216.34",
    "8.8.8.8",
    "172.32.0.1",
    "100.128.0.1",
    "2606:4700::1111",
    "64:ff9b::808:808",
    "2002:808:808::1",
]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not AddressPolicy().is_public(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_outside_is_public(address: str) -> None:
    assert AddressPolicy().is_public(address)


@pytest.mark.parametrize("text", ["", "localhost", "127.1", "0x7f.0.0.1", "2130706433", "1.2.3.4.5"])
def test_what_is_no_address_is_not_public(text: str) -> None:
    assert not AddressPolicy().is_public(text)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_hidden_in_ipv6_is_judged_alike(address: ipaddress.IPv4Address) -> None:
    rule = AddressPolicy()
    mapped = f"::ffff:{address}"
    nat64 = str(ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) + int(address)))
    assert rule.is_public(mapped) == rule.is_public(nat64) == rule.is_public(str(address))


@given(st.ip_addresses(v=6))
def test_embedded_addresses_are_ipv4(address: ipaddress.IPv6Address) -> None:
    assert all(isinstance(one, ipaddress.IPv4Address) for one in embedded(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://localhost./x",
        "http://printer.local/",
        "http://a.localhost/",
        "http://[::ffff:10.0.0.1]/",
        "http://127.1/",
        "http://2852039166/latest/meta-data",
        "http://0xa.0x1/",
        "http://db.internal/",
        "http://router.home.arpa/",
    ],
)
def test_a_url_that_names_the_inside_is_refused_when_guarded(url: str) -> None:
    with pytest.raises(BlockedAddressError, match="--allow-private"):
        AddressPolicy().check_literal(parse(url), guarded=True)
    AddressPolicy().check_literal(parse(url), guarded=False)
    AddressPolicy(allow_private=True).check_literal(parse(url), guarded=True)


def test_a_name_is_not_refused_before_it_was_resolved() -> None:
    AddressPolicy().check_literal(parse("http://localhost.example.org/"), guarded=True)
    AddressPolicy().check_literal(parse("http://93.184.216.34/"), guarded=True)


@pytest.mark.parametrize(
    "found, left",
    [
        (["93.184.216.34", "127.0.0.1"], ["93.184.216.34"]),
        (["10.0.0.1", "2606:4700::1111"], ["2606:4700::1111"]),
        ([], []),
    ],
)
def test_only_public_addresses_of_a_name_are_left(found: Sequence[str], left: Sequence[str]) -> None:
    assert AddressPolicy().permitted("host.example", found, guarded=True) == left
    assert AddressPolicy().permitted("host.example", found, guarded=False) == found


def test_a_name_that_leads_inside_only_is_refused() -> None:
    with pytest.raises(BlockedAddressError, match=r"host\.example"):
        AddressPolicy().permitted("host.example", ["127.0.0.1", "::1"], guarded=True)


def test_the_rule_holds_for_documents_and_after_public_hosts() -> None:
    rule = AddressPolicy()
    assert rule.guards(remote=True, came_from_public=False)
    assert rule.guards(remote=False, came_from_public=True)
    assert not rule.guards(remote=False, came_from_public=False)
    assert not AddressPolicy(allow_private=True).guards(remote=True, came_from_public=True)


def test_networks_can_be_declared_public() -> None:
    rule = policy(allow_private=False, public_networks=("127.0.0.2/32",))
    assert rule.is_public("127.0.0.2")
    assert not rule.is_public("127.0.0.1")


@pytest.mark.parametrize("host", ["169.254.169.254", "100.100.100.200", "fe80::1", "::ffff:169.254.169.254"])
def test_a_redirect_to_a_platform_service_is_seen_as_one(host: str) -> None:
    target = parse(f"http://{'[' + host + ']' if ':' in host else host}/latest/meta-data")
    assert AddressPolicy().is_service(target)
    assert not AddressPolicy(allow_private=True).is_service(target)


@pytest.mark.parametrize("host", ["192.168.1.5", "127.0.0.1", "example.org", "93.184.216.34"])
def test_other_hosts_are_no_platform_service(host: str) -> None:
    assert not AddressPolicy().is_service(parse(f"http://{host}/"))
