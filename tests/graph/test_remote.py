"""An endpoint in the place of a store: on two real engines the same rows, the same files, and one load only."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from positiongraph import cli
from positiongraph.errors import StoreError
from positiongraph.facts import Facts, merge
from positiongraph.graph import build, graph, positions_table
from positiongraph.graph import endpoint as asking
from positiongraph.graph import engine as graph_engine
from positiongraph.graph.endpoint import Endpoint
from positiongraph.graph.publishing import held, publish
from positiongraph.graph.remote import open_endpoint
from positiongraph.questions import ask, questions
from positiongraph.reading import read
from positiongraph.sources.un_votes import Votes, read_votes
from tests import engines
from tests.gold import gold
from tests.view.test_inert import CORPUS, poisoned
from tests.votes import unvotes, voeten, world

VALUES = {"holder": "RUS", "issue": "UNGA-11", "statement": "joint-statement", "actor": "UKR", "a": "RUS", "b": "CHN", "silent": "CHN",
          "other": "RUS", "words": "political and diplomatic means", "date": "2025-05-08", "since": "1950", "bloc": "BRICS"}


def asked() -> list[tuple[str, dict[str, str]]]:
    return [(q.name, {p.name: VALUES[p.name] for p in q.parameters if not p.optional}) for q in questions()
            if all(p.optional or p.name in VALUES for p in q.parameters)]


def rounded(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Engines differ in the last digit of a quotient."""
    return [{name: round(value, 9) if isinstance(value, float) else value for name, value in row.items()} for row in rows]


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    with getattr(engines, request.param)(tmp_path_factory.mktemp("engine") / request.param) as endpoint:
        yield endpoint


@pytest.fixture(scope="module")
def votes(tmp_path_factory: pytest.TempPathFactory) -> Votes:
    return world(tmp_path_factory.mktemp("votes"))


def test_what_is_published_is_the_graph_and_answers_alike(engine: Endpoint, votes: Votes, subtests: Any) -> None:
    publish(gold(), engine, votes=[votes])
    there, here = open_endpoint(engine), graph(merge([gold(), votes.facts()]))
    assert len(there) == len(here)
    names = asked()
    assert len(names) > 20
    for name, values in names:
        with subtests.test(name):
            assert rounded(ask(there, name, **values).rows) == rounded(ask(here, name, **values).rows)


def test_a_load_that_broke_off_goes_on_and_loads_nothing_twice(engine: Endpoint, votes: Votes, monkeypatch: pytest.MonkeyPatch) -> None:
    engine.change("CLEAR ALL" if engine.graph is None else f"CLEAR GRAPH <{engine.graph}>")
    insert, sent = Endpoint.insert, list[int]()

    def breaking(self: Endpoint, text: bytes, into: str | None) -> None:
        if len(sent) == 5:  # the load's beginning, two batches and their entries in the ledger have arrived
            raise StoreError("the line is cut")
        sent.append(len(text))
        insert(self, text, into)

    monkeypatch.setattr(Endpoint, "insert", breaking)
    with pytest.raises(StoreError, match="the line is cut"):
        publish(gold(), engine, votes=[votes])
    monkeypatch.setattr(Endpoint, "insert", insert)
    assert held(engine) == frozenset(), "what a broken load left counts for nothing"
    assert publish(gold(), engine, votes=[votes]) == 1, "two of three batches were there"
    assert len(open_endpoint(engine)) == len(graph(merge([gold(), votes.facts()])))
    assert held(engine) == {document.id for document in (*gold().documents, *votes.heads.documents)}
    assert publish(Facts(), engine, votes=[votes]) == 2, "the votes are there: nothing but what they share is sent"


