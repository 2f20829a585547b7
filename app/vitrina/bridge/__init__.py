"""The one seam between Tk's thread and the asyncio thread: work goes down, outcomes come up under tickets.

Owns the asyncio thread, the queue of outcomes and the tick that empties it. Refuses to know Tk (it is
handed `after` and `after_cancel`) and to know what the work is about.

The rules on which everything here rests:

- The loop's thread never calls Tk, not even `event_generate`: that stalls every download while the
  window is busy, and deadlocks when Tk waits for the loop.
- Nothing of Tk crosses, not even inside a callback. What to do with an outcome stays in `_waiting`,
  on Tk's thread, under a ticket's number; the number alone goes down and comes up. Work handed to
  `ask` is therefore a `functools.partial` of plain values, never a closure over a widget: whichever
  thread drops the last reference to a Tk object destroys it, and only Tk's thread may.
- A number is never used twice, so a number without an entry is a late result, and is dropped.
- The tick runs while tickets are open and is boxed in time, not in count. A listener alone keeps only
  a slow pulse going.
- Garbage in cycles is collected on Tk's thread alone, for the same reason: the automatic collector, which runs
  on whichever thread happens to allocate, is off for as long as the loop's thread lives. Without this rule
  the tests aborted in `Tcl_AsyncDelete` as soon as a second root was made.
- Nothing here waits on the Tk side, except `wait` and `close`, which are meant for the two ends of a
  program's life.
"""

from vitrina.bridge.bridge import Bridge, News, Ticket

__all__ = ["Bridge", "News", "Ticket"]
