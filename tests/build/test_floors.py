"""What import-linter is not told in pyproject.toml, because it would have to be written twice."""

import grimp
import pytest

from vitrina.sources.registry import SOURCES


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("vitrina", cache_dir=None)


def test_no_source_knows_another(graph: grimp.ImportGraph) -> None:
    modules = {type(source).__module__ for source in SOURCES}
    assert len(modules) > 10
    known = {
        (one, other): chain
        for one in modules
        for other in modules - {one}
        if (chain := graph.find_shortest_chain(importer=one, imported=other))
    }
    assert known == {}
