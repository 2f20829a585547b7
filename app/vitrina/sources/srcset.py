"""The `srcset` attribute: which addresses it offers, and how large each one is.

Owns its grammar (HTML, section 4.8.4.2.1). Refuses nothing: a part that is broken ends the list.
"""

import re
from typing import Final

_PART: Final = re.compile(
    r"[\s,]*(?P<url>[^\s]+)(?:\s+(?P<size>\d{1,9}(?:\.\d{1,9})?)(?P<unit>[wxh])[^,]{0,40})?\s*(?:,|$)?"
)


def candidates(srcset: str) -> list[tuple[str, float, str]]:
    """Address, size and unit (`w` pixels wide, `x` density) of each part; a part without one counts as `1x`.

    Addresses may hold commas, so a part ends at white space, or at a comma that ends the address.
    """
    found = []
    for part in _PART.finditer(srcset):
        url = part["url"]
        if part["size"] is None and url.endswith(","):
            url = url.rstrip(",")
        if url:
            found.append((url, float(part["size"] or 1), part["unit"] or "x"))
    return found


def largest(srcset: str | None) -> tuple[str, int | None] | None:
    """The largest picture offered, and its width where that is said."""
    offered = candidates(srcset) if srcset else []
    wide = [one for one in offered if one[2] == "w"]
    best = max(wide or offered, key=lambda one: one[1], default=None)
    return None if best is None else (best[0], int(best[1]) if best[2] == "w" else None)


def smallest(srcset: str | None, least: int = 200) -> str | None:
    """The smallest picture that is at least `least` pixels wide."""
    fitting = [one for one in candidates(srcset or "") if one[2] == "w" and one[1] >= least]
    return min(fitting, key=lambda one: one[1])[0] if fitting else None
