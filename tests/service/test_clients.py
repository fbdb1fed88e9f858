"""Clients that nobody here wrote: SPARQLWrapper, rdflib's SPARQLStore, curl."""

import json
import subprocess
from typing import Any
from xml.dom.minidom import Document

import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import EndPointInternalError, QueryBadFormed

from positiongraph.graph import graph
from positiongraph.iris import BASE
from positiongraph.vocabulary import POS
from tests.gold import gold
from tests.service.conftest import Service

HOLDERS = f"PREFIX pos: <{POS}> SELECT ?holder (COUNT(?p) AS ?n) {{ ?p pos:holder ?holder }} GROUP BY ?holder ORDER BY ?holder"
WANTED = [("CHN", "17"), ("RUS", "22")]


def wrapper(service: Service, query: str, form: str) -> SPARQLWrapper:
    made = SPARQLWrapper(service.address + "sparql")
    made.setQuery(query)
    made.setReturnFormat(form)
    return made


@pytest.mark.parametrize(("method", "how"), [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)])
def test_sparqlwrapper_reads_rows(service: Service, method: str, how: str) -> None:
    asked = wrapper(service, HOLDERS, JSON)
    asked.setMethod(method)
    asked.setRequestMethod(how)
    rows: Any = asked.queryAndConvert()
    assert [(row["holder"]["value"].rsplit("/", 1)[1], row["n"]["value"]) for row in rows["results"]["bindings"]] == WANTED


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_sparqlwrapper_reads_every_format(service: Service) -> None:
    found = wrapper(service, HOLDERS, XML).queryAndConvert()
    assert isinstance(found, Document)
    assert [node.firstChild.data for node in found.getElementsByTagName("literal")] == ["17", "22"]
    assert wrapper(service, HOLDERS, CSV).queryAndConvert().decode().splitlines()[1].endswith("actor/CHN,17")  # type: ignore[union-attr]
    assert b"?holder\t?n" in wrapper(service, HOLDERS, TSV).queryAndConvert()
    held = f"PREFIX pos: <{POS}> CONSTRUCT WHERE {{ ?p pos:holder ?holder }}"
    for form in (RDFXML, JSONLD):
        assert len(wrapper(service, held, form).queryAndConvert()) == 39  # type: ignore[arg-type]
    for form in (TURTLE, N3):
        assert len(Graph().parse(data=wrapper(service, held, form).query().response.read(), format="turtle")) == 39
    assert wrapper(service, f"DESCRIBE <{BASE}actor/CHN>", RDFXML).queryAndConvert().value(  # type: ignore[union-attr]
        URIRef(BASE + "actor/CHN"), URIRef("http://www.w3.org/2004/02/skos/core#notation")).toPython() == "CHN"
    assert wrapper(service, "ASK {}", JSON).queryAndConvert() == {"head": {}, "boolean": True}


def test_sparqlwrapper_hears_what_is_wrong(service: Service) -> None:
    with pytest.raises(QueryBadFormed, match="no SPARQL query"):
        wrapper(service, "SELECT nothing", JSON).query()
    refused = SPARQLWrapper(service.address + "sparql")
    refused.setMethod(POST)
    refused.setQuery("DELETE WHERE { ?s ?p ?o }")
    with pytest.raises((QueryBadFormed, EndPointInternalError, OSError)):
        refused.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_reads_the_service_as_a_graph(service: Service, method: str) -> None:
    remote = Graph(SPARQLStore(service.address + "sparql", method=method, returnFormat="xml"))
    assert [(str(row[0]).rsplit("/", 1)[1], str(row[1])) for row in remote.query(HOLDERS)] == WANTED  # type: ignore[index]
    local = graph(gold())
    node = URIRef(BASE + "actor/RUS")
    assert set(remote.predicate_objects(node)) == set(local.predicate_objects(node))
    assert len(set(remote.subjects(POS.holder, node))) == 22


def curl(*arguments: str) -> tuple[str, str]:
    done = subprocess.run(["curl", "--silent", "--max-time", "60", "--write-out", "\n%{http_code} %{content_type}", *arguments], capture_output=True, text=True, check=True)
    body, _, told = done.stdout.rpartition("\n")
    return body, told


def test_curl_asks_in_all_three_ways(service: Service) -> None:
    address = service.address + "sparql"
    for arguments in (["--get", "--data-urlencode", f"query={HOLDERS}"], ["--data-urlencode", f"query={HOLDERS}"],
                      ["--header", "Content-Type: application/sparql-query", "--data-binary", HOLDERS]):
        body, told = curl(*arguments, "--header", "Accept: application/sparql-results+json", address)
        assert told == "200 application/sparql-results+json"
        assert [row["n"]["value"] for row in json.loads(body)["results"]["bindings"]] == ["17", "22"]


def test_curl_follows_an_iri_to_triples_or_a_page(service: Service) -> None:
    body, told = curl("--header", "Accept: text/turtle", service.address + "id/actor/CHN")
    assert told == "200 text/turtle; charset=utf-8"
    found = Graph().parse(data=body, format="turtle")
    assert len(set(found.subjects(POS.holder, URIRef(BASE + "actor/CHN")))) == 17
    body, told = curl("--header", "Accept: application/ld+json", service.address + "id/issue/one-china-policy")
    assert set(Graph().parse(data=body, format="json-ld").subjects(POS.issue, None))
    assert curl("--header", "Accept: text/html", service.address + "id/actor/CHN")[0].startswith("<!doctype html>")
    assert curl(service.address + "id/actor/NOBODY")[1].startswith("404")
    assert curl("--request", "POST", service.address + "explore")[1].startswith("405")
