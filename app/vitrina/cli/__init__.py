"""The command line's entry.

Owns the moment before anything is loaded, in which a person may already interrupt. Refuses to load on being imported.
"""

from collections.abc import Sequence

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one call of the program; the exit codes are the contract's."""
    try:
        from vitrina.cli.program import run

        return run(argv)
    except KeyboardInterrupt:
        return INTERRUPTED
