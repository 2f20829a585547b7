"""`vitrina selftest`: does this installation work, on this machine? Every part is really used, one after the other.

Owns the list of checks. Refuses to touch what the person has: all it writes lies in a folder of its own below the
cache, gone at the end; the one request it makes goes to itself.
"""

import asyncio
import platform
import shutil
import ssl
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict
from functools import partial
from pathlib import Path

from vitrina.cli.arguments import Call
from vitrina.cli.console import DONE, SOME_FAILED, Console
from vitrina.decode import FORMATS, Format
from vitrina.errors import InstallationError
from vitrina.frozen import frozen
from vitrina.language import available
from vitrina.paths import Paths, below


@frozen
class Check:
    """One line of the result: a `check`, whether it is `ok`, and a detail for a person."""

    check: str
    ok: bool
    detail: str


def report(call: Call, console: Console, paths: Paths) -> int:
    """Run all checks and print each as it ends; 0 where all are well, else 1."""
    good = True
    for check in run(paths):
        good = good and check.ok
        if call.as_json:
            console.json(asdict(check))
        else:
            console.result(f"{'ok  ' if check.ok else 'FAIL'}  {check.check:<16} {check.detail}")
    return DONE if good else SOME_FAILED


def run(paths: Paths) -> Iterator[Check]:
    """Run the checks in order, each whatever became of the ones before."""
    yield _checked("program", _program)
    yield _checked("tls", _tls)
    for form in FORMATS:
        yield _checked(f"format {form.name}", partial(_format, form))
    yield _checked("languages", _languages)
    for name, part in (("sqlite", _sqlite), ("store", _store), ("library", _library), ("fetch", _fetch)):
        yield _checked(name, partial(_in_own_folder, paths, part))
    yield _checked("screen", _screen)


def _checked(name: str, part: Callable[[], str]) -> Check:
    """Turn what a check says, or how it fails, into its line."""
    try:
        return Check(name, ok=True, detail=part())
    except Exception as error:  # noqa: BLE001 - whatever is wrong with an installation, it has to be told, not raised
        return Check(name, ok=False, detail=" ".join(str(error).split()) or type(error).__name__)


def _program() -> str:
    from PIL import __version__ as pillow

    from vitrina import __version__ as version

    return f"Vitrina {version}, Python {platform.python_version()}, Pillow {pillow}, {platform.platform()}"


def _tls() -> str:
    """Certificates are there, the system's or those that came along."""
    import certifi

    context = ssl.create_default_context()
    system = context.cert_store_stats()["x509_ca"]
    context.load_verify_locations(certifi.where())
    total = context.cert_store_stats()["x509_ca"]
    if not total:
        raise InstallationError("There are no certificates to check servers with.")
    return f"{ssl.OPENSSL_VERSION}, {total} authorities, {system} of them the system's"


def _format(form: Format) -> str:
    from vitrina.decode.proof import prove

    return prove(form)


def _languages() -> str:
    codes = available()
    if len(codes) < 2:  # noqa: PLR2004 - English is always there
        raise InstallationError("No catalogue is installed but English.")
    return ", ".join(codes)


def _in_own_folder(paths: Paths, part: Callable[[Path], str]) -> str:
    """Run a check in a folder below the cache, so that the disk is the one that will be used."""
    paths.cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="selftest-", dir=paths.cache, ignore_cleanup_errors=True) as folder:
        return part(Path(folder))


def _sqlite(folder: Path) -> str:
    from vitrina.store.proof import prove

    return prove(folder)


def _store(folder: Path) -> str:
    """What is stored is found again after closing, byte for byte."""
    from vitrina.store import Store

    key, body = "http://selftest.invalid/picture", b"a picture" * 1000
    with Store.open(folder / "store", folder / "kept") as store, store.incoming(key) as incoming:
        incoming.write(body)
        incoming.commit(url=key, final_url=key, status=200, headers=(), requested_at=1.0, received_at=1.0)
    with Store.open(folder / "store", folder / "kept") as store:
        found = store.responses(key)
        verdict = store.verify()
        if len(found) != 1 or found[0].path.read_bytes() != body or verdict.damaged:
            raise InstallationError("What was stored did not come back.")
    room = shutil.disk_usage(folder).free
    return f"{len(body)} bytes written, read and verified; {room / 10**9:.1f} GB are free in {folder.parent}"


def _library(folder: Path) -> str:
    """The library's own file can be made and opened again."""
    from vitrina.library.catalog import Catalog

    for _ in range(2):
        with closing(Catalog.open(folder / "library.sqlite")) as catalog:
            galleries = len(catalog.galleries())
    return f"made and opened again, {galleries} galleries"


def _fetch(folder: Path) -> str:
    """A picture comes over HTTP from this very process, is decoded, and is there again without asking."""
    return asyncio.run(_fetched(below(folder)))


async def _fetched(paths: Paths) -> str:
    from vitrina.decode import probe
    from vitrina.demo import DemoServer
    from vitrina.demo.catalogue import work
    from vitrina.fetch import open_cache

    async with DemoServer(count=1) as server, open_cache(paths.store_folder) as cache:
        url = f"{server.url}pictures/{work(0).name}"
        status, _, body, first = await cache.get(url)
        _, _, again, second = await cache.get(url)
    file = paths.cache / "picture"
    file.write_bytes(body)
    found = probe(file)
    if status != 200 or first or not second or again != body:  # noqa: PLR2004 - HTTP's "OK"
        raise InstallationError("A picture was fetched, but not found again in the store.")
    return f"{found.media_type} of {found.width} x {found.height}, {len(body)} bytes"


def _screen() -> str:
    try:
        from vitrina.ui.proof import prove_screen
    except ImportError as error:
        raise InstallationError("Tk is not installed ({reason}).", reason=error) from error
    return prove_screen()
