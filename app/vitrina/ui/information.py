"""The information panel of the viewer: what the picture is, whose it is, and where its bytes came from.

Owns the words and their order. Refuses to ask; it is given what is known.
"""

import tkinter as tk
from collections.abc import Callable
from time import time
from tkinter import ttk
from typing import Final

from vitrina.language import N_, Language
from vitrina.model import Picture
from vitrina.ui.sheet import scrolled_text
from vitrina.ui.shown import Condition, State, name_of
from vitrina.ui.theme import Theme
from vitrina.ui.wanted import DetailsLike

WIDTH: Final = 300
BY: Final = "\N{MULTIPLICATION SIGN}"
_MINUTE: Final = 60.0
_HOUR: Final = 3600.0
_DAY: Final = 86400.0


def age(language: Language, seconds: float) -> str:
    """Say how long ago, in the largest unit that fits."""
    if seconds < _MINUTE:
        return language.text(N_("less than a minute ago"))
    if seconds < _HOUR:
        return language.plural("{n} minute ago", "{n} minutes ago", int(seconds // _MINUTE))
    if seconds < _DAY:
        return language.plural("{n} hour ago", "{n} hours ago", int(seconds // _HOUR))
    return language.plural("{n} day ago", "{n} days ago", int(seconds // _DAY))


def origin(language: Language, details: DetailsLike | None, state: State) -> str:
    """Say where the bytes are from."""
    if state.fault is not None:
        return language.say(state.fault)
    stored = details.stored if details else None
    if stored is None:
        return language.text(N_("Not in the store"))
    kept = language.text(N_("Kept offline")) if stored.kept else language.text(N_("In the store"))
    text = language.text(N_("{where}, fetched {age}"), where=kept, age=age(language, time() - stored.received_at))
    if state.condition is Condition.STALE:
        text += "\n" + language.text(N_("The network failed; this is an older copy."))
    return text


def rows(
    language: Language, picture: Picture, details: DetailsLike | None, size: tuple[int, int] | None, state: State
) -> list[tuple[str, str]]:
    """Give label and text of each row; rows without a text are left out. Addresses begin with `http`."""
    stored = details.stored if details else None
    known = size or ((picture.width, picture.height) if picture.width and picture.height else None)
    megapixels = language.number(known[0] * known[1] / 1e6, 1) if known else ""
    found = [
        (N_("Credit"), picture.credit),
        (N_("Licence"), picture.licence),
        (N_("Rights"), picture.rights),
        (N_("Description"), picture.description),
        (N_("Date"), picture.date),
        (N_("Tags"), ", ".join(picture.tags)),
        (N_("Page"), picture.page),
        (N_("Address"), picture.url),
        (
            N_("Size"),
            f"{language.number(known[0])} {BY} {language.number(known[1])}   ({megapixels} MP)" if known else "",
        ),
        (N_("File"), ", ".join(part for part in _file(language, picture, details) if part)),
        (N_("From"), origin(language, details, state)),
        (N_("Fetched from"), stored.final_url if stored and stored.final_url != picture.url else ""),
        (N_("Source"), picture.source),
    ]
    given = [(language.text(label), text) for label, text in found if text]
    return given + [(language.text(label), text) for label, text in (details.facts if details else ())]


def _file(language: Language, picture: Picture, details: DetailsLike | None) -> list[str]:
    stored = details.stored if details else None
    media_type = (stored.media_type if stored else None) or picture.media_type or ""
    return [media_type, language.bytes(stored.bytes) if stored else ""]


class Information(ttk.Frame):
    """The panel at the right of the viewer."""

    def __init__(self, parent: tk.Misc, theme: Theme, language: Language, opened: Callable[[str], object]) -> None:
        """Make an empty one; `opened` hears an address that was clicked."""
        super().__init__(parent)
        self._language, self._opened = language, opened
        ttk.Frame(self, style="Line.TFrame", width=1).pack(side="left", fill="y")
        holder = ttk.Frame(self, width=theme.px(WIDTH))
        holder.pack(side="left", fill="both", expand=True)
        holder.pack_propagate(flag=False)
        self.text = scrolled_text(holder, theme, ground=theme.palette.surface)
        self.text.configure(state="disabled", padx=theme.unit(2), takefocus=1)

    def show(
        self, picture: Picture | None, details: DetailsLike | None, size: tuple[int, int] | None, state: State
    ) -> None:
        """Say what is known."""
        text = self.text
        text.configure(state="normal")
        text.delete("1.0", "end")
        for tag in text.tag_names():
            if tag.startswith("to-"):
                text.tag_delete(tag)
        if picture is not None:
            text.insert("end", name_of(picture) + "\n", "title")
            for number, (label, value) in enumerate(rows(self._language, picture, details, size, state)):
                text.insert("end", label + "\n", "label")
                tags: tuple[str, ...] = ()
                if value.startswith(("http://", "https://")):
                    tags = ("link", f"to-{number}")
                    text.tag_bind(f"to-{number}", "<Button-1>", lambda _, value=value: self._opened(value))  # type: ignore[misc]
                text.insert("end", value + "\n", tags)
        text.configure(state="disabled")
