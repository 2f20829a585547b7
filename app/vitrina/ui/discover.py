"""Sources that give pictures without a key, each opened by one click; the demo gallery first.

Owns the list. Refuses to fetch: a row is a name and a locator.
"""

from dataclasses import dataclass
from typing import Final

from vitrina.language import N_

DEMO: Final = "demo:60"


@dataclass(frozen=True, slots=True)
class Discovery:
    """One source: what it is called, what opens it, what is to be expected."""

    label: str
    locator: str
    about: str


DISCOVERIES: Final = (
    Discovery(N_("Demo gallery"), DEMO, N_("Drawn by the program itself; needs no network")),
    Discovery("Lorem Picsum", "https://picsum.photos/v2/list?limit=100", N_("Photographs, free to use")),
)
