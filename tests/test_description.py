"""What Vitrina is, is told once; where another file has to say it again, it says the same."""

import tomllib

import environment
from vitrina import description


def test_the_package_and_the_program_tell_the_same_of_themselves() -> None:
    project = tomllib.loads((environment.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["name"] == description.COMMAND
    assert project["license"] == description.LICENCE
    assert [author["name"] for author in project["authors"]] == [description.BY]
    assert project["urls"] == {"Homepage": description.HOME, "Releases": description.RELEASES}
