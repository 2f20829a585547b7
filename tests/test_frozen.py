"""Frozen values do all that the standard library's do, to the letter of what a caller can see."""

from collections.abc import Mapping
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace

import pytest

from vitrina.frozen import frozen


@frozen
class Ours:
    """A value of every kind of field."""

    name: str
    size: int = 3
    words: Mapping[str, int] = field(default_factory=dict)

    @property
    def twice(self) -> int:
        """What is no field."""
        return 2 * self.size


@dataclass(frozen=True, slots=True)
class Theirs:
    """The same, as the standard library makes it."""

    name: str
    size: int = 3
    words: Mapping[str, int] = field(default_factory=dict)


@frozen
class One:
    """A single field: what names it must not take its value for a tuple."""

    value: object


@frozen
class Nothing:
    """No field at all."""


@frozen
class Silent:
    """A value that says itself what it is, and when it equals another."""

    secret: str

    def __repr__(self) -> str:
        """Say nothing."""
        return "Silent(…)"

    def __eq__(self, other: object) -> bool:
        """Be like every other."""
        return isinstance(other, Silent)

    def __hash__(self) -> int:
        """Be like every other."""
        return 7


def test_it_is_made_from_its_fields_by_place_and_by_name() -> None:
    assert (Ours("a").size, Ours("a", 5).size, Ours(size=7, name="a").size) == (3, 5, 7)


def test_a_default_that_is_made_is_made_for_each() -> None:
    assert Ours("a").words == {}
    assert Ours("a").words is not Ours("a").words


@pytest.mark.parametrize("given", [{}, {"name": "a", "colour": "red"}])
def test_too_few_or_unknown_fields_are_refused_by_the_name_of_the_class(given: dict[str, str]) -> None:
    with pytest.raises(TypeError, match=r"Ours\.__init__\(\)"):
        Ours(**given)  # type: ignore[arg-type]


def test_values_are_equal_by_their_fields_and_only_to_their_own_kind() -> None:
    assert Ours("a", 4) == Ours("a", 4)
    assert Ours("a", 4) != Ours("a", 5)
    assert One(("a",)) != One("a")
    assert Nothing() == Nothing()
    others: list[object] = [Theirs("a")]
    assert Ours("a") not in others


def test_equal_values_are_one_in_a_set() -> None:
    assert len({One("a"), One("a"), One("b"), Nothing(), Nothing()}) == 3


def test_a_value_that_cannot_be_hashed_makes_its_holder_so() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(One([]))


def test_nothing_can_be_changed_added_or_taken_away() -> None:
    value = Ours("a")
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'size'"):
        value.size = 4  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        value.colour = "red"  # type: ignore[attr-defined]
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'size'"):
        del value.size
    assert value == Ours("a")
    assert not hasattr(value, "__dict__")


def test_what_says_of_itself_is_what_the_standard_library_says() -> None:
    assert repr(Ours("a", 4, {"b": 1})) == repr(Theirs("a", 4, {"b": 1})).replace("Theirs", "Ours")


def test_what_a_class_says_itself_stays() -> None:
    assert repr(Silent("x")) == "Silent(…)"
    assert Silent("x") == Silent("y")
    assert hash(Silent("x")) == 7


def test_the_standard_library_takes_it_for_a_dataclass() -> None:
    value = Ours("a", 4)
    assert replace(value, size=9) == Ours("a", 9)
    assert asdict(value) == asdict(Theirs("a", 4))
    assert [one.name for one in fields(value)] == ["name", "size", "words"]
    match value:
        case Ours(name, size):
            assert (name, size) == ("a", 4)


def test_its_methods_and_properties_are_there() -> None:
    assert Ours("a", 4).twice == 8
