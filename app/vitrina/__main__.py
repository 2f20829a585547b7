"""`python -m vitrina`, and the entry of the frozen program."""

import sys

from vitrina.cli import main

if __name__ == "__main__":
    sys.exit(main())
