"""The cases of the W3C's SPARQL 1.1 Protocol test suite that a read-only service has to meet, each by its name there, asked by curl."""

import json
import subprocess
from dataclasses import dataclass
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from positiongraph.service import worker
from tests.service.conftest import Service

FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
ROWS = "application/sparql-results+json, application/sparql-results+xml"


@dataclass(frozen=True)
class Case:
    """A request, and the statuses and types that will do."""

    name: str
    method: str = "GET"
    query: str = ""
    kind: str | None = None
    body: bytes | None = None
    accept: str = "*/*"
    status: str = "2"
    types: tuple[str, ...] = ()


def escaped(text: str) -> str:
    return quote(text, safe="")


FORM_TYPES = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values")
GRAPH_TYPES = ("text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json")
CASES = [
    Case("query_post_form", "POST", kind=FORM, body=b"query=ASK%20%7B%7D", accept=ROWS, types=FORM_TYPES),
    Case("query_post_direct", "POST", kind=DIRECT, body=b"ASK {}", accept=ROWS, types=FORM_TYPES),
    Case("query_get", query="query=ASK%20%7B%7D", accept=ROWS, types=FORM_TYPES),
    Case("query_content_type_select", "POST", kind=DIRECT, body=b"SELECT (1 AS ?value) {}", accept=ROWS, types=FORM_TYPES),
    Case("query_content_type_ask", "POST", kind=DIRECT, body=b"ASK {}", accept=ROWS, types=FORM_TYPES),
    Case("query_content_type_describe", "POST", kind=DIRECT, body=b"DESCRIBE <http://example.org/>", accept="text/turtle, application/rdf+xml", types=GRAPH_TYPES),
    Case("query_content_type_construct", "POST", kind=DIRECT, body=b"CONSTRUCT { <s> <p> 1 } WHERE {}".replace(b"<s> <p>", b"<http://e/s> <http://e/p>"),
         accept="text/turtle, application/rdf+xml", types=GRAPH_TYPES),
    Case("bad_query_method", "PUT", query="query=ASK%20%7B%7D", status="4"),
    Case("bad_multiple_queries", query="query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D", status="4"),
    Case("bad_query_wrong_media_type", "POST", kind="text/plain", body=b"ASK {}", status="4"),
    Case("bad_query_missing_form_type", "POST", kind="", body=b"query=ASK%20%7B%7D", status="4"),
    Case("bad_query_missing_direct_type", "POST", kind="", body=b"ASK {}", status="4"),
    Case("bad_query_non_utf8", "POST", kind=f"{DIRECT}; charset=UTF-16", body="ASK {}".encode("utf-16"), status="4"),
    Case("bad_query_syntax", query="query=ASK%20%7B", status="400"),
    # a read-only service refuses every update, whatever its dress
    *(Case(name, "POST", query=query, kind=kind, body=body, status="403") for name, query, kind, body in (
        ("update_post_form", "", FORM, b"update=CLEAR%20ALL"), ("update_post_direct", "", "application/sparql-update", b"CLEAR ALL"),
        ("update_dataset_default_graph", "using-graph-uri=http%3A%2F%2Fe%2F", "application/sparql-update", b"DELETE WHERE { ?s ?p ?o }"),
        ("update_base_uri", "", "application/sparql-update", b"BASE <http://e/> CLEAR ALL"), ("bad_update_syntax", "", FORM, b"update=CLEAR"),
        ("bad_multiple_updates", "", FORM, b"update=CLEAR%20ALL&update=CLEAR%20ALL"))),
    Case("bad_update_get", query="update=CLEAR%20ALL", status="403"),
    Case("bad_update_wrong_media_type", "POST", kind="text/plain", body=b"CLEAR ALL", status="415"),
    # a data set that is not here is refused, as the protocol lets a service do
    *(Case(name, method, query=query, kind=FORM if method == "POST" else None, body=b"query=ASK%20%7B%7D" if method == "POST" else None, status="400")
      for name, method, query in (
        ("query_dataset_default_graph_get", "GET", "query=ASK%20%7B%7D&default-graph-uri=http%3A%2F%2Fe%2F1"),
        ("query_dataset_default_graphs_post", "POST", "default-graph-uri=http%3A%2F%2Fe%2F1&default-graph-uri=http%3A%2F%2Fe%2F2"),
        ("query_dataset_named_graphs_post", "POST", "named-graph-uri=http%3A%2F%2Fe%2F1"),
        ("query_dataset_full", "POST", "default-graph-uri=http%3A%2F%2Fe%2F1&named-graph-uri=http%3A%2F%2Fe%2F2"))),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_case_is_met(service: Service, case: Case) -> None:
    command = ["curl", "--silent", "--max-time", "60", "--request", case.method, "--header", f"Accept: {case.accept}", "--write-out", "\n%{http_code} %{content_type}"]
    if case.body is not None:
        command += ["--header", f"Content-Type: {case.kind}" if case.kind else "Content-Type:", "--data-binary", "@-"]
    done = subprocess.run([*command, f"{service.address}sparql?{case.query}"], input=case.body or b"", capture_output=True, check=True)
    body, _, told = done.stdout.decode().rpartition("\n")
    status, _, kind = told.partition(" ")
    assert status.startswith(case.status), (told, body[:200])
    if case.types:
        assert kind.split(";")[0] in case.types
    if case.status != "2":
        assert len(body.strip()) > 5  # a sentence says why


def test_a_data_set_that_is_here_is_what_the_query_sees() -> None:
    """query_dataset_default_graphs_get, query_dataset_named_graphs_get, query_dataset_full, query_multiple_dataset."""
    store = ox.Store()
    for number in (1, 2):
        graph = ox.NamedNode(f"http://e/{number}")
        store.add(ox.Quad(ox.NamedNode(f"http://e/s{number}"), ox.NamedNode("http://e/p"), ox.Literal(str(number)), graph))

    def seen(query: str, **dataset: list[str]) -> list[str]:
        request = {"query": query, "rows": "application/sparql-results+json", "graph": None, **dataset}
        status, _, body = worker.answer(store, request, {}, 10_000)
        assert status == 200
        return sorted(row["o"]["value"] for row in json.loads(body)["results"]["bindings"])

    plain, named = "SELECT ?o { ?s ?p ?o }", "SELECT ?o { GRAPH ?g { ?s ?p ?o } }"
    assert seen(plain, default=["http://e/1"]) == ["1"]
    assert seen(plain, default=["http://e/1", "http://e/2"]) == ["1", "2"]
    assert seen(named, named=["http://e/2"]) == ["2"]
    assert seen(plain, default=["http://e/1"], named=["http://e/2"]) == ["1"]
    assert seen(named, default=["http://e/1"], named=["http://e/2"]) == ["2"]
    # what the protocol names goes before the query's own FROM
    assert seen("SELECT ?o FROM <http://e/1> { ?s ?p ?o }", default=["http://e/2"], also=["http://e/1"]) == ["2"]
