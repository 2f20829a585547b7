"""Credentials in addresses and sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrina.credentials import SECRET_PARAMETERS, without_credentials
from vitrina.errors import UsageError
from vitrina.language import Language


@pytest.mark.parametrize(
    "text,shown",
    [
        ("https://ann:pass@h/x?a=1 is no picture.", "https://h/x?a=1 is no picture."),
        ("ftp://ann:p%40ss@h/x and http://bob@h/y", "ftp://h/x and http://h/y"),
        ("http://ann:pass@[::1/x?token=T is no address", "http://[::1/x?token=~ is no address"),
        ("http://ann:p@ss@h/", "http://h/"),
        ("write to ann@example.org about https://h/a@b.jpg", "write to ann@example.org about https://h/a@b.jpg"),
        ("https://h/x?w=5&X-Amz-Signature=0123&h=6: gone", "https://h/x?w=5&X-Amz-Signature=~&h=6: gone"),
        ("a signature=5 in words, and ?design=a", "a signature=5 in words, and ?design=a"),
    ],
)
def test_a_sentence_is_shown_without_the_credentials_in_it(text: str, shown: str) -> None:
    assert without_credentials(text) == shown


@given(st.sampled_from(SECRET_PARAMETERS), st.from_regex(r"[A-Za-z0-9%/+._~-]{4,40}", fullmatch=True))
def test_no_known_secret_is_left(name: str, value: str) -> None:
    assert without_credentials(f"https://h/x?a=1&{name.upper()}={value}&b=2") == f"https://h/x?a=1&{name.upper()}=~&b=2"


def test_errors_are_said_without_credentials_in_every_language() -> None:
    error = UsageError("{text} is no address that can be asked for; look at its host and port.", text="http://a:b@[h/")
    assert "a:b" not in str(error)
    for code in ("en", "es"):
        said = Language.load(code).say(error)
        assert "a:b" not in said
        assert "http://[h/" in said
