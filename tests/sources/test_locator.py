# ruff: noqa: E501 - samples stay on one line, as they come
"""What a person hands in is told apart without asking anybody."""

from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrina.errors import UsageError, VitrinaError
from vitrina.sources.locator import MAX_ADDRESSES, Kind, bounded, parse


def urls(text: str) -> list[str]:
    return list(parse(text).addresses())


@pytest.mark.parametrize(
    "template, expected",
    [
        ("https://h/a.jpg", ["https://h/a.jpg"]),
        ("https://h/[1-3].jpg", ["https://h/1.jpg", "https://h/2.jpg", "https://h/3.jpg"]),
        (
            "https://h/[098-101].jpg",
            ["https://h/098.jpg", "https://h/099.jpg", "https://h/100.jpg", "https://h/101.jpg"],
        ),
        ("https://h/[a-g:2]", ["https://h/a", "https://h/c", "https://h/e", "https://h/g"]),
        ("https://h/[1-10:4]", ["https://h/1", "https://h/5", "https://h/9"]),
        ("https://h/{one,two}/[1-2]", ["https://h/one/1", "https://h/one/2", "https://h/two/1", "https://h/two/2"]),
        ("https://{a,b}.example.org/x", ["https://a.example.org/x", "https://b.example.org/x"]),
        ("https://h/{one}", ["https://h/one"]),
        ("https://h/{a,}b", ["https://h/ab", "https://h/b"]),
        (r"https://h/\{a\,b\}", ["https://h/%7Ba,b%7D"]),
        (r"https://h/{a\,b,c}", ["https://h/a,b", "https://h/c"]),
        (r"https://h/\[1-3\].jpg", ["https://h/[1-3].jpg"]),
        ("http://[::1]:8000/[1-2].png", ["http://[::1]:8000/1.png", "http://[::1]:8000/2.png"]),
        ("http://[fe80::1-2]/x", None),
        ("https://h/search?filters=[has_image:true]", ["https://h/search?filters=[has_image:true]"]),
        ("https://h/a b.jpg", ["https://h/a%20b.jpg"]),
        ("https://h/#?manifest=https://m/x.json", ["https://h/#?manifest=https://m/x.json"]),
        ("HTTPS://EXAMPLE.org/A", ["https://example.org/A"]),
        ("https://bücher.example/ä.jpg", ["https://xn--bcher-kva.example/%C3%A4.jpg"]),
    ],
)
def test_globbing_follows_curl(template: str, expected: list[str] | None) -> None:
    if expected is None:
        with pytest.raises(UsageError):
            parse(template)
    else:
        assert urls(template) == expected


@pytest.mark.parametrize(
    "text",
    [
        "https://h/[5-1].jpg", "https://h/[a-Z]", "https://h/[1-5:0]", "https://h/[1-b]", "https://h/{a,b", "https://h/{}", "https://h/{a{b}}",
        "http://", "http:///x.jpg", "https://exa mple.com/x", "https://h:99999/x", "https://h:abc/x", "ftp://h/x.jpg", "data://x",
        "not an address", "missing.txt", "missing/pictures.txt", "", "   ", "demo:0", "demo:x", "file:///no/such/file.jpg", "file://elsewhere/x",
        "http://[::1/x", "\0", "x" * 5000, "https://h/[1-1000000000000000000000].jpg",
    ],
)  # fmt: skip
def test_what_is_nothing_is_refused_with_one_sentence(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as caught:
        parse(text)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence


@pytest.mark.parametrize(
    "text, expected",
    [
        ("www.example.com/x.jpg", "https://www.example.com/x.jpg"),
        ("example.com", "https://example.com/"),
        ("example.com:8443/x", "https://example.com:8443/x"),
        ("//example.com/x", "https://example.com/x"),
        ("localhost:8000/a", "http://localhost:8000/a"),
        ("192.168.1.4/a", "http://192.168.1.4/a"),
        ("example.zip/x.jpg", "https://example.zip/x.jpg"),
        ("feed:https://example.com/rss", "https://example.com/rss"),
        ("feed://example.com/rss", "https://example.com/rss"),
    ],
)
def test_a_scheme_that_was_left_out_is_supplied(text: str, expected: str) -> None:
    assert urls(text) == [expected]


def test_paths_that_exist_are_files_and_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "example.com"
    file.write_text("https://h/1.jpg")
    assert parse("example.com").path == file
    assert parse("example.com").kind is Kind.FILE
    assert parse(str(tmp_path)).kind is Kind.FOLDER
    assert parse((tmp_path / "example.com").as_uri()).path == file
    (tmp_path / "a#b %.txt").write_text("")
    assert parse((tmp_path / "a#b %.txt").as_uri()).path == tmp_path / "a#b %.txt"


def test_standard_input_and_the_demo_have_names_of_their_own() -> None:
    assert parse("-").kind is Kind.STDIN
    assert parse("demo:").kind is Kind.DEMO
    assert (parse("demo:60").kind, parse("demo:60").count) == (Kind.DEMO, 60)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("vitrina:https://h.example/x.json", "https://h.example/x.json"),
        ("VITRINA:HTTP://H.example/x", "http://h.example/x"),
        ("vitrina:https://h.example/a?b=c&d=%26#e", "https://h.example/a?b=c&d=%26#e"),
        ("vitrina:https://h.example/[1-9].jpg", "https://h.example/[1-9].jpg"),
        ("vitrina:https://h.example/{a,b}", "https://h.example/%7Ba,b%7D"),
        ("vitrina://open?url=https%3A%2F%2Fh.example%2Fa%3Fb%3Dc%26d%3D%2526", "https://h.example/a?b=c&d=%26"),
        ("vitrina://open/?url=http%3A%2F%2Fh.example%2F%5B1-9%5D", "http://h.example/[1-9]"),
    ],
)
def test_a_link_names_one_address_of_the_web_literally(text: str, expected: str) -> None:
    locator = parse(text)
    assert (list(locator.addresses()), locator.count, locator.kind) == ([expected], 1, Kind.ADDRESSES)
    assert locator.remote, "whoever wrote the link is not the person"
    assert not parse(expected).remote


