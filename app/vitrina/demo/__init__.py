"""The demo gallery: pictures drawn by the program, served over real HTTP on loopback.

Owns the pictures and their small web server. Refuses to know who asks: it is a site like any other.
"""

from vitrina.demo.server import DemoServer, serve

__all__ = ["DemoServer", "serve"]
