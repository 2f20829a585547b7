"""What the person says of pictures on its way to the library, and what the library says of it in the end.

Owns the order: what is said of one kind is written one after the other, and the library is asked once all of it is
written, so that no answer is older than what was said last. Refuses to say what is written (`marking` does) and to hold
what came (`session` does).
"""

from collections import defaultdict, deque
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from vitrina.bridge import Bridge
from vitrina.ui.wanted.collection import MarksLike
from vitrina.ui.wanted.library import LibraryLike

if TYPE_CHECKING:
    from vitrina.bridge import Ticket

Work: TypeAlias = Callable[[LibraryLike], Coroutine[Any, Any, object]]
KEPT: Final = "kept"
"""The kind of what is written only once it is fetched."""


class Marks:
    """Everything that was said and is not written yet, by kind."""

    def __init__(
        self, bridge: Bridge, came: Callable[[MarksLike], None], failed: Callable[[BaseException], None]
    ) -> None:
        """Know of no library yet."""
        self._bridge, self._came, self._failed = bridge, came, failed
        self._library: LibraryLike | None = None
        self._unwritten: defaultdict[str, deque[Work]] = defaultdict(deque)
        self._writing: dict[str, Ticket] = {}
        self._asking: Ticket | None = None

    def use(self, library: LibraryLike | None) -> None:
        """Write to this library from now on: first what no other has confirmed. With none it waits."""
        self._library = library
        self._forget_question()
        while self._writing:  # the library that was asked confirms nothing any more
            self._writing.popitem()[1].cancel()
        for kind, works in self._unwritten.items():
            if works:
                self._begin(kind)

    def write(self, kind: str, work: Work) -> None:
        """Have this written after what was said of the same kind before."""
        self._forget_question()
        self._unwritten[kind].append(work)
        if len(self._unwritten[kind]) == 1:
            self._begin(kind)

    def last_words(self) -> Callable[[], Coroutine[Any, Any, None]] | None:
        """What writes all that no library has confirmed, for whoever closes the window now; None where nothing is left.

        What is to be kept offline is not among it: that would be waiting for downloads.
        """
        left = [work for kind, works in self._unwritten.items() if kind != KEPT for work in works]
        return partial(_write, self._library, left) if left and self._library is not None else None

    def refresh(self) -> None:
        """Ask the library what it holds; where something is being written, as soon as that is done."""
        if self._library is not None and not any(self._unwritten.values()):
            self._forget_question()
            self._asking = self._bridge.ask(self._library.marks, self._came, self._failed)

    def _forget_question(self) -> None:
        """Its answer would not know what has been said since."""
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None

    def _begin(self, kind: str) -> None:
        def failed(fault: BaseException) -> None:
            self._done(kind)
            self._failed(fault)

        if self._library is not None:
            work = partial(self._unwritten[kind][0], self._library)
            self._writing[kind] = self._bridge.ask(work, lambda _: self._done(kind), failed)

    def _done(self, kind: str) -> None:
        self._writing.pop(kind, None)
        works = self._unwritten[kind]
        works.popleft()
        if works:
            self._begin(kind)
        else:
            self.refresh()


async def _write(library: LibraryLike, works: Sequence[Work]) -> None:
    for work in works:
        await work(library)
