"""`dev.py run` where there is no screen: opens the program on a virtual one and leaves `build/out/run.png`.

Owns that picture and the sentence about it. Refuses to wait for ever: see `opening.py`.
"""

import sys

import environment
from opening import NothingShownError, open_and_look

PICTURE = environment.OUT / "run.png"
TRACE = environment.OUT / "run.trace"


def main(arguments: list[str]) -> int:
    """Open the program with `arguments`; 3 where no picture came up."""
    command = [str(environment.PROGRAM), *arguments, "--trace", str(TRACE)]
    try:
        seen = open_and_look(command, trace=TRACE, picture=PICTURE)
    except NothingShownError as error:
        print(error, file=sys.stderr)
        return 3
    print(
        f"There is no screen here, so the window was opened on a virtual one; it showed {seen.shown} pictures.\n"
        f"What it looked like: {PICTURE}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
