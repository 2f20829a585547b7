"""Keys of services: where they lie, to whom they are sent, and that they show up nowhere else."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from command_line import caller
from internet import Internet, settle_in
from vitrina.cli import wiring
from vitrina.errors import UsageError
from vitrina.fetch import Limits
from vitrina.keys import SERVICES, Keys, Sent, service_of, system_keyring, with_key
from vitrina.library.library import Library
from vitrina.paths import below
from vitrina.trace import Trace

KEY = "S3cretS3cretS3cret"


class Keyring:
    """A keyring as a desktop has it; `locked` ones raise at everything."""

    def __init__(self, *, locked: bool = False) -> None:
        self.held: dict[tuple[str, str], str] = {}
        self.locked = locked

    def _unlock(self) -> None:
        if self.locked:
            raise RuntimeError("the person closed the prompt")

    def get_password(self, service: str, name: str) -> str | None:
        self._unlock()
        return self.held.get((service, name))

    def set_password(self, service: str, name: str, key: str) -> None:
        self._unlock()
        self.held[service, name] = key

    def delete_password(self, service: str, name: str) -> None:
        self._unlock()
        del self.held[service, name]


def test_a_key_in_a_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "config" / "keys.toml"
    keys = Keys(file)
    assert (keys.names(), keys.where(), keys.get("nasa")) == (frozenset(), "file", None)
    keys.set("nasa", f" {KEY}\n")
    keys.set("flickr", "other")
    assert Keys(file).get("nasa") == KEY
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    keys.set("nasa", "")
    assert Keys(file).names() == {"flickr"}
    assert KEY not in file.read_text()
    with pytest.raises(UsageError, match="no service named nonsense"):
        keys.set("nonsense", KEY)
    with pytest.raises(UsageError, match="no key of NASA") as error:
        keys.set("nasa", f"two\nlines{KEY}")
    assert KEY not in str(error.value)
    assert KEY not in repr(keys)


def test_the_systems_keyring_is_taken_where_there_is_one(tmp_path: Path) -> None:
    file, ring = tmp_path / "keys.toml", Keyring()
    Keys(file).set("nasa", "from before")
    keys = Keys(file, lambda: ring)
    assert (keys.where(), keys.get("nasa")) == ("keyring", "from before")
    keys.set("nasa", KEY)
    assert ring.held == {("Vitrina", "nasa"): KEY}
    assert file.read_text() == "", "the keyring has it now"
    assert Keys(file, lambda: ring).get("nasa") == KEY
    keys.set("nasa", "")
    assert ring.held == {}
    assert keys.names() == frozenset()


def test_a_keyring_that_stays_locked_leaves_the_file(tmp_path: Path) -> None:
    ring = Keyring(locked=True)
    keys = Keys(tmp_path / "keys.toml", lambda: ring)
    assert keys.where() == "file"
    keys.set("nasa", KEY)
    assert Keys(tmp_path / "keys.toml").get("nasa") == KEY


def test_the_real_keyring_package_holds_keys_and_none_is_in_the_file(tmp_path: Path) -> None:
    keyring = pytest.importorskip("keyring", reason="keyring is not installed")
    held: dict[tuple[str, str], str] = {}

    class InMemory(keyring.backend.KeyringBackend):  # type: ignore[misc, name-defined]
        priority = 1

        def get_password(self, service: str, username: str) -> str | None:
            return held.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            held[service, username] = password

        def delete_password(self, service: str, username: str) -> None:
            del held[service, username]

    before = keyring.get_keyring()
    keyring.set_keyring(InMemory())
    try:
        keys = Keys(tmp_path / "keys.toml", system_keyring)
        keys.set("nasa", KEY)
        assert (keys.where(), held) == ("keyring", {("Vitrina", "nasa"): KEY})
        assert not (tmp_path / "keys.toml").exists()
        Keys(tmp_path / "keys.toml", system_keyring).set("nasa", "")
        assert held == {}
        keyring.set_keyring(keyring.backends.fail.Keyring())
        assert system_keyring() is None
    finally:
        keyring.set_keyring(before)


SECRETS = """
import sys
from pathlib import Path
from vitrina.keys import Keys, system_keyring
file, what = Path(sys.argv[1]), sys.argv[2]
if what == "lock":
    import secretstorage
    secretstorage.get_default_collection(secretstorage.dbus_init()).lock()
