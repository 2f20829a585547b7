"""A person who does anything at all with 100,000 pictures while downloads run and fail.

VITRINA_SOAK_SECONDS says for how long, half a minute where it says nothing; `-s` shows how the memory goes.
The servers are processes of their own: they remember every request.
"""

import gc
import os
import random
import subprocess
import sys
import threading
import time
import tkinter as tk
import webbrowser
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from tkinter import filedialog, ttk
from typing import TYPE_CHECKING

import pytest

import web
from screen import process_events
from vitrina.model import Gallery, Picture
from vitrina.ui import galleries, preferences
from vitrina.ui import keys as key_names
from vitrina.ui.actions import ACTIONS
from window_screen import Open, Screen

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = float(os.environ.get("VITRINA_SOAK_SECONDS", "30"))
COUNT = 100_000
GROWTH_MB = 60
"""From the middle to the end: what the states and faults of pictures met for the first time take."""
QUERIES = (
    "", "", "", "1", "png", "rating:3", "-state:failed 2", "is:kept", "is:favourite", "tag:blue", "host:127.0.0.2",
    '"picture 7"', "title:(", "no such thing", "7 OR 9", "-1 -2",
)  # fmt: skip
BAD = ("/nothing", "/cut?at=500", "/reset", "/hang_up", "/html")


