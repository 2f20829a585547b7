# ruff: noqa: E501, RUF001 - samples stay on one line, as they come
"""Manifests and collections of real institutions, and what the specification asks for."""

import base64
import json
from typing import Any

import pytest

from sources.asking import Answers, gathered
from sources.samples import document, read, read_real
from vitrina.sources import Page
from vitrina.sources.content_state import content_state
from vitrina.sources.iiif import Iiif

M = "https://example.org/manifest.json"
REFERENCE = "https://iiif.io/api/image/3.0/example/reference/"


def urls(page: Page) -> list[str]:
    return [one.url for one in page.pictures]


# What each file holds: pictures, further documents, title, first address, first title, first credit, first licence.
FILES: list[tuple[str, int, int, str | None, str | None]] = [
    ("cookbook/0001-mvm-image.json", 1, 0, "Single Image Example", "http://iiif.io/api/presentation/2.1/example/fixtures/resources/page1-full.png"),
    ("cookbook/0004-canvas-size.json", 1, 0, "Still image from an opera performance at Indiana University", "https://fixtures.iiif.io/video/indiana/donizetti-elixir/act1-thumbnail.png"),
    ("cookbook/0007-string-formats.json", 1, 0, "Picture of Göttingen taken during the 2019 IIIF Conference", f"{REFERENCE}918ecd18c2592080851777620de9bcb5-gottingen/full/max/0/default.jpg"),
    ("cookbook/0010-book-2-viewing-direction-manifest-rtl.json", 5, 0, "Book with Right-to-Left Viewing Direction", None),
    ("cookbook/0011-book-3-behavior-manifest-individuals.json", 4, 0, None, None),
    ("cookbook/0015-start.json", 0, 0, "Video of a 30-minute digital clock", None),
    ("cookbook/0021-tagging.json", 1, 0, None, None),
    ("cookbook/0026-toc-opera.json", 0, 0, "The Elixir of Love", None),
    ("cookbook/0030-multi-volume-manifest_v1.json", 5, 0, None, None),
    ("cookbook/0032-collection-collection.json", 0, 2, "Simple Collection Example", None),
    ("cookbook/0033-choice.json", 2, 0, "John Dee performing an experiment before Queen Elizabeth I.", f"{REFERENCE}421e65be2ce95439b3ad6ef1f2ab87a9-dee-natural/full/max/0/default.jpg"),
    ("cookbook/0040-image-rotation-service-manifest-css.json", 1, 0, None, f"{REFERENCE}85a96c630f077e6ac6cb984f1b752bbf-0-21198-zz00022840-1-master/full/max/0/default.jpg"),
    ("cookbook/0047-homepage.json", 1, 0, "Laocöon", None),
    ("cookbook/0065-opera-multiple-canvases.json", 0, 0, "The Elixir of Love", None),
    ("cookbook/0118-multivalue.json", 1, 0, None, "https://upload.wikimedia.org/wikipedia/commons/thumb/1/1b/Whistlers_Mother_high_res.jpg/1114px-Whistlers_Mother_high_res.jpg"),
    ("cookbook/0154-geo-extension.json", 1, 0, "Bronzo Laocoonte e i suoi figli", None),
    ("cookbook/0229-behavior-ranges.json", 0, 0, None, None),
    ("cookbook/0230-navdate-navdate_map_2-manifest.json", 1, 0, None, None),
    ("cookbook/0258-tagging-external-resource.json", 1, 0, None, None),
    ("cookbook/0269-embedded-or-referenced-annotations-annotationpage.json", 0, 0, None, None),
    ("cookbook/0299-region.json", 1, 0, None, f"{REFERENCE}4ce82cef49fb16798f4c2440307c3d6f-newspaper-p2/1768,2423,1768,2080/max/0/default.jpg"),
    ("cookbook/0309-annotation-collection.json", 2, 0, "Berliner Tageblatt - 1925-02-16", None),
    ("cookbook/0346-multilingual-annotation-body.json", 1, 0, "Koto, chess, calligraphy, and painting", f"{REFERENCE}36ca0a3370db128ec984b33d71a1543d-100320001004/full/6101,/0/default.jpg"),
    ("cookbook/0485-contentstate-canvas-region-annotation.json", 0, 1, None, None),
    ("presentation-2/anno_list_choice.json", 0, 0, None, None),
    ("presentation-2/biblissima-collection.json", 0, 12, "Allemand", None),
    ("presentation-2/bl-manifest.json", 20, 0, "Anzac bulletin Number 24(1917:Jun.)", "https://api.bl.uk/image/iiif/ark:/81055/vdc_100022545676.0x000001/full/full/0/default.jpg"),
    ("presentation-2/body-choice.json", 72, 0, "Codex Xolotl", "https://dlc.services/iiif-img/22/2/X.010r_VIS/full/4522,/0/default.jpg"),
    ("presentation-2/collection-scta.json", 0, 205, "SCTA Authors", None),
    ("presentation-2/europeana.json", 1, 0, "p. 21", None),
    ("presentation-2/ghent-omeka.json", 33, 0, None, None),
    ("presentation-2/iiif-fixture-annotation-list.json", 0, 0, "Test 65 List 1", None),
    ("presentation-2/iiif-fixture-manifest-with-dimensions.json", 1, 0, "Test 1 Manifest: Minimum Required Fields", "http://iiif.io/api/presentation/2.1/example/fixtures/resources/page1-full.png"),
    ("presentation-2/loc.json", 55, 0, "Holland 1:25,000", None),
    ("presentation-2/manifest-l0.json", 24, 0, "level 0 example", "https://dlc.services/iiif-img/7/6/c2ad0baa-548c-4ee9-9c7f-11f675677dcc/full/full/0/default.jpg"),
    ("presentation-2/nga-manifest.json", 26, 0, "National Gallery of Art Collection Highlights", None),
    ("presentation-2/nls-manifest-2.json", 152, 0, "Robert Burns. [A biography.]", "https://view.nls.uk/iiif/1291/1663/129116637.5/full/full/0/default.jpg"),
    ("presentation-2/nlw-collection.json", 0, 65, "ardd", None),
    ("presentation-2/paginated-collection-page.json", 0, 251, "Top Level Collection for BSB Digital Collections", None),
    ("presentation-2/scroll.json", 41, 0, "Mahabharata Scroll", None),
    ("presentation-2/thumbnails.json", 7, 0, "Thumbnail tests", None),
    ("presentation-2/villanova-manifest.json", 2, 0, None, None),
    ("presentation-2/wikimedia-proxy.json", 1, 0, None, None),
    ("presentation-3/accompanying-canvas.json", 1, 0, None, None),
    ("presentation-3/bodleian.json", 1, 0, "Bodleian Library LP 44", "https://iiif.bodleian.ox.ac.uk/iiif/image/012b1e0f-8c9e-48e7-83d6-5e51a70253b4/full/max/0/default.jpg"),
    ("presentation-3/exhibition-1.json", 1, 0, "Inventing Creativity", None),
    ("presentation-3/has-part.json", 1, 0, None, None),
    ("presentation-3/ocean-liners.json", 1, 0, "Cunard Line - to all parts of the world", None),
    ("presentation-3/start-canvas.json", 5, 0, "Multiple Related Images (Book, etc.)", None),
    ("presentation-3/wellcome-p3-2.json", 36, 0, "Wunder der Vererbung / von Fritz Bolle.", "https://iiif.wellcomecollection.org/image/b18035723_0001.JP2/full/full/0/default.jpg"),
]  # fmt: skip


