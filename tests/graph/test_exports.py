"""A store in other formats: nothing lost but what a licence keeps back."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from rdflib import RDF, Dataset, Graph
from rdflib.compare import isomorphic

from positiongraph.errors import UsageError
from positiongraph.graph import build, documents, export, graph, open_store, validate
from positiongraph.graph.ontology import ONTOLOGY
from positiongraph.reading import read
from positiongraph.rows import SCHEMA
from positiongraph.vocabulary import POS
from tests.gold import gold


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports") / "kg"
    build(gold(), folder)
    return folder


@pytest.mark.parametrize(("format", "parser"), [("turtle", "turtle"), ("trig", "trig"), ("nquads", "nquads"), ("jsonld", "json-ld")])
def test_what_is_exported_reads_back_as_the_same_graph(kg: Path, tmp_path: Path, format: str, parser: str) -> None:
    export(kg, tmp_path / "one", format)
    export(kg, tmp_path / "two", format)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    back = Dataset() if parser in ("trig", "nquads") else Graph()
    back.parse(data=(tmp_path / "one").read_text(encoding="utf-8"), format=parser)
    plain = Graph()
    for subject, predicate, value, *_ in back:
        plain.add((subject, predicate, value))
    assert isomorphic(plain, graph(gold()))


def test_json_ld_carries_the_published_context(kg: Path, tmp_path: Path) -> None:
    export(kg, tmp_path / "kg.jsonld", "jsonld")
    written = json.loads((tmp_path / "kg.jsonld").read_text())
    assert written["@context"] == json.loads((ONTOLOGY / "context.jsonld").read_text())["@context"]
    joint = next(node for node in written["@graph"] if node.get("voice") == "joint")
    assert len(joint["holder"]) == 2


def test_the_context_knows_only_terms_of_the_ontology() -> None:
    context = json.loads((ONTOLOGY / "context.jsonld").read_text())["@context"]
    ours = [value if isinstance(value, str) else value["@id"] for value in context.values() if not isinstance(value, (int, float))]
    names = [name.removeprefix("pos:") for name in ours if name.startswith("pos:")]
    assert len(names) > 60
    assert all(name in POS for name in names)


def test_rows_are_exported_whole(kg: Path, tmp_path: Path) -> None:
    export(kg, tmp_path / "rows.parquet", "parquet")
    export(kg, tmp_path / "rows.csv", "csv")
    assert pq.read_table(tmp_path / "rows.parquet").schema.names == SCHEMA.names
    assert len((tmp_path / "rows.csv").read_text().splitlines()) == 40


@pytest.mark.parametrize(("license", "passed_on"), [("CC0 1.0", True), ("https://creativecommons.org/licenses/by/4.0/", True), ("CC BY-NC 4.0", False), (None, False)])
def test_a_text_goes_along_only_where_its_licence_allows(tmp_path: Path, license: str | None, passed_on: bool) -> None:
    (tmp_path / "note.txt").write_text("France backs the tax.")
    row = {"document": "note.txt", "holders": ["FRA"], "issue": "Wine tax", "stance": 2, "act": "support", "date": "2020", "text": "France backs the tax"}
    (tmp_path / "t.jsonl").write_text(json.dumps(row | ({"license": license} if license else {})))
    build(read(tmp_path / "t.jsonl"), tmp_path / "kg")
    for format in ("turtle", "nquads", "jsonld", "trig"):
        export(tmp_path / "kg", tmp_path / "out", format)
        assert ("France backs the tax." in (tmp_path / "out").read_text()) is passed_on, format
    assert [document.text is not None for document in documents(open_store(tmp_path / "kg"))] == [passed_on]
    assert "France backs the tax." in map(str, open_store(tmp_path / "kg").objects(None, RDF.value)), "the store itself holds it"


def test_an_unknown_format_is_refused(kg: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no format named 'docx'; known: turtle"):
        export(kg, tmp_path / "x", "docx")


def test_the_gold_is_valid() -> None:
    assert [finding for finding in validate(graph(gold())) if not finding.warning] == []
