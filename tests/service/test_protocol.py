"""The SPARQL 1.1 Protocol as bytes on a wire: ways to ask, formats, and a sentence for whatever is wrong."""

import contextlib
import hashlib
import http.client
import json
import random
import socket
import time
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph

from positiongraph.service.formats import GRAPHS, ROWS, preferred
from positiongraph.service.protocol import fields_of
from tests.service.conftest import Service

FORM = "application/x-www-form-urlencoded"
ODD = 'SELECT ?x { VALUES ?x { "100%25 + é–中😀 &=#?" } }'
TWO = "SELECT ?holder { ?p pos:holder ?holder } ORDER BY ?holder LIMIT 2"


def only(body: bytes) -> str:
    return str(json.loads(body)["results"]["bindings"][0]["x"]["value"])


def test_a_query_comes_through_in_all_three_ways(service: Service) -> None:
    ways = [
        service.ask("/sparql?" + urlencode({"query": ODD})),
        service.ask("/sparql?query=" + quote(ODD, safe="")),
        service.ask("/sparql", method="POST", body=urlencode({"query": ODD}), content_type=FORM),
        service.ask("/sparql", method="POST", body=urlencode({"query": ODD}), content_type=FORM + "; charset=UTF-8"),
        service.ask("/sparql", method="POST", body=ODD.encode(), content_type="application/sparql-query"),
    ]
    assert [only(answer.body) for answer in ways] == ["100%25 + é–中😀 &=#?"] * 5


def test_an_address_with_bare_bytes_is_refused(service: Service) -> None:
    for text in ("é–中😀".encode(), "é".encode("latin-1")):
        with socket.create_connection(service.netloc.split(":"), timeout=30) as link:  # type: ignore[arg-type]
            link.sendall(b"GET /sparql?query=ASK{'" + text + b"'} HTTP/1.1\r\nHost: " + service.netloc.encode() + b"\r\n\r\n")
            assert link.recv(1000).startswith(b"HTTP/1.1 400")


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_any_text_round_trips_through_an_address(text: str) -> None:
    assert fields_of(urlencode({"query": text})) == [("query", text)]


@pytest.mark.parametrize(("accept", "kind"), [
    ("application/sparql-results+json", "application/sparql-results+json"), ("application/json", "application/sparql-results+json"),
    ("application/sparql-results+xml", "application/sparql-results+xml"), ("text/csv", "text/csv; charset=utf-8"),
    ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"), ("*/*", "application/sparql-results+json"),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
])
def test_rows_come_in_the_format_asked_for(service: Service, accept: str, kind: str) -> None:
    answer = service.query(TWO, accept)
    assert (answer.status, answer.headers["content-type"]) == (200, kind)
    assert answer.text.count("/actor/CHN") >= 2


@pytest.mark.parametrize(("accept", "kind", "name"), [
    ("text/turtle", "text/turtle; charset=utf-8", "turtle"), ("application/n-triples", "application/n-triples", "nt"),
    ("application/ld+json", "application/ld+json", "json-ld"), ("application/rdf+xml", "application/rdf+xml", "xml"),
    ("*/*", "text/turtle; charset=utf-8", "turtle"),
])
def test_a_graph_comes_in_the_format_asked_for(service: Service, accept: str, kind: str, name: str) -> None:
    answer = service.query("CONSTRUCT WHERE { ?p pos:holder ?holder }", accept)
    assert (answer.status, answer.headers["content-type"]) == (200, kind)
    assert len(Graph().parse(data=answer.text, format=name)) == 22 + 17


def test_yes_and_no_come_in_every_format_of_rows(service: Service) -> None:
    assert json.loads(service.query("ASK {}").body)["boolean"] is True
    assert "<boolean>false</boolean>" in service.query("ASK { <urn:no> ?p ?o }", "application/sparql-results+xml").text
    assert service.query("ASK {}", "text/csv").text == "true\n"
    assert "<p>yes</p>" in service.query("ASK {}", "text/html").text


def test_the_html_table_is_inert(service: Service) -> None:
    answer = service.query('SELECT ?x ?y { VALUES (?x ?y) { ("<script>alert(1)</script>" <javascript:alert(1)>) } }', "text/html")
    assert "<script" not in answer.text
    assert "href=\"javascript" not in answer.text


def test_a_format_that_does_not_fit_is_406(service: Service) -> None:
    answer = service.query(TWO, "image/png")
    assert (answer.status, "none of the accepted types" in answer.text) == (406, True)


def test_the_service_describes_itself(service: Service) -> None:
    graph = Graph().parse(data=service.ask("/sparql").text, format="turtle")
    assert graph.query("PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> ASK { ?s a sd:Service ; sd:endpoint ?s ; sd:supportedLanguage sd:SPARQL11Query }")
    assert service.ask("/sparql", accept="text/html").headers["location"] == "/"


def test_a_graph_of_the_protocol_must_be_here(service: Service) -> None:
    for name in ("default-graph-uri", "named-graph-uri"):
        answer = service.query("ASK {}", **{name: "http://example.org/g"})
        assert (answer.status, "http://example.org/g" in answer.text) == (400, True)


def test_the_health_route_tells_what_is_held(service: Service) -> None:
    assert {**json.loads(service.ask("/health").body)}.items() >= {"status": "ok", "positions": 26, "documents": 1}.items()


