"""Which addresses may be spoken to, and by whose wish.

Owns the rule that a document from the web may not make Vitrina speak to this machine or the network behind it. The
rule is asked about addresses, after names were resolved and right before a connection is made, because a name may
resolve to anything. Refuses to resolve or connect.
"""

import ipaddress
from collections.abc import Iterable
from typing import TypeAlias

from vitrina.errors import BlockedAddressError
from vitrina.fetch.web_address import WebAddress
from vitrina.frozen import frozen

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

PRIVATE: tuple[Network, ...] = tuple(
    ipaddress.ip_network(block)
    for block in (
        # IANA special-purpose registry, IPv4 (RFC 6890 and its successors)
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
        # Platform services that clouds put on addresses of their own, outside those blocks
        "168.63.129.16/32", "100.100.100.200/32",
        # The same, IPv6
        "::/128", "::1/128", "100::/64", "100:0:0:1::/64", "2001:2::/48", "2001:10::/28", "2001:20::/28",
        "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    )
)  # fmt: skip
SERVICES: tuple[Network, ...] = tuple(
    ipaddress.ip_network(block)
    for block in ("169.254.0.0/16", "168.63.129.16/32", "100.100.100.200/32", "fe80::/10", "fd00:ec2::254/128")
)
"""Link-local addresses and what clouds answer machines' questions on: nobody redirects a person there in good faith."""
NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
"""Prefixes under which the last 32 bits are an IPv4 address (RFC 6052, RFC 8215)."""
COMPATIBLE = ipaddress.IPv6Network("::/96")
ISATAP = (b"\0\0\x5e\xfe", b"\2\0\x5e\xfe")
"""Interface identifiers that carry an IPv4 address (RFC 5214 section 6.1)."""
PRIVATE_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home.arpa", "localdomain", "home", "corp")
"""Names that lead nowhere outside (RFC 6761, RFC 6762, RFC 8375, ICANN's list), should a proxy resolve them."""


@frozen
class AddressPolicy:
    """The rule, with what the person allowed: `allow_private` lifts it, `public` are networks to count as public."""

    allow_private: bool = False
    public: tuple[Network, ...] = ()

    def is_public(self, address: str) -> bool:
        """Whether this IP address is one of the open internet; what is no address at all is not."""
        try:
            found = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return False
        if any(found in network for network in self.public):
            return True
        inner = embedded(found)
        return all(not any(one in network for network in PRIVATE) for one in (found, *inner))

    def check_literal(self, target: WebAddress, *, guarded: bool) -> None:
        """Refuse a URL whose host is written as an address that is not public, or by a name that only works inside."""
        if not guarded or self.allow_private:
            return
        name = target.host.rstrip(".")
        inside = any(name == end or name.endswith(f".{end}") for end in PRIVATE_NAMES)
        if inside or (is_literal(name) and not self.is_public(name)):
            raise blocked(target.host)

    def permitted(self, host: str, addresses: Iterable[str], *, guarded: bool) -> list[str]:
        """Those of the addresses of `host` that may be connected to. Raises BlockedAddressError where none may."""
        found = list(addresses)
        if not guarded or self.allow_private:
            return found
        public = [address for address in found if self.is_public(address)]
        if found and not public:
            raise blocked(host)
        return public

    def is_service(self, target: WebAddress) -> bool:
        """Whether the host is written as a link-local address or a platform service's, however disguised."""
        if self.allow_private or not is_literal(target.host):
            return False
        found = ipaddress.ip_address(target.host)
        return any(one in network for one in (found, *embedded(found)) for network in SERVICES)

    def guards(self, *, remote: bool, came_from_public: bool) -> bool:
        """Whether the rule holds for the next connection: a document chose the URL, or a public host redirected."""
        return not self.allow_private and (remote or came_from_public)


def policy(*, allow_private: bool, public_networks: Iterable[str]) -> AddressPolicy:
    """The policy of a run."""
    return AddressPolicy(allow_private, tuple(ipaddress.ip_network(network) for network in public_networks))


def is_literal(host: str) -> bool:
    """Whether `host` is an IP address as text, in the one form that is not a trick."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def embedded(address: Address) -> tuple[Address, ...]:
    """The IPv4 addresses that packets to an IPv6 address may end at: mapped, NAT64, 6to4, Teredo, ISATAP and so on."""
    if isinstance(address, ipaddress.IPv4Address):
        return ()
    found: list[Address | None] = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    last = ipaddress.IPv4Address(address.packed[-4:])
    if any(address in prefix for prefix in NAT64) or address in COMPATIBLE or address.packed[8:12] in ISATAP:
        found.append(last)
    return tuple(one for one in found if one is not None)


def blocked(host: str) -> BlockedAddressError:
    """The refusal, as an error."""
    return BlockedAddressError(
        "{host} is an address inside this machine or its network, where a page from the web may not point; "
        "use --allow-private if it should.",
        host=host,
    )
