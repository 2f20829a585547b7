"""Which part of a picture is seen, and how large: fit, width, fill, free; zoom at a point, pan, turn.

Owns the arithmetic of the viewer. Refuses to know Tk and pixels' values. A scale of 1 is one picture pixel on
one screen pixel.
"""

from dataclasses import replace
from typing import Final, Literal, TypeAlias

from vitrina.frozen import frozen

Mode: TypeAlias = Literal["fit", "width", "fill", "free"]
Size: TypeAlias = tuple[int, int]

SMALLEST: Final = 0.01
LARGEST: Final = 64.0
ZOOM_STEP: Final = 1.25


@frozen
class View:
    """A picture in a window. `x`, `y` is the point of the picture, in its pixels, in the window's middle."""

    picture: Size
    window: Size
    scale: float
    x: float
    y: float
    mode: Mode

    @property
    def placed(self) -> tuple[int, int, int, int]:
        """Where the seen part lies in the window: left, top, width, height in screen pixels."""
        left, top, right, bottom = self._edges()
        at = (max(0, round(left)), max(0, round(top)))
        return (
            *at,
            max(1, min(self.window[0], round(right)) - at[0]),
            max(1, min(self.window[1], round(bottom)) - at[1]),
        )

    @property
    def seen(self) -> tuple[float, float, float, float]:
        """The seen part in picture pixels: left, top, right, bottom."""
        left, top, wide, high = self.placed
        edge_x, edge_y, _, _ = self._edges()
        return (
            max(0.0, (left - edge_x) / self.scale),
            max(0.0, (top - edge_y) / self.scale),
            min(float(self.picture[0]), (left + wide - edge_x) / self.scale),
            min(float(self.picture[1]), (top + high - edge_y) / self.scale),
        )

    @property
    def whole(self) -> bool:
        """Whether all of the picture is seen."""
        return self.picture[0] * self.scale <= self.window[0] + 1 and self.picture[1] * self.scale <= self.window[1] + 1

    def _edges(self) -> tuple[float, float, float, float]:
        left = self.window[0] / 2 - self.x * self.scale
        top = self.window[1] / 2 - self.y * self.scale
        return left, top, left + self.picture[0] * self.scale, top + self.picture[1] * self.scale


def scale_for(mode: Mode, picture: Size, window: Size) -> float:
    """Choose the scale of a mode; only `width` and `fill` enlarge."""
    across, down = window[0] / picture[0], window[1] / picture[1]
    if mode == "width":
        return across
    if mode == "fill":
        return max(across, down)
    return min(1.0, across, down)


def opened(picture: Size, window: Size, mode: Mode = "fit") -> View:
    """Look at a picture from the start."""
    top = mode == "width"
    scale = scale_for(mode, picture, window)
    y = min(picture[1] / 2, window[1] / 2 / scale) if top else picture[1] / 2
    return _held(View(picture, window, scale, picture[0] / 2, y, mode))


def zoomed(view: View, scale: float, at: tuple[float, float] | None = None) -> View:
    """Change the scale; the point of the picture under `at` (window pixels; the middle for None) stays where it is."""
    scale = min(max(scale, SMALLEST), LARGEST)
    middle = (view.window[0] / 2, view.window[1] / 2)
    away_x, away_y = (at[0] - middle[0], at[1] - middle[1]) if at else (0.0, 0.0)
    x = view.x + away_x / view.scale - away_x / scale
    y = view.y + away_y / view.scale - away_y / scale
    return _held(replace(view, scale=scale, x=x, y=y, mode="free"))


def panned(view: View, right: float, down: float) -> View:
    """Move the picture by so many screen pixels, as far as it has something to show there."""
    return _held(replace(view, x=view.x - right / view.scale, y=view.y - down / view.scale))


def resized(view: View, window: Size) -> View:
    """Put it into a window of another size: a mode is kept, else the scale and the middle."""
    if view.mode != "free":
        return opened(view.picture, window, view.mode)
    return _held(replace(view, window=window))


def sharper(view: View, picture: Size) -> View:
    """Look at the same part of a picture whose true size is known only now."""
    if picture == view.picture:
        return view
    if view.mode != "free":
        return opened(picture, view.window, view.mode)
    grown = picture[0] / view.picture[0]
    return _held(replace(view, picture=picture, scale=view.scale / grown, x=view.x * grown, y=view.y * grown))


def linked(leader: View, follower: View) -> View:
    """Look at the same part of another picture as `leader` does, as large beside its window as there.

    What is the same is the share of the picture, so that a small version of a picture can be compared with a large one.
    """
    if leader.mode != "free":
        return opened(follower.picture, follower.window, leader.mode)
    scale = leader.scale / _whole_scale(leader) * _whole_scale(follower)
    x = leader.x / leader.picture[0] * follower.picture[0]
    y = leader.y / leader.picture[1] * follower.picture[1]
    return _held(replace(follower, scale=min(max(scale, SMALLEST), LARGEST), x=x, y=y, mode="free"))


def _whole_scale(view: View) -> float:
    return min(view.window[0] / view.picture[0], view.window[1] / view.picture[1])


def _held(view: View) -> View:
    """Keep the picture in the window: centred where it is smaller, else without a gap at any edge."""
    return replace(
        view,
        x=_held_along(view.x, view.picture[0], view.window[0] / view.scale),
        y=_held_along(view.y, view.picture[1], view.window[1] / view.scale),
    )


def _held_along(middle: float, length: int, room: float) -> float:
    return length / 2 if length <= room else min(max(middle, room / 2), length - room / 2)
