"""An endpoint read in the place of a store: rdflib's own graph over it, and what has to be copied here to be worked on."""

from collections.abc import Iterator
from io import BufferedReader, BytesIO
from typing import Any

import pyoxigraph as ox
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.query import Result, ResultException

from positiongraph.errors import StoreError
from positiongraph.graph.endpoint import PROLOGUE, TRIPLES, Endpoint, Stream, damaged
from positiongraph.graph.snapshots import FORMAT, Stamp
from positiongraph.iris import BASE, PREFIXES

WHOLE = "?s ?p ?o"
DESCRIPTIONS = """VALUES ?class { pos:State pos:Organisation pos:Bloc pos:Person pos:Actor
                         pos:Issue pos:Statement pos:Document pos:Membership } ?s a ?class ; ?p ?o"""
"""Actors, issues, statements, documents and memberships: all but positions and their passages."""


class EndpointStore(SPARQLStore):
    """rdflib's store over an endpoint, with our way of asking: timeouts, retries, authentication."""

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__(endpoint.query)
        self.endpoint = endpoint

    def _query(self, query: str, *_: Any, **__: Any) -> Result:
        format, content = self.endpoint.answer(query)
        try:
            return Result.parse(BytesIO(content), content_type=format.media_type)
        except (ResultException, SyntaxError, ValueError, KeyError) as error:
            raise damaged(self.endpoint, error) from error


def open_endpoint(endpoint: Endpoint) -> Graph:
    """Return rdflib's own graph over an endpoint. Nothing is sent before the first question."""
    name = URIRef(endpoint.graph) if endpoint.graph else None
    result = Graph(store=EndpointStore(endpoint), identifier=name, bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        result.bind(prefix, namespace)
    return result


def copied(endpoint: Endpoint, pattern: str = WHOLE) -> ox.Store:
    """Return a copy in memory of the triples that a pattern gives as ?s ?p ?o: of all, unless said.

    Raises:
        StoreError: the endpoint refuses, stays away, or gives a part only.
    """

    def take(answer: Any) -> ox.Store:
        store, format = ox.Store(), endpoint.media(answer)
        if not isinstance(format, ox.RdfFormat):
            raise StoreError(f"{endpoint}: it answers a CONSTRUCT with {format.name}")
        try:
            store.bulk_load(BufferedReader(Stream(answer)), format)
        except (SyntaxError, ValueError) as error:
            raise damaged(endpoint, error) from error
        return store

    result = endpoint.ask(f"{PROLOGUE}CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}", take, accept=TRIPLES)
    wanted = counted(endpoint, pattern if pattern == WHOLE else f"{{ SELECT DISTINCT ?s ?p ?o WHERE {{ {pattern} }} }}")
    if len(result) < wanted:
        raise StoreError(partial(endpoint, len(result), wanted, "triples"))
    return result


def stamped(endpoint: Endpoint) -> Stamp:
    """Return how much an endpoint holds; neither version nor state, which only a folder can be stamped with."""
    documents, positions = (counted(endpoint, f"?s a pos:{sort}") for sort in ("Document", "Position"))
    return Stamp(FORMAT, "", base_of(endpoint) or BASE, documents, positions, "")


def counted(endpoint: Endpoint, pattern: str) -> int:
    """Return how many solutions a pattern has."""
    return int(_one(endpoint, f"SELECT (COUNT(*) AS ?found) WHERE {{ {pattern} }}") or 0)


def base_of(endpoint: Endpoint) -> str | None:
    """Return what the data's IRIs begin with; None where there are no data."""
    document = _one(endpoint, "SELECT ?found WHERE { ?found a pos:Document } LIMIT 1")
    return document and document.rpartition("document/")[0]


def _one(endpoint: Endpoint, sparql: str) -> str | None:
    return next((solution["found"].value for solution in solutions(endpoint, sparql)), None)


def solutions(endpoint: Endpoint, sparql: str) -> Iterator[Any]:
    """Yield the solutions of a SELECT."""
    yield from endpoint.select(sparql)  # type: ignore[misc]


def partial(endpoint: Endpoint, came: int, wanted: int, what: str) -> str:
    """Say that an endpoint gave a part only."""
    return f"{endpoint}: it gave {came:,} of {wanted:,} {what}: raise the number of rows that it gives at most, or ask it directly"
