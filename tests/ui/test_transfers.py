"""What the downloads are doing, told from their steps."""

import pytest

from vitrina.model import Fault, Progress, Status
from vitrina.ui.transfers import REMEMBERED, Transfers
from vitrina.ui.waterfall import bars, stretch


def steps(key: str, at: float, *, fault: Fault | None = None) -> list[Progress]:
    """Give the life of one download of 1000 bytes, a second a stage."""
    return [
        Progress(key, "waiting", at=at),
        Progress(key, "connecting", at=at + 1),
        Progress(key, "first_byte", total=1000, at=at + 2),
        Progress(key, "body", 1000, 1000, at=at + 3),
        Progress(key, "ended", 1000, 1000, at=at + 4, status=Status.FAILED if fault else Status.FETCHED, fault=fault),
    ]


def test_a_life_is_recorded_stage_by_stage() -> None:
    transfers = Transfers()
    transfers.hear(steps("a", 10.0)[:3])
    assert (transfers.open, transfers.done) == (1, 0)
    transfers.hear(steps("a", 10.0)[3:])
    one = transfers.all["a"]
    assert (one.waiting, one.connecting, one.first_byte, one.ended) == (10, 11, 12, 14)
    assert (transfers.open, transfers.done, transfers.failed) == (0, 1, 0)


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
    assert [bar.part for bar in found] == ["waiting", "connecting", "body"]
    assert [(bar.left, bar.right) for bar in found] == [(0.0, 0.1), (0.1, 0.2), (0.2, 0.4)]


def test_an_open_download_reaches_to_now() -> None:
    transfers = Transfers()
    transfers.hear([Progress("a", "waiting", at=0.0)])
    assert bars(transfers.all["a"], (0.0, 20.0), 20.0)[0].right == 1.0
