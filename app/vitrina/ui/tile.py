"""One tile on the canvas: picture, title, outline and the sign of its state, made once and used again and again.

Owns the canvas items of a tile. Refuses to decide what it shows; it is told, and changes only what differs.
"""

import tkinter as tk
from typing import TYPE_CHECKING, Final

from vitrina.frozen import frozen
from vitrina.ui.grid_layout import Box
from vitrina.ui.icons import Icons
from vitrina.ui.shown import WAITING, Condition, State
from vitrina.ui.theme import Theme

if TYPE_CHECKING:
    from vitrina.ui.photo import Photo

_SIGNS: Final = {Condition.STALE: "stale", Condition.FAILED: "warning", Condition.BLOCKED: "blocked"}
_ALL_LINES: Final = 4
"""So many lines a reason has at most, with what can be done about it."""
_SOME_LINES: Final = 2
_FULL_TURN: Final = 359.9


@frozen
class Face:
    """All that a tile shows. `reason` is drawn where there is no picture and never will be.

    `gone`: its source no longer lists it; `newer`: its address gave another picture before.
    """

    box: Box
    caption: str = ""
    image: "Photo | None" = None
    state: State = WAITING
    reason: str = ""
    chosen: bool = False
    focused: bool = False
    favourite: bool = False
    kept: bool = False
    rating: int = 0
    tagged: bool = False
    gone: bool = False
    newer: bool = False


