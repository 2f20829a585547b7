"""What the one file says where it cannot unpack itself, before there is a Python that could say it.

Owns the three sentences, put in place of those of PyInstaller's loader, which has no other way to change them. Refuses
a loader that it does not know: with other sentences in it the build stops.
"""

from pathlib import Path

# The loader's words, which printf fills with the library's path and the system's reason (that names the path again),
# and ours: no longer than its own, as they go where those were.
SENTENCES = (
    (b"Failed to load Python shared library '%s': %s\n", b"%.0s%s; set TMPDIR to where programs may run.\n"),
    (b"Could not create temporary directory!\n", b"Set TMPDIR to a folder you can write.\n"),
    (b"Failed to extract entry: %s.\n", b"Make room or set TMPDIR%.0s.\n"),
)


class UnknownLoaderError(Exception):
    """The loader does not have the sentences that are to be replaced."""


def speak_plainly(program: Path) -> None:
    """Replace the sentences in the one file `program`. UnknownLoaderError."""
    code = program.read_bytes()
    for theirs, ours in SENTENCES:
        if code.count(ours) == 1:
            continue  # a build that took over the last one's file
        if code.count(theirs) != 1:
            raise UnknownLoaderError(f"{program} has no sentence {theirs!r} of its loader, or several.")
        code = code.replace(theirs, ours.ljust(len(theirs), b"\0"))
    program.write_bytes(code)
