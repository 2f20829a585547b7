# ruff: noqa: E501 - samples stay on one line, as they come
"""Real replies, manifests, feeds and pages where this machine has them, and small ones written after the formats' own documents."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from sources.replies import REPLIES
from vitrina.sources import Document, Page
from vitrina.sources.following import page_of
from vitrina.sources.registry import SOURCES

BESIDE = Path(__file__).parents[3] / "shared" / "data"
DATA = Path(os.environ.get("VITRINA_TEST_DATA", BESIDE))
"""Real replies are no part of this repository: they lie beside it, or where that variable says."""


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


def reply(name: str, **changed: Any) -> Page:
    """What is found in the published reply of the source of that name, with some fields changed."""
    url, body = REPLIES[name]
    return read({**body, **changed} if changed else body, url)


def notes(page: Page) -> list[str]:
    return [str(one) for one in page.left_out]
