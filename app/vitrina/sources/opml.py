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
        tags = (
            one
            for one in markup.tokens(document.text, xml=True)
            if isinstance(one, markup.Tag) and one.name.lower() == "outline"
        )
        lower = ({name.lower(): value for name, value in one.attributes.items()} for one in tags)
        found = (web_address.absolute(document.url, one.get("xmlurl")) for one in lower)
        return Page(more=tuple(More(one) for one in dict.fromkeys(found) if one))
