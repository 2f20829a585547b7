"""The pictures of what is open: filter, order, states."""

import time
from typing import Any

import pytest

from vitrina.errors import BlockedAddressError, DnsError
from vitrina.model import Fault, Picture, Progress, Status
from vitrina.ui.arrangement import STEP, Said
from vitrina.ui.shown import HERE, STALE, WAITING, Condition, Shown, State, after, failed, name_of

SHIPS = [Picture(f"http://h/{n}.jpg", title=f"Ship {n}", credit="Ana" if n % 2 else "Béla") for n in range(10)]


def found(shown: Shown, query: str) -> list[str | None]:
    """Search to the end."""
    for view in shown.arrange(query, ""):
        shown.view = view
    return [picture.title for picture in shown.all()]


def test_every_word_has_to_be_there_in_any_case() -> None:
    shown = Shown()
    shown.add(SHIPS)
    assert found(shown, "ana 3") == ["Ship 3"]
    assert found(shown, "BÉLA") == ["Ship 0", "Ship 2", "Ship 4", "Ship 6", "Ship 8"]
    assert found(shown, "nobody") == []
    assert len(found(shown, "")) == 10


def test_pictures_that_come_later_are_filtered_as_well() -> None:
    shown = Shown()
    shown.add(SHIPS[:5])
    found(shown, "ana")
    shown.add(SHIPS[5:])
    assert [picture.title for picture in shown.all()] == ["Ship 1", "Ship 3", "Ship 5", "Ship 7", "Ship 9"]


def test_the_first_results_of_a_hundred_thousand_come_with_the_first_slice() -> None:
    shown = Shown([Picture("http://h/1.jpg", title="Ship")] * 100_000)
    first = next(iter(shown.arrange("ship", "")))
    assert 0 < len(first) < 100_000


class Looked(list[Picture]):
    """Counts how many pictures are looked at."""

    looked = 0

    def __getitem__(self, at: Any) -> Any:
        self.looked += 1
        return super().__getitem__(at)


@pytest.mark.parametrize("query, order", [("ship", ""), ("", "title"), ("rating:>0", "rating"), ("-1", "state")])
def test_no_step_of_a_search_or_a_sort_looks_at_many_pictures(query: str, order: str) -> None:
    pictures = Looked(SHIPS * 2000)
    before = 0
    for _ in Shown(pictures).arranging(query, order):
        assert pictures.looked - before <= 4 * STEP
        before = pictures.looked
    assert pictures.looked >= len(pictures)


def test_what_is_removed_changes_nothing_else_in_what_is_found_and_sorted() -> None:
    shown = Shown(list(SHIPS))
    for view in shown.arrange("ana", "title", reverse=True):
        shown.view = view
    before = shown.remove([1])
    assert [one.title for one in shown.all()] == ["Ship 9", "Ship 5", "Ship 3", "Ship 1"]
    assert list(shown.view) == list(list(shown.arrange("ana", "title", reverse=True))[-1])
    shown.take_back(before)
    assert [one.title for one in shown.all()] == ["Ship 9", "Ship 7", "Ship 5", "Ship 3", "Ship 1"]
    assert list(shown.view) == list(list(shown.arrange("ana", "title", reverse=True))[-1])


def test_what_comes_while_it_is_searched_is_found_as_well() -> None:
    shown = Shown(list(SHIPS * 500))
    steps = shown.arranging("ana", "")
    next(steps)
    shown.add(SHIPS)
    for view in steps:
        shown.view = shown.view if view is None else view
    assert len(shown) == 501 * 5


def test_removing_can_be_undone() -> None:
    shown = Shown()
    shown.add(SHIPS)
    before = shown.remove([0, 2])
    assert [picture.title for picture in shown.all()][:2] == ["Ship 1", "Ship 3"]
    shown.take_back(before)
    assert list(shown.all()) == SHIPS


def test_removing_from_a_filtered_view_removes_what_is_seen() -> None:
    shown = Shown()
    shown.add(SHIPS)
    found(shown, "ana")
    shown.remove([0])
    assert [picture.title for picture in shown.all()] == ["Ship 3", "Ship 5", "Ship 7", "Ship 9"]
    assert len(shown.pictures) == 9


@pytest.mark.parametrize("order, first", [("title", "a"), ("credit", "c"), ("size", "b"), ("date", "c"), ("", "b")])
def test_pictures_are_sorted_and_what_is_unknown_comes_last(order: str, first: str) -> None:
    shown = Shown()
    shown.add(
        [
            Picture("http://h/1", title="b", credit="Z", width=100, height=100),
            Picture("http://h/2", title="a", credit="B", width=10, height=10, date="2020"),
            Picture("http://h/3", title="c", credit="A", date="2019"),
        ]
    )
    for view in shown.arrange("", order):
        shown.view = view
    assert shown[0].title == first