@pytest.mark.parametrize("name, pictures, more, title, first", FILES, ids=[one[0] for one in FILES])
def test_every_published_file_gives_what_it_holds(
    name: str, pictures: int, more: int, title: str | None, first: str | None
) -> None:
    page = read_real(f"iiif/{name}", M)
    assert (len(page.pictures), len(page.more)) == (pictures, more)
    assert title is None or page.title == title
    assert first is None or page.pictures[0].url == first
    assert all(one.url.startswith(("http://", "https://")) and one.source == "iiif" for one in page.pictures)
    assert all(page.title is None or (one.title or "").startswith(page.title) for one in page.pictures)


def test_required_statements_credits_and_licences_are_told() -> None:
    one = read_real("iiif/presentation-3/bodleian.json", M).pictures[0]
    assert one.title == "Bodleian Library LP 44 \u2013 front"
    assert (
        one.credit
        == "Artist unknown; Terms of use: CC-BY-NC 4.0. For more information, please see https://digital.bodleian.ox.ac.uk/terms/"
    )
    assert (one.licence, one.licence_page) == ("CC-BY-NC-4.0", "https://creativecommons.org/licenses/by-nc/4.0/")
    assert one.page == "https://digital.bodleian.ox.ac.uk/objects/33c2e37e-957a-4820-83e1-611c987021c9/"
    assert (
        one.thumbnail
        == "https://iiif.bodleian.ox.ac.uk/iiif/image/012b1e0f-8c9e-48e7-83d6-5e51a70253b4/full/400,/0/default.jpg"
    )
    assert (one.date, one.description) == (
        "1838-01-01T00:00:00Z",
        "Portrait of a woman, called Mary, Queen of Scots (1542–1587)",
    )
    one = read_real("iiif/presentation-2/nls-manifest-2.json", M).pictures[151]
    assert (one.credit, one.licence) == ("National Library of Scotland License: CC BY 4.0", "CC-BY-4.0")
    one = read_real("iiif/cookbook/0007-string-formats.json", M).pictures[0]
    assert one.description == "Picture taken by the IIIF Technical Coordinator (https://github.com/glenrobson)"
    assert (one.author_page, one.licence) == ("https://github.com/glenrobson", "CC-BY-SA-3.0")
    one = read_real("iiif/presentation-2/europeana.json", M).pictures[0]
    assert one.url.endswith("/Journal_historique_et_litt%C3%A9raire/1788/09/01/00021/full/full/0/default.jpg")


