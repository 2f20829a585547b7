"""What the session says of downloads that wait."""

from vitrina.bridge import Bridge
from vitrina.language import Language
from vitrina.model import Fault, Progress, Status
from vitrina.ui.session import Hearers, Session


def test_a_full_disk_is_said_once_and_again_when_downloads_went_on_meanwhile(bridge: Bridge) -> None:
    said: list[str] = []
    silent = Hearers(*[lambda *_: None] * 9)
    silent.said = said.append
    session = Session(bridge, Language.load("es"), silent)
    words = "There is no room left in {path} ({free} bytes free); make some and try again."
    full = Fault("disk_full", words.format(path="/p", free=5), words, {"path": "/p", "free": 5})
    waits = [Progress(key, "waiting", fault=full) for key in "abc"]
    session._stepped(waits)
    session._stepped(waits)
    assert len(said) == 1
    assert "/p" in said[0]
    session._stepped([Progress("a", "ended", 1, 1, status=Status.FETCHED), *waits])
    assert len(said) == 2
    session._stepped([Progress("a", "waiting", fault=Fault("rate_limited", "h asks for fewer requests."))])
    assert len(said) == 2, "which hosts pause stands in the activity"