@pytest.mark.parametrize(
    "text",
    [
        "vitrina:", "vitrina:/etc/passwd", "vitrina:file:///etc/passwd", "vitrina:ftp://h/x", "vitrina:data:image/png,x",
        "vitrina:vitrina:https://h/x", "vitrina:demo:5", "vitrina:-", "vitrina:pictures.txt", "vitrina:https:///x", "vitrina://h/x",
        "vitrina://open", "vitrina://open?url=", "vitrina://open?url=file%3A%2F%2F%2Fetc%2Fpasswd", "vitrina://open?url=demo%3A",
        "vitrina://open?url=https%3A%2F%2Fh%2F1&url=https%3A%2F%2Fh%2F2", "vitrina://open?address=https%3A%2F%2Fh%2F1", "vitrina://delete?url=https%3A%2F%2Fh",
    ],
)  # fmt: skip
def test_a_link_to_anything_else_is_refused(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pictures.txt").write_text("https://h/1.jpg")
    with pytest.raises(UsageError, match="is no link that can be opened"):
        parse(text)


def test_a_host_may_be_called_as_the_links_are() -> None:
    assert urls("vitrina:8080/x.json") == ["http://vitrina:8080/x.json"]


def test_a_range_without_end_is_not_expanded_before_it_is_asked_for() -> None:
    locator = parse("https://h/[0001-999999999999]/{a,b}[x-z:2].jpg")
    assert locator.count == 999_999_999_999 * 4
    assert list(islice(locator.addresses(), 5)) == [
        "https://h/0001/ax.jpg",
        "https://h/0001/az.jpg",
        "https://h/0001/bx.jpg",
        "https://h/0001/bz.jpg",
        "https://h/0002/ax.jpg",
    ]
    bounded([locator], 3, 10)
    with pytest.raises(UsageError, match="--limit"):
        bounded([locator], 1)
    with pytest.raises(UsageError, match="--limit"):
        bounded([locator], 1, MAX_ADDRESSES + 1)


def test_a_range_counts_without_being_expanded() -> None:
    locator = parse(f"https://h/[1-{MAX_ADDRESSES}].jpg")
    assert locator.count == MAX_ADDRESSES
    assert next(locator.addresses()) == "https://h/1.jpg"


@given(st.text(alphabet=st.sampled_from("https://[]{}-,:\\19az %#?é\0 .")))
def test_only_our_own_errors_come_out(text: str) -> None:
    try:
        list(zip(range(50), parse("https://h/" + text).addresses(), strict=False))
        parse(text)
    except VitrinaError as error:
        assert str(error)  # noqa: PT017 - either outcome is right; a foreign exception is not
