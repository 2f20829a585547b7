"""`vitrina cache`: what the store holds, whether it is sound, and its care.

Owns the printing. Refuses to touch the files itself: the store does.
"""

from dataclasses import asdict

from vitrina.cli.arguments import Call
from vitrina.cli.console import DONE, SOME_FAILED, Console
from vitrina.language import N_
from vitrina.store import Store


def care_for_store(call: Call, console: Console, store: Store) -> int:
    """Run one verb of `vitrina cache`; the exit code is 1 where damage was found that could not be mended."""
    verbs = {"info": _info, "list": _list, "verify": _verify, "prune": _prune, "clear": _clear, "path": _path}
    for report in store.reports:
        console.say("{report}", report=report)
    return verbs[call.verb or "info"](call, console, store)


def _path(call: Call, console: Console, store: Store) -> int:
    path = str(store.info().path)
    if call.as_json:
        console.json({"path": path})
    else:
        console.result(path)
    return DONE


def _info(call: Call, console: Console, store: Store) -> int:
    info = store.info()
    if call.as_json:
        console.json(asdict(info))
        return DONE
    language = console.language
    rows = (
        (N_("folder"), str(info.path)),
        (N_("pictures"), language.number(info.pictures)),
        (N_("thumbnails"), language.number(info.thumbnails)),
        (N_("size"), language.bytes(info.bytes)),
        (N_("limit"), language.bytes(info.limit_bytes)),
        (N_("kept"), language.number(info.kept)),
        (N_("partial"), language.number(info.partial)),
    )
    for label, value in rows:
        console.columns(language.text(label), value)
    return DONE


def _list(call: Call, console: Console, store: Store) -> int:
    for stored in store.entries():
        if call.as_json:
            record = asdict(stored)
            record.pop("headers")
            console.json(record)
        else:
            console.columns(stored.key, str(stored.path))
    return DONE


def _verify(call: Call, console: Console, store: Store) -> int:
    verdict = store.verify(repair=True)
    if call.as_json:
        console.json(asdict(verdict))
    else:
        for label, value in asdict(verdict).items():
            console.columns(console.language.text(label), console.language.number(value))
    unmended = verdict.damaged + verdict.missing + verdict.orphaned - verdict.repaired
    return SOME_FAILED if unmended > 0 else DONE


def _prune(call: Call, console: Console, store: Store) -> int:
    return _freed(call, console, store.prune())


def _clear(call: Call, console: Console, store: Store) -> int:
    return _freed(call, console, store.clear(kept=call.options.kept))


def _freed(call: Call, console: Console, freed: int) -> int:
    if call.as_json:
        console.json({"freed": freed})
    else:
        console.say(N_("{size} freed."), size=console.language.bytes(freed))
    return DONE
