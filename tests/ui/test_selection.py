"""Choosing with mouse and keyboard."""

from vitrina.ui.selection import Selection


def test_a_click_chooses_one_and_drops_the_others() -> None:
    selection = Selection()
    selection.only(3)
    selection.only(5)
    assert selection.chosen == {5}
    assert selection.focus == 5


def test_ctrl_adds_and_takes_away() -> None:
    selection = Selection()
    selection.only(3)
    selection.toggle(7)
    assert selection.chosen == {3, 7}
    selection.toggle(3)
    assert selection.chosen == {7}


def test_shift_extends_from_where_it_began_in_both_directions() -> None:
    selection = Selection()
    selection.only(5)
    selection.extend(8)
    assert selection.chosen == {5, 6, 7, 8}
    selection.extend(3)
    assert selection.chosen == {3, 4, 5}
    assert selection.focus == 3


def test_a_rubber_band_adds_to_what_was_chosen_before_it_and_can_shrink() -> None:
    selection = Selection()
    selection.band([2, 3, 4], {9})
    assert selection.chosen == {2, 3, 4, 9}
    selection.band([2], {9})
    assert selection.chosen == {2, 9}


def test_ctrl_and_shift_together_add_a_range_to_what_was_chosen() -> None:
    selection = Selection()
    selection.only(1)
    selection.toggle(5)
    selection.add(7)
    assert selection.chosen == {1, 5, 6, 7}
    assert selection.focus == 7


def test_moving_the_focus_leaves_the_choice() -> None:
    selection = Selection()
    selection.only(1)
    selection.move(4)
    assert (selection.chosen, selection.focus) == ({1}, 4)


def test_with_nothing_chosen_the_focus_counts() -> None:
    selection = Selection()
    assert selection.ordered() == []
    selection.move(4)
    assert selection.ordered() == [4]
    selection.band([9, 2], set())
    assert selection.ordered() == [2, 9]
