"""Colours that can be read, and scales that are whole."""

import pytest

from vitrina.ui.colours import PALETTES, Palette, contrast
from vitrina.ui.theme import screen_scale


@pytest.mark.parametrize("look", PALETTES.values(), ids=PALETTES.keys())
def test_every_text_can_be_read_on_every_ground_that_it_stands_on(look: Palette) -> None:
    pairs = [
        *(
            (text, ground)
            for text in (look.text, look.muted, look.disabled)
            for ground in (look.ground, look.surface, look.raised)
        ),
        *((look.text, ground) for ground in (look.hover, look.tile, look.stage)),
        (look.accent, look.surface),
        (look.accent, look.ground),
        (look.on_accent, look.accent),
        (look.danger, look.ground),
        (look.danger, look.tile),
        (look.danger, look.surface),
        (look.ground, look.text),
    ]
    for text, ground in pairs:
        assert contrast(text, ground) >= 4.5, f"{text} on {ground}"


@pytest.mark.parametrize(
    "dpi, environment, scale",
    [
        (96.0, {}, 1.0), (99.9, {}, 1.0), (120.0, {}, 1.25), (144.0, {}, 1.5), (192.0, {}, 2.0), (72.0, {}, 1.0),
        (96.0, {"GDK_SCALE": "2"}, 2.0), (96.0, {"GDK_SCALE": "rubbish"}, 1.0), (96.0, {"VITRINA_SCALE": "1.5"}, 1.5),
    ],
)  # fmt: skip
def test_the_scale_is_what_the_desktop_says_or_the_nearest_step(
    dpi: float, environment: dict[str, str], scale: float
) -> None:
    assert screen_scale(dpi, environment) == scale
