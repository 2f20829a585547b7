"""Pictures from the reply of any JSON API, whatever it is.

Owns the place of such replies among the sources. Refuses to judge them: `json_records` does, which other sources ask
about the JSON that they find, too.
"""

from typing import TYPE_CHECKING

from vitrina.sources import json_records

if TYPE_CHECKING:
    from vitrina.sources.document import Document, Page


class JsonRecords:
    """Any JSON with addresses of pictures in it."""

    name = "json"
    example = "https://api.example.org/photos?page=1"

    def read(self, document: "Document") -> "Page | None":
        """The pictures of the longest list of records that has any, or None."""
        return json_records.page_of(document)
