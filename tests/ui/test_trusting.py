"""A host whose certificate proves nothing: believed only when the person says so, and until that is taken back."""

import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tkinter import ttk

import pytest

from vitrina.errors import NothingToShowError, TlsError
from vitrina.settings import Settings
from vitrina.ui import preferences
from vitrina.ui.trusting import distrusted
from web import Web
from window_screen import Open, Screen


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    """A server that vouches for itself."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subject = ["-subj", "/CN=x", "-addext", "subjectAltName=IP:127.0.0.1"]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    command: list[str | Path] = ["openssl", "req", "-x509", *kind, *subject, "-keyout", key, "-out", certificate]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with Web(tls=context) as server:
        yield server


def failed(screen: Screen, many: int) -> bool:
    return len(list(screen.window.shown.faults)) == many


def agree(screen: Screen) -> None:
    """Press the button that has the focus on the sheet that asks."""
    screen.until(lambda: screen.window.sheet.name == "confirm")
    screen.press("<Return>")


def test_a_host_is_believed_only_after_it_was_asked_about_and_until_that_is_taken_back(
    open_window: Open, web: Web, tmp_path: Path
) -> None:
    screen = open_window(web.url("/picture/[1-2].png"))
    window = screen.window
    screen.until(lambda: failed(screen, 2), 30)
    assert web.count() == 0
    screen.click_tile(0)
    screen.until(lambda: "certificate of 127.0.0.1" in window.toast.text, 30)
    window.act("trust")
    agree(screen)
    screen.filled()
    screen.until(lambda: failed(screen, 0) and len(window.shown) == 2, 30)
    file = window.start.paths.settings_file
    assert Settings.load(file).insecure_hosts == ["127.0.0.1"]
    preferences.show(window, "downloads")
    row = next(
        one for one in everything(window.root) if isinstance(one, ttk.Button) and one.cget("text") == "Take back"
    )
    row.invoke()
    assert Settings.load(file).insecure_hosts == []
    window.sheet.close()
    window.open([web.url("/picture/3.png")])
    screen.until(lambda: failed(screen, 1), 30)


def everything(widget: object) -> Iterator[object]:
    """All widgets below one."""
    for one in widget.winfo_children():  # type: ignore[attr-defined]
        yield one
        yield from everything(one)


def test_nobody_is_asked_about_where_no_certificate_failed(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    screen.window.act("trust")
    assert not screen.window.sheet.open
    assert "certificate" in screen.window.toast.text


def test_only_a_certificate_makes_a_host_distrusted() -> None:
    expired = TlsError("The certificate of {host} has expired; nothing was sent.", host="[::1]:8443")
    assert distrusted(expired) == "::1"
    assert distrusted(NothingToShowError("{name}: {reason}", name="x", reason=expired)) == "::1"
    assert not distrusted(TlsError("No encrypted connection to {host} could be made.", host="a.example"))
    assert not distrusted(NothingToShowError("{path} cannot be read.", path="x"))
