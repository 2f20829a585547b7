"""SQLite as the store uses it: whose turn it is to write."""

import threading
import time

from vitrina.store.database import Turns


def test_a_turn_goes_to_who_waits_not_to_who_is_quicker() -> None:
    turns = Turns()
    assert turns.acquire(0)
    came = threading.Event()

    def come() -> None:
        if turns.acquire(10):
            came.set()

    other = threading.Thread(target=come)
    other.start()
    while not turns.waiting:
        time.sleep(0.001)
    turns.release()
    assert not turns.acquire(0), "it is the other's, awake or not"
    assert came.wait(10)
    turns.release()
    assert turns.acquire(0)
    other.join()


def test_who_gives_up_waiting_is_not_handed_the_turn() -> None:
    turns = Turns()
    assert turns.acquire(0)
    assert not turns.acquire(0.01)
    turns.release()
    assert turns.acquire(0)
