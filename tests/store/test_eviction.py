"""The policy: which bytes leave the store."""

from hypothesis import given
from hypothesis import strategies as st

from vitrina.store.eviction import DEFAULT_LIMIT, Entry, default_limit, to_evict

entries = st.lists(
    st.builds(Entry, st.uuids().map(str), st.integers(0, 1000), st.integers(-100, 100), st.booleans()),
    max_size=40,
    unique_by=lambda entry: entry.name,
)
limits = st.integers(0, 20_000)
marks = st.sampled_from((0.5, 0.9, 1.0))


@given(entries, limits, marks)
def test_nothing_goes_below_the_limit_and_enough_above_it(held: list[Entry], limit: int, mark: float) -> None:
    going = to_evict(held, limit, mark)
    total = sum(entry.bytes for entry in held)
    if total <= limit:
        assert going == []
        return
    stays = total - sum(entry.bytes for entry in going)
    assert stays <= limit * mark or all(entry.kept for entry in held if entry not in going)


@given(entries, limits, marks)
def test_what_is_kept_never_goes(held: list[Entry], limit: int, mark: float) -> None:
    assert not any(entry.kept for entry in to_evict(held, limit, mark))


@given(entries, limits, marks)
def test_whatever_stays_was_seen_no_earlier_than_what_goes(held: list[Entry], limit: int, mark: float) -> None:
    going = to_evict(held, limit, mark)
    staying = [entry for entry in held if entry not in going and not entry.kept]
    if going and staying:
        assert max(entry.seen for entry in going) <= min(entry.seen for entry in staying)


@given(entries, limits, marks)
def test_no_more_goes_than_has_to(held: list[Entry], limit: int, mark: float) -> None:
    going = to_evict(held, limit, mark)
    if going:
        without_last = sum(entry.bytes for entry in held) - sum(entry.bytes for entry in going[:-1])
        assert without_last > limit * mark


@given(entries, limits, marks)
def test_entries_in_order_are_decided_the_same_and_read_no_further_than_needed(
    held: list[Entry], limit: int, mark: float
) -> None:
    in_order = sorted(held, key=lambda entry: entry.seen)
    total = sum(entry.bytes for entry in held)
    reading = iter(in_order)
    going = to_evict(reading, limit, mark, held=total)
    assert going == to_evict(held, limit, mark)
    if going and going[-1] is not in_order[-1]:
        read = len(in_order) - len(list(reading))
        assert total - sum(entry.bytes for entry in going) > limit * mark or read <= in_order.index(going[-1]) + 2


@given(st.integers(0, 1 << 50), st.integers(0, 1 << 34))
def test_the_default_limit_is_two_gibibytes_or_a_tenth_of_the_free_disk(free: int, held: int) -> None:
    limit = default_limit(free, held)
    assert limit <= DEFAULT_LIMIT
    assert limit == DEFAULT_LIMIT or abs(limit - (free + held) / 10) <= 1


def test_a_store_that_fills_the_disk_does_not_lower_its_own_limit() -> None:
    assert default_limit(10 << 30, 0) == default_limit(9 << 30, 1 << 30)
