"""A minute of random actions over 100,000 pictures while downloads run and fail."""

import random
import threading
import time
from pathlib import Path

import pytest

from screen import process_events
from vitrina.model import Picture
from web import Web
from window_screen import Open

SECONDS = 60.0
COUNT = 100_000
KEYS = (
    "<Right>", "<Left>", "<Up>", "<Down>", "<Next>", "<Prior>", "<End>", "<Home>", "<Return>", "<Escape>", "<Escape>",
    "<plus>", "<minus>", "<Key-0>", "<Key-1>", "<Key-2>", "<Key-3>", "<r>", "<i>", "<t>", "<b>", "<F9>", "<Control-j>",
    "<F1>", "<Delete>", "<Control-z>", "<Control-a>", "<Shift-Down>", "<space>", "<BackSpace>", "<F5>", "<g>",
    "<Alt-Key-3>", "<Alt-Key-0>", "<Control-R>",
)  # fmt: skip


def resident() -> int:
    """Megabytes in memory now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 // 1_000_000


def handles() -> int:
    """Open files of this process."""
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif("sys.platform != 'linux'", reason="memory and handles are read from /proc")
def test_nothing_breaks_and_nothing_grows(open_window: Open, folder: Path) -> None:
    with Web() as web:
        files = [Picture(path.as_uri()) for path in sorted(folder.iterdir())]
        good = [Picture(web.url(f"/picture/{number}.png?bytes=20000")) for number in range(60)]
        bad = [Picture(web.url(path)) for path in ("/nothing", "/cut?at=500", "/reset", "/hang_up", "/html")]
        some = [*files, *good, *bad]
        screen = open_window(str(folder))
        screen.filled()
        window = screen.window
        chance = random.Random(7)
        window.session.show([some[number % len(some)] for number in range(COUNT)])
        threads = threading.active_count()
        begun = handles()
        middle: list[int] = []
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            act = chance.randrange(10)
            if act < 6:
                screen.press(chance.choice(KEYS))
            elif act == 6:
                window.grid.canvas.event_generate(chance.choice(["<Button-4>", "<Button-5>"]), x=300, y=300)
            elif act == 7 and not window.front.in_viewer:
                window.grid.scroll_to(chance.randrange(max(1, window.grid.height)))
            elif act == 8 and len(window.shown):
                window.sifting.search(chance.choice(["", "", "1", "png", "rating:3", "-state:failed 2", "is:kept"]))
                window.sifting.sort(chance.choice(["", "", "title", "rating", "state", "url"]))
            elif act == 9 and window.front.in_viewer:
                window.viewer.pan(chance.randrange(-50, 50), chance.randrange(-50, 50))
            process_events(window.root)
            if not middle and time.monotonic() > end - SECONDS / 2:
                middle.append(resident())
            assert not screen.faults
        assert resident() - middle[0] < 120, "memory grows"
        window.front.show_grid()
        screen.until(lambda: window.thumbnails.waiting == 0, 60)
        assert window.thumbnails.live <= 1000
        assert threading.active_count() <= threads + 4
        assert handles() <= begun + 60, "files stay open"
