"""Rows of pictures whose proportions nobody knows yet, in the real window: what is on the screen stays where it is."""

import os
from pathlib import Path

from PIL import Image

from screen import process_events
from window_screen import Open


def test_nothing_on_the_screen_moves_when_proportions_become_known(open_window: Open, tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number, size in enumerate([(60, 20), (20, 60), (40, 40)]):
        Image.new("RGB", size, (90, 60 * number, 120)).save(many / f"{number:03}.png")
    for number in range(3, 400):
        os.link(many / f"{number % 3:03}.png", many / f"{number:03}.png")
    screen = open_window(str(many), layout="rows", tile=96)
    screen.filled()
    grid = screen.window.grid
    height = grid.height
    grid.scroll_to(height * 0.7)
    for _ in range(16):
        process_events(screen.window.root)
        before = {index: grid.box(index) for index in grid.on_screen}
        screen.until(lambda: grid.settled and not grid.thumbnails.waiting, 20)
        for _ in range(20):
            process_events(screen.window.root)
        assert {index: grid.box(index) for index in before} == before
        top, way = grid.top, round(grid.room * 0.4)
        grid.scroll_by(-way)
        process_events(screen.window.root)
        assert all(grid.box(index).y == before[index].y + way for index in grid.on_screen if index in before), top
    assert grid.height != height, "no proportion was learnt: nothing was tried"
