"""The store: the bytes of pictures, documents and thumbnails on disk, found by content, with an index.

Owns its two folders, of what may be evicted and of what is kept, and everything in them. Refuses the network,
decoding, and knowledge of galleries.
"""

from vitrina.store.care import Verdict
from vitrina.store.incoming import Incoming
from vitrina.store.shares import Share
from vitrina.store.store import Store, StoreInfo

__all__ = ["Incoming", "Share", "Store", "StoreInfo", "Verdict"]
