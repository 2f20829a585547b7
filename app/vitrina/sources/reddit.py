"""Reddit's listings as JSON, from saved files: the site answers 403 to programs that ask for them.

Owns posts with a picture and galleries. Refuses films, texts and deleted pictures. (Its RSS is a feed
like any other.)
"""

from collections.abc import Iterator
from typing import Final

from vitrina.model import Picture
from vitrina.sources import entry, json_paging, web_address
from vitrina.sources.document import Document, Page, counted, onward
from vitrina.sources.json_values import Record, at, mapping, records, text

_SITE: Final = "https://www.reddit.com"
_ENDINGS: Final = {
    "image/jpg": "jpg",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
}


class Reddit:
    """A listing of posts, or one post with its comments."""

    name = "reddit"
    example = "https://www.reddit.com/r/EarthPorn/.json?raw_json=1"

    def read(self, document: Document) -> Page | None:
        """The pictures of the posts, galleries in their own order."""
        data = document.json
        listings = [
            one for one in (data if isinstance(data, list) else [data]) if mapping(one).get("kind") == "Listing"
        ]
        if not listings:
            return None
        posts = [
            mapping(one.get("data"))
            for listing in listings
            for one in records(at(listing, "data", "children"))
            if one.get("kind") == "t3"
        ]
        pictures = [picture for post in posts for picture in _post(post)]
        without = sum(1 for post in posts if not any(True for _ in _post(post)))
        after = text(at(listings[0], "data", "after")) if len(listings) == 1 else None
        following = json_paging.with_parameter(document.url, "after", after) if after and not document.local else None
        notes = counted("Posts without a picture: {count}.", without)
        return Page(tuple(pictures), more=onward(following), left_out=notes)


def _post(post: Record) -> Iterator[Picture]:
    if post.get("is_gallery") and isinstance(post.get("media_metadata"), dict):
        yield from _gallery(post)
        return
    source = mapping(at(post, "preview", "images", 0, "source"))
    url = text(post.get("url_overridden_by_dest")) or text(post.get("url")) or ""
    fits = post.get("post_hint") == "image" or web_address.looks_like_picture(url)
    if post.get("is_video") or not fits:
        return
    small = [one for one in records(at(post, "preview", "images", 0, "resolutions")) if one.get("url")]
    given = text(post.get("thumbnail"))
    thumbnail = small[min(2, len(small) - 1)]["url"] if small else given if given and given.startswith("http") else None
    yield from _made(post, url, thumbnail, source.get("width"), source.get("height"), None, None)


def _gallery(post: Record) -> Iterator[Picture]:
    media = mapping(post.get("media_metadata"))
    listed = records(at(post, "gallery_data", "items")) or [{"media_id": name} for name in media]
    for one in listed:
        name = text(one.get("media_id")) or ""
        found = mapping(media.get(name))
        kind = str(found.get("m") or "")
        if found.get("status") != "valid" or found.get("e") not in ("Image", "AnimatedImage") or kind not in _ENDINGS:
            continue
        small = [size for size in records(found.get("p")) if size.get("u")]
        thumbnail = small[min(2, len(small) - 1)]["u"] if small else None
        largest = mapping(found.get("s"))
        yield from _made(
            post,
            f"https://i.redd.it/{name}.{_ENDINGS[kind]}",
            thumbnail,
            largest.get("x"),
            largest.get("y"),
            kind,
            one.get("caption"),
        )


def _made(
    post: Record, url: str, thumbnail: object, width: object, height: object, kind: str | None, caption: object
) -> Iterator[Picture]:
    author = text(post.get("author"))
    found = entry.picture(
        _SITE,
        url,
        title=text(caption) or post.get("title"),
        credit=author,
        author_page=f"{_SITE}/user/{author}" if author and author != "[deleted]" else None,
        page=post.get("permalink"),
        thumbnail=thumbnail,
        width=width,
        height=height,
        media_type=kind,
        description=post.get("title") if text(caption) else None,
        tags=(post.get("subreddit"),),
    )
    if found:
        yield found
