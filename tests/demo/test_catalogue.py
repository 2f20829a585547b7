"""The demo pictures themselves: the same for everybody, of every kind, sound."""

import io

import pytest
from PIL import Image

from vitrina.demo.catalogue import MOTIFS, encoded, number_of, work


def test_a_number_always_means_the_same_picture() -> None:
    assert work(4711) == work(4711)
    assert work(0).name == "00001-dunes-after-rain.jpg"  # stored pictures of earlier versions keep their names
    assert encoded(work(3)) == encoded(work(3))


def test_every_motif_is_drawn_in_the_size_and_format_it_announces() -> None:
    for number in range(len(MOTIFS)):
        this = work(number)
        with Image.open(io.BytesIO(encoded(this))) as image:
            assert (image.size, image.get_format_mimetype()) == (this.size, this.media_type)
            assert getattr(image, "is_animated", False) == (this.motif.moving is not None)
            assert len(image.convert("RGB").resize((64, 64)).getcolors(4096) or []) > 8, f"{this.title} is empty"


def test_the_first_pictures_are_all_of_another_kind() -> None:
    assert len({work(number).motif.title for number in range(len(MOTIFS))}) == len(MOTIFS) >= 10


def test_a_hundred_thousand_names_are_all_different() -> None:
    names = {work(number).name for number in range(0, 100_000, 50)}
    assert len(names) == 2000


@pytest.mark.parametrize("number", [0, 59, 99_999])
def test_a_name_leads_back_to_its_number(number: int) -> None:
    assert number_of(work(number).name, 100_000) == number
    assert number_of(work(number).name, number) is None


@pytest.mark.parametrize("name", ["", "x.jpg", "00001-other-words.jpg", "00000-x.jpg", "../00001-dunes-after-rain.jpg"])
def test_a_name_that_is_none_leads_nowhere(name: str) -> None:
    assert number_of(name, 100) is None


def test_formats_and_proportions_are_mixed() -> None:
    works = [work(number) for number in range(200)]
    assert {this.form for this in works} == {"jpg", "png", "webp", "gif"}
    shapes = [this.size[0] / this.size[1] for this in works]
    assert min(shapes) < 0.6
    assert max(shapes) > 2.3
