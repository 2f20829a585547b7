"""OPML: lists of feeds, as feed readers export them.

Owns the outlines with a feed. Refuses those without.
"""

from vitrina.sources import markup, web_address
from vitrina.sources.document import Document, More, Page


class Opml:
    """Subscriptions."""

    name = "opml"
    example = "subscriptions.opml"

    def read(self, document: Document) -> Page | None:
        """The feeds to read next, in order."""
        if not document.is_markup or markup.root(document.text) != "opml":
            return None
        found = (one for _, addresses in groups(document) for one in addresses)
        return Page(more=tuple(More(one) for one in dict.fromkeys(found)))


def groups(document: Document) -> list[tuple[str | None, list[str]]]:
    """The feeds' addresses by the outermost outline that holds them, with its name; None for those in none."""
    found: list[tuple[str | None, list[str]]] = [(None, [])]
    depth = 0
    for token in markup.tokens(document.text, xml=True):
        if isinstance(token, markup.Tag) and token.name.lower() == "outline":
            said = {name.lower(): value for name, value in token.attributes.items()}
            address = web_address.absolute(document.url, said.get("xmlurl"))
            if depth == 0:
                found.append((None if address else said.get("text") or said.get("title"), []))
            if address:
                found[-1 if depth else 0][1].append(address)
            depth += not token.closed
        elif isinstance(token, markup.End) and token.name.lower() == "outline":
            depth = max(0, depth - 1)
    return [group for group in found if group[1]]
