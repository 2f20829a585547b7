"""Locators to pictures as the library reads them: documents through `fetch`, the demo pictures under their own names.

Owns what each way of reading asks of documents, and which addresses that gave nothing are pictures that failed. Refuses
to know formats (`sources` do) and to have a picture downloaded.
"""

import sys
import time
from collections.abc import Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

from vitrina.library.demo_pictures import DemoPictures
from vitrina.library.documents import Documents
from vitrina.library.fetching import Fetching
from vitrina.model import Picture

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

    from vitrina.sources import LeftOut


class Reading:
    """Lives on the loop. `language` is the code in which texts are wanted of sources that have them in several."""

    def __init__(self, fetching: Fetching, demo: DemoPictures, language: str) -> None:
        self._fetching, self._demo, self._language = fetching, demo, language

    def read(
        self,
        locators: Sequence[str],
        *,
        times: int = 1,
        limit: int | None = None,
        source: str | None = None,
        refresh: bool = False,
        peek: bool = False,
        ordered: bool = True,
    ) -> "AsyncIterator[Picture | LeftOut]":
        """Give the pictures that the locators hold, as they become known, in the locators' order.

        An address that a person typed and that gives nothing is a picture that failed, so that it can be
        tried again. With `peek` no picture is downloaded on the way, and such an address is left out.
        Without `ordered` a slow locator holds no other one up.
        UsageError for a locator that is none, at once, before anything is asked.
        """
        since = self._fetching.since
        documents = Documents(self._fetching, self._demo, peek=peek, refresh=refresh, reuse_since=since)
        return self._found(locators, documents, times=times, limit=limit, source=source, ordered=ordered)

    def saved(
        self, locators: Sequence[str], *, times: int, source: str | None, refresh: bool
    ) -> "AsyncIterator[Picture | LeftOut]":
        """Give the pictures of a saved gallery's locators; an address that gives nothing now is none of them."""
        now = time.time()
        documents = Documents(self._fetching, self._demo, peek=True, refresh=refresh, reuse_since=now, settled=True)
        return self._found(locators, documents, times=times, source=source)

    def at_sight(
        self, locators: Sequence[str], *, times: int, limit: int | None, source: str | None, as_left: bool
    ) -> "AsyncIterator[Picture | LeftOut]":
        """Give the pictures for somebody who looks on: one is told while its rest still comes; see `read`.

        With `as_left` documents that the store holds are taken whatever their age, and the network is not waited for.
        """
        since = 0.0 if as_left else self._fetching.since
        documents = Documents(self._fetching, self._demo, peek=False, refresh=False, reuse_since=since, at_sight=True)
        return self._found(locators, documents, times=times, limit=limit, source=source)

    def _found(
        self,
        locators: Sequence[str],
        documents: Documents,
        *,
        times: int,
        source: str | None,
        limit: int | None = None,
        ordered: bool = True,
    ) -> "AsyncIterator[Picture | LeftOut]":
        # Parsers of feeds and pages are not needed to show what the store holds.
        from vitrina.sources import parse, read

        parsed = [parse(one) for one in locators]
        stdin = getattr(sys.stdin, "buffer", None)  # a windowed program has no standard input
        found = read(
            parsed,
            documents,
            limit=limit,
            source=source,
            times=times,
            stdin=stdin,
            languages=(self._language,),
            program=documents.program,
            ordered=ordered,
        )
        return self._named(found, documents, {one.text for one in parsed if one.remote})

    async def _named(
        self, stream: "AsyncGenerator[Picture | LeftOut, None]", documents: Documents, links: set[str]
    ) -> "AsyncIterator[Picture | LeftOut]":
        async with aclosing(stream):
            async for found in stream:
                if isinstance(found, Picture):
                    yield documents.named(found)
                elif documents.failed(found.url):
                    yield Picture(found.url or found.locator, source="urls", remote=found.locator in links)
                else:
                    yield found
