import asyncio
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrina.errors import ConnectionFailedError, RateLimitedError
from vitrina.fetch.governor import DEAD_FOR, SILENCES, Governor, Turnstile
from vitrina.fetch.politeness import KNOWN, Politeness, politeness
from vitrina.fetch.request import Limits
from vitrina.model import Priority
from vitrina.settings import Settings

if TYPE_CHECKING:
    from vitrina.fetch.governor import Ticket

NOW = 1000.0
REST = Priority.REST
LOST = ConnectionFailedError("No connection to {host}.", host="h")


def started(governor: Governor, now: float = NOW) -> list[str]:
    return [ticket.key for ticket in governor.next_to_start(now)[0]]


def test_no_more_than_its_limit_goes_to_a_host_and_no_more_than_the_total_to_all() -> None:
    governor = Governor(total=5, per_host=2)
    tickets = [governor.enqueue(f"h{n % 3}", REST, str(n)) for n in range(12)]
    assert started(governor) == ["0", "1", "2", "3", "4"]
    assert started(governor) == []
    governor.leave(tickets[0])
    assert started(governor) == ["5"]
    governor.leave(tickets[3])
    assert started(governor) == ["6"], "h2 has its two, h0 is the next that may"


def test_the_highest_priority_goes_first_on_whatever_host() -> None:
    governor = Governor(total=1, per_host=1)
    governor.enqueue("a", REST, "rest")
    governor.enqueue("b", Priority.KEPT, "kept")
    governor.enqueue("c", Priority.ON_SCREEN, "screen")
    governor.enqueue("a", Priority.NEXT_TO_IT, "next")
    order = []
    while tickets := governor.next_to_start(NOW)[0]:
        order.append(tickets[0].key)
        governor.leave(tickets[0])
    assert order == ["screen", "next", "kept", "rest"]


def test_what_waits_can_be_moved_forward_and_back() -> None:
    governor = Governor(total=1, per_host=1)
    for key in "abc":
        governor.enqueue("h", REST, key)
    governor.prioritise(["c", "unknown"], Priority.ON_SCREEN)
    governor.prioritise(["b"], Priority.ON_SCREEN)
    governor.prioritise(["c"], REST)
    order = []
    while tickets := governor.next_to_start(NOW)[0]:
        order.append(tickets[0].key)
        governor.leave(tickets[0])
    assert order == ["b", "a", "c"]


def test_what_was_withdrawn_never_starts() -> None:
    governor = Governor(total=1, per_host=1)
    first, second, third = (governor.enqueue("h", REST, key) for key in "abc")
    governor.leave(second)
    governor.leave(second)
    assert started(governor) == ["a"]
    governor.leave(first)
    assert started(governor) == ["c"]
    governor.leave(third)
    assert governor.active == 0
    assert governor.states(NOW, 0)[0].waiting == 0


def test_a_rate_lets_a_burst_pass_and_then_one_at_a_time() -> None:
    governor = Governor(total=100, per_host=100)
    governor.host("h").rule = Politeness("h", 100, interval=2.0, burst=3)
    governor.host("h").tokens = 3.0
    governor.host("h").filled_at = NOW
    for n in range(6):
        governor.enqueue("h", REST, str(n))
    first, wake = governor.next_to_start(NOW)
    assert [ticket.key for ticket in first] == ["0", "1", "2"]
    assert wake == NOW + 2
    assert started(governor, NOW + 1.9) == []
    assert started(governor, NOW + 2) == ["3"]
    assert started(governor, NOW + 4) == ["4"]


def test_a_host_that_complains_is_halved_once_for_all_that_were_under_way_and_grows_back_slowly() -> None:
    governor = Governor(total=100, per_host=8)
    for n in range(8):
        governor.enqueue("h", REST, str(n))
    tickets = governor.next_to_start(NOW)[0]
    for ticket in tickets:
        governor.pushed_back(ticket, 0.0, NOW + 1)
        governor.leave(ticket)
    assert governor.states(NOW, 0)[0].allowed == 4
    later = governor.enqueue("h", REST, "later")
    governor.next_to_start(NOW + 2)
    governor.pushed_back(later, 0.0, NOW + 3)
    assert governor.states(NOW, 0)[0].allowed == 2
    answers = 0
    while governor.states(NOW, 0)[0].allowed < 8:
        governor.answered(later)
        answers += 1
    assert answers >= 50