@pytest.mark.parametrize("after", [2, 5])
def test_an_engine_killed_in_a_load_and_started_again_ends_with_the_same_triples(
    after: int, votes: Votes, kg: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, insert, sent = engines.free_port(), Endpoint.insert, list[int]()
    endpoint = Endpoint.at(f"http://127.0.0.1:{port}/query")
    first = engines.started(tmp_path / "engine", port)

    def killing(self: Endpoint, text: bytes, into: str | None) -> None:
        insert(self, text, into)
        sent.append(len(text))
        if len(sent) == after:
            first.kill()
            first.wait()

    monkeypatch.setattr(asking.time, "sleep", lambda _: None)
    monkeypatch.setattr(Endpoint, "insert", killing)
    with pytest.raises(StoreError, match="no answer in 4 attempts"):
        publish(gold(), endpoint, votes=[votes])
    monkeypatch.setattr(Endpoint, "insert", insert)
    with engines.ended(engines.started(tmp_path / "engine", port)):
        publish(gold(), endpoint, votes=[votes])
        assert set(graph_engine(endpoint)) == set(graph_engine(kg))


def test_a_changed_roll_call_takes_the_place_of_the_old_one(engine: Endpoint, votes: Votes, tmp_path: Path) -> None:
    publish(gold(), engine, votes=[votes])
    changed = read_votes(str(unvotes(tmp_path, vote="yes")))
    publish(gold(), engine, votes=[changed])
    rows = ask(open_endpoint(engine), "who-stands-where", issue="UNGA-7").rows
    assert {row["holder"]: row["stance"] for row in rows} == {"USA": -2, "BRA": 0, "IND": -2, "SUN": 2}
    assert len(open_endpoint(engine)) == len(graph(merge([gold(), changed.facts()])))
    assert read_votes(str(voeten(tmp_path / "v.csv"))).codes == changed.codes


@pytest.fixture(scope="module")
def kg(votes: Votes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same facts in a store."""
    folder = tmp_path_factory.mktemp("store") / "kg"
    build(gold(), folder, votes=[votes])
    return folder


@pytest.fixture
def full(engine: Endpoint, votes: Votes) -> Endpoint:
    publish(gold(), engine, votes=[votes])
    return engine


def test_flat_rows_are_those_beside_a_store(full: Endpoint, kg: Path) -> None:
    assert positions_table(full).to_pylist() == positions_table(kg).to_pylist()
    assert positions_table(full).schema == positions_table(kg).schema


def test_a_copy_is_the_graph_to_the_letter(full: Endpoint, kg: Path) -> None:
    assert set(graph_engine(full)) == set(graph_engine(kg))


COMMANDS = (
    ["ask", "who-stands-where", "--issue", "one-china-policy", "--format", "json"],
    ["ask", "2", "--format", "csv"],
    ["query", "SELECT ?holder (COUNT(?p) AS ?n) { ?p pos:holder ?holder } GROUP BY ?holder ORDER BY ?holder", "--format", "csv"],
    ["query", "SELECT ?holder (COUNT(?p) AS ?n) { ?p pos:holder ?holder } GROUP BY ?holder ORDER BY ?holder"],
    ["query", "ASK { ?p pos:stance pos:condemns }", "--format", "json"],
    ["validate"],
    ["compare", "RUS", "CHN"],
    ["shift", "USA", "UNGA-7"],
    ["coalition", "one-china-policy"],
    ["outlier"],
    ["says-and-votes", "RUS"],
    ["network", "positions", "--holder", "Russia", "--out", "FILE.graphml"],
    ["network", "holders", "--measure", "congruence", "--out", "FILE.csv"],
    ["network", "positions", "--out", "FILE.html"],
    ["explore", "--issue", "One-China policy", "--out", "FILE.html"],
    ["plot", "coalition", "--issue", "one-china-policy", "--out", "FILE.svg"],
    ["export", "--format", "turtle", "--out", "FILE.ttl"],
    ["export", "--format", "nquads", "--out", "FILE.nq"],
    ["export", "--format", "csv", "--out", "FILE.csv"],
)


def said(command: list[str], place: list[str], folder: Path, capsysbinary: Any) -> tuple[bytes, bytes]:
    """Run a command and return what it printed and wrote."""
    folder.mkdir(exist_ok=True)
    made = [argument.replace("FILE", str(folder / "file")) for argument in command]
    assert cli.run([*made, *place]) == 0
    return capsysbinary.readouterr().out, b"".join(path.read_bytes() for path in folder.iterdir())


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_says_the_same_of_an_endpoint(
    command: list[str], full: Endpoint, kg: Path, tmp_path: Path, capsysbinary: Any
) -> None:
    there = ["--endpoint", full.query, *(["--graph", full.graph] if full.graph else [])]
    found = said(command, there, tmp_path / "there", capsysbinary)
    assert found == said(command, ["--store", str(kg)], tmp_path / "here", capsysbinary)
    assert any(found) or command == ["validate"]


@pytest.mark.parametrize("number", range(0, len(CORPUS), 4))
def test_hostile_words_come_back_as_they_were(number: int, engine: Endpoint, tmp_path: Path) -> None:
    facts = merge([poisoned(words) for words in CORPUS[number: number + 4]])
    endpoint = replace(engine, graph=f"urn:words:{number}")
    publish(facts, endpoint)
    build(facts, tmp_path / "kg")
    assert positions_table(endpoint).to_pylist() == positions_table(tmp_path / "kg").to_pylist()


@pytest.mark.parametrize("engine", ["virtuoso"], indirect=True)
def test_virtuoso_lets_in_who_knows_the_password(engine: Endpoint) -> None:
    locked = replace(engine, query=engine.query + "-auth", update=engine.query + "-auth", store=None, user="dba", password="dba")
    locked.change(f"INSERT DATA {{ GRAPH <{engine.graph}> {{ <urn:a> <urn:b> <urn:c> }} }}")
    assert len(list(locked.select("SELECT * { <urn:a> ?b ?c }"))) == 1  # type: ignore[call-overload]
    with pytest.raises(StoreError, match="401 Unauthorized"):
        replace(locked, password="guessed").select("ASK {}")


@pytest.mark.parametrize("stored", [True, False], ids=["graph-store", "insert-data"])
def test_build_adds_to_an_endpoint_and_replaces_what_it_has(
    stored: bool, engine: Endpoint, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = f"urn:built:{stored}"
    to = ["--endpoint", engine.query, "--graph", name, *(["--graph-store", str(engine.store)] if stored else ["--update", engine.update])]
    table, text = tmp_path / "t.jsonl", tmp_path / "note.txt"
    row = {"document": "note.txt", "holders": ["FRA"], "issue": "Wine tax", "stance": 2, "act": "support", "date": "2020", "text": "backs the tax"}
    for words, holder in (("France backs the tax.", "FRA"), ("Now Italy backs the tax.", "ITA")):
        text.write_text(words)
        table.write_text(json.dumps(row | {"holders": [holder]}))
        assert cli.run(["build", str(table), *to]) == 0
        assert f"{engine}: 1 positions in 1 documents; 1 of them read now" in capsys.readouterr().err
    build(read(table), tmp_path / "kg")
    assert set(graph_engine(replace(engine, graph=name))) == set(graph_engine(tmp_path / "kg")), "nothing of France is left"
