"""What is done to saved galleries: making, naming, ordering, merging, refreshing, keeping, writing out, deleting.

Owns the asking and the telling. Refuses to do it: the library does, and the listing knows which gallery is meant.
"""

from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vitrina.errors import VitrinaError
from vitrina.language import N_
from vitrina.model import Gallery
from vitrina.ui import naming
from vitrina.ui.sidebar import moved
from vitrina.ui.wanted.collection import RefreshedLike

if TYPE_CHECKING:
    from vitrina.ui.wanted.collection import Opened, SavedLike
    from vitrina.ui.window import Window

FORMS: Final = (
    (N_("Vitrina's own"), ".json"),
    (N_("Table"), ".csv"),
    (N_("Plain list"), ".txt"),
    (N_("Outline of feeds"), ".opml"),
    (N_("JSON Feed"), ".feed.json"),
)
NO_GALLERY: Final = N_("Choose a gallery in the sidebar first, or save what is open as one.")


def _ask(
    window: "Window",
    work: Callable[["SavedLike"], Coroutine[Any, Any, Any]],
    then: Callable[[Any], object] | None = None,
) -> None:
    """Have the library do something, and list the galleries anew."""
    library = window.library
    if library is None:
        return

    def done(result: object) -> None:
        window.listing.refresh()
        if then is not None:
            then(result)

    window.bridge.ask(lambda: work(library.saved), done, window.session.hear)


def _meant(window: "Window") -> Gallery | None:
    """Give the gallery that an action is about; where there is none, say what to do."""
    gallery = window.listing.meant()
    if gallery is None:
        window.toast.show(window.text(NO_GALLERY))
    return gallery


def _taken(window: "Window", name: str, *, but: str = "") -> str:
    """Say why a name will not do, or nothing."""
    if name != but and any(one.name == name for one in window.listing.galleries):
        return window.text(N_("There is a gallery of that name already."))
    return ""


# -- made and named


def save_open(window: "Window") -> None:
    """Ask for a name and save what is open under it."""
    locators = window.session.locators
    if not locators:
        window.toast.show(window.text(N_("Open a link, a file or a folder first; that is what a gallery is made of.")))
        return

    def save(name: str) -> None:
        def saved(_: object) -> None:
            window.session.rename(name)
            window.show_title()
            read_again(window, name, quiet=True)

        _ask(window, lambda to: to.save(Gallery(name, locators)), saved)

    naming.ask(window, N_("Save as a gallery"), window.listing.suggestion(), N_("Save"), save, partial(_taken, window))


def add_source(window: "Window", name: str, locator: str) -> None:
    """Make a gallery of a source, at once."""
    wanted, number = name, 1
    while _taken(window, wanted):
        number += 1
        wanted = f"{name} ({number})"

    def saved(_: object) -> None:
        window.toast.show(
            window.text(N_("{name} is one of your galleries now."), name=wanted),
            window.text(N_("Open")),
            lambda: window.session.open_gallery(wanted),
        )
        read_again(window, wanted, quiet=True)

    _ask(window, lambda to: to.save(Gallery(wanted, (locator,))), saved)


def rename(window: "Window") -> None:
    """Ask for another name."""
    gallery = _meant(window)
    if gallery is None:
        return

    def take(new: str) -> None:
        if new == gallery.name:
            return

        def renamed(_: object) -> None:
            if window.session.gallery == gallery.name:
                window.session.rename(new)
                window.show_title()

        _ask(window, lambda to: to.rename(gallery.name, new), renamed)

    naming.ask(
        window, N_("Rename the gallery"), gallery.name, N_("Rename"), take, partial(_taken, window, but=gallery.name)
    )


# -- in order, and merged


def move(steps: int, window: "Window") -> None:
    """Put a gallery further up or down in the sidebar."""
    gallery = _meant(window)
    names = [one.name for one in window.listing.galleries]
    if gallery is None or gallery.name not in names:
        return
    at = names.index(gallery.name)
    place = at + steps
    if 0 <= place < len(names):
        reorder(window, moved(names, gallery.name, place + (steps > 0)))


def reorder(window: "Window", names: list[str]) -> None:
    """Have the galleries in this order: on the screen at once."""
    window.listing.order(names)
    _ask(window, lambda to: to.reorder(names))


def merge(window: "Window") -> None:
    """Ask which others go into a gallery."""
    gallery = _meant(window)
    if gallery is None:
        return
    others = [one.name for one in window.listing.galleries if one.name != gallery.name]
    if not others:
        window.toast.show(window.text(N_("There is no other gallery to merge it with.")))
        return

    def go(chosen: list[str]) -> None:
        names = [gallery.name, *chosen]

        def done(before: object) -> None:
            window.toast.show(
                window.language.plural(
                    "{n} gallery is in {name} now.", "{n} galleries are in {name} now.", len(chosen), name=gallery.name
                ),
                window.text(N_("Undo")),
                partial(window.act, "undo"),
            )
            window.undo.remember(
                lambda: _ask(window, lambda to: to.restore(before), lambda _: _show_again(window, names))
            )
            _show_again(window, names)

        _ask(window, lambda to: to.merge(names, gallery.name), done)

    naming.choose(window, window.text(N_("Merge into {name}"), name=gallery.name), others, window.text(N_("Merge")), go)


