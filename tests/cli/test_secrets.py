"""Credentials that are in an address: used where they belong, and seen nowhere else."""

import logging
from pathlib import Path

from command_line import Vitrina
from web import Web

SECRETS = ("ann:", "pass-word", "SIGNED", "BEARER")


def signed(url: str) -> str:
    return f"{url.replace('://', '://ann:pass-word@')}?X-Amz-Signature=SIGNED&token=BEARER&w=5"


def seen_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def test_no_credential_is_said_logged_traced_or_written_to_the_index(
    vitrina: Vitrina, web: Web, tmp_path: Path
) -> None:
    addresses = [signed(web.url(target)) for target in ("/picture/1.png", "/status/404", "/html", "/empty")]
    listed = tmp_path / "list.txt"
    listed.write_text("\n".join(addresses), encoding="utf-8")
    log, trace = tmp_path / "log", tmp_path / "trace"
    text = ""
    for words in (["fetch", listed, "--json"], ["fetch", listed, "--offline"], ["fetch", addresses[1]]):
        done = vitrina(*words, "-v", "--log-file", log, "--trace", trace)
        text += done.out + done.err + log.read_text("utf-8") + trace.read_text("utf-8")
    text += vitrina("list", addresses[1], "-v").err
    assert seen_in(text) == []
    assert "X-Amz-Signature=~" in text
    stored = b"".join(file.read_bytes() for file in (tmp_path / "profile").rglob("*") if file.is_file())
    assert seen_in(stored.decode("latin-1")) == []


def test_a_wrong_call_is_explained_without_the_credentials_in_it(vitrina: Vitrina) -> None:
    url = signed("http://127.0.0.1/x")
    for wrong in (url.replace("http", "ftp"), url.replace("127.0.0.1", "[::1"), f"{url}&a={{b"):
        called = vitrina("fetch", wrong)
        assert called.code == 2
        assert seen_in(called.err) == []


def test_a_log_is_free_of_credentials_wherever_a_record_has_them(vitrina: Vitrina, tmp_path: Path) -> None:
    log = tmp_path / "log"
    vitrina("cache", "path", "--log-file", log)
    logging.getLogger("vitrina").warning("Some library says %s", signed("http://h/x"))
    assert "Some library says http://h/x?" in log.read_text("utf-8")
    assert seen_in(log.read_text("utf-8")) == []


def test_user_info_is_shown_nowhere(vitrina: Vitrina, web: Web, tmp_path: Path) -> None:
    url = web.url("/status/404").replace("http://", "http://us:an@secr3t@")
    log = tmp_path / "log.txt"
    trace = tmp_path / "trace"
    failed = vitrina("fetch", url, "--json", "-v", "--log-file", log, "--trace", trace)
    listed = vitrina("list", web.url("/picture/1.png").replace("http://", "http://us:an@secr3t@"), "--json")
    vitrina("gallery", "add", "G", url)
    everything = [failed, listed, vitrina("gallery", "list", "--json"), vitrina("gallery", "show", "G")]
    said = "".join(one.out + one.err for one in everything) + log.read_text() + trace.read_text()
    assert "127.0.0.1" in said
    assert "secr3t" not in said


def test_a_key_that_was_typed_is_in_no_message(vitrina: Vitrina, web: Web) -> None:
    web.put("/api", '{"nothing": 1}', media_type="application/json")
    result = vitrina("list", web.url("/api?api_key=S3cret"))
    assert result.code == 3
    assert "S3cret" not in result.out + result.err