def test_a_pause_that_the_host_asks_for_holds_and_shows() -> None:
    governor = Governor(total=9, per_host=9)
    first, _second = governor.enqueue("h", REST, "a"), governor.enqueue("other", REST, "b")
    governor.next_to_start(NOW)
    assert governor.pushed_back(first, 30.0, NOW) == 30
    governor.leave(first)
    governor.enqueue("h", REST, "c")
    tickets, wake = governor.next_to_start(NOW + 1)
    assert (tickets, wake) == ([], NOW + 30)
    state = governor.states(NOW, 5000.0)[0]
    assert (state.host, state.paused_until, state.waiting) == ("h", 5030.0, 1)
    assert started(governor, NOW + 30) == ["c"]
    assert governor.states(NOW + 31, 5031.0)[0].paused_until is None


def test_complaints_without_a_time_pause_longer_each_time() -> None:
    governor = Governor(total=9, per_host=9)
    pauses = []
    now = NOW
    for n in range(9):
        ticket = governor.enqueue("h", REST, str(n))
        governor.next_to_start(now)
        pauses.append(governor.pushed_back(ticket, None, now))
        governor.leave(ticket)
        now += 100
    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[3] < pauses[-1] <= 60


def test_a_pause_longer_than_anyone_waits_ends_what_waits() -> None:
    governor = Governor(total=1, per_host=1, longest_wait=60)
    first, second = governor.enqueue("h", REST, "a"), governor.enqueue("h", REST, "b")
    governor.next_to_start(NOW)
    governor.pushed_back(first, 3600.0, NOW)
    [(ticket, error)] = governor.hopeless(NOW)
    assert ticket is second
    assert isinstance(error, RateLimitedError)
    assert "3600" in str(error)
    assert governor.refusal(governor.host("h"), NOW + 3541) is None


def silence(governor: Governor, times: int, now: float = NOW) -> None:
    for n in range(times):
        ticket = governor.enqueue("h", REST, f"silent {n}")
        governor.next_to_start(now)
        governor.silent(ticket, LOST, now)
        governor.leave(ticket)


def test_a_dead_host_fails_at_once_and_then_is_tried_by_one() -> None:
    governor = Governor(total=9, per_host=4)
    silence(governor, SILENCES - 1)
    assert governor.refusal(governor.host("h"), NOW) is None
    silence(governor, 1)
    refusal = governor.refusal(governor.host("h"), NOW + DEAD_FOR - 1)
    assert isinstance(refusal, ConnectionFailedError)
    assert refusal is not LOST
    assert str(refusal) == str(LOST)
    assert governor.states(NOW, 0.0)[0].unreachable_until == DEAD_FOR
    alive = NOW + DEAD_FOR + 1
    assert governor.refusal(governor.host("h"), alive) is None
    probe = governor.enqueue("h", REST, "a")
    governor.enqueue("h", REST, "b")
    assert started(governor, alive) == ["a"]
    governor.answered(probe)
    governor.leave(probe)
    governor.enqueue("h", REST, "c")
    assert started(governor, alive) == ["b", "c"]


def test_a_host_that_stays_dead_is_left_alone_longer() -> None:
    governor = Governor(total=9, per_host=4)
    silence(governor, SILENCES)
    silence(governor, 1, NOW + DEAD_FOR + 1)
    until = governor.states(NOW + DEAD_FOR + 1, 0.0)[0].unreachable_until
    assert until == 2 * DEAD_FOR


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(list(Priority)), st.booleans()), max_size=60),
    st.integers(1, 5),
    st.integers(1, 3),
)
def test_every_request_starts_once_within_the_limits(
    asked: list[tuple[str, Priority, bool]], total: int, per_host: int
) -> None:
    governor = Governor(total, per_host)
    waiting = [governor.enqueue(host, priority, str(n)) for n, (host, priority, _) in enumerate(asked)]
    for ticket, (_, _, moved) in zip(waiting, asked, strict=True):
        if moved:
            governor.prioritise([ticket.key], Priority.ON_SCREEN)
    seen: list[Ticket] = []
    running: list[Ticket] = []
    while True:
        running += governor.next_to_start(NOW)[0]
        assert len(running) == governor.active <= total
        assert all(state.active <= per_host for state in governor.states(NOW, 0))
        if not running:
            break
        seen.append(running.pop(0))
        governor.leave(seen[-1])
    assert sorted(ticket.number for ticket in seen) == [ticket.number for ticket in waiting]


