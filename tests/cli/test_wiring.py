"""Options and settings made into limits."""

from vitrina.cli.arguments import parse
from vitrina.cli.wiring import MOST_JOBS, PATIENCE, limits
from vitrina.fetch import Limits
from vitrina.settings import Settings


def test_the_window_is_patient_and_a_command_is_not() -> None:
    window, command = (
        limits(parse(words), Settings()) for words in (["https://h/x.jpg"], ["fetch", "https://h/x.jpg"])
    )
    assert (window.disk_patience, window.longest_wait) == (PATIENCE, PATIENCE)
    assert (command.disk_patience, command.longest_wait) == (0.0, Limits().longest_wait)


def test_options_win_over_settings_and_settings_over_defaults() -> None:
    settings = Settings(jobs=7, per_host=3, max_size=2048)
    plain = limits(parse(["fetch", "https://h/x.jpg"]), settings)
    assert (plain.total, plain.per_host, plain.max_bytes, plain.offline) == (7, 3, 2048, False)
    words = ["fetch", "https://h/x.jpg", "-j", "9", "--per-host", "2", "--max-size", "4096", "--offline"]
    told = limits(parse(words), settings)
    assert (told.total, told.per_host, told.max_bytes, told.offline) == (9, 2, 4096, True)


def test_more_downloads_at_a_time_than_a_process_may_have_files_open_are_not_tried() -> None:
    assert limits(parse(["fetch", "https://h/x.jpg", "-j", "99999999999"]), Settings()).total == MOST_JOBS


def test_a_timeout_bounds_every_wait_for_a_host_a_trickle_too() -> None:
    told = limits(parse(["fetch", "https://h/x.jpg", "--timeout", "2"]), Settings())
    assert (told.connect, told.first_byte, told.stall, told.slow_window) == (2, 2, 2, 2)
