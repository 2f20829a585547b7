"""What a document from the web may make us connect to, on real connections: 127.0.0.2 plays the open internet."""

import asyncio

import pytest

from laboratory import Lab
from web import Web

PUBLIC = ("127.0.0.2/32",)
NAMES = {
    "public.example": ("127.0.0.2",),
    "inside.example": ("127.0.0.1",),
    "both.example": ("127.0.0.1", "127.0.0.2"),
}


@pytest.fixture
async def outside(lab: Lab) -> Web:
    """A server that listens on every address, so that each can be told apart by where it was reached."""
    await lab.again(public_networks=PUBLIC, addresses=NAMES)
    return lab.web


def at(host: str, web: Web, target: str) -> str:
    return f"http://{host}:{web.port}{target}"


@pytest.fixture
async def lab_web() -> Web:
    return Web()


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "inside.example",
        "[::ffff:127.0.0.1]",
        "[::1]",
        "0.0.0.0",
        "169.254.169.254",
        "[fd00:ec2::254]",
    ],
)
async def test_a_document_may_not_name_the_inside(lab: Lab, outside: Web, host: str) -> None:
    fetched = await lab.fetch(at(host, outside, "/picture/1"), remote=True)
    assert fetched.error is not None
    assert (fetched.status, fetched.error.kind, fetched.attempts) == ("refused", "blocked", 1)
    assert outside.count() == 0


async def test_a_person_may_name_the_inside(lab: Lab, outside: Web) -> None:
    for host in ("127.0.0.1", "localhost", "inside.example"):
        assert (await lab.fetch(at(host, outside, "/picture/1"))).status == "fetched"


async def test_a_person_may_allow_it_to_documents_too(lab: Lab, outside: Web) -> None:
    await lab.again(public_networks=PUBLIC, addresses=NAMES, allow_private=True)
    assert (await lab.fetch(at("inside.example", outside, "/picture/1"), remote=True)).status == "fetched"


async def test_a_connection_of_the_persons_own_does_not_serve_a_document(lab: Lab, outside: Web) -> None:
    assert (await lab.fetch(at("inside.example", outside, "/picture/1"))).status == "fetched"
    fetched = await lab.fetch(at("inside.example", outside, "/picture/2"), remote=True)
    assert fetched.status == "refused"
    assert outside.count("/picture/2") == 0


async def test_a_redirect_within_the_inside_is_the_persons_wish(lab: Lab, outside: Web) -> None:
    target = at("127.0.0.1", outside, f"/redirect?to={at('inside.example', outside, '/picture/1')}")
    assert (await lab.fetch(target)).status == "fetched"


async def test_what_the_store_has_may_be_looked_at_by_a_document(lab: Lab, outside: Web) -> None:
    target = at("inside.example", outside, "/picture/1?cache=max-age=60")
    await lab.fetch(target)
    assert (await lab.fetch(target, remote=True)).status == "cached"


@pytest.fixture
async def internet() -> Web:
    """A server on the address that plays the open internet."""
    return Web(host="127.0.0.2")


async def test_the_open_internet_may_be_named(lab: Lab, outside: Web, internet: Web) -> None:
    async with internet as web:
        for host in ("public.example", "127.0.0.2"):
            assert (await lab.fetch(at(host, web, "/picture/1"), remote=True)).status == "fetched"
        fetched = await lab.fetch(at("both.example", web, "/picture/2"), remote=True)
        assert fetched.status == "fetched", "of two addresses the one outside is used"


@pytest.mark.parametrize("host", ["127.0.0.1", "inside.example", "localhost"])
async def test_a_public_host_may_not_send_us_inside(lab: Lab, outside: Web, internet: Web, host: str) -> None:
    async with internet as web:
        fetched = await lab.fetch(at("public.example", web, f"/redirect?to={at(host, outside, '/picture/1')}"))
        assert fetched.error is not None
        assert (fetched.status, fetched.error.kind) == ("refused", "blocked")
        assert outside.count() == 0


async def test_nor_by_a_detour(lab: Lab, outside: Web, internet: Web) -> None:
    async with internet as web:
        inner = at("inside.example", outside, "/picture/1")
        detour = at("public.example", web, f"/redirect?to={inner}")
        fetched = await lab.fetch(at("127.0.0.1", outside, f"/redirect?to={detour}"))
        assert fetched.status == "refused"
        assert outside.count("/picture/1") == 0


async def test_a_name_that_changes_its_address_is_judged_anew(lab: Lab, internet: Web) -> None:
    names = {"rebound.example": ("127.0.0.2",)}
    async with internet as web:
        await lab.again(public_networks=PUBLIC, addresses=names)
        target = at("rebound.example", web, "/cut?at=0&times=1")
        first = await lab.fetch(target, remote=True)
        assert first.status == "fetched"
        names["rebound.example"] = ("127.0.0.1",)
        await asyncio.sleep(0)
        other = at("rebound.example", lab.web, "/picture/2")
        assert (await lab.fetch(other, remote=True)).status == "refused"
        assert lab.web.count() == 0
