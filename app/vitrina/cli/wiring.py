"""The library for one call: options and settings made into limits.

Owns which of the two wins (the option). Refuses to run anything.
"""

from dataclasses import replace
from typing import Final

from vitrina.cli.arguments import Call
from vitrina.fetch import Limits
from vitrina.library.library import Library
from vitrina.paths import Paths
from vitrina.settings import Settings
from vitrina.trace import Trace

PATIENCE: Final = 600.0
"""Seconds that the window waits for room on a full disk, or for a host that asks for it; a command ends sooner."""

MOST_JOBS: Final = 512
"""Downloads at a time, whatever is asked for: a process may open about a thousand files."""

WAITS: Final = ("connect", "first_byte", "stall", "slow_window")
"""What `--timeout` sets; with the last, a host that sends a byte now and then is not waited for either."""


def open_library(call: Call, language: str, paths: Paths, settings: Settings, trace: Trace) -> Library:
    """Open the store and what stands on it; StoreError."""
    return Library(
        paths,
        limits(call, settings),
        store_limit=settings.store_limit or None,
        data_saver=settings.data_saver,
        language=language,
        trace=trace,
    )


def limits(call: Call, settings: Settings) -> Limits:
    """What fetching may use: the call's options, else the settings."""
    options = call.options
    waits = {} if options.timeout is None else dict.fromkeys(WAITS, options.timeout)
    found = Limits(
        total=min(options.jobs or settings.jobs, MOST_JOBS),
        per_host=options.per_host or settings.per_host,
        max_bytes=options.max_size or settings.max_size,
        offline=call.offline or settings.offline,
        allow_private=options.allow_private,
        insecure_hosts=frozenset(settings.insecure_hosts),
        **waits,
    )
    return replace(found, disk_patience=PATIENCE, longest_wait=PATIENCE) if call.command == "open" else found
