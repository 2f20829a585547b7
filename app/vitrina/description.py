"""What Vitrina is, told once: menu entries, metainfo, man page, version resource and bundle are filled from here.

Owns names, addresses, texts and file types, in every language, for what systems show before the program runs. Refuses
what the program says itself (the catalogues have it) and the version (the package's own).
"""

from dataclasses import dataclass
from typing import Final

NAME: Final = "Vitrina"
COMMAND: Final = "vitrina"
ID: Final = "io.github.vitrina.Vitrina"
BY: Final = "Vitrina contributors"
LICENCE: Final = "MIT"
HOME: Final = "https://github.com/vitrina-app/vitrina"
RELEASES: Final = f"{HOME}/releases.atom"
COPYRIGHT: Final = f"© 2026 {BY}"

SUMMARY: Final = {
    "en": "Fetch pictures from the web and look at them again offline",
    "es": "Descarga imágenes de la web y vuelve a verlas sin conexión",
}
GENERIC_NAME: Final = {"en": "Picture Gallery", "es": "Galería de imágenes"}
PARAGRAPHS: Final = {
    "en": """
Vitrina opens lists of addresses, folders, and replies of web services as one gallery, fetches its pictures
politely and keeps them on your disk. Open it again without a network and everything is still there.

The grid fills while pictures arrive; a picture opens at full size, with zoom and the keyboard at hand.
The same is to be had on the command line, for scripts.
""".strip().split("\n\n"),
    "es": """
Vitrina abre listas de direcciones, carpetas y respuestas de servicios web como una sola galería, descarga
sus imágenes con cortesía y las guarda en tu disco. Ábrela de nuevo sin red y todo sigue ahí.

La cuadrícula se llena mientras llegan las imágenes; cada imagen se abre a tamaño completo, con zoom y el
teclado a mano. Lo mismo se puede hacer desde la línea de órdenes.
""".strip().split("\n\n"),
}
KEYWORDS: Final = {
    "en": ("gallery", "image", "picture", "photo", "download", "offline", "viewer"),
    "es": ("galería", "imagen", "foto", "descargar", "sin conexión", "visor"),
}
CATEGORIES: Final = ("Graphics", "Viewer")
SCHEME: Final = "vitrina"  # of links that open the program: `vitrina:https://…`, `vitrina://open?url=…`


@dataclass(frozen=True)
class FileType:
    """A kind of file that "Open with" offers Vitrina for."""

    media_type: str
    extension: str


# Lists of addresses and folders; single pictures are the business of the system's viewer.
FILE_TYPES: Final = (FileType("text/uri-list", ".uris"), FileType("text/plain", ".txt"))
