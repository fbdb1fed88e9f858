"""The service in front of an endpoint: the same answers as on a store, and clear words when the endpoint fails it."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from SPARQLWrapper import JSON, SPARQLWrapper

from positiongraph import cli
from positiongraph.graph.endpoint import Endpoint
from positiongraph.graph.publishing import publish
from tests import engines
from tests.gold import gold
from tests.graph.test_endpoint import HTML, NOTHING, Answer, listening
from tests.service.conftest import Service

COUNT = b'{"head": {"vars": ["found"]}, "results": {"bindings": [{"found": {"type": "literal", "value": "0"}}]}}'
YES = b'{"head": {}, "boolean": true}'
HOLDERS = "SELECT ?holder (COUNT(?p) AS ?n) { ?p pos:holder ?holder } GROUP BY ?holder ORDER BY ?holder"


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    with engines.oxigraph(tmp_path_factory.mktemp("engine") / "oxigraph") as there:
        publish(gold(), there)
        yield there


@pytest.fixture(scope="module")
def relay(endpoint: Endpoint, start: Callable[..., Service]) -> Service:
    return start(endpoint.query, deadline=8.0, result=2_000_000)


@pytest.mark.parametrize(("sparql", "accept"), [
    (HOLDERS, "application/sparql-results+json"), (HOLDERS, "text/csv"), (HOLDERS, "text/tab-separated-values"), (HOLDERS, "text/html"),
    (HOLDERS, "application/sparql-results+xml"), ("ASK { ?p pos:stance pos:condemns }", "application/sparql-results+json"),
    ("ASK { ?p pos:stance pos:condemns }", "text/csv"), ("SELECT * {", "text/csv"), ("INSERT DATA { <urn:a> <urn:b> 1 }", "text/csv"),
    ("ASK { SERVICE <http://127.0.0.1:9/> {} }", "text/csv"), ("ASK FROM <urn:other> {}", "text/csv"), (HOLDERS, "image/png"),
    ("CONSTRUCT { ?i skos:prefLabel ?l } WHERE { ?i a pos:Issue ; skos:prefLabel ?l } ORDER BY ?l LIMIT 1", "text/turtle"),
])
def test_it_answers_as_a_service_on_a_store(sparql: str, accept: str, relay: Service, service: Service) -> None:
    there, here = relay.query(sparql, accept), service.query(sparql, accept)
    assert (there.status, there.headers["content-type"], there.body) == (here.status, here.headers["content-type"], here.body)


@pytest.mark.parametrize("path", ["/", "/explore", "/ask", "/ask/who-stands-where?issue=one-china-policy", "/questions.json", "/ontology",
                                  "/id/actor/RUS", "/id/issue/one-china-policy", "/id/actor/nobody", "/static/site.css"])
def test_its_pages_are_those_of_a_store(path: str, relay: Service, service: Service) -> None:
    there, here = relay.ask(path, accept="text/html", timeout=120), service.ask(path, accept="text/html", timeout=120)
    assert there.status == here.status
    if path != "/explore":  # a page of its own, with its own nonces and hashes
        assert there.body == here.body
    else:
        assert b"one-china-policy" in there.body


def test_nodes_are_triples_for_programs(relay: Service, service: Service) -> None:
    path = "/id/issue/one-china-policy"
    lines = [sorted(each.ask(path, accept="application/n-triples").text.splitlines()) for each in (relay, service)]
    assert lines[0] == lines[1] != []


def test_a_client_nobody_here_wrote_gets_its_rows(relay: Service) -> None:
    client = SPARQLWrapper(relay.address + "sparql")
    client.setQuery("PREFIX pos: <https://w3id.org/positiongraph/ontology#>" + HOLDERS)
    client.setReturnFormat(JSON)
    rows = client.queryAndConvert()["results"]["bindings"]
    assert [row["n"]["value"] for row in rows] == ["17", "22"]


def test_its_health_names_the_endpoint(relay: Service, endpoint: Endpoint) -> None:
    found = json.loads(relay.ask("/health").body)
    assert (found["status"], found["endpoint"], found["positions"]) == ("ok", endpoint.query, 26)


def test_updates_are_refused(relay: Service) -> None:
    assert relay.ask("/sparql", method="POST", body="DELETE WHERE { ?s ?p ?o }", content_type="application/sparql-update").status == 403


def test_a_long_result_is_refused_while_it_comes(relay: Service) -> None:
    answer = relay.query("SELECT * { ?a ?b ?c . ?d a ?e }")
    assert (answer.status, answer.text) == (422, "the result has more than 2,000,000 bytes; ask for fewer rows (LIMIT) or columns")


def test_what_the_endpoint_does_wrong_is_said(start: Callable[..., Service]) -> None:
    answers: list[Answer] = [(200, NOTHING), (200, COUNT), (200, YES), (401, b"no"), (200, b"<html>", {"Content-Type": HTML}), (200, YES)]
    silent = threading.Event()
    with listening(answers, [], silent=silent) as url:
        service = start(url, deadline=2.0)
        assert service.fresh().status == 200
        for words in ("401 Unauthorized: no; give --user", "it answers with text/html, not with SPARQL results"):
            refused = service.fresh()
            assert refused.status == 502
            assert refused.text.startswith("the endpoint behind this service: " + words)
            assert url not in refused.text
        late = service.fresh()
        assert late.status in (502, 503)
        assert json.loads(service.ask("/health").body)["status"] == "failing"
        silent.set()
        assert service.fresh().status == 200


def test_credentials_reach_the_endpoint_and_nobody_else(tmp_path: Path) -> None:
    seen: list[tuple[str, str, bytes]] = []
    with listening([(200, NOTHING), (200, COUNT), (200, YES)], seen) as url:
        command = [sys.executable, "-m", "positiongraph.cli", "--verbose", "serve", "--endpoint", url, "--port", "0"]
        with (tmp_path / "log").open("w") as log:
            process = subprocess.Popen(command, stderr=log, env={"PATH": "/usr/bin:/bin", "POSITIONGRAPH_TOKEN": "se-cret"})
        try:
            address = ready(tmp_path / "log", process)
            service = Service(address, process, tmp_path / "log")  # type: ignore[arg-type]
            assert service.fresh().status == 200
            shown = service.ask("/health").text
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
    assert {authorization for _, authorization, _ in seen} == {"Bearer se-cret"}
    assert "se-cret" not in shown + (tmp_path / "log").read_text()


def ready(log: Path, process: "subprocess.Popen[bytes]") -> str:
    """Wait for the line that says where it serves."""
    wait = threading.Event()
    for _ in range(600):
        found = [line for line in log.read_text().splitlines() if " at http://" in line]
        if found:
            return found[0].rsplit(" at ", 1)[1]
        assert process.poll() is None, log.read_text()
        wait.wait(0.1)
    raise TimeoutError(log.read_text())


def test_it_does_not_start_in_front_of_nobody(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    url = f"http://127.0.0.1:{engines.free_port()}/{quote('query')}"
    assert cli.run(["serve", "--endpoint", url]) == 1
    assert "no answer in 4 attempts" in capsys.readouterr().err


def test_it_is_served_on_loopback_only(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["serve", "--endpoint", "http://127.0.0.1:9/query", "--host", "0.0.0.0"]) == 2
    assert "an endpoint is served on loopback only" in capsys.readouterr().err
