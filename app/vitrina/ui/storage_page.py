"""The page of the settings for the storage: a chart of what it holds, its limit, checking, clearing and moving it.

Owns the chart and the asking. Refuses to touch the store: the library does, step by step, and each can be given up.
"""

import tkinter as tk
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from tkinter import ttk
from typing import TYPE_CHECKING, Any, Final

from vitrina.language import N_
from vitrina.ui.form import Form
from vitrina.ui.ruler import Ruler
from vitrina.ui.sheet import keep_in_view, scrolled_frame

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine

    from vitrina.bridge import Ticket
    from vitrina.settings import Settings
    from vitrina.ui.wanted.library import LibraryLike
    from vitrina.ui.wanted.storage import MovingLike, ShareLike, UsageLike, VerdictLike
    from vitrina.ui.window import Window

MOST_BARS: Final = 12
GIGABYTE: Final = 10**9


def fill(window: "Window", sheet: ttk.Frame) -> tk.Misc | None:
    """Put everything on the page; gives what gets the focus."""
    return _Page(window, sheet).limit


def rows_of(shares: "tuple[ShareLike, ...]", most: int = MOST_BARS) -> "list[tuple[str, int, int]]":
    """Give label, kept and evictable bytes of the bars: the largest first, what is left over as one without a label.

    The share without a label, of what is in no gallery, stays last.
    """
    named = sorted(
        ((one.label, one.kept, one.evictable) for one in shares if one.label and one.files),
        key=lambda row: row[1] + row[2],
        reverse=True,
    )
    shown, left = named[:most], named[most:]
    rest = [one for one in shares if not one.label]
    kept = sum(row[1] for row in left) + sum(one.kept for one in rest)
    evictable = sum(row[2] for row in left) + sum(one.evictable for one in rest)
    return [*shown, ("", kept, evictable)] if kept or evictable else shown