def _show_again(window: "Window", names: list[str]) -> None:
    """Open what is open once more, where it was one of these galleries."""
    if window.session.gallery in names:
        window.session.open_gallery(names[0], as_left=True)


# -- read again


def refresh(window: "Window") -> None:
    """Ask for all of a gallery again."""
    gallery = _meant(window)
    if gallery is not None:
        read_again(window, gallery.name)


def refresh_all(window: "Window") -> None:
    """Ask for all of all galleries again."""
    for gallery in window.listing.galleries:
        read_again(window, gallery.name, quiet=True)


def read_again(window: "Window", name: str, *, quiet: bool = False) -> None:
    """Read a gallery's locators again; the sidebar shows that it is under way, and what went wrong."""
    library = window.library
    if library is None or not window.listing.begin(name):
        return
    trouble: list[str] = []

    def came(found: "Opened") -> None:
        if isinstance(found, RefreshedLike):
            if window.session.gallery == name:
                window.show_refreshed(found)
            if not quiet:
                tell(window, name, found)
        elif not isinstance(found, list) and found.error is not None:
            trouble.append(window.language.say(found.error))

    def ended() -> None:
        window.listing.end(name, trouble[0] if trouble else "")
        if trouble and not quiet:
            window.toast.show(trouble[0])

    def failed(fault: BaseException) -> None:
        window.listing.end(name, window.language.say(fault) if isinstance(fault, VitrinaError) else str(fault))
        window.session.hear(fault)

    window.bridge.stream(lambda: library.refresh_gallery(name), came, ended, failed)


def tell(window: "Window", name: str, refreshed: RefreshedLike) -> None:
    """Say what came and what went, if anything did."""
    said = []
    if refreshed.new:
        said.append(window.language.plural("{n} new picture", "{n} new pictures", refreshed.new))
    if refreshed.gone:
        said.append(window.language.plural("{n} gone from the source", "{n} gone from the source", refreshed.gone))
    if said:
        window.toast.show(f"{name}: " + ", ".join(said))


# -- kept, written out, taken in


def keep(window: "Window") -> None:
    """Keep all of a gallery offline for good, or release it."""
    gallery = _meant(window)
    if gallery is None or not window.listing.begin(gallery.name):
        return
    on = not gallery.keep

    def done(lacking: int) -> None:
        window.listing.end(gallery.name, "")
        window.session.marks.refresh()
        if lacking and on:
            text = window.language.plural("{n} picture could not be had", "{n} pictures could not be had", lacking)
        else:
            text = window.text(N_("{name} is kept offline.") if on else N_("{name} is released."), name=gallery.name)
        window.toast.show(text)

    def failed(fault: BaseException) -> None:
        window.listing.end(gallery.name, "")
        window.session.hear(fault)

    library = window.library
    if library is not None:
        window.bridge.ask(lambda: library.saved.set_kept(gallery.name, on=on), done, failed)


def export(window: "Window") -> None:
    """Ask for a file and write a gallery there, in the form that the file's ending names."""
    from tkinter import filedialog

    gallery = _meant(window)
    if gallery is None:
        return
    name = filedialog.asksaveasfilename(
        parent=window.root, title=window.text(N_("Export the gallery…")), initialfile=f"{gallery.name}.json",
        filetypes=[(window.text(label), f"*{ending}") for label, ending in FORMS], confirmoverwrite=False,
    )  # fmt: skip
    if name:
        file = Path(name)
        said = window.text(N_("Saved as {file}"), file=file)
        _ask(window, lambda to: to.export([gallery.name], file), lambda _: window.toast.show(said))


def bring(window: "Window") -> None:
    """Ask for a file that galleries were written to, and take them in."""
    from tkinter import filedialog

    name = filedialog.askopenfilename(parent=window.root, title=window.text(N_("Import galleries…")))
    if name:

        def came(names: tuple[str, ...]) -> None:
            window.toast.show(
                window.language.plural("{n} gallery came: {names}", "{n} galleries came: {names}", len(names),
                                       names=", ".join(names))
            )  # fmt: skip

        _ask(window, lambda to: to.bring(Path(name)), came)


# -- deleted, and brought back


def remove(window: "Window") -> None:
    """Delete a gallery, at once; it can be undone. What is stored of its pictures stays until it is evicted."""
    gallery = _meant(window)
    if gallery is None:
        return

    def done(before: object) -> None:
        window.undo.remember(lambda: _ask(window, lambda to: to.restore(before)))
        window.toast.show(
            window.text(N_("The gallery {name} was deleted."), name=gallery.name),
            window.text(N_("Undo")),
            partial(window.act, "undo"),
        )

    _ask(window, lambda to: to.remove([gallery.name]), done)
