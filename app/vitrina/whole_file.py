"""Small files of our own, written whole or not at all: beside the old one, then renamed over it.

Owns the name in between. Refuses to translate errors: who writes knows what the file is for.
"""

import os
from pathlib import Path


def write_whole(file: Path, content: bytes | str, *, private: bool = False) -> None:
    """Put `content` (text as UTF-8) in place of `file`; `private`: for this person's eyes alone. OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f"{file.name}.{os.getpid()}.new")
    mode = 0o600 if private else 0o666
    try:
        beside.unlink(missing_ok=True)  # what another run left has that run's rights
        with open(beside, "xb", opener=lambda path, flags: os.open(path, flags, mode)) as opened:
            opened.write(content.encode() if isinstance(content, str) else content)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
