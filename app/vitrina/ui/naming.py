"""Asking for a name: a gallery is made of what is open.

Owns the small sheet. Refuses an empty name.
"""

import tkinter as tk
from functools import partial
from tkinter import ttk
from typing import TYPE_CHECKING

from vitrina.language import N_
from vitrina.model import Gallery

if TYPE_CHECKING:
    from vitrina.ui.window import Window


def save_gallery(window: "Window") -> None:
    """Ask for a name and save what is open under it."""
    locators = window.session.locators
    library = window.library
    if not locators or library is None:
        window.toast.show(window.text(N_("Open a link, a file or a folder first; that is what a gallery is made of.")))
        return

    def fill(body: ttk.Frame) -> tk.Misc:
        theme = window.theme
        ttk.Label(body, text=window.text(N_("Name of the gallery"))).pack(anchor="w")
        name = tk.StringVar(body, value="")
        field = ttk.Entry(body, textvariable=name, font="VitrinaBody")
        field.pack(fill="x", pady=theme.unit())

        def save(_: object = None) -> None:
            if name.get().strip():
                gallery = Gallery(name.get().strip(), locators)
                window.sheet.close()
                window.bridge.ask(
                    partial(library.save_gallery, gallery), lambda _: window.listing.refresh(), window.session.hear
                )

        field.bind("<Return>", save)
        ttk.Button(body, text=window.text(N_("Save")), style="Accent.TButton", command=save).pack(anchor="e")
        return field

    window.sheet.show(
        "gallery", window.text(N_("Save as a gallery")), window.theme, window.icons, window.language,
        width=460, height=200, fill=fill,
    )  # fmt: skip