@pytest.mark.parametrize(
    "place, at_once",
    [
        ("picsum.photos", 6),
        ("fastly.picsum.photos:8080", 6),
        ("api.artic.edu", 1),
        ("unknown.example", 8),
        ("notpicsum.photos", 8),
    ],
)
def test_known_hosts_have_limits_of_their_own(place: str, at_once: int) -> None:
    assert politeness(place, 8).at_once == at_once
    assert politeness(place, 1).at_once == 1


def test_unknown_hosts_get_four_at_once_and_the_table_may_allow_more() -> None:
    assert politeness("pictures.example").at_once == Settings().per_host == Limits().per_host == 4
    assert politeness("picsum.photos").at_once == 6


def test_other_limits_hold_from_now_on_and_end_nothing() -> None:
    governor = Governor(total=2, per_host=2)
    tickets = [governor.enqueue(place, REST, str(n)) for n in range(6) for place in ("a", "b")]
    assert len(started(governor)) == 2
    governor.set_limits(9, 4)
    assert len(started(governor)) == 6
    governor.set_limits(9, 1)
    assert governor.active == 8
    for ticket in tickets[:6]:
        governor.leave(ticket)
    assert started(governor) == [], "each host still has one"
    for ticket in tickets[6:8]:
        governor.leave(ticket)
    assert len(started(governor)) == 2


def test_a_host_that_was_halved_stays_so_when_the_limits_change() -> None:
    governor = Governor(total=9, per_host=4)
    ticket = governor.enqueue("a", REST, "0")
    started(governor)
    governor.pushed_back(ticket, 0, NOW)
    governor.set_limits(9, 8)
    assert governor.states(NOW, NOW)[0].allowed == 2
    assert governor.states(NOW, NOW)[0].limit == 8


def test_no_host_stands_twice_in_the_table() -> None:
    assert len({row.host for row in KNOWN}) == len(KNOWN)


async def test_the_turnstile_lets_the_next_one_in_when_one_leaves() -> None:
    turnstile = Turnstile(Governor(1, 1))
    first = await turnstile.enter("h", REST, "a")
    second = asyncio.create_task(turnstile.enter("h", REST, "b"))
    third = asyncio.create_task(turnstile.enter("h", REST, "c"))
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.sleep(0)
    assert not third.done()
    turnstile.leave(first)
    assert (await third).key == "c"
    assert second.cancelled()
    assert turnstile.governor.active == 1


async def test_the_turnstile_wakes_when_a_pause_is_over() -> None:
    turnstile = Turnstile(Governor(1, 1))
    first = await turnstile.enter("h", REST, "a")
    turnstile.pushed_back(first, 0.02)
    turnstile.leave(first)
    second = await turnstile.enter("h", REST, "b")
    turnstile.leave(second)


async def test_the_turnstile_sends_everybody_away_from_a_dead_host() -> None:
    turnstile = Turnstile(Governor(1, 1))
    first = await turnstile.enter("h", REST, "a")
    waiting = [asyncio.create_task(turnstile.enter("h", REST, str(n))) for n in range(3)]
    await asyncio.sleep(0)
    for _ in range(SILENCES):
        turnstile.silent(first, LOST)
    found = await asyncio.gather(*waiting, return_exceptions=True)
    assert all(isinstance(error, ConnectionFailedError) for error in found)
    with pytest.raises(ConnectionFailedError):
        await turnstile.enter("h", REST, "late")
    turnstile.close()
