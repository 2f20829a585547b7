"""Keys that picture services ask for: which services take one, how it is sent, and where it lies.

Owns that table, and the person's keys: in the system's keyring where there is one, else in a file that they alone can
read. Refuses to show a key again to anybody but the request that needs it: it is in no address, log, record or `repr`.
"""

import threading
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import quote, urlsplit, urlunsplit

from vitrina.errors import InstallationError, UsageError
from vitrina.frozen import frozen
from vitrina.model import Headers
from vitrina.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST: Final = 4096


@frozen
class Service:
    """A service that takes a key: `hosts` it is sent to (below `path` alone), as a header field or in the query.

    `before` stands before the key in a header field. `page` is where a person gets a key.
    """

    name: str
    label: str
    page: str
    hosts: tuple[str, ...]
    way: Literal["header", "query"]
    field: str
    before: str = ""
    path: str = "/"


# Each after the service's own documents.
SERVICES: Final = (
    Service("nasa", "NASA", "https://api.nasa.gov/", ("api.nasa.gov",), "query", "api_key"),
    Service("openverse", "Openverse", "https://api.openverse.org/v1/", ("api.openverse.org",),
            "header", "Authorization", before="Bearer "),
    Service("flickr", "Flickr", "https://www.flickr.com/services/apps/create/",
            ("www.flickr.com", "api.flickr.com"), "query", "api_key", path="/services/rest"),
    Service("europeana", "Europeana", "https://apis.europeana.eu/", ("api.europeana.eu",), "header", "X-Api-Key"),
    Service("smithsonian", "Smithsonian", "https://api.data.gov/signup/", ("api.si.edu",), "query", "api_key"),
    Service("harvard", "Harvard Art Museums", "https://harvardartmuseums.org/collections/api",
            ("api.harvardartmuseums.org",), "query", "apikey"),
    Service("dpla", "Digital Public Library of America", "https://pro.dp.la/developers/policies",
            ("api.dp.la",), "query", "api_key"),
    Service("unsplash", "Unsplash", "https://unsplash.com/developers", ("api.unsplash.com",),
            "header", "Authorization", before="Client-ID "),
    Service("pexels", "Pexels", "https://www.pexels.com/api/", ("api.pexels.com",), "header", "Authorization"),
    Service("pixabay", "Pixabay", "https://pixabay.com/api/docs/", ("pixabay.com",), "query", "key", path="/api/"),
    Service("tumblr", "Tumblr", "https://www.tumblr.com/oauth/apps", ("api.tumblr.com",), "query", "api_key"),
    Service("thecatapi", "The Cat API", "https://thecatapi.com/signup", ("api.thecatapi.com",),
            "header", "x-api-key"),
)  # fmt: skip


@frozen
class Sent:
    """What really goes out: the address and the extra header fields. Its `repr` says nothing."""

    url: str
    headers: Headers = ()

    def __repr__(self) -> str:
        """Hide both."""
        return "Sent(…)"


def service_of(url: str) -> Service | None:
    """The service that a key is sent to at this address: over TLS alone, and to its own hosts."""
    if not url.startswith("https://"):
        return None
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    return next((one for one in SERVICES if host in one.hosts and parts.path.startswith(one.path)), None)


def with_key(url: str, service: Service, key: str) -> Sent:
    """`url` as it is sent with the key; one that stands in its query already gives way."""
    if service.way == "header":
        return Sent(url, ((service.field, service.before + key),))
    parts = urlsplit(url)
    kept = [one for one in parts.query.split("&") if one and one.partition("=")[0] != service.field]
    query = "&".join([*kept, f"{service.field}={quote(key, safe='')}"])
    return Sent(urlunsplit(parts._replace(query=query)))