class Tile:
    """A set of canvas items that can be put anywhere. `face` is what it shows now, None while it is put away."""

    def __init__(self, canvas: tk.Canvas) -> None:
        """Make the items that every tile has; the others are made when first needed."""
        self._canvas = canvas
        self._back = canvas.create_rectangle(0, 0, 0, 0, width=0, state="hidden")
        self._picture = canvas.create_image(0, 0, anchor="nw", state="hidden")
        self._caption = canvas.create_text(0, 0, anchor="nw", state="hidden")
        self._extra: dict[str, int] = {}
        self.face: Face | None = None

    def put_away(self) -> None:
        """Show nothing until the next `show`."""
        if self.face is None:
            return
        self.face = None
        # The image may be dropped while the tile is put away; Tk would not find it again.
        self._canvas.itemconfigure(self._picture, image="", state="hidden")
        for item in (self._back, self._caption, *self._extra.values()):
            self._canvas.itemconfigure(item, state="hidden")

    def show(self, face: Face, theme: Theme, icons: Icons) -> None:
        """Show this; items that stay as they are cost nothing."""
        before = self.face
        if before == face:
            return
        self.face = face
        moved = before is None or before.box != face.box
        if moved or before is None or before.image is not face.image:
            self._show_picture(face, theme)
        if moved or before is None or before.caption != face.caption or before.chosen != face.chosen:
            self._show_caption(face, theme)
        marks_before = before and (before.chosen, before.focused)
        if moved or marks_before != (face.chosen, face.focused):
            self._show_outline(face, theme)
        self._show_signs(face, theme, icons)

    def _show_picture(self, face: Face, theme: Theme) -> None:
        canvas, box = self._canvas, face.box
        if face.image is None:
            canvas.coords(self._back, box.x, box.y, box.x + box.width, box.y + box.height)
            canvas.itemconfigure(self._back, fill=theme.palette.tile, state="normal")
            canvas.itemconfigure(self._picture, image="", state="hidden")
            return
        canvas.coords(self._picture, box.x, box.y)
        canvas.itemconfigure(self._picture, image=str(face.image), state="normal")
        canvas.itemconfigure(self._back, state="hidden")

    def _show_caption(self, face: Face, theme: Theme) -> None:
        canvas, box = self._canvas, face.box
        if not face.caption:
            canvas.itemconfigure(self._caption, state="hidden")
            return
        canvas.coords(self._caption, box.x + 1, box.y + box.height + theme.px(6))
        canvas.itemconfigure(
            self._caption,
            text=face.caption,
            fill=theme.palette.text if face.chosen else theme.palette.muted,
            font="VitrinaSmall",
            state="normal",
        )

    def _show_outline(self, face: Face, theme: Theme) -> None:
        look = theme.palette
        if face.chosen:
            self._frame("chosen", face.box, -theme.px(1.5), theme.px(4), look.accent)
        else:
            self._hide("chosen")
        if face.focused:
            self._frame("focus", face.box, theme.px(3.5), theme.px(2), look.accent if not face.chosen else look.text)
        else:
            self._hide("focus")

    def _frame(self, name: str, box: Box, outside: int, width: int, colour: str) -> None:
        if name not in self._extra:
            self._extra[name] = self._canvas.create_rectangle(0, 0, 0, 0, fill="")
        item = self._extra[name]
        right, bottom = box.x + box.width - 1, box.y + box.height - 1
        self._canvas.coords(item, box.x - outside, box.y - outside, right + outside, bottom + outside)
        self._canvas.itemconfigure(item, outline=colour, width=width, state="normal")

    def _show_signs(self, face: Face, theme: Theme, icons: Icons) -> None:
        look, box = theme.palette, face.box
        size, inset = theme.px(22), theme.px(8)
        self._sign(
            "check", face.chosen, box.x + inset, box.y + inset, icons, size, (look.on_accent, look.accent, look.accent)
        )
        right = box.x + box.width - inset - size
        self._sign(
            "heart_full", face.favourite, right, box.y + inset, icons, size, (look.danger, look.surface, look.edge)
        )
        self._sign(
            "pin",
            face.kept,
            right - face.favourite * (size + inset // 2),
            box.y + inset,
            icons,
            size,
            (look.text, look.surface, look.edge),
        )
        self._show_foot(face, theme, icons)
        self._show_reason(face, theme, icons)
        self._show_ring(face, theme)

    def _show_foot(self, face: Face, theme: Theme, icons: Icons) -> None:
        """At the left what became of the picture, at the right what the person said of it."""
        look, box, size, inset = theme.palette, face.box, theme.px(22), theme.px(8)
        sign = _SIGNS.get(face.state.condition)
        y = box.y + box.height - inset - size
        x = box.x + inset
        there = {name: name == sign and face.image is not None for name in _SIGNS.values()}
        for name, on in {**there, "gone": face.gone, "newer": face.newer}.items():
            colour = look.danger if name in ("warning", "blocked") else look.muted
            self._sign(name, on, x, y, icons, size, (colour, look.surface, look.edge))
            x += (size + inset // 2) * on
        right = box.x + box.width - inset
        if face.rating:
            image = icons.stars(face.rating, size, look.accent, look.surface, look.edge)
            right -= image.width()
            self._picture_at("rating", str(image), right, y)
            right -= inset // 2
        else:
            self._hide("rating")
        self._sign("tag", face.tagged, right - size, y, icons, size, (look.text, look.surface, look.edge))

    def _picture_at(self, name: str, image: str, x: int, y: int) -> None:
        if name not in self._extra:
            self._extra[name] = self._canvas.create_image(0, 0, anchor="nw")
        self._canvas.coords(self._extra[name], x, y)
        self._canvas.itemconfigure(self._extra[name], image=image, state="normal")

    def _sign(
        self,
        name: str,
        there: bool,  # noqa: FBT001 - one row of a table of signs
        x: int,
        y: int,
        icons: Icons,
        size: int,
        colours: tuple[str, str, str],
    ) -> None:
        """Show a sign or hide it; `colours` of the sign, its ground and the rim."""
        if not there:
            self._hide(name)
            return
        self._picture_at(name, str(icons.badge(name, size, *colours)), x, y)

    def _show_reason(self, face: Face, theme: Theme, icons: Icons) -> None:
        """Where there is no picture: the sign of the state in the middle, and below it why."""
        sign = _SIGNS.get(face.state.condition)
        if sign is None or face.image is not None:
            self._hide("reason")
            self._hide("reason_sign")
            return
        canvas, box, look = self._canvas, face.box, theme.palette
        if "reason" not in self._extra:
            self._extra["reason"] = canvas.create_text(0, 0, anchor="n", justify="center")
            self._extra["reason_sign"] = canvas.create_image(0, 0, anchor="s")
        middle_x, middle_y = box.x + box.width // 2, box.y + box.height // 2
        canvas.coords(self._extra["reason_sign"], middle_x, middle_y - theme.px(2))
        canvas.itemconfigure(
            self._extra["reason_sign"], image=str(icons.get(sign, theme.px(26), look.danger)), state="normal"
        )
        canvas.coords(self._extra["reason"], middle_x, middle_y + theme.px(6))
        canvas.itemconfigure(
            self._extra["reason"],
            text=self._told(face, theme),
            width=max(1, box.width - theme.px(20)),
            fill=look.text,
            font="VitrinaSmall",
            state="normal",
        )

    @staticmethod
    def _told(face: Face, theme: Theme) -> str:
        """Say so much of the reason as there is room for below the sign; the rest is said on hover."""
        lines = (face.box.height // 2 - theme.px(8)) // theme.small_height
        if lines >= _ALL_LINES:
            return face.reason
        return face.reason.partition("\n")[0] if lines >= _SOME_LINES else ""

    def _show_ring(self, face: Face, theme: Theme) -> None:
        if face.state.condition is not Condition.DOWNLOADING or face.image is not None:
            self._hide("ring_back")
            self._hide("ring")
            return
        canvas, box = self._canvas, face.box
        if "ring" not in self._extra:
            self._extra["ring_back"] = canvas.create_oval(0, 0, 0, 0)
            self._extra["ring"] = canvas.create_arc(0, 0, 0, 0, style="arc", start=90)
        radius = min(theme.px(16), box.width // 4, box.height // 4)
        x, y = box.x + box.width // 2, box.y + box.height // 2
        around = (x - radius, y - radius, x + radius, y + radius)
        part = face.state.part if face.state.part is not None else 0.25
        for name, colour in (("ring_back", theme.palette.line), ("ring", theme.palette.accent)):
            canvas.coords(self._extra[name], *around)
            canvas.itemconfigure(self._extra[name], outline=colour, width=theme.px(3.5), state="normal")
        canvas.itemconfigure(self._extra["ring"], extent=-max(4.0, part * _FULL_TURN))

    def _hide(self, name: str) -> None:
        item = self._extra.get(name)
        if item is not None:
            self._canvas.itemconfigure(item, state="hidden")
