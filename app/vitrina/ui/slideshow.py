"""The slideshow: the next picture after a while, from the last on to the first.

Owns its timer. Refuses to go on while it is paused or the viewer is closed.
"""

from typing import TYPE_CHECKING

from vitrina.language import N_

if TYPE_CHECKING:
    from vitrina.ui.window import Window

WAIT_MS = 300


class Slideshow:
    """One slideshow of a window."""

    def __init__(self, window: "Window") -> None:
        """Stand still."""
        self._window = window
        self._timer: str | None = None
        self.running = False

    def toggle(self) -> None:
        """Start at the picture that has the focus, in full screen; or end."""
        if self.running:
            self.stop()
            return
        window = self._window
        if not len(window.shown):
            return
        if not window.front.in_viewer:
            window.front.open_focused()
        if not window.front.fullscreen:
            window.front.toggle_fullscreen()
        self.running = True
        window.toast.show(window.text(N_("Slideshow: P pauses, S or Esc ends it.")))
        self._wait()

    def pause(self) -> None:
        """Stand still, or go on."""
        if self._timer is not None:
            self._window.root.after_cancel(self._timer)
            self._timer = None
            self._window.toast.show(self._window.text(N_("Paused")))
        elif self.running:
            self._wait()

    def stop(self) -> None:
        """End; what is looked at stays."""
        if self._timer is not None:
            self._window.root.after_cancel(self._timer)
        self._timer = None
        self.running = False

    def _wait(self) -> None:
        seconds = self._window.settings.slideshow_seconds
        self._timer = self._window.root.after(1000 * seconds, self._next)

    def _next(self) -> None:
        self._timer = None
        window = self._window
        if not self.running or not window.front.in_viewer:
            self.stop()
            return
        if (
            not window.viewer.sharp
            and window.shown.state(window.viewer.picture.key if window.viewer.picture else "").fault is None
        ):
            # What is still on its way is waited for, so that nobody sees a row of thumbnails.
            self._timer = window.root.after(WAIT_MS, self._next)
            return
        if not window.viewer.go(1):
            window.viewer.go(-len(window.shown))
        self._wait()
