"""Whatever a server changes and wherever a connection breaks: each answer is bytes of one version, and an allowed one.

RFC 9110 sections 13 to 15, RFC 9111 sections 3.3, 3.4 and 4. Hypothesis looks for a sequence of askings, changes and
breakages after which the cache joins two versions, cuts a wrong slice, or hands out what it may not.
"""

import asyncio
import re
import tempfile
from dataclasses import dataclass, field
from typing import Literal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fetch.origin import Clock, Origin, said
from vitrina.errors import PictureError
from vitrina.fetch.http_dates import format_http_date
from vitrina.fetch.private_cache import open_cache

SIZE = 16
LIFETIME = 30
RANGE = re.compile(r"bytes=(\d*)-(\d*)")
CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
Validator = Literal["strong", "weak", "date", "none"]


@dataclass
class Site:
    """A server that does everything right, but may break off, and changes when the test says so."""

    clock: Clock
    validator: Validator
    version: int = 0
    breaks_at: int | None = None
    changed_at: list[float] = field(default_factory=list)

    def change(self) -> None:
        """Put another version there; a second passes, so that its date tells it apart."""
        self.clock.passes(2)
        self.changed_at.append(self.clock.now)
        self.version += 1
        self.clock.passes(2)

    def body(self, version: int) -> bytes:
        """Every byte of every version differs from every other."""
        return bytes(version % 16 * SIZE + place for place in range(SIZE))

    def answers(self, asked: dict[str, str]) -> bytes:
        """One answer, cut off where the test wants it."""
        answer = self._whole_answer(asked)
        cut, self.breaks_at = self.breaks_at, None
        if cut is None:
            return answer
        head, end, body = answer.partition(b"\r\n\r\n")
        return head + end + body[:cut] if cut < SIZE else b""

    def _whole_answer(self, asked: dict[str, str]) -> bytes:
        tag = {"strong": f'"{self.version}"', "weak": f'W/"{self.version}"'}.get(self.validator)
        modified = format_http_date(self.changed_at[-1] if self.changed_at else self.clock.now - 86400)
        fields = [("Cache-Control", f"max-age={LIFETIME}"), ("Date", format_http_date(self.clock.now))]
        fields += [("ETag", tag)] if tag else [("Last-Modified", modified)] if self.validator == "date" else []
        known = (tag is not None and asked.get("if-none-match") == tag) or (
            self.validator == "date" and asked.get("if-modified-since") == modified
        )
        if known:
            return said(status=304, headers=fields)
        body = self.body(self.version)
        found = RANGE.fullmatch(asked.get("range", ""))
        current = tag if self.validator == "strong" else modified if self.validator == "date" else "nothing"
        if found is None or asked.get("if-range", current) != current:
            return said(body, fields)
        start, end = found.groups()
        first = int(start) if start else SIZE - int(end)
        last = min(int(end), SIZE - 1) if start and end else SIZE - 1
        return said(body[first : last + 1], [*fields, ("Content-Range", f"bytes {first}-{last}/{SIZE}")], 206)


ASKINGS = st.one_of(
    st.just("whole"),
    st.just("validated"),
    st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE)).map(lambda pair: f"bytes={pair[0]}-{sum(pair)}"),
    st.integers(0, SIZE - 1).map(lambda start: f"bytes={start}-"),
    st.integers(1, SIZE).map(lambda size: f"bytes=-{size}"),
)
STEPS = st.lists(
    st.one_of(ASKINGS, ASKINGS, st.just("change"), st.integers(0, SIZE + 1), st.sampled_from([5.0, 40.0])),
    min_size=2,
    max_size=12,
)


@pytest.mark.parametrize("validator", ["strong", "weak", "date", "none"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
@example(steps=[4, "whole", "change", "whole"])
@example(steps=["bytes=0-4", "change", "whole", "whole"])
@example(steps=["whole", "change", 40.0, "bytes=3-5", "whole"])
def test_every_answer_is_of_one_version_and_not_older_than_allowed(
    validator: Validator, steps: list[str | int | float]
) -> None:
    asyncio.run(_walk(validator, steps))


async def _walk(validator: Validator, steps: list[str | int | float]) -> None:
    clock = Clock()
    site = Site(clock, validator)
    async with Origin() as origin:
        origin.answers = site.answers
        with tempfile.TemporaryDirectory() as folder:
            async with open_cache(folder, clock=clock) as cache:
                for step in steps:
                    if step == "change":
                        site.change()
                    elif isinstance(step, float):
                        clock.passes(step)
                    elif isinstance(step, int):
                        site.breaks_at = step
                    else:
                        seen = origin.asked
                        headers = {"whole": [], "validated": [("Cache-Control", "max-age=0")]}.get(
                            step, [("Range", step)]
                        )
                        unreachable = site.breaks_at is not None
                        try:
                            answer = await cache.get(origin.url(), headers)
                        except PictureError:
                            assert unreachable or origin.asked > seen
                            continue
                        assert origin.asked - seen <= 1
                        judge(site, step, answer, asked=origin.asked > seen, unreachable=unreachable)


def judge(
    site: Site, step: str, answer: tuple[int, list[tuple[str, str]], bytes, bool], *, asked: bool, unreachable: bool
) -> None:
    """The body is what its own headers say it is, of one version; the newest one, or fresh, or in place of nothing."""
    status, headers, body, from_store = answer
    found = CONTENT_RANGE.fullmatch(next((value for name, value in headers if name == "Content-Range"), ""))
    assert status == (206 if found else 200)
    assert found or step in {"whole", "validated"} or asked
    first, last = (int(found[1]), int(found[2])) if found else (0, SIZE - 1)
    versions = [version for version in range(site.version + 1) if site.body(version)[first : last + 1] == body]
    assert len(versions) == 1, (body, "is of no version")
    assert from_store or asked
    if asked and not unreachable:
        assert versions == [site.version]
    if not asked and versions != [site.version]:
        replaced_at = site.changed_at[versions[0]]
        assert site.clock.now - replaced_at < LIFETIME
