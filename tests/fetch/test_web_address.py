import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vitrina.errors import BlockedAddressError, PictureError
from vitrina.fetch.web_address import follow, harmless, parse


@pytest.mark.parametrize(
    "url, sent",
    [
        ("http://Example.ORG", "http://example.org/"),
        ("HTTP://example.org:80/a", "http://example.org/a"),
        ("https://example.org:8443/a?b=c#d", "https://example.org:8443/a?b=c"),
        (" http://example.org/a b/ü.jpg?q=ä ", "http://example.org/a%20b/%C3%BC.jpg?q=%C3%A4"),
        ("http://example.org/a%2Fb%20c?sig=a%2Bb+c", "http://example.org/a%2Fb%20c?sig=a%2Bb+c"),
        ("http://example.org/{x}|y\\z", "http://example.org/%7Bx%7D%7Cy%5Cz"),
        ("http://münchen.example/", "http://xn--mnchen-3ya.example/"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("http://user:pass@example.org/x", "http://example.org/x"),
        ("http://under_score.example.org./x", "http://under_score.example.org./x"),
        ("http://127.1/x", "http://127.0.0.1/x"),
        ("http://2130706433:8080/x", "http://127.0.0.1:8080/x"),
        ("http://0x7F000001/x", "http://127.0.0.1/x"),
        ("http://0177.0.0.1/x.jpg", "http://127.0.0.1/x.jpg"),
        ("http://0x7f.0xa/x.jpg", "http://127.0.0.10/x.jpg"),
        ("http://10.0.0.1.:8080/x.jpg", "http://10.0.0.1:8080/x.jpg"),
        ("http://1.2.3.example/x.jpg", "http://1.2.3.example/x.jpg"),
    ],
)
def test_what_is_sent_holds_legal_characters_only_and_no_secret(url: str, sent: str) -> None:
    assert parse(url).url == sent


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "ftp://example.org/",
        "javascript:1",
        "gopher://x/",
        "demo:",
        "x.jpg",
        "",
    ],
)
def test_other_schemes_are_refused(url: str) -> None:
    with pytest.raises(BlockedAddressError, match="only http and https"):
        parse(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http:///path",
        "http://[::1",
        "http://[zz]/",
        "http://a b/",
        "http://x:99999/",
        "http://x:port/",
        "http://-/",
        "http://.",
        "http://a..b/",
        "http://exa\x00mple/",
        "http://<host>/",
        "http://4294967296/",
        "http://127.0.0.256/x.jpg",
        "http://256.1/",
        "http://0189.1.1.1/",
        "http://" + "ü" * 70 + "/",
    ],
)
def test_what_names_no_host_is_an_error_in_a_sentence(url: str) -> None:
    with pytest.raises(PictureError, match="no complete web address"):
        parse(url)


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_an_error(text: str) -> None:
    for url in (text, f"http://{text}", f"http://example.org/{text}"):
        try:
            found = parse(url)
        except PictureError:
            continue
        assert found.url.isascii()
        assert not set(found.url) & set(' \t\r\n"<>')
        assert parse(found.url).url == found.url


def test_user_info_becomes_credentials_for_its_origin() -> None:
    base = parse("https://person:se%3Acret@example.org/a/b")
    assert base.authorization == "Basic cGVyc29uOnNlOmNyZXQ="
    assert follow(base, "../c").authorization == base.authorization
    assert follow(base, "https://example.org/other").authorization == base.authorization
    assert follow(base, "http://example.org/plain").authorization is None
    assert follow(base, "https://other.example/").authorization is None
    assert follow(base, "//other.example/").authorization is None
    assert follow(base, "https://new:one@other.example/").authorization is not None


@pytest.mark.parametrize(
    "location, target",
    [
        ("/x", "http://h.example/x"),
        ("x?y#z", "http://h.example/a/x?y"),
        ("//o.example", "http://o.example/"),
        ("?q", "http://h.example/a/b?q"),
        (" /x ", "http://h.example/x"),
        ("", "http://h.example/a/b"),
        ("/ä", "http://h.example/%C3%A4"),
    ],
)
def test_locations_are_relative_to_where_they_came_from(location: str, target: str) -> None:
    assert follow(parse("http://h.example/a/b"), location).url == target


@pytest.mark.parametrize("location", ["file:///etc/passwd", "data:,x", "ftp://h.example/"])
def test_a_redirect_leads_to_the_web_or_nowhere(location: str) -> None:
    with pytest.raises(BlockedAddressError):
        follow(parse("http://h.example/"), location)


@pytest.mark.parametrize(
    "url",
    [
        "http://[secret@/",
        "http://secret@[x/",
        "http://me:secret@h.example/x",
        "http://h.example/?token=secret&a=1",
        "http://h.example/?X-Amz-Signature=secret",
    ],
)
def test_what_is_shown_holds_no_secret(url: str) -> None:
    assert "secret" not in harmless(url)


@example(scheme="http", host="a.b", port=":65536", rest="/")
@example(scheme="https", host="127.0.0.1", port=":8080", rest="/a?b")
@given(
    scheme=st.sampled_from(["http", "https"]),
    host=st.from_regex(r"[a-z0-9.-]{1,6}\.[a-z0-9.-]{1,6}", fullmatch=True),
    port=st.sampled_from(["", ":80", ":443", ":8080", ":65535", ":65536", ":99999", ":10000"]),
    rest=st.from_regex(r"/[a-z.%/]{0,8}(\?[a-z=&%:;?+]{0,8})?", fullmatch=True),
)
def test_the_short_way_gives_what_the_long_way_gives(scheme: str, host: str, port: str, rest: str) -> None:
    def taken_apart(url: str) -> object:
        try:
            return parse(url)
        except PictureError as error:
            return type(error)

    url = f"{scheme}://{host}{port}{rest}"
    assert taken_apart(url) == taken_apart(f" {url}"), "a space before it makes it take the long way"
