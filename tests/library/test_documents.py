"""Documents reach the sources alike, whoever asked for them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sources.replies import REPLIES
from vitrina.fetch import Limits
from vitrina.library.library import Library
from vitrina.model import Picture
from vitrina.paths import below
from vitrina.trace import Trace
from web import Web


@pytest.mark.parametrize("name", ["page", "feed", "iiif", "json", "table", "sitemap"])
async def test_the_window_and_the_list_give_the_same(name: str, tmp_path: Path) -> None:
    _, body = REPLIES[name]
    async with Web() as web, Library(below(tmp_path), Limits(), data_saver=True, trace=Trace.nowhere()) as library:
        url = web.put(f"/{name}", body if isinstance(body, str) else json.dumps(body), media_type="text/plain")
        listed = [one async for one in library.read([url], peek=True)]
        opened = [one async for one in library.open([url])]
    pictures = [picture for batch in opened if isinstance(batch, list) for picture in batch]
    assert pictures == [one for one in listed if isinstance(one, Picture)]
    assert pictures
    notes = [str(one) for one in listed if not isinstance(one, Picture)]
    assert [str(one) for one in opened if not isinstance(one, list)] == notes


def test_the_library_opens_without_what_documents_and_exports_alone_need() -> None:
    unwanted = ("aiohttp", "html", "xml", "csv", "urllib.request", "platformdirs", "tomli_w")
    code = f"import sys, vitrina.library.library; print(*sys.modules.keys() & {unwanted})"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
