"""`vitrina gallery`: named, saved sets of locators.

Owns the verbs and what they print. Refuses to keep anything itself: the library's catalogue does.
"""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TypeAlias

from vitrina.cli.arguments import Call
from vitrina.cli.console import DONE, NOTHING, SOME_FAILED, Console
from vitrina.cli.pictures import tell
from vitrina.errors import UsageError
from vitrina.library import exchange
from vitrina.library.galleries import Refreshed
from vitrina.library.library import Library
from vitrina.library.records import picture_record, shown
from vitrina.model import Gallery, Outcome, Picture

Verb: TypeAlias = Callable[[Call, Console, Library], Awaitable[int]]


async def galleries(call: Call, console: Console, library: Library) -> int:
    """Run one verb of `vitrina gallery`."""
    verbs: dict[str, tuple[Verb, range]] = {
        "add": (_add, range(2, 1_000_000)),
        "list": (_list, range(1)),
        "show": (_show, range(1, 2)),
        "refresh": (_refresh, range(1_000_000)),
        "rename": (_rename, range(2, 3)),
        "remove": (_remove, range(1, 1_000_000)),
        "export": (_export, range(3)),
        "import": (_import, range(1, 2)),
    }
    verb, counts = verbs[call.verb or "list"]
    if len(call.locators) not in counts:
        raise UsageError("vitrina gallery {verb} takes other words; see: vitrina gallery --help.", verb=call.verb)
    return await verb(call, console, library)


async def _add(call: Call, console: Console, library: Library) -> int:
    from vitrina.sources import parse
    from vitrina.sources.locator import bounded

    name, *locators = call.locators
    bounded([parse(one) for one in locators], call.options.times)  # a UsageError now is better than an unusable gallery
    found = [one for one in library.catalog.galleries() if one.name == name]
    before = found[0] if found else Gallery(name, ())
    added = [one for one in locators if one not in before.locators]
    await library.save_gallery(
        replace(
            before,
            locators=(*before.locators, *added),
            times=call.options.times if call.options.times > 1 else before.times,
            source=call.options.source or before.source,
            keep=call.options.keep or before.keep,
        )
    )
    return await _refresh_one(name, call, console, library, fetch=False)


async def _list(call: Call, console: Console, library: Library) -> int:
    for gallery in library.catalog.galleries():
        if call.as_json:
            console.json({**asdict(gallery), "locators": list(map(shown, gallery.locators))})
        else:
            locators = " ".join(map(shown, gallery.locators))
            console.columns(gallery.name, console.language.number(gallery.pictures), locators)
    return DONE


async def _show(call: Call, console: Console, library: Library) -> int:
    pictures = await library.saved.pictures(call.locators[0])
    groups = await library.alike.groups(pictures)
    first = {other.key: group[0].url for group in groups for other in group[1:]}
    others = {group[0].key: group[1:] for group in groups}
    for picture in pictures:
        alike = first.get(picture.key)
        if call.as_json:
            console.json({**picture_record(picture), "gone": picture.gone, "same_as": shown(alike) if alike else None})
        elif alike is None:
            more = " ".join(shown(one.url) for one in others.get(picture.key, ()))
            console.columns(shown(picture.url), picture.title, more)
    return DONE


async def _refresh(call: Call, console: Console, library: Library) -> int:
    names = list(call.locators) or [one.name for one in library.catalog.galleries()]
    for name in names:
        library.catalog.gallery(name)  # a wrong name is told before anything is done
    return max([await _refresh_one(name, call, console, library, fetch=True) for name in names], default=DONE)


async def _refresh_one(name: str, call: Call, console: Console, library: Library, *, fetch: bool) -> int:
    problems = 0
    pictures: list[Picture] = []
    async for found in library.saved.refresh(name):
        if isinstance(found, Picture):
            pictures.append(found)
        elif isinstance(found, Refreshed):
            console.say_plural("{name}: {n} picture", "{name}: {n} pictures", len(found.pictures), name=name)
        else:
            problems += found.error is not None
            tell(console, found)
    gallery = library.catalog.gallery(name)
    if fetch or gallery.keep:
        problems += await _have(pictures, call, console, library)
    if gallery.keep:
        await library.keep(pictures, on=True)
    return NOTHING if not pictures else SOME_FAILED if problems else DONE


async def _have(pictures: list[Picture], call: Call, console: Console, library: Library) -> int:
    """Fetch what is not here yet; how many failed."""
    failed = 0

    async def ended(_: Picture, outcome: Outcome) -> None:
        nonlocal failed
        if outcome.error is not None and not outcome.status.good:
            failed += 1
            console.problem(shown(outcome.url), outcome.error)

    await library.fetching.fetch_each(pictures, ended, refresh=call.options.refresh)
    return failed


async def _rename(call: Call, _: Console, library: Library) -> int:
    library.catalog.rename(*call.locators)
    return DONE


async def _remove(call: Call, _: Console, library: Library) -> int:
    for name in call.locators:
        library.catalog.gallery(name)
    for name in call.locators:
        library.catalog.remove(name)
    return DONE


async def _export(call: Call, console: Console, library: Library) -> int:
    names = list(call.locators)
    wanted = [one.name for one in library.catalog.galleries()] if call.options.all else [names.pop(0)]
    if names:
        await library.saved.export(wanted, Path(names[0]))
    else:
        console.result(exchange.own_form(library.catalog.take(wanted)).rstrip())
    return DONE


async def _import(call: Call, console: Console, library: Library) -> int:
    file = Path(call.locators[0])
    taken = {one.name for one in library.catalog.galleries()}
    for one in exchange.taken_apart(file) or ():
        if one.gallery.name in taken:
            raise UsageError(
                "There is a gallery named {name} already; rename or remove it first. Nothing was imported.",
                name=one.gallery.name,
            )
    for name in await library.saved.bring(file):
        pictures = library.catalog.gallery(name).pictures
        console.say_plural("{name}: {n} picture", "{name}: {n} pictures", pictures, name=name)
    return DONE
