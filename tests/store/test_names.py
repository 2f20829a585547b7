"""What the store writes down of addresses and headers."""

import pytest

from vitrina.store.names import stored_headers, stored_key, stored_url


@pytest.mark.parametrize(
    "url,written",
    [
        ("https://h/x.jpg", "https://h/x.jpg"),
        ("https://ann:pass@h:81/x.jpg?a=b", "https://h:81/x.jpg?a=b"),
        ("https://ann@h/x.jpg", "https://h/x.jpg"),
        ("https://h/a@b.jpg", "https://h/a@b.jpg"),
        ("https://h/x?w=5&X-Amz-Signature=0123&h=6", "https://h/x?w=5&X-Amz-Signature=~&h=6"),
        ("https://h/x?sig=a%2Fb", "https://h/x?sig=~"),
        ("https://h/x?design=a", "https://h/x?design=a"),
        ("demo:/3 2", "demo:/3 2"),
        ("https://[broken@h", "https://h"),
    ],
)
def test_an_address_is_written_without_its_credentials(url: str, written: str) -> None:
    assert stored_url(url) == written


@pytest.mark.parametrize("key", ["https://ann:secret@h/x.jpg 2", "https://h/x?token=secret&a=b"])
def test_a_key_is_written_without_its_credentials_and_always_the_same(key: str) -> None:
    name = stored_key(key)
    assert "secret" not in name
    assert "ann" not in name
    assert name == stored_key(key)
    assert stored_key(name) == name


def test_keys_with_other_credentials_stay_apart() -> None:
    keys = ["https://h/x", "https://a@h/x", "https://b@h/x", "https://h/x?token=1", "https://h/x?token=2"]
    assert len({stored_key(key) for key in keys}) == len(keys)


def test_headers_with_credentials_are_not_written() -> None:
    headers = (
        ("Set-Cookie", "a=b"),
        ("WWW-Authenticate", "Basic"),
        ("Location", "https://ann:pass@h/x"),
        ("Content-Type", "image/png"),
    )
    assert stored_headers(headers) == (("Location", "https://h/x"), ("Content-Type", "image/png"))
