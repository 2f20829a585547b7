"""The settings, on a sheet: each takes effect at once and is written down.

Owns the widgets. Refuses to hold values: the window's settings have them.
"""

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import TYPE_CHECKING, Any, Literal

from vitrina import description
from vitrina.language import N_, Language, available
from vitrina.ui import newer
from vitrina.ui.sheet import keep_in_view, scrolled_frame
from vitrina.ui.theme import Theme

if TYPE_CHECKING:
    from vitrina.ui.window import Window

LANGUAGE_NAMES = {"en": "English", "es": "Español"}
TEXT_SIZES = (80, 90, 100, 110, 125, 150, 175, 200)
INTERVALS = (2, 3, 5, 8, 10, 15, 30, 60)


class _Form:
    """Two columns: what it is, and how it stands."""

    def __init__(self, body: ttk.Frame, theme: Theme) -> None:
        self._body, self._theme, self._row = body, theme, 0
        self.first: tk.Misc | None = None
        body.columnconfigure(1, weight=1)

    def add(self, label: str, widget: tk.Misc) -> None:
        pad = self._theme.unit(0.75)
        words = ttk.Label(self._body, text=label, wraplength=self._theme.px(250))
        words.grid(row=self._row, column=0, sticky="w", pady=pad, padx=(0, pad * 3))
        widget.grid(row=self._row, column=1, sticky="w", pady=pad)  # type: ignore[attr-defined]
        self._row += 1
        self.first = self.first or widget

    def choice(self, label: str, names: Sequence[str], at: int, chosen: Callable[[int], object]) -> None:
        box = ttk.Combobox(self._body, values=list(names), state="readonly", width=24, font="VitrinaBody")
        box.current(at)
        box.bind("<<ComboboxSelected>>", lambda _: chosen(box.current()))
        self.add(label, box)

    def switch(self, label: str, *, on: bool, chosen: Callable[[bool], object]) -> None:
        value = tk.BooleanVar(self._body, value=on)
        button = ttk.Checkbutton(self._body, variable=value, command=lambda: chosen(value.get()))
        button.held = value  # type: ignore[attr-defined] # Tk forgets variables that nobody holds
        self.add(label, button)

    def number(self, label: str, value: int, low: int, high: int, chosen: Callable[[int], object]) -> None:
        spin = ttk.Spinbox(self._body, from_=low, to=high, width=8, font="VitrinaBody")
        spin.set(value)

        def take(_: object = None) -> None:
            if spin.get().isdigit() and low <= int(spin.get()) <= high:
                chosen(int(spin.get()))

        spin.configure(command=take)
        spin.bind("<Return>", take)
        spin.bind("<FocusOut>", take)
        self.add(label, spin)


def show(window: "Window") -> None:
    """Open them."""
    settings, text = window.settings, window.text

    def redraw(**changes: Any) -> None:  # noqa: ANN401 - fields of the settings
        window.save_settings(**changes)
        window.frame.rebuild(Language.load(window.settings.language or None))
        show(window)

    def fill(sheet: ttk.Frame) -> tk.Misc | None:
        body = scrolled_frame(sheet, window.theme)
        form = _Form(body, window.theme)
        codes = ["", *available()]
        names = [text(N_("As the system")), *(LANGUAGE_NAMES.get(code, code) for code in codes[1:])]
        at = codes.index(settings.language) if settings.language in codes else 0
        form.choice(text(N_("Language")), names, at, lambda at: redraw(language=codes[at]))
        looks = ("system", "light", "dark", "contrast")
        names = [text(N_("As the system")), text(N_("Light")), text(N_("Dark")), text(N_("High contrast"))]
        form.choice(text(N_("Look")), names, looks.index(settings.theme), lambda at: redraw(theme=looks[at]))
        sizes = sorted({*TEXT_SIZES, settings.text_size})
        names = [f"{size} %" for size in sizes]
        form.choice(
            text(N_("Text size")), names, sizes.index(settings.text_size), lambda at: redraw(text_size=sizes[at])
        )
        kinds: tuple[Literal["square", "rows"], ...] = ("square", "rows")
        names = [text(N_("Square tiles")), text(N_("Rows of whole pictures"))]
        form.choice(
            text(N_("Grid")), names, kinds.index(settings.layout), lambda at: window.frame.set_layout(kinds[at])
        )
        form.switch(
            text(N_("Titles under tiles")), on=settings.show_titles, chosen=lambda _: window.frame.toggle_titles()
        )
        form.switch(text(N_("Start offline")), on=settings.offline, chosen=lambda on: window.save_settings(offline=on))
        seconds = sorted({*INTERVALS, settings.slideshow_seconds})
        names = [window.language.plural("{n} second", "{n} seconds", one) for one in seconds]
        form.choice(
            text(N_("Slideshow, each picture for")), names, seconds.index(settings.slideshow_seconds),
            lambda at: window.save_settings(slideshow_seconds=seconds[at]),
        )  # fmt: skip
        orders = ("shown", "random")
        names = [text(N_("As shown")), text(N_("By chance"))]
        form.choice(
            text(N_("Slideshow, order")), names, orders.index(settings.slideshow_order),
            lambda at: window.save_settings(slideshow_order=orders[at]),
        )  # fmt: skip
        form.switch(
            text(N_("Slideshow, from one picture to the next softly")), on=settings.slideshow_fade,
            chosen=lambda on: window.save_settings(slideshow_fade=on),
        )  # fmt: skip
        form.number(text(N_("Downloads at once")), settings.jobs, 1, 512, lambda n: window.save_settings(jobs=n))
        form.number(
            text(N_("From one host at once")), settings.per_host, 1, 64, lambda n: window.save_settings(per_host=n)
        )
        form.number(
            text(N_("Store, at most in GB (0: chosen for you)")), settings.store_limit // 10**9, 0, 100_000,
            lambda n: window.save_settings(store_limit=n * 10**9),
        )  # fmt: skip
        site = description.HOME.split("/")[2]
        form.switch(
            text(N_("Tell of newer versions (asks {site} once a day)"), site=site), on=settings.tell_newer,
            chosen=lambda on: newer.want(window, on=on),
        )  # fmt: skip
        note = text(N_("Limits of downloads and store take effect at the next start. Keys can be changed in {file}."))
        ttk.Label(
            body, text=note.format(file=window.start.paths.settings_file), style="Small.TLabel",
            wraplength=window.theme.px(480),
        ).grid(columnspan=2, sticky="w", pady=(window.theme.unit(2), 0))  # fmt: skip
        keep_in_view(body)
        return form.first

    window.sheet.show(
        "settings", text(N_("Settings")), window.theme, window.icons, window.language, width=600, height=620, fill=fill
    )
