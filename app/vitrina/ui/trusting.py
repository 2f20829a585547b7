"""Hosts that are believed whatever their certificate says: offered where one failed, asked about, and taken back.

Owns the question and the list in the settings. Refuses to believe anybody unasked, and more than one host at a time.
"""

from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from vitrina.errors import VitrinaError
from vitrina.language import N_
from vitrina.model import Fault
from vitrina.ui import naming

if TYPE_CHECKING:
    from collections.abc import Callable

    from vitrina.ui.window import Window

_CERTIFICATE: Final = "The certificate of {host} "
"""How every sentence begins that is said of a certificate."""


def distrusted(error: VitrinaError | Fault) -> str:
    """Give the host whose certificate is what went wrong, in an error inside this one too; else nothing."""
    if error.kind == "tls" and error.template.startswith(_CERTIFICATE):
        return urlsplit(f"//{error.fields.get('host', '')}").hostname or ""
    inner = (one for one in error.fields.values() if isinstance(one, VitrinaError | Fault))
    return next(filter(None, map(distrusted, inner)), "")


def tell(window: "Window", error: Fault) -> None:
    """Say what went wrong; where it is a certificate, offer to believe the host all the same."""
    said, host = window.language.say(error), distrusted(error)
    if host:
        label = window.text(N_("Believe this host all the same…"))
        window.toast.show(said, label, partial(ask, window, host))
    else:
        window.toast.show(said)


def of_what_is_open(window: "Window") -> str:
    """Give the host whose certificate kept the source of what is open from being read; else nothing."""
    failure = window.session.failure
    return distrusted(failure) if failure is not None else ""


def ask_for_chosen(window: "Window") -> None:
    """Ask about the host of what failed: of the chosen pictures, else of all that are open."""
    keys = {picture.key for picture in window.chosen()}
    faults = dict(window.shown.faults)
    states = [faults[key] for key in keys if key in faults] or list(faults.values())
    hosts = (distrusted(state.fault) for state in states if state.fault is not None)
    host = next(filter(None, hosts), "") or of_what_is_open(window)
    if host:
        ask(window, host)
    else:
        window.toast.show(window.text(N_("Nothing here failed for the certificate of its host.")))


def ask(window: "Window", host: str) -> None:
    """Ask whether to believe this host, and say what that means."""
    sentence = window.text(
        N_(
            "The certificate of {host} does not prove who answers. Somebody in between could see what you ask for and "
            "answer with something else. Vitrina would believe {host} from now on; Settings, Downloads, takes it back."
        ),
        host=host,
    )
    naming.confirm(window, N_("Believe this host all the same"), sentence, partial(believe, window, host))


def believe(window: "Window", host: str) -> None:
    """Believe a host from now on, and ask it once more for what failed."""

    def again() -> None:
        if window.session.locators or window.session.gallery:
            window.front.nothing.again()  # what could not be read was taken for a picture
        else:
            window.grid.retry(window.shown.failures)

    _have(window, sorted({*window.settings.insecure_hosts, host}), again)


def take_back(window: "Window", host: str) -> None:
    """Believe a host no longer."""
    _have(window, [one for one in window.settings.insecure_hosts if one != host], lambda: None)


def _have(window: "Window", hosts: list[str], done: "Callable[[], object]") -> None:
    window.save_settings(insecure_hosts=hosts)
    library, settings = window.library, window.settings

    def came(_: None) -> None:
        done()

    if library is not None:
        window.bridge.ask(lambda: library.set_limits(settings), came, window.session.hear)
