"""Frozen values: `@frozen` stands for `@dataclass(frozen=True, slots=True)`, and takes a quarter of its time to import.

Owns how such a class comes by its methods. Refuses whatever else `dataclass` can do: what changes is declared by that.

The standard decorator writes and compiles eight functions for each class. Ninety such classes are imported before the
first screenful is there, and that took a sixth of the start. Here one function is compiled, `__init__`; the others are
shared. The class is a dataclass all the same: `fields`, `replace` and `asdict` take it.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T")

_ABSENT: Final = object()


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """Make a class of annotated fields one of values: equal by its fields, hashable if they are, never to be changed.

    What the class defines itself (`__repr__`, `__eq__`, `__hash__`) stays.
    """
    own = MappingProxyType(vars(cls))
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    known = fields(made)
    names = [one.name for one in known]
    values: Callable[[object], object] = attrgetter(*names) if names else lambda _: ()

    def equal(self: object, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: object) -> int:
        return hash(values(self))

    made.__init__ = _init(made, known)
    made.__setattr__, made.__delattr__ = _set, _delete
    if "__repr__" not in own:
        made.__repr__ = _repr
    if "__eq__" not in own:
        made.__eq__ = equal
    if own.get("__hash__") is None:
        made.__hash__ = hashed
    return made  # type: ignore[no-any-return]


def _init(cls: type, known: tuple[Field[Any], ...]) -> Callable[..., None]:
    """Compile `__init__`: its parameters are the fields, in their order."""
    scope: dict[str, Any] = {"_set": object.__setattr__, "_absent": _ABSENT}
    taken, body = ["self"], ["    pass"]
    for one in known:
        name = value = one.name
        if one.default is not MISSING:
            scope[f"_{name}"] = one.default
            taken.append(f"{name}=_{name}")
        elif one.default_factory is not MISSING:
            scope[f"_{name}"] = one.default_factory
            taken.append(f"{name}=_absent")
            value = f"_{name}() if {name} is _absent else {name}"
        else:
            taken.append(name)
        body.append(f"    _set(self, {name!r}, {value})")
    exec("\n".join((f"def __init__({', '.join(taken)}):", *body)), scope)  # noqa: S102 - as `dataclass` does; the text is made of names of fields
    made: Callable[..., None] = scope["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__module__ = cls.__module__
    return made


def _repr(self: Any) -> str:  # noqa: ANN401 - any such class
    said = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self))
    return f"{self.__class__.__qualname__}({said})"


def _set(self: object, name: str, value: object) -> NoReturn:
    del self, value
    message = f"cannot assign to field {name!r}"
    raise FrozenInstanceError(message)


def _delete(self: object, name: str) -> NoReturn:
    del self
    message = f"cannot delete field {name!r}"
    raise FrozenInstanceError(message)
