"""Vitrina fetches pictures from the web, keeps them on disk and shows them again with no network.

`../../README.md` draws the floors: a module imports only from floors below its own.
"""

__version__ = "0.1.0"