def test_level_0_thumbnails_are_only_those_that_the_server_lists() -> None:
    found = read_real("iiif/presentation-2/manifest-l0.json", M).pictures
    assert (
        found[0].thumbnail
        == "https://apex.dlc.services/thumbs/7/6/c2ad0baa-548c-4ee9-9c7f-11f675677dcc/full/337,400/0/default.jpg"
    )
    found = read_real("iiif/presentation-3/wellcome-p3-2.json", M).pictures
    assert (
        found[0].thumbnail == "https://iiif.wellcomecollection.org/thumbs/b18035723_0001.JP2/full/290,400/0/default.jpg"
    )


def test_a_picture_larger_than_any_screen_is_asked_for_smaller() -> None:
    one = read_real("iiif/presentation-2/scroll.json", M).pictures[0]
    assert one.url == "https://images.is.ed.ac.uk/luna/servlet/iiif/UoE~3~3~318~206599/full/1142,/0/default.jpg"
    assert (one.width, one.height, one.licence) == (3816, 49069, "CC-BY-3.0")


def test_sound_is_shown_by_the_picture_that_accompanies_it() -> None:
    one = read_real("iiif/presentation-3/accompanying-canvas.json", M).pictures[0]
    assert one.url.startswith(f"{REFERENCE}4b45bba3ea612ee46f5371ce84dbcd89-mahler-0/full/")
    notes = read_real("iiif/cookbook/0026-toc-opera.json", M).left_out
    assert [str(note) for note in notes] == ["Canvases without a picture: 1."]


def test_further_documents_keep_their_order() -> None:
    more = read_real("iiif/presentation-2/paginated-collection-page.json", M).more
    assert more[0].url == "https://api.digitale-sammlungen.de/iiif/presentation/v2/bsb12040721/manifest"
    assert more[-1].url.endswith("/collection/top?cursor=AoIIP4AAACtic2IxMjAxODY5NA==")
    assert [one.url for one in read_real("iiif/cookbook/0032-collection-collection.json", M).more] == [
        "https://iiif.io/api/cookbook/recipe/0032-collection/manifest-01.json",
        "https://iiif.io/api/cookbook/recipe/0032-collection/manifest-02.json",
    ]


def canvas(body: Any, **more: Any) -> dict[str, Any]:
    items = [
        {"type": "AnnotationPage", "items": [{"type": "Annotation", "motivation": "painting", "body": one}]}
        for one in (body if isinstance(body, list) else [body])
    ]
    return {"type": "Canvas", "id": "https://x/c", "width": 100, "height": 50, "items": items, **more}


def manifest(*canvases: Any, version: int = 3, **more: Any) -> dict[str, Any]:
    return {
        "@context": f"http://iiif.io/api/presentation/{version}/context.json",
        "id": "https://x/m",
        "type": "Manifest",
        "items": list(canvases),
        **more,
    }


def image(service: Any = None, **more: Any) -> dict[str, Any]:
    return {"type": "Image", "id": "https://x/a.jpg", **({"service": service} if service else {}), **more}


