"""The information panel of the viewer: what the picture is, whose it is, and where its bytes came from.

Owns the words and their order. Refuses to ask; it is given what is known.
"""

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from time import time
from tkinter import ttk
from typing import Final

from vitrina.frozen import frozen
from vitrina.language import N_, Language
from vitrina.model import Picture, Status
from vitrina.ui.comparing import as_it_was
from vitrina.ui.sheet import scrolled_text
from vitrina.ui.shown import Condition, State, name_of
from vitrina.ui.theme import Theme
from vitrina.ui.wanted.pixels import DetailsLike, VersionLike

WIDTH: Final = 300
BY: Final = "\N{MULTIPLICATION SIGN}"
STAR: Final = "\N{BLACK STAR}"
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


@frozen
class Known:
    """What is known of a picture besides what its source says; None and empty where that is not known yet.

    `size` in pixels; `came` is how its bytes were had since the gallery was opened; `stars` from 1 to 5, 0 for none.
    `others` are the pictures of what is open that have the same bytes, and are not shown besides.
    """

    state: State
    details: DetailsLike | None = None
    size: tuple[int, int] | None = None
    came: Status | None = None
    versions: Sequence[VersionLike] = ()
    stars: int = 0
    tags: Sequence[str] = ()
    others: Sequence[Picture] = ()


_CAME: Final[Mapping[Status, str]] = {
    Status.FETCHED: N_("from the network"),
    Status.CACHED: N_("from the store"),
    Status.REVALIDATED: N_("from the store, which the server confirmed"),
    Status.STALE: N_("from the store, as the network failed: an older copy"),
}


def origin(language: Language, picture: Picture, known: Known) -> str:
    """Say where the bytes are from."""
    state, stored = known.state, known.details.stored if known.details else None
    if state.fault is not None:
        return language.say(state.fault)
    if picture.url.startswith("file:"):
        return language.text(N_("A file on this computer"))
    if stored is None:
        return language.text(N_("Not in the store")) if known.details else ""
    kept = language.text(N_("Kept offline")) if stored.kept else language.text(N_("In the store"))
    said = [language.text(N_("{where}, fetched {age}"), where=kept, age=age(language, time() - stored.received_at))]
    came = known.came or (Status.STALE if state.condition is Condition.STALE else None)
    if came is not None and came in _CAME:
        said.append(language.text(N_("Shown {from_where}"), from_where=language.text(_CAME[came])))
    return "\n".join(said)


def rows(language: Language, picture: Picture, facts: Known) -> list[tuple[str, str]]:
    """Give label and text of each row; rows without a text are left out. Addresses begin with `http`."""
    details = facts.details
    stored = details.stored if details else None
    known = facts.size or ((picture.width, picture.height) if picture.width and picture.height else None)
    megapixels = language.number(known[0] * known[1] / 1e6, 1) if known else ""
    found = [
        (N_("Rating"), STAR * facts.stars),
        (N_("Your tags"), ", ".join(facts.tags)),
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
        (N_("From"), origin(language, picture, facts)),
        (N_("Fetched from"), stored.final_url if stored and stored.final_url != picture.url else ""),
        (N_("Source"), picture.source),
    ]
    given = [(language.text(label), text) for label, text in found if text]
    return given + [(language.text(label), text) for label, text in (details.facts if details else ())]


def also(language: Language, picture: Picture, other: Picture) -> list[tuple[str, str]]:
    """Give label and text of what another source says of the same picture, as far as it says something else."""
    found = [
        (N_("Title"), other.title, picture.title),
        (N_("Credit"), other.credit, picture.credit),
        (N_("Licence"), other.licence, picture.licence),
        (N_("Rights"), other.rights, picture.rights),
        (N_("Date"), other.date, picture.date),
        (N_("Page"), other.page, picture.page),
        (N_("Address"), other.url, ""),
        (N_("Source"), other.source, picture.source),
    ]
    return [(language.text(label), text) for label, text, known in found if text and text != known]


def _file(language: Language, picture: Picture, details: DetailsLike | None) -> list[str]:
    stored = details.stored if details else None
    media_type = (stored.media_type if stored else None) or picture.media_type or ""
    return [media_type, language.bytes(stored.bytes) if stored else ""]


class Information(ttk.Frame):
    """The panel at the right of the viewer."""

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        language: Language,
        opened: Callable[[str], object],
        compared: Callable[[], object],
    ) -> None:
        """Make an empty one; `opened` hears an address that was clicked, `compared` that older versions are wanted."""
        super().__init__(parent)
        self._language, self._opened, self._compared = language, opened, compared
        ttk.Frame(self, style="Line.TFrame", width=1).pack(side="left", fill="y")
        holder = ttk.Frame(self, width=theme.px(WIDTH))
        holder.pack(side="left", fill="both", expand=True)
        holder.pack_propagate(flag=False)
        self.text = scrolled_text(holder, theme, ground=theme.palette.surface)
        self.text.configure(state="disabled", padx=theme.unit(2), takefocus=1)

    def show(self, picture: Picture | None, known: Known) -> None:
        """Say what is known."""
        text = self.text
        text.configure(state="normal")
        text.delete("1.0", "end")
        for tag in text.tag_names():
            if tag.startswith("to-"):
                text.tag_delete(tag)
        if picture is not None:
            text.insert("end", name_of(picture) + "\n", "title")
            self._rows(rows(self._language, picture, known))
            for other in known.others:
                text.insert("end", self._language.text(N_("The same picture elsewhere")) + "\n", "heading")
                self._rows(also(self._language, picture, other))
            if known.versions:
                text.insert("end", self._language.text(N_("Older versions")) + "\n", "label")
                for version in known.versions:
                    self._link(as_it_was(self._language, version), self._compared)
        text.configure(state="disabled")

    def _rows(self, given: list[tuple[str, str]]) -> None:
        """Write labels and texts; what is an address can be clicked."""
        for label, value in given:
            self.text.insert("end", label + "\n", "label")
            if value.startswith(("http://", "https://")):
                self._link(value, partial(self._opened, value))
            else:
                self.text.insert("end", value + "\n")

    def _link(self, words: str, follow: Callable[[], object]) -> None:
        """Write something that can be clicked."""
        tag = f"to-{self.text.index('end')}"
        self.text.tag_bind(tag, "<Button-1>", lambda _: follow())
        self.text.insert("end", words + "\n", ("link", tag))