def test_the_other_way_round_is_the_other_way_round() -> None:
    shown = Shown()
    shown.add(SHIPS)
    assert [shown.pictures[at].title for at in list(shown.arrange("", "", reverse=True))[-1]][:2] == [
        "Ship 9",
        "Ship 8",
    ]
    for query, order in (("ana", ""), ("", "title")):
        whole = list(shown.arrange(query, order, reverse=True))[-1]
        assert shown.pictures[whole[0]].title == "Ship 9"


def test_the_first_screenful_of_a_hundred_thousand_is_sorted_before_the_rest() -> None:
    shown = Shown([Picture(f"http://h/{n}.jpg", title=f"{n * 7919 % 100_000:06}") for n in range(100_000)])
    for reverse in (False, True):
        first, whole = shown.arrange("", "title", reverse=reverse)
        assert list(first) == list(whole)[: len(first)]
        assert len(whole) == 100_000
        titles = [shown.pictures[at].title or "" for at in whole]
        assert titles == sorted(titles, reverse=reverse)


def test_what_a_person_said_and_what_a_tile_says_is_searched_and_sorted() -> None:
    shown = Shown()
    shown.add(SHIPS)
    keys = [picture.key for picture in SHIPS]
    shown.arrangement.said = Said(
        frozenset(keys[:2]), frozenset(keys[2:3]), {keys[4]: 5, keys[5]: 2}, {keys[6]: ("Storm", "calm sea")}
    )
    shown.set_state(keys[7], failed(DnsError("No")))
    assert found(shown, "is:favourite") == ["Ship 0", "Ship 1"]
    assert found(shown, "is:kept") == ["Ship 2"]
    assert found(shown, "rating:>=3") == ["Ship 4"]
    assert found(shown, "tag:sea") == found(shown, "storm") == ["Ship 6"]
    assert found(shown, "state:failed credit:ana") == ["Ship 7"]
    assert found(shown, "-state:waiting") == ["Ship 7"]
    assert [shown.pictures[at].title for at in list(shown.arrange("", "rating"))[-1]][:2] == ["Ship 4", "Ship 5"]
    shown.arrangement.said = Said()
    assert found(shown, "storm") == []


def test_what_is_put_back_is_found_and_sorted_as_before() -> None:
    shown = Shown()
    shown.add(SHIPS)
    for view in shown.arrange("ana", "title", reverse=True):
        shown.view = view
    shown.put_back(SHIPS[:6])
    assert [picture.title for picture in shown.all()] == ["Ship 5", "Ship 3", "Ship 1"]


def test_a_download_goes_through_its_states() -> None:
    steps = [
        (Progress("k", "waiting"), WAITING),
        (Progress("k", "connecting"), State(Condition.DOWNLOADING)),
        (Progress("k", "body", 25, 100), State(Condition.DOWNLOADING, 0.25)),
        (Progress("k", "ended", 100, 100, status=Status.FETCHED), HERE),
    ]
    state = WAITING
    for step, expected in steps:
        state = after(step, state)
        assert state == expected
    assert after(Progress("k", "connecting"), HERE) == HERE, "a refresh does not take the picture away"
    down, gone = Fault("connect", "no"), Fault("cancelled", "no")
    assert after(Progress("k", "ended", status=Status.STALE, fault=down), WAITING) == STALE
    assert after(Progress("k", "ended", status=Status.FAILED, fault=down), WAITING) == failed(down)
    assert after(Progress("k", "ended", status=Status.FAILED, fault=gone), State(Condition.DOWNLOADING)) == WAITING
    assert after(Progress("k", "ended", status=Status.FAILED, fault=gone), HERE) == HERE


def test_what_failed_and_what_was_refused_are_told_apart() -> None:
    assert failed(DnsError("no")).condition is Condition.FAILED
    assert failed(BlockedAddressError("no")).condition is Condition.BLOCKED
    assert failed(Fault("bomb", "no")).condition is Condition.BLOCKED


def test_states_are_counted() -> None:
    shown = Shown()
    assert shown.set_state("a", WAITING)
    assert not shown.set_state("a", WAITING)
    shown.set_state("a", HERE)
    shown.set_state("b", HERE)
    assert shown.counts[Condition.HERE] == 2
    assert shown.counts[Condition.WAITING] == 0


@pytest.mark.parametrize(
    "picture, name",
    [
        (Picture("http://h/a%20b.jpg"), "a b.jpg"),
        (Picture("http://h/a.jpg", title="T"), "T"),
        (Picture("http://host.example/"), "host.example"),
    ],
)
def test_a_picture_is_called_by_its_title_its_file_or_its_host(picture: Picture, name: str) -> None:
    assert name_of(picture) == name


def test_a_sequence_that_makes_its_entries_is_not_copied() -> None:
    began = time.monotonic()
    shown = Shown(range(10**9))  # type: ignore[arg-type]
    assert len(shown) == 10**9
    assert began
