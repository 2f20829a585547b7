"""An `Ask` that answers from a table of addresses, and remembers what it was asked."""

import json
from collections.abc import Mapping
from typing import Any

from vitrina.errors import HttpStatusError
from vitrina.model import Headers, Picture
from vitrina.sources import Document, LeftOut, PictureFound, parse, read


class Answers:
    """Replies by URL: JSON values, texts, bytes, whole Documents, errors, or PictureFound."""

    def __init__(self, replies: Mapping[str, Any], *, final: Mapping[str, str] | None = None) -> None:
        self.replies = replies
        self.final = final or {}
        self.asked: list[str] = []
        self.remote: dict[str, bool] = {}

    async def __call__(
        self,
        url: str,
        *,
        remote: bool,
        ask: int = 1,
        headers: Headers = (),
        either: bool = False,
        settled: bool = False,
    ) -> Document | PictureFound:
        self.asked.append(url if ask == 1 else f"{url} {ask}")
        self.remote[url] = remote
        reply = self.replies.get(url, HttpStatusError("{url} answered 404.", url=url, http_status=404))
        if isinstance(reply, Exception):
            raise reply
        if isinstance(reply, Document | PictureFound):
            return reply
        body = (
            reply
            if isinstance(reply, bytes)
            else reply.encode()
            if isinstance(reply, str)
            else json.dumps(reply).encode()
        )
        return Document(self.final.get(url, url), body, asked_url=url)


def picture_at(url: str) -> PictureFound:
    return PictureFound(url, url, "image/jpeg")


async def gathered(answers: Answers, *locators: str, **options: Any) -> tuple[list[Picture], list[LeftOut]]:
    """All pictures and all that was left out."""
    pictures: list[Picture] = []
    notes: list[LeftOut] = []
    async for one in read([parse(text) for text in locators], answers, **options):
        if isinstance(one, LeftOut):
            notes.append(one)
        else:
            pictures.append(one)
    return pictures, notes
