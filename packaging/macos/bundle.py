"""What macOS wants to know of `Vitrina.app`: its Info.plist.

Owns the keys (Apple, "Information Property List"). Refuses to write a text of its own: `vitrina.description` has them.
"""

from typing import Any

from vitrina import __version__, description

OLDEST_SYSTEM = "12.0"


def info_plist() -> dict[str, Any]:
    """Describe the bundle, beyond what PyInstaller fills in by itself."""
    return {
        "CFBundleDisplayName": description.NAME,
        "CFBundleShortVersionString": __version__,
        "CFBundleVersion": __version__,
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": sorted(description.SUMMARY),
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": kind.media_type,
                "CFBundleTypeRole": "Viewer",
                "CFBundleTypeExtensions": [kind.extension.removeprefix(".")],
                "LSHandlerRank": "Alternate",  # offered under "Open With", never instead of what is there
            }
            for kind in description.FILE_TYPES
        ],
        "CFBundleURLTypes": [
            {
                "CFBundleURLName": description.ID,
                "CFBundleTypeRole": "Viewer",
                "CFBundleURLSchemes": [description.SCHEME],
            }
        ],
        "LSApplicationCategoryType": "public.app-category.photography",
        "LSBackgroundOnly": False,  # PyInstaller says otherwise of a program that has streams
        "LSMinimumSystemVersion": OLDEST_SYSTEM,
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": description.COPYRIGHT,
        # Pictures lie on plain http too, and the address is the person's choice.
        "NSAppTransportSecurity": {"NSAllowsArbitraryLoads": True},
    }