class _Page:
    def __init__(self, window: "Window", sheet: ttk.Frame) -> None:
        self._window, self._theme = window, window.theme
        theme, text = window.theme, window.text
        self._body = body = scrolled_frame(sheet, theme)
        form = Form(body, theme)
        self._chart = tk.Canvas(
            body, width=theme.px(600), height=theme.px(120), background=theme.palette.surface, highlightthickness=0
        )
        form.across(self._chart)
        self._usage: UsageLike | None = None
        self._chart.bind("<Configure>", lambda _: self._draw_again())
        form.number(
            text(N_("Store, at most in GB (0: chosen for you)")), window.settings.store_limit // GIGABYTE, 0, 100_000,
            self._set_limit,
        )  # fmt: skip
        self.limit = form.first
        self._buttons = ttk.Frame(body)
        form.across(self._buttons)
        self.buttons: dict[str, ttk.Button] = {}
        for name, label, command in (
            ("verify", N_("Check it"), self._verify), ("clear", N_("Clear…"), self._ask_to_clear),
            ("move", N_("Move…"), self._ask_where),
        ):  # fmt: skip
            button = self.buttons[name] = ttk.Button(self._buttons, text=text(label), command=command)
            button.pack(side="left", padx=(0, theme.unit()))
        self._under = ttk.Frame(body)
        form.across(self._under)
        self._said = ttk.Label(body, style="Small.TLabel", wraplength=theme.px(600))
        form.across(self._said)
        form.note(text(N_("It lies in {folder}.")).format(folder=self._folder))
        self._work: Ticket | None = None
        self._body.bind("<Destroy>", self._gone)
        keep_in_view(body)
        self._ask()

    @property
    def _folder(self) -> Path:
        return self._window.start.paths.with_store(self._window.settings.store_folder).store_folder

    @property
    def _library(self) -> "LibraryLike | None":
        return self._window.library

    def _say(self, said: str) -> None:
        if self._body.winfo_exists():
            self._said.configure(text=said)

    # -- the chart

    def _ask(self) -> None:
        if self._library is not None:
            self._window.bridge.ask(self._library.storage.usage, self._draw, self._window.session.hear)

    def _draw(self, usage: "UsageLike") -> None:
        if not self._body.winfo_exists():
            return
        self._usage = usage
        theme, look, language = self._theme, self._theme.palette, self._window.language
        canvas, px = self._chart, theme.px
        canvas.delete("all")
        wide, ruler = min(px(600), canvas.winfo_width()), Ruler(theme.small)
        info = usage.info
        used = language.text(
            N_("{used} of {limit} used"), used=language.bytes(info.bytes), limit=language.bytes(info.limit_bytes)
        )
        canvas.create_text(0, 0, anchor="nw", text=used, font="VitrinaStrong", fill=look.text)
        y = theme.line_height + px(4)
        part = min(info.bytes / max(info.limit_bytes, 1), 1.0)
        canvas.create_rectangle(0, y, wide, y + px(8), width=0, fill=look.hover)
        canvas.create_rectangle(0, y, wide * part, y + px(8), width=0, fill=look.accent)
        y = self._draw_key(y + px(8) + theme.unit())
        rows = [
            (label or self._other(usage), kept, evictable) for label, kept, evictable in rows_of(tuple(usage.shares))
        ]
        if usage.thumbnails:
            rows.append((language.text(N_("Thumbnails")), 0, usage.thumbnails))
        most = max((kept + evictable for _, kept, evictable in rows), default=1)
        left, right, high = px(170), wide - px(90), theme.small_height + px(8)
        for label, kept, evictable in rows:
            middle = y + high // 2
            fitted = ruler.fit(label, left - px(10))
            canvas.create_text(0, middle, anchor="w", text=fitted, font="VitrinaSmall", fill=look.text)
            split = left + kept / most * (right - left)
            end = split + evictable / most * (right - left)
            canvas.create_rectangle(left, y + px(3), split, y + high - px(3), width=0, fill=look.good)
            canvas.create_rectangle(split, y + px(3), max(end, split + 1), y + high - px(3), width=0, fill=look.accent)
            size = language.bytes(kept + evictable)
            canvas.create_text(wide, middle, anchor="e", text=size, font="VitrinaSmall", fill=look.muted)
            y += high
        canvas.configure(height=y + px(4))

    def _draw_again(self) -> None:
        if self._usage is not None:
            self._draw(self._usage)

    def _other(self, usage: "UsageLike") -> str:
        galleries = any(one.label and one.files for one in usage.shares)
        return self._window.text(N_("In no gallery") if galleries else N_("Pictures"))

    def _draw_key(self, y: int) -> int:
        """Say which colour is which; gives where the next thing goes."""
        theme, px = self._theme, self._theme.px
        x = 0
        for label, colour in (
            (N_("kept offline for good"), theme.palette.good), (N_("makes room when need be"), theme.palette.accent),
        ):  # fmt: skip
            self._chart.create_rectangle(x, y + px(2), x + px(12), y + px(14), width=0, fill=colour)
            words = self._window.text(label)
            self._chart.create_text(
                x + px(18), y + px(8), anchor="w", text=words, font="VitrinaSmall", fill=theme.palette.muted
            )
            x += px(18) + theme.small.measure(words) + px(20)
        return y + theme.small_height + px(8)

    # -- what can be done

    def _set_limit(self, gigabytes: int) -> None:
        self._window.save_settings(store_limit=gigabytes * GIGABYTE)
        if self._library is not None:
            work = partial(self._library.set_limits, self._window.settings)
            self._window.bridge.ask(work, lambda _: self._ask(), self._window.session.hear)

    def _verify(self) -> None:
        if self._library is not None:
            self._run(N_("Checking…"), self._library.storage.verify, self._verified)

    def _verified(self, verdict: "VerdictLike") -> None:
        bad = verdict.damaged + verdict.missing
        if bad:
            said = self._window.language.plural(
                "{n} file was damaged or missing, and was mended or removed.",
                "{n} files were damaged or missing, and were mended or removed.",
                bad,
            )
        else:
            said = self._window.language.plural("{n} file is sound.", "All {n} files are sound.", verdict.checked)
        self._say(said)

    def _ask_to_clear(self) -> None:
        """Ask below the buttons, where the answer changes nothing else."""
        text, theme = self._window.text, self._theme
        self._empty_under()
        kept = tk.BooleanVar(self._under, value=False)
        question = text(N_("Remove everything from the store that can be fetched again?"))
        ttk.Label(self._under, text=question, wraplength=theme.px(580)).pack(anchor="w")
        box = ttk.Checkbutton(self._under, text=" " + text(N_("What is kept offline, too")), variable=kept)
        box.held = kept  # type: ignore[attr-defined] # Tk forgets variables that nobody holds
        box.pack(anchor="w", pady=theme.unit(0.5))
        row = ttk.Frame(self._under)
        row.pack(anchor="w")
        leave = ttk.Button(row, text=text(N_("Leave it")), command=self._empty_under)
        go = ttk.Button(row, text=text(N_("Remove")), command=lambda: self._clear(kept=kept.get()))
        for button in (leave, go):
            button.pack(side="left", padx=(0, theme.unit()))
        keep_in_view(self._body)
        leave.focus_set()

    def _clear(self, *, kept: bool) -> None:
        if self._library is not None:
            self._run(N_("Clearing…"), partial(self._library.storage.clear, kept=kept), self._cleared)

    def _cleared(self, freed: int) -> None:
        self._say(self._window.text(N_("{size} freed."), size=self._window.language.bytes(freed)))
        self._window.session.marks.refresh()

    def _ask_where(self) -> None:
        from tkinter import filedialog

        name = filedialog.askdirectory(
            parent=self._window.root, title=self._window.text(N_("Move the store to an empty folder…"))
        )
        if name and self._library is not None:
            target = Path(name)
            self._run(N_("Copying…"), partial(self._library.storage.move, target), partial(self._copied, target))

    def _copied(self, target: Path, moving: "MovingLike") -> None:
        """All files are there: the rest needs the library closed for a moment, and it is opened again from there."""
        window, before = self._window, self._window.settings.store_folder
        after = replace(window.settings, store_folder=str(target))
        window.change_settings(store_folder=str(target))
        self._busy(N_("Moving…"), stops=False)

        def changed(fault: BaseException | None) -> None:
            self._idle()
            if fault is None:
                self._say(window.text(N_("The store is in {folder} now."), folder=target))
            else:
                window.change_settings(store_folder=before)
                window.session.hear(fault)
            self._ask()

        work = partial(switch, moving, window.start.open_library, (replace(after, store_folder=before), after))
        window.session.change_library(partial(work, window.start.paths.settings_file), changed)

    # -- long work

    def _run(self, label: str, make: "Callable[[], AsyncIterator[Any]]", done: Callable[[Any], object]) -> None:
        """Show how far it is, with a way to give it up."""
        results: list[Any] = []

        def step(item: Any) -> None:  # noqa: ANN401 - a step, or what came of it
            if hasattr(item, "result"):
                results.append(item.result)
            elif self._body.winfo_exists():
                self._bar.configure(maximum=max(item.total, 1), value=item.done)

        def end() -> None:
            self._idle()
            done(results[0])
            self._ask()

        def fault(error: BaseException) -> None:
            self._idle()
            self._window.session.hear(error)

        self._busy(label)
        self._work = self._window.bridge.stream(make, step, end, fault)

    def _busy(self, label: str, *, stops: bool = True) -> None:
        self._empty_under()
        self._say("")
        for button in self.buttons.values():
            button.state(["disabled"])
        ttk.Label(self._under, text=self._window.text(label)).pack(side="left")
        self._bar = ttk.Progressbar(self._under, length=self._theme.px(260))
        self._bar.pack(side="left", padx=self._theme.unit())
        if not stops:
            self._bar.configure(mode="indeterminate")
            return
        stop = ttk.Button(self._under, text=self._window.text(N_("Stop")), style="Small.TButton", command=self._give_up)
        stop.pack(side="left")
        stop.focus_set()

    def _give_up(self) -> None:
        if self._work is not None:
            self._work.cancel()
            self._idle()
            self._say(self._window.text(N_("Given up; everything is as it was.")))

    def _idle(self) -> None:
        self._work = None
        if self._body.winfo_exists():
            self._empty_under()
            for button in self.buttons.values():
                button.state(["!disabled"])
            self.buttons["verify"].focus_set()

    def _empty_under(self) -> None:
        for widget in self._under.winfo_children():
            widget.destroy()

    def _gone(self, event: "tk.Event[Any]") -> None:
        """With the sheet, what can be given up is given up."""
        if event.widget is self._body and self._work is not None:
            self._work.cancel()
            self._work = None


async def switch(
    moving: "MovingLike",
    open_library: "Callable[[Settings], Coroutine[Any, Any, LibraryLike]]",
    before_and_after: "tuple[Settings, Settings]",
    settings_file: Path,
    library: "LibraryLike",
) -> "tuple[LibraryLike, Exception | None]":
    """Close the library, let journals and indexes follow, open it from the new place, and empty the old one.

    Where that fails it is opened from the old one again, and why comes with it.
    """
    import asyncio

    before, after = before_and_after
    await library.close()
    try:
        await asyncio.to_thread(moving.finish)
        opened = await open_library(after)
        await asyncio.to_thread(after.save, settings_file)  # before anything goes: a crash must find the store
    except Exception as fault:  # noqa: BLE001 - whatever it was, the person has a library and hears of it
        await asyncio.to_thread(moving.give_up)
        return await open_library(before), fault
    await asyncio.to_thread(moving.remove_old)
    return opened, None
