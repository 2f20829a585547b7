"""Certificates that are right, and certificates that are wrong in each way; made here, with the openssl program."""

import re
import shutil
import ssl
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from laboratory import Lab
from vitrina.fetch.certificates import tls_context
from web import Web

openssl = shutil.which("openssl")
pytestmark = pytest.mark.skipif(openssl is None, reason="the openssl program is not installed")

Certify = Callable[..., tuple[Path, Path]]


def run(*arguments: object) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an authority of our own: ca.pem, ca.key."""
    folder = tmp_path_factory.mktemp("authority")
    run(
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        2,
        "-subj",
        "/CN=Test authority",
        "-keyout",
        folder / "ca.key",
        "-out",
        folder / "ca.pem",
    )
    return folder


@pytest.fixture(scope="session")
def certify(authority: Path) -> Certify:
    """Make a certificate for a name, valid for so many days from so many days ago."""

    def make(name: str, *, begins: int = -1, ends: int = 1, signed: bool = True) -> tuple[Path, Path]:
        stem = authority / f"{name}{begins}{ends}{signed}".replace("*", "any")
        key, request, certificate, settings = (stem.with_suffix(end) for end in (".key", ".csr", ".pem", ".cnf"))
        days = [(datetime.now(UTC) + timedelta(days=n)).strftime("%Y%m%d%H%M%SZ") for n in (begins, ends)]
        what = f"IP:{name}" if name[0].isdigit() else f"DNS:{name}"
        (authority / "index.txt").write_text("")
        (authority / "serial").write_text(f"{abs(hash(stem)) % 2**32:08X}\n")
        settings.write_text(
            f"[ca]\ndefault_ca=a\n[a]\ndatabase={authority / 'index.txt'}\nserial={authority / 'serial'}\n"
            f"new_certs_dir={authority}\ndefault_md=sha256\npolicy=p\nunique_subject=no\n[p]\ncommonName=supplied\n[e]\nsubjectAltName={what}\n"
        )
        run(
            "req",
            "-new",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-subj",
            "/CN=x",
            "-keyout",
            key,
            "-out",
            request,
        )
        by = (
            ("-cert", authority / "ca.pem", "-keyfile", authority / "ca.key")
            if signed
            else ("-selfsign", "-keyfile", key)
        )
        run(
            "ca",
            "-batch",
            "-config",
            settings,
            *by,
            "-extensions",
            "e",
            "-startdate",
            days[0],
            "-enddate",
            days[1],
            "-in",
            request,
            "-out",
            certificate,
            "-notext",
        )
        return certificate, key

    return make


def https(certificate: tuple[Path, Path], **settings: object) -> Web:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    for name, value in settings.items():
        setattr(context, name, value)
    return Web(tls=context)


@pytest.fixture
def trusted(authority: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our authority is one of the system's."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority / "ca.pem"))


@pytest.mark.usefixtures("trusted")
async def test_a_certificate_of_the_systems_authorities_is_trusted(lab: Lab, certify: Certify) -> None:
    await lab.again(retries=0)
    with https(certify("127.0.0.1")) as web:
        fetched = await lab.fetch(web.url("/picture/1"))
    assert (fetched.status, fetched.error) == ("fetched", None)


async def test_certifis_authorities_are_known_where_the_system_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("")
    monkeypatch.setenv("SSL_CERT_FILE", str(empty))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    assert len(tls_context().get_ca_certs()) > 100


WRONG: tuple[tuple[str, dict[str, object], str], ...] = (
    ("127.0.0.1", {"begins": -9, "ends": -2}, "expired"),
    ("127.0.0.1", {"begins": 2, "ends": 9}, "not yet valid"),
    ("127.0.0.3", {}, "another host"),
    ("other.example", {}, "another host"),
    ("127.0.0.1", {"signed": False}, "self.signed"),
)


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("name, how, words", WRONG)
async def test_a_wrong_certificate_is_an_error_that_says_how(
    lab: Lab, certify: Certify, name: str, how: dict[str, object], words: str
) -> None:
    await lab.again()
    with https(certify(name, **how)) as web:
        fetched = await lab.fetch(web.url("/picture/1"))
        assert fetched.error is not None
        assert (fetched.status, fetched.error.kind, fetched.attempts) == ("failed", "tls", 1)
        assert re.search(words, str(fetched.error))
        assert web.count() == 0, "nothing was sent"


async def test_an_authority_that_nobody_knows_is_not_trusted(lab: Lab, certify: Certify) -> None:
    with https(certify("127.0.0.1")) as web:
        fetched = await lab.fetch(web.url("/picture/1"))
        assert fetched.error is not None
        assert fetched.error.kind == "tls"
        assert web.count() == 0


@pytest.mark.parametrize("name,how,_says", WRONG, ids=[f"{name} {how}" for name, how, _ in WRONG])
async def test_the_person_may_believe_one_host_whatever_its_certificate(
    lab: Lab, certify: Certify, name: str, how: dict[str, object], _says: str
) -> None:
    await lab.again(insecure_hosts=frozenset({"127.0.0.1"}))
    with https(certify(name, **how)) as web:
        assert (await lab.fetch(web.url("/picture/1"))).status == "fetched"
        other = await lab.fetch(web.url("/picture/2").replace("127.0.0.1", "localhost"))
        assert other.error is not None
        assert other.error.kind == "tls"


@pytest.mark.usefixtures("trusted")
async def test_a_server_that_speaks_no_tls_is_a_tls_error(lab: Lab) -> None:
    fetched = await lab.fetch(lab.web.url("/picture/1").replace("http://", "https://"))
    assert fetched.error is not None
    assert (fetched.status, fetched.error.kind) == ("failed", "tls")


@pytest.mark.usefixtures("trusted")
async def test_protocols_too_old_to_be_safe_are_not_spoken(lab: Lab, certify: Certify) -> None:
    with pytest.warns(DeprecationWarning, match="TLS"):
        web = https(certify("127.0.0.1"), maximum_version=ssl.TLSVersion.TLSv1_1)
    with web:
        fetched = await lab.fetch(web.url("/picture/1"))
    assert fetched.error is not None
    assert fetched.error.kind in {"tls", "connect"}, "either side may be the one to hang up"
    assert web.count() == 0


@pytest.mark.usefixtures("trusted")
async def test_a_redirect_to_https_is_followed(lab: Lab, certify: Certify) -> None:
    with https(certify("127.0.0.1")) as web:
        fetched = await lab.fetch(f"/redirect?to={web.url('/picture/1')}")
        assert (fetched.status, fetched.final_url) == ("fetched", web.url("/picture/1"))
