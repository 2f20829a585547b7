"""xkcd: a comic's description as JSON.

Owns that reply. Refuses the double size, which not every comic has.
"""

from vitrina.sources import entry
from vitrina.sources.document import Document, Page
from vitrina.sources.json_values import Record, mapping, number, records


class Xkcd:
    """One comic, or a list of them."""

    name = "xkcd"
    example = "https://xkcd.com/info.0.json"

    def read(self, document: Document) -> Page | None:
        """The comics in the reply."""
        found = records(document.json)
        if not found or not all("safe_title" in one and "img" in one and "num" in one for one in found):
            return None
        pictures = (
            entry.picture(
                document.url,
                one.get("img"),
                title=one.get("title") or one.get("safe_title"),
                credit="Randall Munroe",
                author_page="https://xkcd.com/about/",
                licence="CC-BY-NC-2.5",
                page=f"https://xkcd.com/{one['num']}/" if isinstance(one["num"], int) else None,
                description=one.get("alt"),
                date=_date(one),
            )
            for one in found
        )
        return Page(tuple(picture for picture in pictures if picture), title="xkcd")


def _date(one: Record) -> str | None:
    year, month, day = (number(mapping(one).get(name)) for name in ("year", "month", "day"))
    return f"{year}-{month:02d}-{day:02d}" if year and month and day else None
