"""Small sheets that ask: for a name, for some of a list of names, or whether something is to be done.

Owns the sheets. Refuses an empty name, one that the asker will not have, and an empty choice.
"""

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from tkinter import ttk
from typing import TYPE_CHECKING

from vitrina.language import N_
from vitrina.ui.sheet import scrolled_text

if TYPE_CHECKING:
    from vitrina.ui.window import Window


def ask(
    window: "Window",
    title: str,
    value: str,
    button: str,
    take: Callable[[str], None],
    objection: Callable[[str], str],
) -> None:
    """Ask for a name, `value` at first; `objection` says in a sentence why a name will not do, or nothing."""

    def fill(body: ttk.Frame) -> tk.Misc:
        theme = window.theme
        ttk.Label(body, text=window.text(N_("Name of the gallery"))).pack(anchor="w")
        name = tk.StringVar(body, value=value)
        field = ttk.Entry(body, textvariable=name, font="VitrinaBody")
        field.pack(fill="x", pady=theme.unit())
        field.selection_range(0, "end")
        field.icursor("end")
        why = ttk.Label(body, style="Small.TLabel", foreground=theme.palette.danger)
        why.pack(anchor="w")

        def done(_: object = None) -> str:
            wanted = name.get().strip()
            said = objection(wanted)
            why.configure(text=said)
            if wanted and not said:
                window.sheet.close()
                take(wanted)
            return "break"  # the key was for the sheet, which may be closed by now

        field.bind("<Return>", done)
        ttk.Button(body, text=window.text(button), style="Accent.TButton", command=done).pack(anchor="e")
        return field

    window.sheet.show(
        "gallery", window.text(title), window.theme, window.icons, window.language, width=460, height=230, fill=fill
    )


def confirm(window: "Window", title: str, sentence: str, agreed: Callable[[], None]) -> None:
    """Ask whether to do what the title says; `sentence` says what comes of it. Enter agrees, Esc does not."""

    def fill(body: ttk.Frame) -> tk.Misc:
        theme = window.theme
        ttk.Label(body, text=sentence, wraplength=theme.px(412)).pack(anchor="w", fill="x", pady=(0, theme.unit(2)))

        def agree(_: object = None) -> str:
            window.sheet.close()
            agreed()
            return "break"

        button = ttk.Button(body, text=window.text(title), style="Accent.TButton", command=agree)
        button.pack(side="right")
        ttk.Button(body, text=window.text(N_("Cancel")), command=window.sheet.close).pack(
            side="right", padx=theme.unit()
        )
        button.bind("<Return>", agree)
        return button

    window.sheet.show(
        "confirm", window.text(title), window.theme, window.icons, window.language, width=460, height=200, fill=fill
    )


def ask_for_tags(window: "Window", value: str, known: Sequence[str], take: Callable[[str], None]) -> None:
    """Ask for tags, with commas between; `known` ones are offered, and a click puts one in."""

    def fill(body: ttk.Frame) -> tk.Misc:
        theme = window.theme
        ttk.Label(body, text=window.text(N_("Tags, with commas between"))).pack(anchor="w")
        tags = tk.StringVar(body, value=value)
        field = ttk.Entry(body, textvariable=tags, font="VitrinaBody")
        field.pack(fill="x", pady=theme.unit())
        field.icursor("end")

        def done(_: object = None) -> str:
            window.sheet.close()
            take(tags.get())
            return "break"

        def put(tag: str) -> None:
            tags.set(f"{tags.get().rstrip(' ,')}, {tag}".lstrip(", "))
            field.icursor("end")
            field.focus_set()

        field.bind("<Return>", done)
        ttk.Button(body, text=window.text(N_("Save")), style="Accent.TButton", command=done).pack(
            side="bottom", anchor="e"
        )
        if known:
            offered = scrolled_text(body, theme, ground=theme.palette.surface)
            for tag in known:
                button = ttk.Button(offered, text=tag, command=partial(put, tag))
                offered.window_create("end", window=button, padx=theme.px(3), pady=theme.px(3))
            offered.configure(state="disabled", takefocus=0)
        return field

    window.sheet.show(
        "tags", window.text(N_("Tags")), window.theme, window.icons, window.language, width=480,
        height=360 if known else 230, fill=fill,
    )  # fmt: skip


def choose(window: "Window", title: str, names: Sequence[str], button: str, take: Callable[[list[str]], None]) -> None:
    """Ask for some of these names; Space chooses, Enter takes what is chosen."""

    def fill(body: ttk.Frame) -> tk.Misc:
        theme = window.theme
        look = theme.palette
        chosen = tk.Listbox(
            body, font="VitrinaBody", background=look.surface, foreground=look.text, borderwidth=0,
            highlightthickness=theme.px(2), highlightbackground=look.surface, highlightcolor=look.accent,
            selectbackground=look.accent, selectforeground=look.on_accent, selectmode="multiple", activestyle="dotbox",
            exportselection=False, height=min(len(names), 8), listvariable=tk.StringVar(body, value=list(names)),  # type: ignore[arg-type]
        )  # fmt: skip
        chosen.pack(fill="both", expand=True, pady=(0, theme.unit()))
        if len(names) == 1:
            chosen.selection_set(0)

        def done(_: object = None) -> str:
            found = [names[at] for at in chosen.curselection()]  # type: ignore[no-untyped-call]
            if found:
                window.sheet.close()
                take(found)
            return "break"

        chosen.bind("<Return>", done)
        ttk.Button(body, text=button, style="Accent.TButton", command=done).pack(anchor="e")
        return chosen

    window.sheet.show("choose", title, window.theme, window.icons, window.language, width=460, height=360, fill=fill)
