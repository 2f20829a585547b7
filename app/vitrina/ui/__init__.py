"""All that is on the screen.

Owns everything of Tk: widgets, selection, scroll, zoom and live images, on the main thread alone. Refuses to
wait for anything: what takes time goes through the bridge.
"""
