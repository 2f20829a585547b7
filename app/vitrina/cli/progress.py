"""The progress bar of `vitrina fetch`, on a terminal alone.

Owns how it looks. Refuses to know what is fetched: it is told outcomes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

from tqdm import tqdm

from vitrina.cli.console import Console
from vitrina.model import Outcome


@contextmanager
def progress_bar(console: Console) -> Iterator[Callable[[Outcome, int], None]]:
    """Give what is to be called with every outcome, and how many pictures are known of by then.

    The bar goes when the block ends.
    """
    received = failed = 0
    console.beside_bar = tqdm.external_write_mode
    with tqdm(unit=" pictures", dynamic_ncols=True, leave=False, smoothing=0.1) as bar:

        def advance(outcome: Outcome, known: int) -> None:
            nonlocal received, failed
            bar.total = known
            received += outcome.bytes or 0
            failed += not outcome.status.good
            bar.set_postfix_str(f"{received / 1e6:.1f} MB" + (f", {failed} failed" if failed else ""), refresh=False)
            bar.update()

        try:
            yield advance
        finally:
            console.beside_bar = nullcontext
