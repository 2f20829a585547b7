"""`vitrina list` and `vitrina fetch`: what the locators hold, printed or downloaded.

Owns the printing and the exit codes of both. Refuses to decide anything about pictures: the library does.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vitrina.cli.arguments import Call
from vitrina.cli.console import DONE, NOTHING, SOME_FAILED, Console
from vitrina.errors import UsageError, VitrinaError
from vitrina.fetch.web_address import harmless
from vitrina.language import N_
from vitrina.library.library import Library
from vitrina.library.records import Tally, outcome_record, picture_record, shown
from vitrina.model import Fault, Outcome, Picture, Progress, Status

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from vitrina.sources import LeftOut

_TITLE_LENGTH = 200


async def list_pictures(call: Call, console: Console, library: Library) -> int:
    """Print a line for each picture: its address and title, or JSON."""
    pictures, failed = 0, 0
    options = call.options
    async for found in library.read(
        call.locators,
        times=options.times,
        limit=options.limit,
        source=options.source,
        refresh=options.refresh,
        peek=True,
    ):
        if isinstance(found, Picture):
            pictures += 1
            if call.as_json:
                console.json(picture_record(found))
            else:
                console.columns(shown(found.url), found.title)
        else:
            failed += found.error is not None
            tell(console, found)
    if not pictures:
        if not failed:
            console.say(N_("There are no pictures in it."))
        return NOTHING
    return SOME_FAILED if failed else DONE


def tell(console: Console, left_out: "LeftOut") -> None:
    """Name what is not among the pictures, and why."""
    what = harmless(left_out.url or left_out.locator)  # a document's address may hold the person's key
    if left_out.error is not None:
        console.problem(what, left_out.error)
    else:
        console.say("{what}: {why}", what=what, why=console.language.text(left_out.template, **left_out.fields))


class FetchRun:
    """One run of `vitrina fetch`: tells each outcome as it comes, and counts."""

    def __init__(self, call: Call, console: Console, library: Library) -> None:
        self._call = call
        self._console = console
        self._library = library
        self._tally = Tally()
        self._under_way: dict[str, Picture] = {}
        self._coming: set[str] = set()
        self._found = 0
        self._left_out = 0
        self._not_written = 0
        self._order: dict[str, None] = {}
        self._written: dict[Path, Picture] = {}
        self._pauses: dict[str, float] = {}
        library.subscribe(self._heard)

    async def run(self) -> int:
        """Fetch everything; the exit code. UsageError where --to names what cannot be a folder."""
        started = time.perf_counter()
        options = self._call.options
        if options.to is not None:
            _make_folder(options.to)
        found = self._library.read(
            self._call.locators,
            times=options.times,
            limit=options.limit,
            source=options.source,
            refresh=options.refresh,
            ordered=False,
        )
        with self._bar() as advance:

            async def ended(picture: Picture, outcome: Outcome) -> None:
                await self._ended(picture, outcome)
                advance(outcome, self._found)

            counted = self._counted(found)
            try:
                await self._library.fetching.fetch_all(counted, ended, self._leave_out, refresh=options.refresh)
            except asyncio.CancelledError:
                self._cancelled()
                self._sum_up(time.perf_counter() - started)
                raise
        await self._write_sheet()
        self._sum_up(time.perf_counter() - started)
        return self._exit_code()

    def _heard(self, progress: Progress) -> None:
        """Note what has begun to come. Say which host asks for a pause, and until when; once for each pause."""
        if progress.stage in {"first_byte", "body"}:
            self._coming.add(progress.key)
        elif progress.stage == "ended" and (progress.fault is None or progress.fault.kind != "cancelled"):
            self._coming.discard(progress.key)
        if progress.stage != "waiting" or progress.fault is None:
            return
        for one in self._library.hosts():
            until = one.paused_until or 0.0
            if until > max(time.time(), self._pauses.get(one.host, 0.0)) + 1:
                self._pauses[one.host] = until
                at = time.strftime("%H:%M:%S", time.localtime(until))
                self._console.say(N_("{host} is paused until {time}"), host=one.host, time=at)

    async def _counted(self, found: "AsyncIterator[Picture | LeftOut]") -> "AsyncIterator[Picture | LeftOut]":
        async for one in found:
            if isinstance(one, Picture):
                self._found += 1
                self._order.setdefault(one.key)
                self._under_way[one.key] = one
            yield one

    def _cancelled(self) -> None:
        """The person interrupted: what was under way resumes next time, typed addresses not yet read through too."""
        words = N_("Interrupted; what was received is kept and goes on next time.")
        self._console.say(words)
        urls = {key: key.partition(" ")[0] for key in sorted(self._coming)}
        urls |= {key: picture.url for key, picture in self._under_way.items()}
        for url in urls.values():
            outcome = Outcome(url, None, Status.FAILED, error=Fault("cancelled", words))
            self._tally.add(outcome)
            if self._call.as_json:
                self._console.json(outcome_record(outcome))

    async def _ended(self, picture: Picture, outcome: Outcome) -> None:
        self._under_way.pop(picture.key, None)
        self._tally.add(outcome)
        if outcome.status.good:
            if self._call.options.keep:
                await self._library.set_kept([picture], on=True)
            if self._call.options.to is not None:
                await self._write_out(picture)
        if self._call.as_json:
            self._console.json(outcome_record(outcome))
        elif outcome.path is not None and self._call.options.to is None:
            self._console.result(str(outcome.path))
        if outcome.error is not None and not outcome.status.good:
            self._console.problem(shown(outcome.url), outcome.error)

    async def _write_out(self, picture: Picture) -> None:
        try:
            written = await self._library.copy_to(picture, self._call.options.to)
        except VitrinaError as error:
            self._not_written += 1
            self._console.problem(shown(picture.url), error)
        else:
            self._written[written] = picture
            if not self._call.as_json:
                self._console.result(str(written))

    async def _write_sheet(self) -> None:
        """Write the contact sheet, in the source's order, where more is known of the pictures than their names."""
        from vitrina.library.embedding import says

        if self._call.options.to is None or not any(map(says, self._written.values())):
            return
        order = {key: place for place, key in enumerate(self._order)}
        written = sorted(self._written.items(), key=lambda one: order.get(one[1].key, 0))
        title = " ".join(map(shown, self._call.locators))[:_TITLE_LENGTH]
        try:
            await self._library.write_sheet(written, self._call.options.to, title)
        except VitrinaError as error:
            self._not_written += 1
            self._console.problem(str(self._call.options.to), error)

    def _leave_out(self, left_out: "LeftOut") -> None:
        self._left_out += left_out.error is not None
        tell(self._console, left_out)

    def _sum_up(self, seconds: float) -> None:
        tally, language = self._tally, self._console.language
        if self._call.as_json:
            self._console.json(tally.summary(seconds))
            return
        self._console.say(
            "{pictures}, {failed}, {size} over the network, {seconds} s",
            pictures=language.plural("{n} picture", "{n} pictures", tally.pictures),
            failed=language.plural("{n} failed", "{n} failed", tally.bad + self._not_written),
            size=language.bytes(tally.bytes),
            seconds=language.number(seconds, 1),
        )

    def _exit_code(self) -> int:
        tally = self._tally
        if not tally.pictures or tally.offline == tally.pictures:
            return NOTHING
        return SOME_FAILED if tally.bad or self._left_out or self._not_written else DONE

    def _bar(self) -> AbstractContextManager[Callable[[Outcome, int], Any]]:
        if not self._console.terminal or self._console.verbosity < 0:
            return nullcontext(lambda *_: None)
        from vitrina.cli.progress import progress_bar

        return progress_bar(self._console)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            "{folder} cannot be made ({reason}); name another folder with --to.", folder=folder, reason=error.strerror
        ) from error


async def fetch_pictures(call: Call, console: Console, library: Library) -> int:
    """Download the pictures into the store, with a line for each as it ends."""
    return await FetchRun(call, console, library).run()