class Keys:
    """The person's keys. Every method may wait for the system's keyring: never call one on Tk's thread or the loop's.

    `keyring` gives the system's keyring, or None where there is none; `system_keyring` is the real one. Threads may
    share it.
    """

    def __init__(self, file: Path, keyring: "Callable[[], Any]" = lambda: None) -> None:
        self._file = file
        self._open = keyring
        self._lock = threading.Lock()
        self._keyring: Any = None
        self._known: dict[str, str] | None = None

    def __repr__(self) -> str:
        """Name the place, never a key."""
        return f"Keys({self._file})"

    def get(self, name: str) -> str | None:
        """The key for a service, if the person gave one."""
        with self._lock:
            return self._all().get(name)

    def names(self) -> frozenset[str]:
        """The services that there is a key for."""
        with self._lock:
            return frozenset(self._all())

    def where(self) -> Literal["keyring", "file"]:
        """Where a key lies that is set now."""
        with self._lock:
            self._all()
            return "file" if self._keyring is None else "keyring"

    def set(self, name: str, key: str) -> None:
        """Remember a key, or forget it where it is empty. UsageError, InstallationError."""
        service = next((one for one in SERVICES if one.name == name), None)
        if service is None:
            raise UsageError("There is no service named {name} that takes a key.", name=name)
        key = key.strip()
        if len(key) > LONGEST or not (key.isascii() and key.isprintable()):
            raise UsageError("That is no key of {service}; copy it again from {page}.", service=service.label,
                             page=service.page)  # fmt: skip
        with self._lock:
            known = self._all()
            known.pop(name, None)
            if key:
                known[name] = key
            in_file = _table(self._file)
            if self._in_keyring(name, key):
                wanted = {one: value for one, value in in_file.items() if one != name}
            else:
                wanted = {**in_file, name: key} if key else {o: v for o, v in in_file.items() if o != name}
            if wanted != in_file:
                _write(wanted, self._file)

    def sent(self, url: str) -> Sent:
        """How `url` is really asked for: with the person's key, where its service takes one and there is one."""
        service = service_of(url)
        key = self.get(service.name) if service is not None else None
        return with_key(url, service, key) if service is not None and key else Sent(url)

    def _all(self) -> dict[str, str]:
        if self._known is None:
            self._keyring = self._open()
            self._known = {**_table(self._file), **self._of_keyring()}
        return self._known

    def _of_keyring(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for service in SERVICES if self._keyring is not None else ():
            try:
                key = self._keyring.get_password("Vitrina", service.name)
            except Exception:  # noqa: BLE001 - keyrings raise whatever their system does: locked, dismissed, gone
                self._keyring = None
                break
            if key:
                found[service.name] = key
        return found

    def _in_keyring(self, name: str, key: str) -> bool:
        """Whether the keyring has taken it, or nothing of it is there any more."""
        if self._keyring is None:
            return False
        try:
            if key:
                self._keyring.set_password("Vitrina", name, key)
            elif self._keyring.get_password("Vitrina", name):
                self._keyring.delete_password("Vitrina", name)
        except Exception:  # noqa: BLE001 - as above: the file takes it then
            return False
        return True


def system_keyring() -> Any:  # noqa: ANN401 - a module that need not be installed
    """The system's keyring as the package `keyring` gives it, or None where either is not there."""
    try:
        import keyring
        from keyring.backends.fail import Keyring as Nothing
    except ImportError:
        return None
    try:
        chosen = keyring.get_keyring()
    except Exception:  # noqa: BLE001 - a broken configuration of the keyring is none of ours
        return None
    return None if isinstance(chosen, Nothing) or getattr(chosen, "priority", 0) <= 0 else chosen


def _table(file: Path) -> dict[str, str]:
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # none yet, or not ours to mend: it is written anew with the next key
        return {}
    return {name: value for name, value in values.items() if isinstance(value, str) and value}


def _write(values: dict[str, str], file: Path) -> None:
    import tomli_w  # not needed to start

    try:
        write_whole(file, tomli_w.dumps(values), private=True)
    except OSError as error:
        raise InstallationError(
            "The keys cannot be written to {file} ({reason}).", file=file, reason=error.strerror
        ) from error
