"""The progress bar of `vitrina fetch`, on a terminal alone.

Owns how it looks. Refuses to know what is fetched: it is told outcomes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

from tqdm import tqdm

from vitrina.cli.console import Console
from vitrina.language import N_
from vitrina.model import Outcome


@contextmanager
def progress_bar(console: Console) -> Iterator[Callable[[Outcome, int], None]]:
    """Give what is to be called with every outcome, and how many pictures are known of by then.

    The bar goes when the block ends.
    """
    received = failed = 0
    language = console.language
    console.beside_bar = tqdm.external_write_mode
    with tqdm(unit=" " + language.text(N_("pictures")), dynamic_ncols=True, leave=False, smoothing=0.1) as bar:

        def advance(outcome: Outcome, known: int) -> None:
            nonlocal received, failed
            bar.total = known
            received += outcome.bytes or 0
            failed += not outcome.status.good
            said = [f"{language.number(received / 1e6, 1)} MB"]
            if failed:
                said.append(language.plural("{n} failed", "{n} failed", failed))
            bar.set_postfix_str(", ".join(said), refresh=False)
            bar.update()

        try:
            yield advance
        finally:
            console.beside_bar = nullcontext
