"""Which stored responses count as pictures.

Owns that one question. Refuses to look at their bytes: whoever stored them said what they are.
"""

from typing import Final

from vitrina.model import StoredResponse

_DOCUMENTS: Final = ("text/", "application/json", "application/xml")


def is_picture(response: StoredResponse) -> bool:
    """Whether a response counts as a picture: by what its bytes are, else by what its headers claim."""
    if not response.bytes or response.status not in (200, 203, 206):
        return False
    claimed = response.media_type or next(
        (value for name, value in response.headers if name.lower() == "content-type"), ""
    )
    kind = claimed.partition(";")[0].strip().lower()
    return kind == "image/svg+xml" or not (kind.startswith(_DOCUMENTS) or kind.endswith(("+json", "+xml")))
