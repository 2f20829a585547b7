"""One HTTP/1.1 exchange, byte for byte; RFC 9112."""

import asyncio
import shutil
import socket
import ssl
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from fetch.origin import Origin, said
from vitrina.errors import (
    ConnectionFailedError,
    DnsError,
    HttpStatusError,
    StalledError,
    TlsError,
    TooLargeError,
    UsageError,
)
from vitrina.fetch import plain_http
from vitrina.fetch.plain_http import PlainAnswer
from vitrina.fetch.web_address import parse
from vitrina.model import Headers


async def get(origin: Origin, answer: bytes, headers: Headers = ()) -> PlainAnswer:
    return await plain_http.get(parse(origin.says(answer).url()), headers, None)


async def test_nothing_goes_out_but_what_http_needs_and_what_was_said(origin: Origin) -> None:
    await get(origin, said(b"hi"), (("Foo", "1"), ("foo", "2"), ("Bar", "")))
    lines = [f"Host: 127.0.0.1:{origin.port}", "Foo: 1", "foo: 2", "Bar: ", "", ""]
    assert origin.heads == ["\r\n".join(["GET /picture HTTP/1.1", *lines])]


async def test_a_host_or_authorization_that_was_said_is_not_said_again(origin: Origin) -> None:
    target = parse(f"http://user:secret@127.0.0.1:{origin.says(said(), said()).port}/?a=b")
    await plain_http.get(target, (("hOST", "example.org"), ("authorization", "mine")), None)
    await plain_http.get(target, (), None)
    assert origin.heads[0] == "GET /?a=b HTTP/1.1\r\nhOST: example.org\r\nauthorization: mine\r\n\r\n"
    assert origin.requests[1]["authorization"] == "Basic dXNlcjpzZWNyZXQ="


@pytest.mark.parametrize(
    "name, value", [("A", "1\r\nB: 2"), ("A", "\0"), ("A\n", "1"), ("A b", "1"), ("", "1"), ("Ä", "1")]
)
async def test_a_header_that_would_be_two_is_refused_before_anything_is_sent(
    origin: Origin, name: str, value: str
) -> None:
    with pytest.raises(UsageError):
        await get(origin, said(), ((name, value),))
    assert not origin.asked


async def test_bytes_of_a_header_come_and_go_unchanged(origin: Origin) -> None:
    answer = await get(origin, b'HTTP/1.1 200 OK\r\nETag: "\xfc\xc3\xbc"\r\nContent-Length: 0\r\n\r\n')
    await get(origin, said(), (("If-None-Match", answer.headers[0][1]), ("X", "\u20ac")))
    assert "\xfc\xc3\xbc" in origin.requests[-1]["if-none-match"]
    assert origin.requests[-1]["x"].encode("latin-1") == "\u20ac".encode()


async def test_status_and_headers_come_as_they_are_sent(origin: Origin) -> None:
    sent = b"HTTP/1.0 999 What ever\r\nA:1\r\na : 2\r\nB:\t x  \r\nFolded: a\r\n  b\r\nEmpty:\r\n\r\nbody"
    answer = await get(origin, sent)
    assert answer.status == 999
    assert answer.headers == (("A", "1"), ("a", "2"), ("B", "x"), ("Folded", "a b"), ("Empty", ""))
    assert (answer.body, answer.whole) == (b"body", True)


async def test_bare_line_feeds_and_a_missing_phrase_are_understood(origin: Origin) -> None:
    answer = await get(origin, b"HTTP/1.1 204\nA: 1\n\n")
    assert answer == PlainAnswer(204, (("A", "1"),), b"", whole=True)


async def test_answers_of_the_100s_are_passed_over(origin: Origin) -> None:
    early = b"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
    answer = await get(origin, early + said(b"hi", [("A", "1")]))
    assert (answer.status, answer.headers, answer.body) == (200, (("A", "1"), ("Content-Length", "2")), b"hi")


