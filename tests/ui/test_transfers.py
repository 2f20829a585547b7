"""What the downloads are doing, told from their steps."""

from dataclasses import replace
from time import localtime, strftime

import pytest

from vitrina.fetch import HostState
from vitrina.language import Language
from vitrina.model import Fault, Progress, Status
from vitrina.ui.activity import held_back
from vitrina.ui.transfers import REMEMBERED, Transfers
from vitrina.ui.waterfall import bars, stretch


def steps(key: str, at: float, *, fault: Fault | None = None) -> list[Progress]:
    """Give the life of one download of 1000 bytes, a second a stage."""
    return [
        Progress(key, "waiting", at=at),
        Progress(key, "connecting", at=at + 1),
        Progress(key, "sent", at=at + 1.5),
        Progress(key, "first_byte", total=1000, at=at + 2),
        Progress(key, "body", 1000, 1000, at=at + 3),
        Progress(key, "ended", 1000, 1000, at=at + 4, status=Status.FAILED if fault else Status.FETCHED, fault=fault),
    ]


def test_a_life_is_recorded_stage_by_stage() -> None:
    transfers = Transfers()
    transfers.hear(steps("a", 10.0)[:4])
    assert (transfers.open, transfers.done) == (1, 0)
    transfers.hear(steps("a", 10.0)[4:])
    one = transfers.all["a"]
    assert (one.waiting, one.connecting, one.sent, one.first_byte, one.ended) == (10, 11, 11.5, 12, 14)
    assert (transfers.open, transfers.done, transfers.failed) == (0, 1, 0)


def test_pages_and_lists_are_shown_and_not_counted() -> None:
    transfers = Transfers()
    page = [replace(step, picture=False) for step in steps("page", 10.0, fault=Fault("dns", "no"))]
    transfers.hear([*page[:3], *steps("a", 10.0)])
    assert (transfers.open, transfers.done, transfers.failed) == (0, 1, 0)
    transfers.hear(page[3:])
    assert (transfers.open, transfers.done, transfers.failed) == (0, 1, 0)
    assert list(transfers.all) == ["page", "a"]


def test_the_rate_counts_the_last_seconds_only() -> None:
    transfers = Transfers()
    transfers.hear(steps("a", 0.0))
    assert transfers.rate(4.0) == pytest.approx(250)
    assert transfers.rate(100.0) == 0


def test_the_time_left_follows_the_pace() -> None:
    transfers = Transfers()
    for number in range(4):
        transfers.hear(steps(f"d{number}", float(number)))
    transfers.hear([Progress(f"w{number}", "waiting", at=8.0) for number in range(8)])
    left = transfers.seconds_left(8.0)
    assert left == pytest.approx(8 * 4.0 / 4)
    assert Transfers().seconds_left(0.0) is None


def test_a_retry_begins_anew() -> None:
    transfers = Transfers()
    transfers.hear(steps("a", 0.0, fault=Fault("dns", "no")))
    assert transfers.failed == 1
    transfers.hear(steps("a", 10.0))
    assert transfers.all["a"].fault is None
    assert transfers.all["a"].waiting == 10


def test_only_so_many_finished_ones_are_remembered_and_no_open_one_is_forgotten() -> None:
    transfers = Transfers()
    transfers.hear([Progress("open", "waiting", at=0.0)])
    for number in range(REMEMBERED + 50):
        transfers.hear([Progress(f"{number}", "waiting", at=1.0), Progress(f"{number}", "ended", at=2.0)])
    assert len(transfers.all) == REMEMBERED
    assert "open" in transfers.all


def test_bars_follow_each_other_without_a_gap() -> None:
    transfers = Transfers()
    transfers.hear(steps("a", 0.0))
    one = transfers.all["a"]
    span = stretch([one], 4.0)
    assert span == (0.0, 10.0)
    found = bars(one, span, 4.0)
    assert [bar.part for bar in found] == ["waiting", "connecting", "first_byte", "body"]
    assert [(bar.left, bar.right) for bar in found] == [(0.0, 0.1), (0.1, 0.15), (0.15, 0.2), (0.2, 0.4)]


def test_an_open_download_reaches_to_now() -> None:
    transfers = Transfers()
    transfers.hear([Progress("a", "waiting", at=0.0)])
    assert bars(transfers.all["a"], (0.0, 20.0), 20.0)[0].right == 1.0


def test_hosts_that_are_held_back_are_told_with_the_time() -> None:
    english = Language.load("en")
    now = 1_800_000_000.0
    hosts = [
        HostState("fine.org", 2, 0, 4, 4),
        HostState("paused.org", 0, 5, 2, 4, paused_until=now + 600),
        HostState("dead.org", 0, 5, 4, 4, unreachable_until=now + 30),
        HostState("slow.org", 1, 3, 2, 4),
        HostState("over.org", 0, 0, 4, 4, paused_until=now - 1),
    ]
    paused, dead, slow = held_back(english, hosts, now).split("   ·   ")
    assert paused == "paused.org is paused until " + strftime("%H:%M", localtime(now + 600))
    assert dead == "dead.org does not answer; asked again at " + strftime("%H:%M:%S", localtime(now + 30))
    assert slow == "slow.org gets 2 at once, of 4"


def test_an_answer_that_only_asked_for_patience_begins_no_body() -> None:
    transfers = Transfers()
    transfers.hear([*steps("a", 0.0)[:4], Progress("a", "waiting", at=5.0)])
    assert [bar.part for bar in bars(transfers.all["a"], (0.0, 10.0), 6.0)] == ["waiting"]
