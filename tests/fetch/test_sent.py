"""What goes out with a request, and what never does: who we are, codings, cookies, credentials."""

from laboratory import Lab
from vitrina.fetch import Want
from web import png


async def test_documents_are_compressed_on_the_way_and_plain_in_the_store(lab: Lab) -> None:
    fetched = await lab.fetch("/gzip", Want.DOCUMENT)
    assert lab.web.hits["/gzip"][0].headers["accept-encoding"] == "gzip, deflate"
    assert lab.body(fetched) == png("/gzip")
    assert "content-encoding" not in {name.lower() for name, _ in fetched.headers}


async def test_what_is_sent_says_who_we_are_and_asks_for_nothing_odd(lab: Lab) -> None:
    await lab.fetch("/picture/x")
    sent = dict(lab.web.hits["/picture/x"][0].headers)
    assert sent.pop("user-agent").startswith("Vitrina/")
    assert sent.pop("accept").startswith("image/")
    assert sent.pop("accept-encoding") == "identity"
    assert set(sent) == {"host"}


async def test_headers_of_the_request_win_over_ours(lab: Lab) -> None:
    await lab.fetch("/json", Want.DOCUMENT, headers=(("accept", "application/json"),))
    assert lab.web.hits["/json"][0].headers["accept"] == "application/json"


async def test_no_cookie_is_ever_sent_back(lab: Lab) -> None:
    for n in range(3):
        await lab.fetch("/cookie", key=f"http://key/{n}")
    assert all("cookie" not in hit.headers for hit in lab.web.hits["/cookie"])


async def test_credentials_of_the_url_open_the_door_and_are_seen_nowhere(lab: Lab) -> None:
    url = lab.web.url("/auth").replace("http://", "http://person:secret@")
    fetched = await lab.fetch(url)
    assert fetched.status == "fetched"
    assert fetched.final_url == lab.web.url("/auth")
    wrong = await lab.fetch(url.replace("secret", "hidden"))
    assert wrong.http_status == 401
    missing = await lab.fetch(lab.web.url("/status/404?token=hidden").replace("//", "//person:secret@"))
    away = await lab.fetch(lab.web.url("/redirect-loop/a?signature=hidden").replace("//", "//person:secret@"))
    for one in (wrong, missing, away):
        assert one.error is not None
        assert not {"secret", "hidden"} & set(
            str(one.error).replace("@", " ").replace(":", " ").replace("=", " ").split()
        )
        assert "hidden" not in str(one.error)
        assert "secret" not in str(one.error)


async def test_credentials_stay_with_their_origin(lab: Lab) -> None:
    other = lab.web.url("/picture/other").replace("127.0.0.1", "localhost")
    url = lab.web.url(f"/redirect?to={other}").replace("http://", "http://person:secret@", 1)
    await lab.fetch(url, headers=(("Authorization", "Bearer x"), ("Cookie", "a=b")))
    assert lab.web.hits["/redirect"][0].headers["cookie"] == "a=b"
    assert not {"authorization", "cookie"} & set(lab.web.hits["/picture/other"][0].headers)
    near = lab.web.url("/redirect?to=/auth").replace("http://", "http://person:secret@")
    assert (await lab.fetch(near)).status == "fetched"