keys = Keys(file, system_keyring)
print(keys.where(), keys.get("nasa"))
keys.set("nasa", "a-key")
print(Keys(file, system_keyring).get("nasa"), file.exists())
"""


def test_the_secret_service_of_a_desktop_holds_keys_and_a_locked_one_leaves_the_file(tmp_path: Path) -> None:
    pytest.importorskip("secretstorage", reason="keyring is not installed")
    for program in ("dbus-run-session", "gnome-keyring-daemon"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    (tmp_path / "run").mkdir(mode=0o700)
    (tmp_path / "script.py").write_text(SECRETS, encoding="utf-8")
    python = f'"{sys.executable}" "{tmp_path}/script.py" "{tmp_path}/keys.toml"'
    commands = (
        "printf word | gnome-keyring-daemon --unlock --components=secrets --foreground >/dev/null 2>&1 & daemon=$!; "
        f"sleep 2; {python} open; {python} lock; kill $daemon"
    )
    surroundings = {**os.environ, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path / "run")}
    call = ("dbus-run-session", "--", "sh", "-c", commands)
    run = subprocess.run(call, env=surroundings, capture_output=True, text=True, timeout=100, check=False)
    assert run.stdout.split("\n")[:4] == ["keyring None", "a-key False", "file None", "a-key True"], run.stderr


@pytest.mark.parametrize(
    "url, name",
    [
        ("https://api.nasa.gov/planetary/apod", "nasa"),
        ("https://API.nasa.gov:8443/planetary/apod", "nasa"),
        ("http://api.nasa.gov/planetary/apod", None),  # no TLS
        ("https://api.nasa.gov.evil.example/planetary/apod", None),
        ("https://evil.example/api.nasa.gov", None),
        ("https://api.nasa.gov@evil.example/", None),
        ("https://www.flickr.com/services/rest/?method=x", "flickr"),
        ("https://www.flickr.com/services/feeds/photos_public.gne", None),
        ("https://pixabay.com/api/?q=x", "pixabay"),
        ("https://pixabay.com/photos/", None),
    ],
)
def test_a_key_goes_to_its_own_service_over_tls_alone(url: str, name: str | None) -> None:
    service = service_of(url)
    assert (service.name if service else None) == name


def test_a_key_is_sent_as_its_service_wants_it() -> None:
    services = {one.name: one for one in SERVICES}
    nasa = with_key("https://api.nasa.gov/planetary/apod?api_key=DEMO_KEY&count=2", services["nasa"], "a b&c")
    assert nasa.url == "https://api.nasa.gov/planetary/apod?count=2&api_key=a%20b%26c"
    openverse = with_key("https://api.openverse.org/v1/images/?q=x", services["openverse"], KEY)
    assert openverse == Sent("https://api.openverse.org/v1/images/?q=x", (("Authorization", f"Bearer {KEY}"),))
    assert KEY not in repr(openverse)


@pytest.fixture
def internet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Internet]:
    with Internet(tmp_path) as opened:
        monkeypatch.setenv("HTTPS_PROXY", opened.origin)
        yield opened


def leaks(folder: Path) -> list[Path]:
    return [
        file
        for file in folder.rglob("*")
        if file.is_file() and file.name != "keys.toml" and KEY.encode() in file.read_bytes()
    ]


def test_a_key_is_sent_and_shows_up_nowhere(
    internet: Internet, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = tmp_path / "profile"
    settle_in(profile, ["api.nasa.gov", "elsewhere.example"])
    limits = wiring.limits
    names = dict.fromkeys(("api.nasa.gov", "elsewhere.example"), ("192.0.2.1",))
    monkeypatch.setattr(
        wiring, "limits", lambda *given: replace(limits(*given), addresses=names, public_networks=("192.0.2.0/24",))
    )
    Keys(below(profile).keys_file).set("nasa", KEY)
    url = "https://api.nasa.gov/planetary/apod?api_key=DEMO_KEY&count=2"
    reply = '[{"media_type": "image", "title": "T", "date": "2026-01-02", "url": "https://elsewhere.example/1.jpg"}]'
    internet.give("https://api.nasa.gov/planetary/apod", reply)
    vitrina = caller(profile, capsys)
    log, trace = tmp_path / "log.txt", tmp_path / "trace.jsonl"
    result = vitrina("fetch", url, "--json", "-v", "-v", "--log-file", log, "--trace", trace)
    assert [(line["url"], line["status"]) for line in result.pictures] == [
        ("https://elsewhere.example/1.jpg", "failed")
    ]
    (hit,) = internet.asked(url)
    assert hit.target == f"/planetary/apod?count=2&api_key={KEY}"
    assert all(KEY not in str(hit) for hit in internet.asked("https://elsewhere.example/1.jpg"))
    assert len(internet.asked("https://elsewhere.example/1.jpg")) >= 1
    internet.give("https://api.nasa.gov/planetary/apod", '{"error": {"code": "API_KEY_INVALID"}}', status=403)
    failed = vitrina("list", url + "&date=1", "--json", "-v", "-v", "--log-file", log, "--trace", trace)
    assert failed.code == 3
    assert KEY not in result.out + result.err + failed.out + failed.err + log.read_text() + trace.read_text()
    assert leaks(profile) == []


async def test_a_redirect_takes_no_key_with_it(internet: Internet, tmp_path: Path) -> None:
    async def elsewhere(exchange: Any) -> None:
        await exchange.answer(b"", 302, [("Location", "https://elsewhere.example/there")])

    internet.let("https://api.openverse.org/v1/images/", elsewhere)
    internet.give("https://elsewhere.example/there", "[]")
    limits = Limits(
        proxies={"https": internet.origin},
        insecure_hosts=frozenset({"api.openverse.org", "elsewhere.example"}),
        addresses={"api.openverse.org": ("192.0.2.1",), "elsewhere.example": ("192.0.2.1",)},
        public_networks=("192.0.2.0/24",),
    )
    async with Library(below(tmp_path / "p"), limits, trace=Trace.nowhere()) as library:
        await library.set_key("openverse", KEY)
        assert (await library.keys()).names == {"openverse"}
        [one async for one in library.read(["https://api.openverse.org/v1/images/?q=x"])]
    (first,) = internet.asked("https://api.openverse.org/v1/images/")
    (then,) = internet.asked("https://elsewhere.example/there")
    assert first.headers["authorization"] == f"Bearer {KEY}"
    assert "authorization" not in then.headers
