"""An endpoint in the place of a store: the same rows, one load only, and clear words when it does not answer."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph

from positiongraph import cli
from positiongraph.errors import StoreError
from positiongraph.facts import merge
from positiongraph.graph import build, graph, positions_table
from positiongraph.graph import endpoint as asking
from positiongraph.graph import engine as graph_engine
from positiongraph.graph.endpoint import Endpoint
from positiongraph.graph.publishing import publish
from positiongraph.graph.remote import open_endpoint
from positiongraph.questions import ask, questions
from positiongraph.sources.un_votes import Votes, read_votes
from tests import engines
from tests.gold import gold
from tests.votes import unvotes, voeten, world

VALUES = {"holder": "RUS", "issue": "UNGA-11", "statement": "joint-statement", "actor": "UKR", "a": "RUS", "b": "CHN", "silent": "CHN",
          "other": "RUS", "words": "political and diplomatic means", "date": "2025-05-08"}


NOT_ON_VIRTUOSO = {"words-and-votes"}
"""Virtuoso 7.2.5 divides by zero in groups that HAVING takes out afterwards."""


def asked() -> list[tuple[str, dict[str, str]]]:
    return [(q.name, {p.name: VALUES[p.name] for p in q.parameters if not p.optional}) for q in questions()
            if all(p.optional or p.name in VALUES for p in q.parameters)]


def rounded(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Engines differ in the last digit of a quotient."""
    return [{name: round(value, 9) if isinstance(value, float) else value for name, value in row.items()} for row in rows]


@contextmanager
def listening(answers: list[tuple[int, bytes]], seen: list[tuple[str, str, bytes]]) -> Iterator[str]:
    """Run an endpoint that gives these answers in turn, the last one for ever, and writes down what it was sent."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append((self.path, self.headers.get("Authorization", ""), body))
            status, content = answers.pop(0) if len(answers) > 1 else answers[0]
            self.send_response(status)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/query"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


NOTHING = b'{"head": {"vars": ["hash"]}, "results": {"bindings": []}}'


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking.time, "sleep", lambda _: None)


def test_a_busy_endpoint_is_asked_again() -> None:
    seen: list[tuple[str, str, bytes]] = []
    with listening([(503, b""), (503, b""), (200, NOTHING)], seen) as url:
        assert list(Endpoint.at(url).select("SELECT * {}")) == []
    assert len(seen) == 3


def test_an_endpoint_that_refuses_is_quoted() -> None:
    with listening([(400, b"parse error near }")], []) as url, pytest.raises(StoreError, match="400 Bad Request: parse error near }"):
        Endpoint.at(url).select("SELECT")


def test_an_endpoint_that_is_not_there_is_said() -> None:
    url = f"http://127.0.0.1:{engines.free_port()}/query"
    with pytest.raises(StoreError, match="no answer in 4 attempts"):
        ask(open_endpoint(url), 2)


@pytest.mark.parametrize(("given", "header"), [({"token": "secret"}, "Bearer secret"), ({"user": "ann", "password": "b"}, "Basic YW5uOmI=")])
def test_basic_and_bearer_authentication(given: dict[str, str], header: str) -> None:
    seen: list[tuple[str, str, bytes]] = []
    with listening([(200, NOTHING)], seen) as url:
        Endpoint.at(url, **given).select("ASK {}")
    assert seen[0][1] == header


def test_without_a_graph_store_triples_go_by_insert_data() -> None:
    seen: list[tuple[str, str, bytes]] = []
    with listening([(200, NOTHING)], seen) as url:
        publish(gold(), Endpoint(url, url))
    assert any(b"INSERT+DATA" in body for _, _, body in seen)
    assert max(body.count(b"%0A") for _, _, body in seen) <= asking.LINES + 2


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
    names = [(name, values) for name, values in asked() if engine.graph is None or name not in NOT_ON_VIRTUOSO]
    assert len(names) > 20
    for name, values in names:
        with subtests.test(name):
            assert rounded(ask(there, name, **values).rows) == rounded(ask(here, name, **values).rows)


def test_a_load_that_broke_off_goes_on_and_loads_nothing_twice(engine: Endpoint, votes: Votes, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, insert = graph(merge([gold(), votes.facts()])), Endpoint.insert
    engine.change("CLEAR ALL" if engine.graph is None else f"CLEAR GRAPH <{engine.graph}>")
    sent: list[int] = []

    def breaking(self: Endpoint, text: bytes, into: str | None) -> None:
        if len(sent) == 5:  # the load's beginning, two batches and their entries in the ledger have arrived
            raise StoreError("the line is cut")
        sent.append(len(text))
        insert(self, text, into)

    monkeypatch.setattr(Endpoint, "insert", breaking)
    with pytest.raises(StoreError, match="the line is cut"):
        publish(gold(), engine, votes=[votes])
    monkeypatch.setattr(Endpoint, "insert", insert)
    assert publish(gold(), engine, votes=[votes]) == 1, "two of three batches were there"
    assert len(open_endpoint(engine)) == len(whole)


def test_a_changed_roll_call_takes_the_place_of_the_old_one(engine: Endpoint, votes: Votes, tmp_path: Path) -> None:
    publish(gold(), engine, votes=[votes])
    changed = read_votes(str(unvotes(tmp_path, vote="yes")))
    publish(gold(), engine, votes=[changed])
    rows = ask(open_endpoint(engine), "who-stands-where", issue="UNGA-7").rows
    assert {row["holder"]: row["stance"] for row in rows} == {"USA": -2, "BRA": 0, "IND": -2, "SUN": 2}
    assert len(open_endpoint(engine)) == len(graph(merge([gold(), changed.facts()])))
    assert read_votes(str(voeten(tmp_path / "v.csv"))).codes == changed.codes


def test_an_endpoint_is_rdflibs_own_graph() -> None:
    assert type(open_endpoint("http://127.0.0.1:9/query")) is Graph


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
