"""What is sent to an endpoint, and what is said when it does not answer as it should."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph

import positiongraph
from positiongraph import cli
from positiongraph.errors import StoreError, UsageError
from positiongraph.graph import endpoint as asking
from positiongraph.graph import engine, positions_table
from positiongraph.graph.endpoint import Endpoint
from positiongraph.graph.publishing import publish
from positiongraph.questions import ask
from tests import engines
from tests.gold import gold

JSON, CSV, HTML, TRIPLES = "application/sparql-results+json", "text/csv", "text/html", "application/n-triples"
NOTHING = b'{"head": {"vars": ["hash"]}, "results": {"bindings": []}}'
Answer = tuple[int, bytes] | tuple[int, bytes, dict[str, str]]
Seen = list[tuple[str, str, bytes]]


@contextmanager
def listening(answers: list[Answer], seen: Seen, *, silent: threading.Event | None = None) -> Iterator[str]:
    """Run an endpoint that gives these answers in turn, the last one for ever, and writes down what it was sent.

    The last answer waits for `silent`, where that is given.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append((self.path, self.headers.get("Authorization", ""), body))
            if silent and len(answers) == 1:
                silent.wait(30)
            status, content, *more = answers.pop(0) if len(answers) > 1 else answers[0]
            headers = {"Content-Type": JSON, "Content-Length": str(len(content)), **(more[0] if more else {})}
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)
            self.close_connection = headers["Content-Length"] != str(len(content))

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that hangs up is no error
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/query"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking.time, "sleep", lambda _: None)


def test_a_busy_endpoint_is_asked_again() -> None:
    seen: Seen = []
    with listening([(503, b""), (503, b""), (200, NOTHING)], seen) as url:
        assert list(Endpoint.at(url).select("SELECT * {}")) == []  # type: ignore[call-overload]
    assert len(seen) == 3


def test_an_answer_that_breaks_off_is_asked_for_again() -> None:
    rows = b"s,p,o,holder,issue,stance,statement\n,,0,,,,\n"
    broken = (200, rows[:20], {"Content-Type": CSV, "Content-Length": str(len(rows))})
    seen: Seen = []
    with listening([broken, broken, (200, rows, {"Content-Type": CSV})], seen) as url:
        assert positions_table(url).num_rows == 0
    assert len(seen) == 3
    with listening([broken], []) as url, pytest.raises(StoreError, match="no answer in 4 attempts: peer closed connection"):
        positions_table(url)


def test_an_endpoint_that_is_not_there_is_said() -> None:
    url = f"http://127.0.0.1:{engines.free_port()}/query"
    with pytest.raises(StoreError, match=r"no answer in 4 attempts: .*refused"):
        ask(positiongraph.open_endpoint(url), 2)


