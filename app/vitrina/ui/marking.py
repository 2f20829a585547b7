"""What a person says of pictures (favourite, kept, rating, tags): on the screen at once, undone if the library cannot.

Owns no state; the session holds what is said. Refuses to know where it is written.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from vitrina.language import N_
from vitrina.ui import naming
from vitrina.ui.marks import KEPT

if TYPE_CHECKING:
    from vitrina.model import Picture
    from vitrina.ui.window import Window

BEST: Final = 5


def favourite(window: "Window") -> None:
    """Mark the chosen pictures as favourites; unmark them where all of them are."""
    pictures = window.picked()
    if not pictures or window.library is None:
        return
    on = not _all_are(window, pictures, window.session.said.favourites)
    set_favourite(window, pictures if on else window.shown.with_others(pictures), on=on)
    if on:
        say = window.language.plural("{n} favourite added", "{n} favourites added", len(pictures))
    else:
        say = window.language.plural("{n} favourite removed", "{n} favourites removed", len(pictures))
    window.toast.show(say)


def _all_are(window: "Window", pictures: Sequence["Picture"], marked: AbstractSet[str]) -> bool:
    """Whether each of the pictures bears a mark: itself, or one that has the same bytes."""
    others = window.shown.others
    return all(one.key in marked or any(other.key in marked for other in others(one.key)) for one in pictures)


def set_favourite(window: "Window", pictures: Sequence["Picture"], *, on: bool) -> None:
    """Mark these pictures as favourites, or unmark them."""
    said, keys = window.session.said, {picture.key for picture in pictures}
    window.session.said = replace(said, favourites=said.favourites | keys if on else said.favourites - keys)
    window.session.marks.write("favourite", lambda library: library.set_favourite(pictures, on))


def keep(window: "Window") -> None:
    """Keep the chosen pictures offline for good; release them where all of them are kept."""
    pictures = window.picked()
    if not pictures or window.library is None:
        return
    on = not _all_are(window, pictures, window.session.said.kept)
    set_kept(window, pictures if on else window.shown.with_others(pictures), on=on)
    if on:
        say = window.language.plural("{n} picture is kept offline", "{n} pictures are kept offline", len(pictures))
    else:
        say = window.language.plural("{n} picture released", "{n} pictures released", len(pictures))
    window.toast.show(say)


def set_kept(window: "Window", pictures: Sequence["Picture"], *, on: bool) -> None:
    """Keep these pictures offline for good, or release them."""
    said, keys = window.session.said, {picture.key for picture in pictures}
    window.session.said = replace(said, kept=said.kept | keys if on else said.kept - keys)
    window.session.marks.write(KEPT, lambda library: library.set_kept(pictures, on))


def rate(rating: int, window: "Window") -> None:
    """Rate the chosen pictures from 1 to 5; 0 takes the rating away."""
    pictures = window.picked()
    if not pictures or window.library is None:
        return
    session = window.session
    if not rating:
        pictures = window.shown.with_others(pictures)
    ratings = dict(session.said.ratings)
    for picture in pictures:
        ratings[picture.key] = rating
    session.said = replace(session.said, ratings={key: stars for key, stars in ratings.items() if stars})
    session.marks.write("rating", lambda library: library.notes.rate(pictures, rating))
    window.toast.show("★" * rating + "☆" * (BEST - rating) if rating else window.text(N_("Rating taken away")))


def tags_in(text: str) -> tuple[str, ...]:
    """Read tags as they are typed: with commas between, each once, whatever its case."""
    found: dict[str, str] = {}
    for tag in (" ".join(part.split()) for part in text.split(",")):
        if tag:
            found.setdefault(tag.casefold(), tag)
    return tuple(found.values())


def retagged(before: Sequence[str], common: Sequence[str], wanted: Sequence[str]) -> tuple[str, ...]:
    """Give the tags of one picture after those that all chosen ones had in common were changed to `wanted`."""
    kept = [tag for tag in before if tag not in common]
    known = {tag.casefold() for tag in kept}
    return (*kept, *(tag for tag in wanted if tag.casefold() not in known))


def tag(window: "Window") -> None:
    """Ask for the tags that all chosen pictures are to have."""
    pictures = window.picked()
    if not pictures or window.library is None:
        return
    session = window.session
    before = {picture.key: session.said.tags.get(picture.key, ()) for picture in pictures}
    common = [one for one in before[pictures[0].key] if all(one in tags for tags in before.values())]
    known = sorted({one for tags in session.said.tags.values() for one in tags}, key=str.casefold)

    def take(text: str) -> None:
        after = {key: retagged(tags, common, tags_in(text)) for key, tags in before.items()}
        tags = {**session.said.tags, **after}
        session.said = replace(session.said, tags={key: of_it for key, of_it in tags.items() if of_it})
        session.marks.write("tags", lambda library: library.notes.tag(pictures, after))

    naming.ask_for_tags(window, ", ".join(common), known, take)
