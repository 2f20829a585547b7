"""One task for equal requests: whoever asks for what is already under way waits for the same result.

Owns the tasks that several askers share. Refuses to finish what nobody waits for any more: when the
last asker is cancelled, so is the task.
"""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


@dataclass(slots=True)
class _Flight(Generic[_Value]):
    task: asyncio.Task[_Value]
    askers: int = 0


class Joined(Generic[_Key, _Value]):
    """Lives on one event loop; a result is given to all who asked while it was being made, then forgotten."""

    def __init__(self) -> None:
        self._flights: dict[_Key, _Flight[_Value]] = {}

    async def ask(self, key: _Key, make: Callable[[], Coroutine[Any, Any, _Value]]) -> _Value:
        """Wait for the result of `make` for `key`, which starts only where none is under way."""
        flight = self._flights.get(key)
        if flight is None or flight.task.done():
            flight = self._flights[key] = _Flight(asyncio.create_task(make()))
        flight.askers += 1
        try:
            return await asyncio.shield(flight.task)
        finally:
            flight.askers -= 1
            if flight.askers == 0:
                flight.task.cancel()  # does nothing where it has ended
                if self._flights.get(key) is flight:
                    del self._flights[key]

    def __len__(self) -> int:
        """How many different requests are under way."""
        return len(self._flights)