@pytest.mark.parametrize(
    "service, expected",
    [
        ({"id": "https://x/s", "type": "ImageService3", "profile": "level1"}, "https://x/s/full/max/0/default.jpg"),
        ({"@id": "https://x/s/", "@type": "ImageService2", "profile": "http://iiif.io/api/image/2/level2.json"}, "https://x/s/full/full/0/default.jpg"),
        ({"@id": "https://x/s", "@context": "http://iiif.io/api/image/1/context.json", "profile": "http://library.stanford.edu/iiif/image-api/1.1/compliance.html#level1"}, "https://x/s/full/full/0/native.jpg"),
        ({"id": "https://x/s", "type": "ImageService3", "profile": "level0"}, "https://x/a.jpg"),
        ({"id": "https://x/s", "type": "ImageService3", "profile": "level0", "sizes": [{"width": 60, "height": 30}, {"width": 600, "height": 300}]}, "https://x/s/full/600,300/0/default.jpg"),
        ({"id": "https://x/s", "type": "ImageService3"}, "https://x/a.jpg"),
        ({"id": "https://x/b/full/max/0/default.jpg", "type": "ImageService3", "profile": "level2"}, "https://x/a.jpg"),
        ({"id": "https://x/s", "type": "ImageService3", "profile": "level2", "width": 9000, "height": 9000}, "https://x/s/full/4096,/0/default.jpg"),
        ({"id": "https://x/s", "type": "ImageService3", "profile": "level2", "width": 3000, "height": 3000, "maxWidth": 1000}, "https://x/s/full/1000,/0/default.jpg"),
        ([{"profile": "http://example.org/search", "@id": "https://x/q"}, {"id": "https://x/s", "type": "ImageService3", "profile": "level1"}], "https://x/s/full/max/0/default.jpg"),
    ],
)  # fmt: skip
def test_the_image_api_is_asked_only_for_what_it_promises(service: Any, expected: str) -> None:
    assert urls(read(manifest(canvas(image(service))), M)) == [expected]


async def test_a_picture_known_by_its_description_alone_is_described_first() -> None:
    body = {"type": "Image", "service": [{"id": "https://x/s", "type": "ImageService3", "profile": "level0"}]}
    info = {
        "@context": "http://iiif.io/api/image/3/context.json",
        "id": "https://x/s",
        "type": "ImageService3",
        "profile": "level0",
        "width": 900,
        "height": 600,
        "sizes": [{"width": 450, "height": 300}],
    }
    answers = Answers({M: manifest(canvas(body), label={"en": ["Whole"]}), "https://x/s/info.json": info})
    pictures, notes = await gathered(answers, M)
    assert [(one.url, one.title, one.width) for one in pictures] == [
        ("https://x/s/full/450,300/0/default.jpg", "Whole", 900)
    ]
    assert notes == []


def test_an_image_description_is_a_locator() -> None:
    info = {
        "@context": "http://iiif.io/api/image/2/context.json",
        "@id": "https://x/s",
        "profile": ["http://iiif.io/api/image/2/level2.json"],
        "width": 900,
        "height": 600,
    }
    assert urls(read(info, "https://x/s/info.json")) == ["https://x/s/full/full/0/default.jpg"]


def test_a_text_is_taken_in_the_persons_language() -> None:
    label = {"de": ["Blumen"], "en": ["Flowers"], "fr": ["Fleurs"]}
    for languages, expected in (((), "Flowers"), (("es", "fr"), "Fleurs"), (("de-AT",), "Blumen")):
        found = Iiif().read(document(manifest(canvas(image()), label=label), M, languages=languages))
        assert found
        assert found.title == expected
    old = {
        "@type": "sc:Manifest",
        "@id": "x",
        "label": [{"@value": "Fleurs", "@language": "fr"}, {"@value": "Flowers", "@language": "en"}],
        "sequences": [],
    }
    assert read(old, M).title == "Flowers"


