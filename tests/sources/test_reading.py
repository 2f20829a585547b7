"""The driver: order, laziness, limits, loops, trust, and one bad thing among good ones."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from sources.asking import Answers, gathered, picture_at
from vitrina.errors import ConnectionFailedError, NothingToShowError, OfflineError, UsageError
from vitrina.model import Picture
from vitrina.sources import Document, parse, read, read_document


def page(number: int, pages: int = 3) -> dict[str, Any]:
    return {
        "page": number,
        "pages": pages,
        "results": [{"image": f"https://h/{number}-{at}.jpg", "title": f"Number {at}"} for at in (1, 2)],
    }


PAGES = {f"https://api/?page={number}": page(number) for number in (1, 2, 3)}


async def test_pages_follow_each_other_in_order() -> None:
    answers = Answers(PAGES)
    pictures, notes = await gathered(answers, "https://api/?page=1")
    assert [one.url for one in pictures] == [f"https://h/{number}-{at}.jpg" for number in (1, 2, 3) for at in (1, 2)]
    assert notes == []
    assert answers.asked == list(PAGES)


async def test_the_first_pictures_come_before_the_second_page_is_asked_for() -> None:
    answers = Answers(PAGES)
    async for _ in read([parse("https://api/?page=1")], answers):
        assert answers.asked == ["https://api/?page=1"]
        break


async def test_a_limit_stops_the_asking() -> None:
    answers = Answers(PAGES)
    pictures, _ = await gathered(answers, "https://api/?page=1", limit=3)
    assert len(pictures) == 3
    assert answers.asked == ["https://api/?page=1", "https://api/?page=2"]
    assert await gathered(answers, "https://api/?page=1", limit=0) == ([], [])


async def test_a_range_of_pictures_is_probed_once() -> None:
    answers = Answers({"https://h/001.jpg": picture_at("https://h/001.jpg")})
    pictures, notes = await gathered(answers, "https://h/[001-120].jpg")
    assert [one.url for one in pictures] == [f"https://h/{number:03d}.jpg" for number in range(1, 121)]
    assert {one.remote for one in pictures} == {False}
    assert (answers.asked, notes) == (["https://h/001.jpg"], [])


async def test_a_range_whose_first_are_missing_still_shows_the_rest() -> None:
    answers = Answers({"https://h/2.jpg": picture_at("https://h/2.jpg")})
    pictures, notes = await gathered(answers, "https://h/[1-5].jpg")
    assert len(pictures) == 5
    assert notes == []


async def test_a_range_of_which_nothing_answers_is_left_to_each_picture() -> None:
    answers = Answers({})
    pictures, notes = await gathered(answers, "https://h/[1-50].jpg")
    assert len(pictures) == 50
    assert len(answers.asked) == 3
    assert notes == []


async def test_a_range_of_documents_is_read_one_by_one() -> None:
    answers = Answers({f"https://api/{number}": [{"image": f"https://h/{number}.jpg"}] for number in (2, 4)})
    pictures, notes = await gathered(answers, "https://api/[1-4]")
    assert [one.url for one in pictures] == ["https://h/2.jpg", "https://h/4.jpg"]
    assert [note.url for note in notes] == ["https://api/1", "https://api/3"]


async def test_times_asks_one_address_several_times() -> None:
    answers = Answers({"https://h/random": picture_at("https://h/random")})
    pictures, _ = await gathered(answers, "https://h/random", times=4)
    assert [(one.url, one.ask) for one in pictures] == [("https://h/random", at) for at in (1, 2, 3, 4)]
    assert len({one.key for one in pictures}) == 4


async def test_times_asks_a_document_several_times() -> None:
    class Changing(Answers):
        async def __call__(self, url: str, **options: Any) -> Any:
            ask = options["ask"]
            self.asked.append(f"{url} {ask}")
            return Document(
                url,
                b'{"message": "https://images.dog.ceo/breeds/pug/%d.jpg", "status": "success"}' % ask,
                asked_url=url,
            )

    answers = Changing({})
    pictures, _ = await gathered(answers, "https://dog.ceo/api/breeds/image/random", times=3)
    assert [one.url.rpartition("/")[2] for one in pictures] == ["1.jpg", "2.jpg", "3.jpg"]


async def test_several_locators_keep_their_order_and_one_bad_one_does_not_end_them(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("https://h/a.jpg\nhttps://h/b.jpg\nhttps://h/a.jpg\n")
    answers = Answers(
        {**PAGES, "https://h/c.jpg": picture_at("https://h/c.jpg"), "https://down/": ConnectionFailedError("down.")}
    )
    pictures, notes = await gathered(
        answers,
        "https://api/?page=3",
        "https://down/",
        str(tmp_path / "list.txt"),
        "https://h/c.jpg",
        "https://h/c.jpg",
    )
    assert [one.url for one in pictures] == [f"https://h/{name}.jpg" for name in ("3-1", "3-2", "a", "b", "c")]
    assert [(note.locator, type(note.error)) for note in notes] == [("https://down/", ConnectionFailedError)]


async def test_a_second_page_that_fails_leaves_the_first() -> None:
    replies = {**PAGES, "https://api/?page=2": OfflineError("offline.")}
    pictures, notes = await gathered(Answers(replies), "https://api/?page=1")
    assert [one.url for one in pictures] == ["https://h/1-1.jpg", "https://h/1-2.jpg"]
    assert [(note.url, type(note.error)) for note in notes] == [("https://api/?page=2", OfflineError)]


async def test_paging_that_runs_in_a_circle_ends() -> None:
    one = {"items": [{"image": "https://h/1.jpg"}], "next": "https://api/2"}
    two = {"items": [{"image": "https://h/2.jpg"}], "next": "https://api/1"}
    answers = Answers({"https://api/1": one, "https://api/2": two})
    pictures, notes = await gathered(answers, "https://api/1")
    assert [one.url for one in pictures] == ["https://h/1.jpg", "https://h/2.jpg"]
    assert (answers.asked, notes) == (["https://api/1", "https://api/2"], [])


async def test_paging_without_end_stops_and_says_so() -> None:
    class Endless(Answers):
        async def __call__(self, url: str, **_: Any) -> Any:
            self.asked.append(url)
            number = int(url.rpartition("/")[2])
            body = b'{"items": [{"image": "https://h/%d.jpg"}], "next": "/%d"}' % (number, number + 1)
            return Document(url, body, asked_url=url)

    answers = Endless({})
    pictures, notes = await gathered(answers, "https://api/1")
    assert len(pictures) == 101
    assert [str(note) for note in notes] == ["Reading stopped after 100 documents; a --limit of pictures goes further."]
    pictures, notes = await gathered(answers, "https://api/1", limit=250)
    assert (len(pictures), notes) == (250, [])


async def test_what_a_document_of_the_web_names_is_remote_unless_it_lies_beside_it() -> None:
    reply = [{"image": "https://api/own.jpg"}, {"image": "http://127.0.0.1/x.jpg"}, {"image": "https://api:444/y.jpg"}]
    pictures, _ = await gathered(Answers({"https://api/": reply}), "https://api/")
    assert [(one.url, one.remote) for one in pictures] == [
        ("https://api/own.jpg", False),
        ("http://127.0.0.1/x.jpg", True),
        ("https://api:444/y.jpg", True),
    ]


async def test_another_port_lies_beside_where_the_person_wrote_an_address_and_no_name() -> None:
    reply = [{"image": f"http://{place}/x.jpg"} for place in ("192.168.1.5:81", "192.168.1.6", "nas:81", "127.0.0.1")]
    for base in ("http://192.168.1.5:80/", "http://nas/"):
        pictures, _ = await gathered(Answers({base: reply}), base)
        near = [one.url for one in pictures if not one.remote]
        assert near == (["http://192.168.1.5:81/x.jpg"] if "192" in base else [])


async def test_a_redirect_to_another_host_takes_the_trust_away() -> None:
    answers = Answers({"https://api/": [{"image": "/x.jpg"}]}, final={"https://api/": "http://10.0.0.1/list"})
    pictures, _ = await gathered(answers, "https://api/")
    assert [(one.url, one.remote) for one in pictures] == [("http://10.0.0.1/x.jpg", True)]


async def test_a_page_on_another_host_is_asked_for_as_remote() -> None:
    other = {"items": [{"image": "https://other/2.jpg"}]}
    first = {"items": [{"image": "https://api/1.jpg"}], "next": "https://other/next"}
    answers = Answers({"https://api/": first, "https://other/next": other})
    pictures, _ = await gathered(answers, "https://api/")
    assert answers.remote == {"https://api/": False, "https://other/next": True}
    assert [one.remote for one in pictures] == [False, True]


async def test_what_a_link_names_is_of_the_web_and_all_that_it_leads_to() -> None:
    first = {"items": [{"image": "https://api/1.jpg"}, {"image": "file:///etc/passwd.jpg"}], "next": "https://api/next"}
    answers = Answers({"https://api/": first, "https://api/next": {"items": [{"image": "https://api/2.jpg"}]}})
    pictures, _ = await gathered(answers, "vitrina:https://api/")
    assert answers.remote == {"https://api/": True, "https://api/next": True}
    assert [(one.url, one.remote) for one in pictures] == [("https://api/1.jpg", True), ("https://api/2.jpg", True)]


async def test_a_link_to_a_picture_gives_one_of_the_web() -> None:
    answers = Answers({"https://h/1.jpg": picture_at("https://h/1.jpg")})
    pictures, _ = await gathered(answers, "vitrina://open?url=https%3A%2F%2Fh%2F1.jpg")
    assert [(one.url, one.remote) for one in pictures] == [("https://h/1.jpg", True)]
    assert answers.remote == {"https://h/1.jpg": True}


async def test_a_link_to_a_viewer_names_a_manifest_of_the_web() -> None:
    answers = Answers({"https://h/m.json": {"items": []}})
    await gathered(answers, "vitrina:https://h/viewer?manifest=https://h/m.json")
    assert set(answers.remote.items()) == {("https://h/m.json", True)}


async def test_a_document_of_the_web_names_no_file_of_this_machine() -> None:
    reply = [{"image": "file:///etc/passwd.jpg"}, {"image": "https://h/1.jpg"}]
    pictures, _ = await gathered(Answers({"https://api/": reply}), "https://api/")
    assert [one.url for one in pictures] == ["https://h/1.jpg"]


async def test_standard_input_is_read_as_a_file_is() -> None:
    stdin = io.BytesIO(b"# mine\nhttp://127.0.0.1:8000/1.jpg\tThe first\n")
    pictures, notes = await gathered(Answers({}), "-", stdin=stdin)
    assert pictures == [Picture("http://127.0.0.1:8000/1.jpg", title="The first", source="list")]
    assert notes == []
    _, notes = await gathered(Answers({}), "-", stdin=io.BytesIO(b""))
    assert [(str(note), type(note.error)) for note in notes] == [("Standard input is empty.", NothingToShowError)]


@pytest.mark.parametrize(
    "body", [b"", b"  \n\n", b"# only a comment\n", b"hello world\n", b"{}", b"[]", b'{"a": 1}', b"<html></html>"]
)
async def test_a_document_without_pictures_is_one_sentence(body: bytes, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(body)
    pictures, notes = await gathered(Answers({}), str(tmp_path / "x"))
    assert pictures == []
    assert [type(note.error) for note in notes] == [NothingToShowError]
    assert str(notes[0]).startswith(str(tmp_path / "x"))


async def test_a_source_can_be_forced_and_a_wrong_name_is_a_wrong_call(tmp_path: Path) -> None:
    (tmp_path / "x").write_text('[{"image": "https://h/1.jpg"}]')
    pictures, _ = await gathered(Answers({}), str(tmp_path / "x"), source="json")
    assert [one.source for one in pictures] == ["json"]
    _, notes = await gathered(Answers({}), str(tmp_path / "x"), source="list")
    assert [str(note) for note in notes] == [f"{tmp_path / 'x'} cannot be read as list."]
    answers = Answers({})
    pictures, _ = await gathered(answers, "https://h/[1-2].jpg", source="urls")
    assert (len(pictures), answers.asked) == (2, [])
    with pytest.raises(UsageError, match="no source named nonsense"):
        await gathered(answers, "https://h/1.jpg", source="nonsense")


async def test_too_many_requests_are_a_wrong_call() -> None:
    with pytest.raises(UsageError, match="more than 100000 requests"):
        await gathered(Answers({}), "https://h/[1-1000].jpg", times=101)
    with pytest.raises(UsageError, match="more than 100000 requests"):
        await gathered(Answers({}), "https://h/[1-100001].jpg")


async def test_with_a_limit_a_range_may_have_no_end() -> None:
    answers = Answers({f"https://h/{number}.jpg": picture_at(f"https://h/{number}.jpg") for number in range(3)})
    pictures, notes = await gathered(answers, "https://h/[0-999999999999].jpg", limit=4)
    assert [one.url for one in pictures] == [f"https://h/{number}.jpg" for number in range(4)]
    assert (answers.asked, notes) == (["https://h/0.jpg"], [])


async def test_a_reply_that_was_cut_off_gives_what_is_whole() -> None:
    body = b'{"items": [{"image": "https://h/1.jpg"}, {"image": "https://h/2.jpg"}, {"image": "https://h/3.j'
    pictures, notes = await gathered(Answers({"https://api/": body}), "https://api/")
    assert [one.url for one in pictures] == ["https://h/1.jpg", "https://h/2.jpg"]
    assert [str(note) for note in notes] == ["https://api/ ended early; what came before that is shown."]
    assert [type(note.error) for note in notes] == [NothingToShowError], "not everything asked for was done"
    feed = '<rss version="2.0"><channel><item><enclosure url="https://h/1.jpg"/></item><item><title>b</ti'
    pictures, notes = await gathered(Answers({"https://api/": feed}), "https://api/")
    assert [one.url for one in pictures] == ["https://h/1.jpg"]
    assert [type(note.error) for note in notes] == [type(None), NothingToShowError]


async def test_the_demo_is_asked_of_the_library() -> None:
    answers = Answers({"demo:3": Document("http://127.0.0.1:9/", b'[{"url": "/a.jpg"}]', asked_url="demo:3")})
    pictures, _ = await gathered(answers, "demo:3")
    assert [(one.url, one.remote) for one in pictures] == [("http://127.0.0.1:9/a.jpg", False)]


async def test_a_hundred_locators_are_read_and_closed() -> None:
    answers = Answers({f"https://h/{at}.jpg": picture_at(f"https://h/{at}.jpg") for at in range(100)})
    pictures, _ = await gathered(answers, *(f"https://h/{at}.jpg" for at in range(100)))
    assert [one.url for one in pictures] == [f"https://h/{at}.jpg" for at in range(100)]
    pictures, _ = await gathered(answers, *(f"https://h/{at}.jpg" for at in range(100)), limit=5)
    assert len(pictures) == 5


async def test_a_document_too_large_to_take_apart_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vitrina.sources.following.MAX_PARSED_BYTES", 1 << 20)
    body = b'{"items": [' + b'{"image": "https://h/1.jpg"},' * 40_000 + b"{}]}"
    pictures, notes = await gathered(Answers({"https://api/": body}), "https://api/")
    assert (pictures, [str(note) for note in notes]) == ([], ["https://api/ is larger than 1 MB and was not read."])
    lines = b"https://h/%d.jpg\n" * 70_000 % tuple(range(70_000))
    pictures, notes = await gathered(Answers({"https://api/": lines}), "https://api/")
    assert (len(pictures), notes) == (70_000, [])


async def test_a_document_that_is_already_here_is_read_as_one_that_was_asked_for() -> None:
    answers = Answers(PAGES)
    here = Document("https://api/?page=2", json.dumps(page(2)).encode())
    found = [one async for one in read_document(here, answers)]
    assert [one.url for one in found] == [f"https://h/{number}-{at}.jpg" for number in (2, 3) for at in (1, 2)]
    assert answers.asked == ["https://api/?page=3"]
    assert [one.url async for one in read_document(here, answers, limit=1)] == ["https://h/2-1.jpg"]


async def test_a_paging_that_repeats_itself_ends() -> None:
    replies = {
        f"https://a/x?n={at}": {"items": [{"image": "https://h/1.jpg"}], "next": f"/x?n={at + 1}"} for at in range(50)
    }
    answers = Answers(replies)
    pictures, (note,) = await gathered(answers, "https://a/x?n=0", limit=10)
    assert ([one.url for one in pictures], len(answers.asked)) == (["https://h/1.jpg"], 4)
    assert (str(note), note.error) == (
        "The pages from https://a/x?n=4 on repeat what was there before, and were not read.",
        None,
    )


async def test_pages_without_any_picture_are_no_repetition() -> None:
    replies: dict[str, Any] = {"https://a/x?n=0": {"items": [{"image": "https://h/0.jpg"}], "next": "/x?n=1"}}
    channel = '<channel><atom:link rel="next" href="/x?n={}"/><item><title>Words</title></item></channel>'
    feed = f'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">{channel}</rss>'
    replies |= {f"https://a/x?n={at}": feed.format(at + 1) for at in range(1, 9)}
    replies["https://a/x?n=9"] = {"items": [{"image": "https://h/9.jpg"}]}
    pictures, _ = await gathered(Answers(replies), "https://a/x?n=0")
    assert [one.url for one in pictures] == ["https://h/0.jpg", "https://h/9.jpg"]


async def test_a_key_in_an_address_is_in_no_sentence() -> None:
    url = "https://a/x?api_key=S3cret&q=1"
    _, (note,) = await gathered(Answers({url: {"nothing": 1}}), url)
    assert "S3cret" not in str(note)
    assert "https://a/x?api_key=~&q=1" in str(note)