def resident() -> int:
    """Megabytes in memory now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 // 1_000_000


def handles() -> Counter[str]:
    """Open files of this process by what they are; the numbers of sockets, pipes and such are left out."""
    found: Counter[str] = Counter()
    for file in Path("/proc/self/fd").iterdir():
        try:
            found[str(file.readlink()).split("[")[0]] += 1
        except FileNotFoundError:
            continue  # the one that lists them
    return found


@pytest.fixture
def nothing_left_over(display: str | None) -> Iterator[None]:
    """Count threads and open files before there is a window, and after everything of it has been closed."""
    del display
    root = tk.Tk()  # Tk itself keeps its line to the screen, and what wakes its loop
    process_events(root)
    root.destroy()
    del root
    threads, files = set(threading.enumerate()), handles()
    yield
    gc.collect()
    left = [thread for thread in threading.enumerate() if thread not in threads]
    assert not left, "threads are left over"
    assert not handles() - files, "files stay open"


class Person:
    """Does one thing after the other, by chance, with hands and eyes alone where there is a way."""

    def __init__(self, screen: Screen, pictures: list[Picture], locators: list[str], scratch: Path) -> None:
        """Have 100,000 pictures, and other things to open."""
        self.screen, self.window = screen, screen.window
        self._pictures, self._locators, self._scratch = pictures, locators, scratch
        self._chance = random.Random(7)
        self._files = 0
        self.doing = ""
        """What was done last."""
        self._ways: list[tuple[int, Callable[[], object]]] = [
            (60, self._press), (8, self._wheel), (8, self._jump), (4, self._search), (6, self._click), (3, self._drag),
            (4, self._pan), (1, self._resize), (1, self._open), (2, self._settings), (2, self._side_by_side),
            (2, self._sidebar), (1, self._storage),
        ]  # fmt: skip

    def act(self) -> None:
        """Do one thing: finish what is asked on a sheet, or anything else."""
        window = self.window
        if len(window.shown.pictures) < COUNT and self._one_in(100):
            window.session.show(self._pictures)
        if window.offline and self._one_in(50):
            window.act("toggle_offline")
        menus = window.root.tk.splitlist(window.root.tk.call("grab", "current"))
        if menus:
            window.root.tk.call("tk::MenuUnpost", menus[0])
        elif window.sheet.open:
            self._answer()
        elif isinstance(window.root.focus_displayof(), ttk.Entry) and self._one_in(3):
            self.screen.press("<Escape>")
        else:
            weights, ways = zip(*self._ways, strict=True)
            way = self._chance.choices(ways, weights)[0]
            self.doing = way.__name__
            way()

    def ask(self, *_: object, **__: object) -> str:
        """Stand in for the dialogs of the system: mostly given up, else a name that is new."""
        if not self._one_in(4):
            return ""
        self._files += 1
        return str(self._scratch / f"{self._files}.{self._chance.choice(['json', 'txt', 'png', 'opml'])}")

    def ask_folder(self, *_: object, **__: object) -> str:
        """Stand in for the choice of a folder: to open, to export to, or for the store to move to."""
        name = self.ask()
        if name:
            Path(name).mkdir()
        return name

    def _one_in(self, number: int) -> bool:
        return self._chance.randrange(number) == 0

    def _press(self) -> None:
        action = self._chance.choice([one for one in ACTIONS if self.window.front.where in one.places])
        self.doing = action.name
        keys = self.window.table.keys(action.name)
        if keys:
            self.screen.press(key_names.tk_sequence(self._chance.choice(keys)))
        else:
            self.window.act(action.name)

    def _place(self, widget: tk.Misc) -> tuple[int, int]:
        return self._chance.randrange(max(widget.winfo_width(), 1)), self._chance.randrange(
            max(widget.winfo_height(), 1)
        )

    @property
    def _canvas(self) -> tk.Canvas:
        return self.window.viewer.canvas if self.window.front.in_viewer else self.window.grid.canvas

    def _wheel(self) -> None:
        x, y = self._place(self._canvas)
        self._canvas.event_generate(self._chance.choice(["<Button-4>", "<Button-5>"]), x=x, y=y)

    def _click(self) -> None:
        x, y = self._place(self._canvas)
        button = self._chance.choice([1, 1, 1, 3])
        self.screen.click(self._canvas, x, y, button=button, state=self._chance.choice([0, 0, 1, 4]))
        if button == 1 and self._one_in(2):
            self.screen.click(self._canvas, x, y)

    def _drag(self) -> None:
        canvas, root = self._canvas, self.window.root
        # The mouse is far away: else pictures would be dragged out of the window, until a real button comes up.
        root.event_generate("<Motion>", x=2000 - root.winfo_rootx(), y=2000 - root.winfo_rooty(), warp=True)
        x, y = self._place(canvas)
        canvas.event_generate("<ButtonPress-1>", x=x, y=y)
        for _ in range(5):
            x, y = self._place(canvas)
            canvas.event_generate("<B1-Motion>", x=x, y=y, state=0x100)
            process_events(self.window.root)
        canvas.event_generate("<ButtonRelease-1>", x=x, y=y, state=0x100)

    def _jump(self) -> None:
        if not self.window.front.looking:
            self.window.grid.scroll_to(self._chance.randrange(max(1, self.window.grid.height)))

    def _pan(self) -> None:
        if self.window.front.looking:
            self.window.front.eye.pan(self._chance.randrange(-50, 50), self._chance.randrange(-50, 50))

    def _search(self) -> None:
        self.window.frame.topbar.search.text.set(self._chance.choice(QUERIES))

    def _resize(self) -> None:
        self.window.root.geometry(f"{self._chance.randrange(520, 1600)}x{self._chance.randrange(360, 840)}")

    def _open(self) -> None:
        self.window.open([self._chance.choice(self._locators)])

    def _side_by_side(self) -> None:
        window, few = self.window, self._chance.randrange(2, 5)
        if not window.front.looking and len(window.shown) > few:
            at = self._chance.randrange(len(window.shown) - few)
            window.grid.selection.only(at)
            window.grid.selection.extend(at + few - 1)
            window.act("compare")

    def _sidebar(self) -> None:
        canvas = self.window.frame.sidebar.canvas
        if canvas.winfo_ismapped():
            x, y = self._place(canvas)
            self.screen.click(canvas, x, min(y, canvas.winfo_height() // 2), button=self._chance.choice([1, 1, 3]))

    def _settings(self) -> None:
        preferences.show(self.window, self._chance.choice(["general", "downloads", "keys", "services"]))

    def _storage(self) -> None:
        preferences.show(self.window, "storage")

    # what is asked on a sheet

    def _answer(self) -> None:
        sheet = self.window.sheet
        if sheet.name in ("gallery", "tags"):
            self._type(self._chance.choice(["blue", "green, red", f"g{self._chance.randrange(9)}", ""]), "<Return>")
        elif sheet.name == "palette":
            self._type(self._chance.choice([one.label for one in ACTIONS if one.label]), "<Return>")
        elif sheet.name == "choose":
            self.screen.press("<Down>", "<space>", "<Return>")
        elif sheet.name == "settings":
            self._set()
        if sheet.name == "confirm" or self._one_in(3):  # nobody's desktop is to be changed
            self.screen.press("<Escape>")

    def _type(self, text: str, *keys: str) -> None:
        focused = self.screen.focused()
        if isinstance(focused, ttk.Entry):
            focused.delete(0, "end")
            focused.insert(0, text)
        self.screen.press(*keys)

    def _set(self) -> None:
        """Choose something on a page; where the storage is shown, press any button of it."""
        on_it = [one for one in _below(self.window.root) if self.window.sheet.holds(one) and one.winfo_ismapped()]
        boxes = [one for one in on_it if isinstance(one, ttk.Combobox)]
        if boxes:
            box = self._chance.choice(boxes)
            box.current(self._chance.randrange(len(box.cget("values"))))
            box.event_generate("<<ComboboxSelected>>")
        elif any(isinstance(one, tk.Canvas) and str(one).count("!canvas") > 1 for one in on_it):
            buttons = [one for one in on_it if isinstance(one, ttk.Button)]
            if buttons:
                self._chance.choice(buttons).invoke()


@contextmanager
def serving(host: str) -> Iterator[str]:
    """Serve in a process of its own; gives where."""
    server = Path(web.__file__)
    with subprocess.Popen([sys.executable, str(server), "0", host], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def _below(widget: tk.Misc) -> Iterator[tk.Misc]:
    for child in widget.winfo_children():
        yield child
        yield from _below(child)


@pytest.mark.slow
@pytest.mark.timeout(SECONDS + 270)
@pytest.mark.skipif("sys.platform != 'linux'", reason="memory and handles are read from /proc")
@pytest.mark.usefixtures("nothing_left_over")
def test_nothing_breaks_and_nothing_grows(
    open_window: Open, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as stack:
        webs = [stack.enter_context(serving(f"127.0.0.{number}")) for number in (1, 2, 3)]
        urls = [path.as_uri() for path in sorted(folder.iterdir())]
        for number in range(COUNT - len(urls)):
            origin = webs[2] if number % 20 == 0 else webs[number % 2]
            path = BAD[number // 20 % len(BAD)] if number % 20 == 0 else f"/picture/{number % 60}.png?bytes=4000"
            urls.append(f"{origin}{path}{'&' if '?' in path else '?'}n={number}")
        lists = [tmp_path / "many.txt", tmp_path / "few.txt"]
        for file, most in zip(lists, (COUNT, 300), strict=True):
            file.write_text("\n".join(urls[:most]), encoding="utf-8")
        pictures = [Picture(url, title=f"Picture {number}") for number, url in enumerate(urls)]
        screen = open_window(str(folder))
        screen.filled()
        window = screen.window
        person = Person(screen, pictures, [str(folder), *map(str, lists), f"{webs[0]}/nothing"], tmp_path)
        for name in ("askopenfilenames", "askopenfilename", "asksaveasfilename"):
            monkeypatch.setattr(filedialog, name, person.ask)
        monkeypatch.setattr(filedialog, "askdirectory", person.ask_folder)
        monkeypatch.setattr(webbrowser, "open", lambda _: None)
        monkeypatch.setattr(window, "quit", lambda: None)
        fill(screen, str(lists[0]))
        window.session.show(pictures)
        memory = soak(person)
        monkeypatch.undo()
        assert memory[-1] - memory[len(memory) // 2] < GROWTH_MB, f"memory grows: {memory}"
        window.sheet.close()
        window.session.stop()
        window.front.show_grid()
        screen.until(lambda: window.thumbnails.waiting == 0, 60)
        assert window.thumbnails.live <= 1000


def fill(screen: Screen, many: str) -> None:
    """Do once what takes most memory, so that what grows from then on does so for no first time."""
    window = screen.window
    assert window.library is not None
    window.bridge.wait(partial(window.library.saved.save, Gallery("many", (many,))), 30)
    window.open([many])
    screen.until(lambda: len(window.shown.pictures) == COUNT and not window.session.reading, 120)
    galleries.read_again(window, "many", quiet=True)
    window.sifting.search("1")
    window.act("sort_title")
    window.act("select_all")
    window.act("remove")
    window.act("undo")
    screen.until(lambda: window.bridge.busy == 0, 120)


def soak(person: Person) -> list[int]:
    """Let the person act for as long as asked; gives the memory at every tenth of the time, in megabytes."""
    memory: list[int] = []
    longest: list[tuple[float, str]] = []
    begun, acts = time.monotonic(), 0
    while (passed := time.monotonic() - begun) < SECONDS:
        if passed * 10 >= SECONDS * len(memory):
            memory.append(resident())
            print(f"{passed:.0f} s: {acts} acts, {memory[-1]} MB, {handles().total()} files open")
        before = time.monotonic()
        person.act()
        process_events(person.window.root)
        acts += 1
        longest = sorted([*longest, (time.monotonic() - before, person.doing)])[-20:]
        assert not person.screen.faults
    memory.append(resident())
    print(f"{SECONDS:.0f} s: {acts} acts, {memory[-1]} MB, {dict(handles())}, {threading.active_count()} threads")
    print("The longest:", ", ".join(f"{what} {took:.2f} s" for took, what in reversed(longest)))
    return memory