@pytest.mark.parametrize(("answer", "words"), [
    ((400, b"parse error near }"), "400 Bad Request: parse error near }"),
    ((401, b"<html>", {"Content-Type": HTML}), "401 Unauthorized; give --user NAME with its password in POSITIONGRAPH_PASSWORD"),
    ((404, b"<html>", {"Content-Type": HTML}), "404 Not Found; is this its address?"),
    ((302, b"", {"Location": "https://elsewhere.example/login?token=secret"}), "it is elsewhere: https://elsewhere.example/login; give that address"),
    ((200, b"<html>welcome</html>", {"Content-Type": HTML}), "it answers with text/html, not with SPARQL results; is this the endpoint's address?"),
    ((200, b'{"head": {"vars"'), "a damaged answer: "),
])
@pytest.mark.parametrize("command", ["query", "network", "explore", "export"])
def test_what_went_wrong_is_one_line(command: str, answer: Answer, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = {"query": ["SELECT * { ?s ?p ?o }"], "network": ["holders", "--out", str(tmp_path / "n.csv")],
                 "explore": ["--out", str(tmp_path / "p.html")], "export": ["--out", str(tmp_path / "x.ttl")]}[command]
    with listening([answer], []) as url:
        assert cli.run([command, *arguments, "--endpoint", url]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert said.err.startswith(url)
    assert words in said.err or (words.startswith("a damaged") and "it answers" in said.err)
    assert not list(tmp_path.iterdir())


def test_silence_ends_at_the_timeout(capsys: pytest.CaptureFixture[str]) -> None:
    silent = threading.Event()
    with listening([(200, NOTHING)], [], silent=silent) as url:
        assert cli.run(["query", "ASK {}", "--endpoint", url, "--timeout", "0.2"]) == 1
        silent.set()
    assert "no answer within 0.2 s; --timeout SECONDS gives it longer" in capsys.readouterr().err


def test_an_answer_that_is_cut_off_is_found_out() -> None:
    line = "urn:p/{0},,,https://w3id.org/positiongraph/id/actor/RUS,urn:i/x,https://w3id.org/positiongraph/ontology#supports,urn:s/1\n"
    cut = "s,p,o,holder,issue,stance,statement\n,,3,,,,\n" + line.format("a") + line.format("b")
    with listening([(200, cut.encode(), {"Content-Type": CSV})], []) as url, pytest.raises(StoreError, match="it gave 2 of 3 positions: raise"):
        positions_table(url)
    count = b'{"head": {"vars": ["found"]}, "results": {"bindings": [{"found": {"type": "literal", "value": "2"}}]}}'
    with listening([(200, b"<urn:a> <urn:b> <urn:c> .\n", {"Content-Type": TRIPLES}), (200, count)], []) as url, \
            pytest.raises(StoreError, match="it gave 1 of 2 triples"):
        engine(url)


def test_a_graph_of_something_else_is_told_from_one_of_positions() -> None:
    lone = b"s,p,o,holder,issue,stance,statement\n,,1,,,,\nurn:p/a,,,urn:a/RUS,urn:i/x,urn:liked,urn:s/1\n"
    with listening([(200, lone, {"Content-Type": CSV})], []) as url, pytest.raises(StoreError, match="positions without stance, document, date"):
        positions_table(url)


@pytest.mark.parametrize(("environment", "url", "header"), [
    ({"POSITIONGRAPH_TOKEN": "se:cret"}, "http://", "Bearer se:cret"),
    ({"POSITIONGRAPH_USER": "ann", "POSITIONGRAPH_PASSWORD": "b"}, "http://", "Basic YW5uOmI="),
    ({}, "http://ann:b@", "Basic YW5uOmI="),
    ({}, "http://", ""),
])
def test_basic_and_bearer_authentication(
    environment: dict[str, str], url: str, header: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    seen: Seen = []
    with listening([(200, b'{"head": {}, "boolean": true}'), (403, b"no")], seen) as address:
        given = ["--endpoint", address.replace("http://", url)]
        assert cli.run(["query", "ASK {}", *given]) == 0
        assert cli.run(["query", "ASK {}", *given]) == 1
    assert [sent[1] for sent in seen] == [header, header]
    said = capsys.readouterr().err
    assert said == f"{address}: 403 Forbidden: no\n", "no credentials in a message"


def test_an_endpoint_does_not_show_its_credentials() -> None:
    shown = Endpoint.at("https://ann:pass@example.org/query", token="bearer")
    assert "pass" not in f"{shown} {shown!r}"
    assert "bearer" not in f"{shown} {shown!r}"
    with pytest.raises(UsageError, match=r"no endpoint's address: 'ftp://example\.org/'"):
        Endpoint.at("ftp://ann:pass@example.org/?key=secret")


def test_without_a_graph_store_triples_go_by_insert_data() -> None:
    seen: Seen = []
    with listening([(200, NOTHING)], seen) as url:
        publish(gold(), Endpoint(url, url))
    assert any(b"INSERT+DATA" in body for _, _, body in seen)
    assert max(body.count(b"%0A") for _, _, body in seen) <= asking.LINES + 2


@pytest.mark.parametrize(("arguments", "words"), [
    (["query", "ASK {}", "--endpoint", "http://127.0.0.1:9/", "--store", "kg"], "either --store DIR or --endpoint URL, not both"),
    (["query", "ASK {}"], "query needs --store DIR or --endpoint URL"),
    (["says-and-votes", "RUS"], "says-and-votes needs --store DIR or --endpoint URL"),
    (["build", "x.yaml"], "build needs --store DIR or --endpoint URL"),
    (["query", "ASK {}", "--store", "kg", "--graph", "urn:g"], "--graph goes with --endpoint URL"),
    (["query", "ASK {}", "--endpoint", "localhost:8000"], "no endpoint's address: 'localhost:8000'; expected http://"),
    (["query", "ASK { SERVICE <http://127.0.0.1:9/> {} }", "--endpoint", "http://127.0.0.1:9/"], "SERVICE is refused"),
])
def test_a_mistake_on_the_command_line_asks_nobody(
    arguments: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.run(arguments) == 2
    assert words in capsys.readouterr().err


def test_an_endpoint_is_rdflibs_own_graph() -> None:
    assert type(positiongraph.open_endpoint("http://127.0.0.1:9/query")) is Graph