def test_of_several_pictures_on_a_canvas_the_largest_counts_and_of_a_choice_each() -> None:
    small, large = image(width=10, height=10), {**image(width=99, height=99), "id": "https://x/large.jpg"}
    page = read(manifest(canvas([small, large])), M)
    assert (urls(page), [str(note) for note in page.left_out]) == (
        ["https://x/large.jpg"],
        ["Smaller pictures on the same canvas: 1."],
    )
    choice = {"type": "Choice", "items": [small, {**large, "label": {"en": ["X-ray"]}}]}
    found = read(manifest(canvas(choice), label={"en": ["Whole"]}), M).pictures
    assert [(one.url, one.title) for one in found] == [
        ("https://x/a.jpg", "Whole"),
        ("https://x/large.jpg", "Whole \u2013 X-ray"),
    ]


@pytest.mark.parametrize(
    "url, expected",
    [
        ("https://viewer.org/?manifest=https://x/m.json", "https://x/m.json"),
        ("https://viewer.org/uv.html#?manifest=https%3A%2F%2Fx%2Fm.json&cv=2", "https://x/m.json"),
        ("https://viewer.org/?iiif-content=https://x/m.json", "https://x/m.json"),
        ("https://viewer.org/page", None),
        ("https://viewer.org/?manifest=", None),
        ("https://viewer.org/?iiif-content=@@@@", None),
    ],
)
def test_a_viewers_address_names_its_manifest(url: str, expected: str | None) -> None:
    assert content_state(url) == expected


def test_an_encoded_content_state_names_its_manifest() -> None:
    state = {
        "type": "Annotation",
        "motivation": ["contentState"],
        "target": {
            "id": "https://x/c#xywh=1,2,3,4",
            "type": "Canvas",
            "partOf": [{"id": "https://x/m.json", "type": "Manifest"}],
        },
    }
    packed = base64.urlsafe_b64encode(json.dumps(state).encode()).decode().rstrip("=")
    assert content_state(f"https://viewer.org/?iiif-content={packed}") == "https://x/m.json"


async def test_a_pasted_viewer_opens_the_manifest_and_else_the_page() -> None:
    answers = Answers({"https://x/m.json": manifest(canvas(image()))})
    pictures, _ = await gathered(answers, "https://viewer.org/?manifest=https://x/m.json")
    assert ([one.url for one in pictures], answers.asked) == (["https://x/a.jpg"], ["https://x/m.json"])
    assert answers.remote == {"https://x/m.json": True}
    answers = Answers({"https://viewer.org/?manifest=https://gone/": "<html><img src=/b.jpg></html>"})
    pictures, _ = await gathered(answers, "https://viewer.org/?manifest=https://gone/")
    assert [one.url for one in pictures] == ["https://viewer.org/b.jpg"]


async def test_collections_that_contain_each_other_end() -> None:
    one = {
        "@context": "http://iiif.io/api/presentation/3/context.json",
        "id": "https://x/1",
        "type": "Collection",
        "items": [{"id": "https://x/2", "type": "Collection"}, {"id": M, "type": "Manifest"}],
    }
    two = {**one, "id": "https://x/2", "items": [{"id": "https://x/1", "type": "Collection"}]}
    answers = Answers({"https://x/1": one, "https://x/2": two, M: manifest(canvas(image()))})
    pictures, notes = await gathered(answers, "https://x/1")
    assert ([one.url for one in pictures], notes) == (["https://x/a.jpg"], [])
    assert answers.asked == ["https://x/1", "https://x/2", M]


@pytest.mark.parametrize(
    "broken",
    [
        {"items": 5},
        {"items": [None, 3, "x", {}]},
        {"items": [{"items": {"items": {"items": []}}}]},
        {"label": 7, "items": [{"type": "Canvas", "items": [{"items": [{"body": [[[]]]}]}]}]},
    ],
)
def test_a_manifest_of_the_wrong_shape_has_no_pictures(broken: dict[str, Any]) -> None:
    assert read({**manifest(), **broken}, M).pictures == ()


def test_a_manifest_of_more_canvases_than_anyone_looks_at_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vitrina.sources.iiif.MAX_PICTURES", 100)
    page = read(manifest(*[canvas({**image(), "id": f"https://x/{at}.jpg"}) for at in range(150)]), M)
    assert len(page.pictures) == 100
    assert [str(note) for note in page.left_out] == ["Only the first 100 pictures were taken."]


