"""The settings, on a sheet of several pages: each takes effect at once and is written down.

Owns the pages and what stands on the plain ones; storage, keys and services have rooms of their own. Refuses to hold
values: the window's settings have them.
"""

import tkinter as tk
from collections.abc import Callable
from functools import partial
from tkinter import ttk
from typing import TYPE_CHECKING, Any, Final, Literal

from vitrina import description
from vitrina.language import N_, Language, available
from vitrina.ui import key_page, newer, service_page, storage_page, trusting
from vitrina.ui.form import Form
from vitrina.ui.sheet import keep_in_view, scrolled_frame

if TYPE_CHECKING:
    from vitrina.ui.window import Window

TEXT_SIZES: Final = (80, 90, 100, 110, 125, 150, 175, 200)
INTERVALS: Final = (2, 3, 5, 8, 10, 15, 30, 60)


def _change(window: "Window", **changes: Any) -> None:  # noqa: ANN401 - fields of the settings
    """Change limits, for the library as well."""
    window.save_settings(**changes)
    library = window.library
    if library is not None:
        settings = window.settings
        window.bridge.ask(lambda: library.set_limits(settings), lambda _: window.reporting.soon(), window.session.hear)


def _redraw(window: "Window", **changes: Any) -> None:  # noqa: ANN401 - fields of the settings
    """Change how everything looks or reads, and come back to this page.

    A language that the command line asked for stays until another one is chosen here.
    """
    window.save_settings(**changes)
    window.frame.rebuild(Language.load(changes["language"] or None) if "language" in changes else None)
    show(window)


def _general(window: "Window", sheet: ttk.Frame) -> tk.Misc | None:
    settings, text = window.settings, window.text
    body = scrolled_frame(sheet, window.theme)
    form = Form(body, window.theme)
    codes = ["", *available()]
    names = [text(N_("As the system")), *(Language.load(code).name for code in codes[1:])]
    at = codes.index(settings.language) if settings.language in codes else 0
    form.choice(text(N_("Language")), names, at, lambda at: _redraw(window, language=codes[at]))
    looks = ("system", "light", "dark", "contrast")
    names = [text(N_("As the system")), text(N_("Light")), text(N_("Dark")), text(N_("High contrast"))]
    form.choice(text(N_("Look")), names, looks.index(settings.theme), lambda at: _redraw(window, theme=looks[at]))
    sizes = sorted({*TEXT_SIZES, settings.text_size})
    names = [f"{size} %" for size in sizes]
    form.choice(
        text(N_("Text size")), names, sizes.index(settings.text_size), lambda at: _redraw(window, text_size=sizes[at])
    )
    kinds: tuple[Literal["square", "rows"], ...] = ("square", "rows")
    names = [text(N_("Square tiles")), text(N_("Rows of whole pictures"))]
    form.choice(text(N_("Grid")), names, kinds.index(settings.layout), lambda at: window.frame.set_layout(kinds[at]))
    form.switch(text(N_("Titles under tiles")), on=settings.show_titles, chosen=lambda _: window.frame.toggle_titles())
    _slideshow(window, form)
    site = description.HOME.split("/")[2]
    form.switch(
        text(N_("Tell of newer versions (asks {site} once a day)"), site=site), on=settings.tell_newer,
        chosen=lambda on: newer.want(window, on=on),
    )  # fmt: skip
    keep_in_view(body)
    return form.first


def _slideshow(window: "Window", form: Form) -> None:
    settings, text = window.settings, window.text
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


def _downloads(window: "Window", sheet: ttk.Frame) -> tk.Misc | None:
    settings, text = window.settings, window.text
    body = scrolled_frame(sheet, window.theme)
    form = Form(body, window.theme)
    form.switch(
        text(N_("Data saver: small renderings only, until a picture is opened")), on=settings.data_saver,
        chosen=lambda on: _change(window, data_saver=on),
    )  # fmt: skip
    form.switch(text(N_("Start offline")), on=settings.offline, chosen=lambda on: window.save_settings(offline=on))
    form.number(text(N_("Downloads at once")), settings.jobs, 1, 512, lambda n: _change(window, jobs=n))
    form.number(text(N_("From one host at once")), settings.per_host, 1, 64, lambda n: _change(window, per_host=n))
    form.number(
        text(N_("Largest picture, in MB")), max(1, settings.max_size // 10**6), 1, 100_000,
        lambda n: _change(window, max_size=n * 10**6),
    )  # fmt: skip
    form.note(text(N_("All of this takes effect at once; what is under way goes on as it began.")))
    _believed(window, form)
    keep_in_view(body)
    return form.first


def _believed(window: "Window", form: Form) -> None:
    """List the hosts that are believed whatever their certificate says, each with a way back."""
    text = window.text
    form.note(text(N_("Hosts that are believed whatever their certificate says; one is offered where it failed:")))
    if not window.settings.insecure_hosts:
        form.note(text(N_("None.")))

    def take_back(host: str, button: ttk.Button) -> None:
        trusting.take_back(window, host)
        button.state(["disabled"])

    for host in window.settings.insecure_hosts:
        button = ttk.Button(form.body, text=text(N_("Take back")))
        button.configure(command=partial(take_back, host, button))
        form.add(host, button)


Fill = Callable[["Window", ttk.Frame], tk.Misc | None]
PAGES: Final[tuple[tuple[str, str, Fill], ...]] = (
    ("general", N_("General"), _general),
    ("downloads", N_("Downloads"), _downloads),
    ("storage", N_("Storage"), storage_page.fill),
    ("keys", N_("Keys"), key_page.fill),
    ("services", N_("Services"), service_page.fill),
)


def show(window: "Window", page: str = "general") -> None:
    """Open them at one of the pages; the others are made when they are turned to."""

    def fill(sheet: ttk.Frame) -> tk.Misc | None:
        book = ttk.Notebook(sheet)
        book.enable_traversal()
        for sequence in ("<Alt-Key>", "<Control-Key-Prior>", "<Control-Key-Next>"):
            window.root.unbind(sequence)  # it takes these for the whole window, and they have actions
        book.pack(fill="both", expand=True)
        frames = []
        for _, label, _ in PAGES:
            frames.append(ttk.Frame(book, padding=(0, window.theme.unit(1.5), 0, 0)))
            book.add(frames[-1], text=window.text(label))

        def turned(_: object = None) -> None:
            at = int(book.index("current"))  # type: ignore[no-untyped-call]
            if not frames[at].winfo_children():
                PAGES[at][2](window, frames[at])

        book.select(next(at for at, (name, _, _) in enumerate(PAGES) if name == page))  # type: ignore[no-untyped-call]
        turned()
        book.bind("<<NotebookTabChanged>>", turned)
        return book

    window.sheet.show(
        "settings", window.text(N_("Settings")), window.theme, window.icons, window.language,
        width=680, height=640, fill=fill,
    )  # fmt: skip