@pytest.mark.parametrize(("status", "body", "kind"), [
    (403, "update=DELETE%20WHERE%20%7B%3Fs%20%3Fp%20%3Fo%7D", FORM), (403, "DELETE WHERE { ?s ?p ?o }", "application/sparql-update"),
    (403, "update=x&query=ASK%7B%7D", FORM),
    (400, "DELETE WHERE { ?s ?p ?o }", "application/sparql-query"), (400, "LOAD <http://example.org/x>", "application/sparql-query"),
    (400, "", FORM), (400, "query=", FORM), (400, "", "application/sparql-query"), (400, "query=ASK%7B%7D&query=ASK%7B%7D", FORM),
    (400, "query=%FF", FORM), (400, b"ASK { \xff }", "application/sparql-query"), (415, "ASK {}", "text/plain"), (415, "ASK {}", ""),
    (415, "ASK {}", "application/sparql-query; charset=latin-1"), (400, "&".join(["a=b"] * 200), FORM), (400, "ASK { ?s ?p", "application/sparql-query"),
])
def test_what_is_wrong_gets_its_status_and_a_sentence(service: Service, status: int, body: str | bytes, kind: str) -> None:
    answer = service.ask("/sparql", method="POST", body=body, content_type=kind)
    assert answer.status == status
    assert 5 < len(answer.text.strip()) < 400
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
def test_other_methods_are_405(service: Service, method: str) -> None:
    answer = service.ask("/sparql", method=method)
    assert (answer.status, "GET" in answer.headers["allow"]) == (405, True)
    assert service.ask("/sparql", method="BREW").status == 400  # HTTP knows no such method


def test_a_head_without_end_is_refused(service: Service) -> None:
    host, port = service.netloc.split(":")
    for start in (b"GET /sparql?query=", b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: ", b"GET / HTTP/1.1\r\n"):
        with socket.create_connection((host, int(port)), timeout=30) as link:
            link.sendall(start)
            sent = 0
            with contextlib.suppress(ConnectionError):
                while sent < 8_000_000:
                    sent += link.send(b"X: y\r\n" * 1000 if start.endswith(b"\n") else b"y" * 6000)
            assert sent < 8_000_000
            with contextlib.suppress(ConnectionError):
                assert link.recv(100).startswith(b"HTTP/1.1 400")
    assert service.query("ASK {}").status == 200


def test_200_malformed_requests_hurt_nobody(service: Service) -> None:
    chance, host, seen = random.Random(8), service.netloc.encode(), set()
    lines = [b"GET /sparql?query=ASK%7B%7D HTTP/1.1", b"Host: " + host, b"Accept: text/csv", b"Connection: close", b"", b""]
    for _ in range(200):
        data = bytearray(b"\r\n".join(lines))
        for _ in range(chance.randint(1, 6)):
            place = chance.randrange(len(data))
            data[place : place + chance.randrange(3)] = chance.randbytes(chance.randrange(4))
        with socket.create_connection(host.decode().split(":"), timeout=30) as link:  # type: ignore[arg-type]
            link.sendall(bytes(data))
            link.shutdown(socket.SHUT_WR)
            answer = b""
            while part := link.recv(65536):
                answer += part
        assert not answer or answer.startswith(b"HTTP/1.1 "), answer[:80]
        seen.add(answer[9:12].decode())
    assert "400" in seen
    assert seen <= {"", "200", "303", "400", "404", "405", "406", "413", "415", "421", "501", "505"}
    assert service.query("ASK {}").status == 200


@pytest.mark.parametrize("path", [
    "/static/../worker.py", "/static/%2e%2e/worker.py", "/static/..%2fworker.py", "/static/query.html", "/static//etc/passwd", "/static/%00",
    "/static/....//worker.py", "/id/../../etc/passwd", "/id/document/..%2f..%2fetc%2fpasswd", "/ask/..%2f..%2fregistry", "/ask/who-spoke.rq", "/%2e%2e/",
    "//etc/passwd", "/static/yasgui.min.js/../../__init__.py", "/id/actor/%3E%20%3Fp%20%3Fo%7D%23",
])
def test_no_path_leads_out(service: Service, path: str) -> None:
    answer = service.ask(path, accept="text/turtle, text/csv")
    assert answer.status == 404, answer.text[:200]
    assert b"import" not in answer.body
    assert b"root:" not in answer.body


def test_no_origin_elsewhere_may_read(service: Service) -> None:
    for path in ("/", "/sparql?query=ASK%7B%7D", "/health", "/static/site.css", "/nowhere"):
        headers = service.ask(path, origin="http://evil.example").headers
        assert not [name for name in headers if name.startswith("access-control")]
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_on_loopback_other_names_are_refused(service: Service) -> None:
    connection = http.client.HTTPConnection(service.netloc, timeout=30)
    connection.putrequest("GET", "/health", skip_host=True)
    connection.putheader("Host", "evil.example")
    connection.endheaders()
    assert connection.getresponse().status == 421
    connection.close()


def test_the_access_log_is_json_without_the_query(service: Service) -> None:
    query = "SELECT ('a-secret-word' AS ?x) {}"
    service.query(query)
    digest = hashlib.sha256(query.encode()).hexdigest()[:16]
    while digest not in service.log.read_text():  # it is written once the answer is out
        time.sleep(0.02)
    line = next(line for line in map(json.loads, service.log.read_text().splitlines()) if line.get("query_sha256") == digest)
    assert {"time", "method", "path", "status", "bytes", "ms", "query_length"} <= set(line)
    assert "a-secret-word" not in service.log.read_text()


@given(st.sampled_from(sorted(set(ROWS) | set(GRAPHS))), st.integers(1, 9))
def test_an_exact_type_beats_a_wildcard_of_less_weight(kind: str, tenth: int) -> None:
    offered = ROWS if kind in ROWS else GRAPHS
    assert preferred(f"*/*;q=0.{tenth}, {kind}", offered) == offered[kind]
    assert preferred(f"{kind};q=0", {kind: kind}) is None