def test_version_4_is_read_where_it_is_the_same() -> None:
    target = {
        "type": "SpecificResource",
        "source": {"id": "https://x/c", "type": "Canvas"},
        "selector": [{"type": "FragmentSelector", "value": "xywh=1,2,3,4"}],
    }
    annotation = {
        "type": "Annotation",
        "motivation": ["painting"],
        "body": [image(width=10, height=20)],
        "target": [target],
    }
    whole = {
        "id": "https://x/c",
        "type": "Canvas",
        "duration": 0,
        "items": [{"type": "AnnotationPage", "items": [annotation]}],
    }
    page = read(
        manifest(whole, version=4, provider=[{"type": "Agent", "label": {"en": ["UCLA Library", "Los Angeles"]}}]), M
    )
    assert [(one.url, one.width, one.credit) for one in page.pictures] == [("https://x/a.jpg", 10, "UCLA Library")]


def level_0(*sizes: tuple[int, int]) -> dict[str, Any]:
    return {
        "@context": "http://iiif.io/api/image/2/context.json", "@id": "https://static.example/t",
        "protocol": "http://iiif.io/api/image", "profile": ["http://iiif.io/api/image/2/level0.json"],
        "width": 6000, "height": 4000, "sizes": [{"width": wide, "height": high} for wide, high in sizes],
    }  # fmt: skip


def test_at_level_0_a_thumbnail_is_not_taken_for_the_picture_nor_the_picture_for_a_thumbnail() -> None:
    (found,) = read(level_0((188, 125), (6000, 4000)), "https://static.example/t/info.json").pictures
    assert (found.url, found.thumbnail) == ("https://static.example/t/full/full/0/default.jpg", None)
    (found,) = read(level_0((300, 200), (1500, 1000), (6000, 4000)), "https://static.example/t/info.json").pictures
    assert found.url == "https://static.example/t/full/1500,1000/0/default.jpg"
    assert found.thumbnail == "https://static.example/t/full/300,200/0/default.jpg"


def painted(resource: Any, **more: Any) -> dict[str, Any]:
    canvas = {"@type": "sc:Canvas", "label": "1", "images": [{"@type": "oa:Annotation", "resource": resource}]}
    return {
        "@context": "http://iiif.io/api/presentation/2/context.json", "@type": "sc:Manifest",
        "@id": "https://h.example/m", "label": "Book", **more, "sequences": [{"canvases": [canvas]}],
    }  # fmt: skip


def test_a_resource_may_be_its_address_alone() -> None:
    assert [one.url for one in read(painted("https://h.example/1.jpg")).pictures] == ["https://h.example/1.jpg"]


def test_a_blank_motivation_and_several_sources_are_taken() -> None:
    body = {"type": "SpecificResource", "source": [{"id": "https://h.example/4.jpg", "type": "Image"}]}
    page = {"type": "AnnotationPage", "items": [{"type": "Annotation", "motivation": "", "body": body}]}
    manifest = {
        "@context": ["http://www.w3.org/ns/anno.jsonld", "http://iiif.io/api/presentation/4/context.json"],
        "id": "https://h.example/m", "type": "Manifest", "items": [{"id": "c", "type": "Canvas", "items": [page]}],
    }  # fmt: skip
    assert [one.url for one in read(manifest).pictures] == ["https://h.example/4.jpg"]


@pytest.mark.parametrize(
    "label, value, licence",
    [
        ("Lizenz", "Public Domain Mark 1.0", "CC-PDM-1.0"),
        ("licenseurl", "http://creativecommons.org/licenses/by/3.0/", "CC-BY-3.0"),
        ("Licencia", "CC BY-SA 4.0", "CC-BY-SA-4.0"),
        ("Licencing officer", "Ann", None),
    ],
)  # fmt: skip
def test_metadata_name_the_licence_in_other_languages_too(label: str, value: str, licence: str | None) -> None:
    (found,) = read(painted("https://h.example/1.jpg", metadata=[{"label": label, "value": value}])).pictures
    assert found.licence == licence


def test_a_year_of_origin_is_the_date() -> None:
    said = [{"label": "Digitalisierungsdatum", "value": "2015"}, {"label": "Entstehungsjahr", "value": "1747"}]
    assert read(painted("https://h.example/1.jpg", metadata=said)).pictures[0].date == "1747"


def test_the_first_version_of_an_image_description_is_read() -> None:
    profile = "http://library.stanford.edu/iiif/image-api/compliance.html#level1"
    (found,) = read(
        {"identifier": "x", "width": 600, "height": 400, "profile": profile}, "https://h.example/x/info.json"
    ).pictures
    assert found.url == "https://h.example/x/full/full/0/native.jpg"
