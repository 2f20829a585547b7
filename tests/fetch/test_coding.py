import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrina.errors import DamagedError, TooLargeError, TruncatedError
from vitrina.fetch.coding import Decoder, decoder_for

DATA = bytes(range(256)) * 40


def unfold(decoder: Decoder, coded: bytes, step: int) -> bytes:
    pieces = [piece for at in range(0, len(coded), step) for piece in decoder.feed(coded[at : at + step])]
    decoder.end()
    return b"".join(pieces)


@given(data=st.binary(max_size=5000), step=st.integers(1, 700))
def test_what_was_coded_comes_out_again_however_it_is_cut(data: bytes, step: int) -> None:
    assert unfold(Decoder("gzip", 10**6), gzip.compress(data), step) == data
    assert unfold(Decoder("deflate", 10**6), zlib.compress(data), step) == data


def test_deflate_without_its_wrapper_is_read_too() -> None:
    coder = zlib.compressobj(wbits=-15)
    assert unfold(Decoder("deflate", 10**6), coder.compress(DATA) + coder.flush(), 100_000) == DATA


def test_a_body_of_two_members_is_one_body() -> None:
    assert unfold(Decoder("gzip", 10**6), gzip.compress(DATA) + gzip.compress(b"end"), 997) == DATA + b"end"


def test_a_bomb_stops_at_the_limit() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    unfolded = Decoder("gzip", 1_000_000).feed(bomb)
    given_out = sum(len(next(unfolded)) for _ in range(3))
    assert given_out <= 1_000_000
    with pytest.raises(TooLargeError, match="--max-size"):
        next(unfolded)


@pytest.mark.parametrize("at", [20, 100])
def test_damage_is_an_error(at: int) -> None:
    coded = bytearray(gzip.compress(DATA))
    coded[at] ^= 255
    with pytest.raises(DamagedError):
        unfold(Decoder("gzip", 10**6), bytes(coded), 10**6)


def test_a_coding_that_ends_too_soon_is_truncated() -> None:
    with pytest.raises(TruncatedError):
        unfold(Decoder("gzip", 10**6), gzip.compress(DATA)[:-20], 64)


@pytest.mark.parametrize(
    "value, found",
    [("", False), ("identity", False), ("gzip", True), ("X-GZIP", True), ("deflate", True), (" gzip , identity", True)],
)
def test_the_decoder_is_chosen_by_the_header(value: str, found: bool) -> None:  # noqa: FBT001
    assert (decoder_for((("Content-Encoding", value),), 1) is not None) is found


@pytest.mark.parametrize("value", ["br", "zstd", "gzip, gzip", "whatever"])
def test_a_coding_that_nobody_asked_for_is_refused(value: str) -> None:
    with pytest.raises(DamagedError, match="not asked for"):
        decoder_for((("Content-Encoding", value),), 1)
