"""What an address gave before its bytes changed: reachable, counted, and not evicted while it is looked at."""

from pathlib import Path

from library.libraries import library_at
from pictures import plain as jpeg
from vitrina.library.library import Library
from vitrina.model import Picture
from web import Exchange, Web


async def test_an_older_version_stays_reachable_when_the_bytes_change(library: Library, web: Web) -> None:
    picture = Picture(web.put("/a.jpg", jpeg(60, 30), media_type="image/jpeg"))
    before = await library.fetch(picture)
    web.put("/a.jpg", jpeg(90, 30), media_type="image/jpeg")
    after = await library.fetch(picture, refresh=True)
    assert (before.width, after.width) == (60, 90)
    details = await library.details(picture)
    assert details.stored is not None
    assert details.stored.sha256 == after.sha256
    (version,) = await library.versions(picture)
    assert version.sha256 == before.sha256
    assert (await library.image(version.picture, (300, 300))).image.size == (60, 30)
    assert (await library.image(picture, (300, 300))).image.size == (90, 30)


async def test_what_an_address_answered_in_earlier_runs_stays_reachable_for_each_asking(
    library: Library, web: Web
) -> None:
    answers = iter(range(60, 100, 10))

    async def another(x: Exchange) -> None:
        await x.answer(jpeg(next(answers), 30), headers=[("Cache-Control", "no-store")], media_type="image/jpeg")

    url = web.serve("/random", another)
    asked = [Picture(url, ask=number) for number in (1, 2)]
    first = [await library.fetch(one) for one in asked]
    later = [await library.fetch(one, refresh=True) for one in asked]
    assert len({one.sha256 for one in (*first, *later)}) == 4
    before = [[version.sha256 for version in await library.versions(one)] for one in asked]
    assert before == [[one.sha256] for one in first]
    library.set_offline(True)
    assert [(await library.fetch(one)).sha256 for one in asked] == [one.sha256 for one in later]


async def test_a_thumbnail_tells_how_many_versions_there_were_before(library: Library, web: Web) -> None:
    picture = Picture(web.put("/a.jpg", jpeg(60, 30), media_type="image/jpeg"))
    assert (await library.thumbnail(picture, 128)).versions == 0
    for width in (90, 60, 120):
        web.put("/a.jpg", jpeg(width, 30), media_type="image/jpeg")
        await library.fetch(picture, refresh=True)
    assert [(await library.thumbnail(picture, 128)).versions for _ in range(2)] == [2, 2]  # decoded, then stored
    assert [version.picture.width for version in await library.versions(picture)] == [60, 90]


async def test_an_older_version_that_is_looked_at_is_not_evicted(web: Web, tmp_path: Path) -> None:
    async with library_at(tmp_path / "p", store_limit=30_000) as library:
        picture = Picture(web.url("/picture/a.png?bytes=10000"))
        await library.fetch(picture)
        web.put("/picture/a.png", jpeg(90, 30), media_type="image/jpeg")
        await library.fetch(picture, refresh=True)
        (version,) = await library.versions(picture)
        for number in range(20):
            await library.fetch(Picture(web.url(f"/picture/{number}.png?bytes=5000")))
        library.store.prune()
        assert await library.versions(picture) == (version,)


async def test_a_version_that_is_there_twice_is_given_once(library: Library, web: Web) -> None:
    picture = Picture(web.put("/a.jpg", jpeg(60, 30), media_type="image/jpeg", headers=[("Vary", "X-Colour")]))
    await library.fetch(picture)
    stored = library.store.responses(picture.key)[0]
    with library.store.incoming(picture.key) as incoming:  # another variant with the same bytes
        incoming.write(stored.path.read_bytes())
        incoming.commit(
            url=picture.url,
            final_url=picture.url,
            status=200,
            headers=(),
            requested_at=stored.requested_at,
            received_at=stored.received_at,
            variant="blue",
        )
    web.put("/a.jpg", jpeg(90, 30), media_type="image/jpeg", headers=[("Vary", "X-Colour")])
    await library.fetch(picture, refresh=True)
    assert await library.versions(picture) == (), "the bytes are still those of the other variant"
