"""Documents for the sources: lists, manifests and pages, fetched like everything else and so kept offline.

Owns the step from a locator's address to a `Document`. Refuses to read what is in it, and to fetch
twice what turned out to be a picture: that result waits for whoever asks for the picture.
"""

import asyncio
import dataclasses
from urllib.parse import urlsplit

from vitrina.errors import BlockPageError, NotAPictureError, NothingToShowError, PictureError
from vitrina.fetch import Fetched, Request, Want
from vitrina.fetch.sniff import is_picture
from vitrina.library.demo_pictures import DemoPictures, count_of
from vitrina.library.fetching import Fetching, look
from vitrina.model import Headers, Picture, Priority, Status, store_key
from vitrina.sources.document import Document, PictureFound
from vitrina.sources.web_address import looks_like_picture


class Documents:
    """The `Ask` of the sources' reading. One for each reading; lives on the loop.

    `peek` leaves pictures unread: their first bytes tell what they are, and nothing of them is stored. A document
    that came at or after `reuse_since` (seconds since the epoch) is not asked for again, whatever its age. With
    `at_sight` a picture is told as soon as its first bytes are here, while the rest still comes. With `settled` what
    describes a single thing that is known already is not asked for again, even where the rest is asked for anew.
    """

    def __init__(
        self,
        fetching: Fetching,
        demo: DemoPictures,
        *,
        peek: bool,
        refresh: bool,
        reuse_since: float,
        at_sight: bool = False,
        settled: bool = False,
    ) -> None:
        self._settled = settled or not refresh
        self._fetching = fetching
        self._demo = demo
        self._peek = peek
        self._refresh = refresh
        self._reuse_since = reuse_since
        self._at_sight = at_sight
        self._read: dict[str, Fetched] = {}

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
        """Read the document at `url`, or tell that it is a picture where `either` allows it. PictureError."""
        name = url
        count = count_of(url)
        if count is not None and not self._fetching.offline:
            url = await self._demo.address(count)
        else:
            name = self._demo.name(url) or url
        stays = settled and self._settled
        request = Request(
            url=url,
            key=store_key(name, ask),
            want=Want.EITHER if either else Want.DOCUMENT,
            priority=Priority.ON_SCREEN,
            remote=remote,
            headers=headers,
            reuse_since=0.0 if stays else None if self._refresh else self._reuse_since,
            refresh=self._refresh and not stays,
            peek=self._peek and either,
            look=look,
        )
        had = self._fetching.ask_until_seen if self._at_sight and either else self._fetching.ask
        fetched = await had(request)
        if fetched is None:
            return PictureFound(url, url, None)
        if not fetched.status.good and fetched.error is not None:
            if either:
                self._fetching.arrived[request.key] = fetched
            raise fetched.error
        final_url = fetched.final_url or url
        if _is_picture(fetched):
            if fetched.stored is not None:
                self._fetching.has_arrived(request.key, fetched)
            return PictureFound(url, final_url, fetched.media_type)
        if count is not None:
            # The index may come from the store, with the address of an earlier run.
            final_url = url if not self._fetching.offline else final_url
            self._demo.known(final_url, count)
        if either:
            self._read[url] = fetched
        return await _document(fetched, final_url, url)

    async def program(self, url: str) -> bytes | None:
        """What an installed gallery-dl says of a page; what it found is kept like any document."""
        key = store_key(f"gallery-dl:{url}")
        stored = self._fetching.stored(key)
        fresh = stored is not None and not self._refresh and stored.received_at >= self._reuse_since
        if not fresh and not self._fetching.offline:
            from vitrina.sources import gallery_dl  # few have it

            said = await gallery_dl.ask_program(url)
            if said is not None and gallery_dl.finds(said):
                await self._fetching.remember(key, url, said)
                return said
            if stored is None:
                return said
        return await asyncio.to_thread(stored.path.read_bytes) if stored is not None else None

    def failed(self, url: str | None) -> bool:
        """Whether this address was asked for, might have been a picture, and gave nothing; never while peeking.

        A web page without pictures at an address that looks like one picture's is such a failure too.
        """
        if url is None or self._peek:
            return False
        page = self._read.pop(url, None)
        if page is not None and looks_like_picture(url):
            error = _not_a_picture(url, page)
            failed = dataclasses.replace(page, status=Status.FAILED, stored=None, error=error)
            self._fetching.arrived[store_key(url)] = failed
        fetched = self._fetching.arrived.get(store_key(url))
        return fetched is not None and not fetched.status.good

    def named(self, picture: Picture) -> Picture:
        """The picture with a name of its own where its address changes from run to run."""
        name = self._demo.name(picture.url)
        return dataclasses.replace(picture, name=name, remote=False) if name else picture


def _not_a_picture(url: str, page: Fetched) -> PictureError:
    """What an address that looks like a picture's gave instead: a web page in the way, or something else to read."""
    if page.media_type in {"text/html", "application/xhtml+xml"}:
        words = "{url} gave a web page without pictures where a picture was due; open it in a browser."
        return BlockPageError(words, url=url, http_status=page.http_status)
    words = "{host} sent {kind} where a picture was due."
    return NotAPictureError(words, host=urlsplit(url).netloc, kind=page.media_type, http_status=page.http_status)


def _is_picture(fetched: Fetched) -> bool:
    return fetched.peeked or is_picture(fetched.media_type)


async def _document(fetched: Fetched, final_url: str, asked_url: str) -> Document:
    if fetched.stored is None:
        raise NothingToShowError("{url} gave nothing that can be read.", url=asked_url)
    from email.message import Message  # not needed to show anything

    content_type = Message()
    content_type["content-type"] = next(
        (value for name, value in fetched.headers if name.lower() == "content-type"), ""
    )
    return Document(
        url=final_url,
        body=await asyncio.to_thread(fetched.stored.path.read_bytes),
        media_type=content_type.get_content_type() if content_type["content-type"] else None,
        charset=content_type.get_content_charset(),
        headers=fetched.headers,
        asked_url=asked_url,
    )
