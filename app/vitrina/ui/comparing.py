"""Which pictures are put side by side: the selected ones, or in the viewer what the picture was before.

Owns that choice. Refuses to show them: `front` does.
"""

from time import localtime, strftime
from typing import TYPE_CHECKING

from vitrina.language import N_, Language
from vitrina.ui.compare import FEWEST, MOST, Compared
from vitrina.ui.shown import name_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vitrina.model import Picture
    from vitrina.ui.wanted.pixels import VersionLike
    from vitrina.ui.window import Window


def toggle(window: "Window") -> None:
    """Put pictures side by side, or go back."""
    if window.front.comparison is not None:
        window.front.leave_comparison()
        return
    compared = _in_viewer(window) if window.front.in_viewer else _named(window.chosen())
    if FEWEST <= len(compared) <= MOST:
        window.front.show_comparison(compared)
    else:
        window.toast.show(window.text(N_("Select two to four pictures to see them side by side.")))


def with_older(window: "Window") -> None:
    """Put the picture in the viewer beside what its address gave before."""
    viewer = window.viewer
    if viewer.picture is not None and viewer.versions:
        window.front.show_comparison(versions(window.language, viewer.picture, viewer.versions))


def versions(language: Language, picture: "Picture", older: "Sequence[VersionLike]") -> list[Compared]:
    """Give a picture and what it was before, the latest first, each with its date."""
    name = name_of(picture)
    before = [Compared(one.picture, name, as_it_was(language, one)) for one in older[: MOST - 1]]
    return [Compared(picture, name, language.text(N_("As it is now"))), *before]


def as_it_was(language: Language, version: "VersionLike") -> str:
    """Say when a version was had."""
    when = strftime("%Y-%m-%d %H:%M", localtime(version.received_at))
    return language.text(N_("As it was on {date}"), date=when)


def _in_viewer(window: "Window") -> list[Compared]:
    """The picture with its older versions, where there are some, else with the next picture."""
    viewer = window.viewer
    if viewer.picture is None:
        return []
    if viewer.versions:
        return versions(window.language, viewer.picture, viewer.versions)
    beside = viewer.index + 1 if viewer.index + 1 < len(window.shown) else viewer.index - 1
    return _named([viewer.picture, *([window.shown[beside]] if beside >= 0 else [])])


def _named(pictures: "Sequence[Picture]") -> list[Compared]:
    return [Compared(one, name_of(one)) for one in pictures]
