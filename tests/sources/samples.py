# ruff: noqa: E501 - samples stay on one line, as they come
"""Real replies, manifests, feeds and pages where this machine has them, and small ones written after the formats' own documents."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from vitrina.sources import Document, Page
from vitrina.sources.following import page_of
from vitrina.sources.registry import SOURCES

DATA = Path(os.environ.get("VITRINA_TEST_DATA", "/work/shared/data"))


def real(name: str) -> Path:
    """A file of the published data; the test is skipped, visibly, where it is not on this machine."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"the published data is not here: {name}")
    return path


def document(body: Any, url: str = "https://example.org/api", **more: Any) -> Document:
    """A document from the web with this body: JSON, text or bytes."""
    raw = body if isinstance(body, bytes) else body.encode() if isinstance(body, str) else json.dumps(body).encode()
    return Document(url, raw, asked_url=url, **more)


def read(body: Any, url: str = "https://example.org/api", **more: Any) -> Page:
    """What the first source that knows it finds in a document."""
    return page_of(document(body, url, **more), SOURCES)


def read_real(name: str, url: str = "https://example.org/api", **more: Any) -> Page:
    """The same for a file of the published data, as if it had come from `url`."""
    return read(real(name).read_bytes(), url, **more)
