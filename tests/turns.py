"""Which process of pytest runs which tests, and which come first, where several work side by side.

Owns the table of chains. Refuses xdist's own groups: with pytest 9.2 they are marks without effect.
"""

from xdist.scheduler.loadscope import LoadScopeScheduling  # type: ignore[import-untyped,unused-ignore] # has no types

# Tests whose names begin so stay in one process, as they share what takes minutes to make; the longest chain first,
# so that no process has to wait for it in the end. All other tests go where there is room.
CHAINS = {
    "tests/packaging/test_windows.py::test_two_builds": "Windows again",
    "tests/packaging/test_windows.py": "Windows",
    "tests/packaging/test_portable.py": "this system",
    "tests/packaging/test_linux.py": "this system",
    "tests/packaging/test_windows_setup.py": "installer",
    "tests/store/test_crashes.py": "crashes",
}
ORDER = ("Windows", "Windows again", "this system", "installer", "crashes")


def chain_of(test: str) -> str | None:
    """The chain that a test belongs to, by its whole name."""
    return next((chain for start, chain in CHAINS.items() if test.startswith(start)), None)


def turn_of(test: str) -> int:
    """When a test's turn is: chains in their order, then all others."""
    chain = chain_of(test)
    return len(ORDER) if chain is None else ORDER.index(chain)


class Turns(LoadScopeScheduling):  # type: ignore[misc,unused-ignore] # of any type, then
    """Gives whole chains to one process, and single tests to whoever has nothing to do."""

    def _split_scope(self, nodeid: str) -> str:
        return chain_of(nodeid) or nodeid