@pytest.mark.parametrize(
    "answer, body, whole",
    [
        pytest.param(said(b"12345"), b"12345", True, id="length"),
        pytest.param(said(b"12345678", [("Content-Length", "5")]), b"12345", True, id="more than the length"),
        pytest.param(said(b"123", [("Content-Length", "5")]), b"123", False, id="less than the length"),
        pytest.param(said(b"", [("Content-Length", "5")]), b"", False, id="nothing"),
        pytest.param(said(b"12345", [("Content-Length", "5, 5")]), b"12345", True, id="length twice"),
        pytest.param(said(b"x", status=304), b"", True, id="304"),
        pytest.param(said(b"x", status=204), b"", True, id="204"),
        pytest.param(b"HTTP/1.1 200 OK\r\n\r\n12345", b"12345", True, id="to the end"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: foo\r\n\r\n12345", b"12345", True, id="unknown coding"),
    ],
)
async def test_a_body_ends_where_its_framing_says(origin: Origin, answer: bytes, body: bytes, *, whole: bool) -> None:
    got = await get(origin, answer)
    assert (got.body, got.whole) == (body, whole)


@pytest.mark.parametrize(
    "sent, body, whole",
    [
        (b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", b"abcde", True),
        (b"3\r\nabc\r\n0\r\nTrailer: x\r\n\r\n", b"abc", True),
        (b"000A\r\n0123456789\r\n0\r\n\r\n", b"0123456789", True),
        (b"3\r\nabc\r\n0\r\n", b"abc", True),
        (b"3\r\nabc\r\n", b"abc", False),
        (b"3\r\nab", b"ab", False),
        (b"3\r\nabcd\r\n0\r\n\r\n", b"abc", False),
        (b"x\r\nabc\r\n0\r\n\r\n", b"", False),
        (b"-1\r\nabc", b"", False),
        (b"", b"", False),
    ],
)
async def test_chunks_are_joined_up_to_where_they_are_sound(
    origin: Origin, sent: bytes, body: bytes, *, whole: bool
) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, Chunked\r\nContent-Length: 1\r\n\r\n"
    got = await get(origin, head + sent)
    assert (got.body, got.whole) == (body, whole)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"hello\r\n\r\n", id="no status line"),
        pytest.param(b"HTTP/2 200 OK\r\n\r\n", id="another version"),
        pytest.param(b"HTTP/1.1 20 OK\r\n\r\n", id="half a status"),
        pytest.param(b"HTTP/1.1 101 Switching Protocols\r\n\r\n", id="another protocol"),
        pytest.param(b"HTTP/1.1 200 OK\r\nfoo\r\n\r\n", id="a field without a colon"),
        pytest.param(b"HTTP/1.1 200 OK\r\n folded: x\r\n\r\n", id="folded onto nothing"),
        pytest.param(b"HTTP/1.1 200 OK\r\nA b: x\r\n\r\n", id="a space in a name"),
        pytest.param(b"HTTP/1.1 200 OK\r\nA: " + b"x" * 100_000 + b"\r\n\r\n", id="an endless line"),
        pytest.param(b"HTTP/1.1 200 OK\r\n" + b"A: x\r\n" * 10_000 + b"\r\n", id="10,000 fields"),
        pytest.param(said(b"12345", [("Content-Length", "5, 6")]), id="two lengths"),
        pytest.param(said(b"12345", [("Content-Length", "-5")]), id="a length below zero"),
    ],
)
async def test_what_is_not_http_is_said_to_be_so(origin: Origin, answer: bytes) -> None:
    with pytest.raises(HttpStatusError, match=f"127.0.0.1:{origin.port} answered with something"):
        await get(origin, answer)


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\nA: 1\r\n", b"HTTP/1.1 2"])
async def test_a_connection_that_ends_before_the_head_does_is_no_answer_and_is_not_tried_again(
    origin: Origin, answer: bytes
) -> None:
    with pytest.raises(ConnectionFailedError):
        await get(origin, answer)
    assert origin.asked == 1


async def test_a_closed_port_is_no_connection() -> None:
    async with Origin() as gone:
        url = gone.url()
    with pytest.raises(ConnectionFailedError):
        await plain_http.get(parse(url), (), None)


async def test_a_name_that_does_not_exist_is_said_to_be_so(monkeypatch: pytest.MonkeyPatch) -> None:
    # a name server of the machine may answer anything, even for .invalid: no question goes out
    async def nobody(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", nobody)
    with pytest.raises(DnsError, match=r"nobody\.invalid"):
        await plain_http.get(parse("http://nobody.invalid/"), (), None)


async def test_a_silent_server_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_http, "STALL", 0.05)
    gone = asyncio.Event()

    async def stall(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        if partly:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab")
        await reader.read()  # until the client goes
        writer.close()
        gone.set()

    async with await asyncio.start_server(stall, "127.0.0.1", 0) as server:
        target = parse(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
        partly = False
        with pytest.raises(StalledError):
            await plain_http.get(target, (), None)
        await gone.wait()
        gone.clear()
        partly = True
        answer = await plain_http.get(target, (), None)
        await gone.wait()
    assert (answer.body, answer.whole) == (b"ab", False)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that nobody trusts, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl, which makes the certificate, is not installed")
    folder = tmp_path_factory.mktemp("tls")
    names = ["-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", str(folder / "key"), "-out", str(folder / "certificate")]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, *files],
        check=True,
        capture_output=True,
    )
    return folder / "certificate", folder / "key"


async def test_an_encrypted_answer_comes_whole_from_a_host_that_is_trusted_and_no_other_is_asked(
    certificate: tuple[Path, Path],
) -> None:
    asked: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 300_000)
        writer.close()

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    async with await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context) as server:
        target = parse(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
        with pytest.raises(TlsError, match="self-signed"):
            await plain_http.get(target, (), ssl.create_default_context())
        assert not asked
        answer = await plain_http.get(target, (), ssl.create_default_context(cafile=certificate[0]))
    assert (len(answer.body), answer.whole, len(asked)) == (300_000, True, 1)


async def test_a_server_without_encryption_is_no_https() -> None:
    async def plain(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(plain, "127.0.0.1", 0) as server:
        target = parse(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
        with pytest.raises(TlsError):
            await plain_http.get(target, (), ssl.create_default_context())


@pytest.mark.parametrize(
    "head, body",
    [
        (b"Content-Length: 3000000", bytes(3_000_000)),
        (b"Transfer-Encoding: chunked", b"186a0\r\n" + bytes(100_000) + b"\r\n0\r\n\r\n"),
        (b"Connection: close", bytes(3_000_000)),
    ],
)
async def test_a_body_beyond_the_limit_is_not_read_to_its_end(origin: Origin, head: bytes, body: bytes) -> None:
    target = parse(origin.says(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n" + body).url())
    with pytest.raises(TooLargeError, match="more than 99999 bytes"):
        await plain_http.get(target, (), None, largest=99_999)


async def test_a_head_without_end_is_not_read_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_http, "STALL", 0.2)

    async def hint(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        with suppress(OSError):
            while not reader.at_eof():
                writer.write(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
                await writer.drain()
                await asyncio.sleep(0.02)
        writer.close()
        gone.set()

    gone = asyncio.Event()
    async with await asyncio.start_server(hint, "127.0.0.1", 0) as server:
        target = parse(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
        with pytest.raises(StalledError):
            async with asyncio.timeout(10):
                await plain_http.get(target, (), None)
        await gone.wait()
