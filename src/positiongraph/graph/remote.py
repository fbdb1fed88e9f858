"""A SPARQL 1.1 endpoint in the place of a store's folder: Query, Update and Graph Store Protocol, over httpx.

`open_endpoint(url)` gives rdflib's own graph over it, so that `ask` and `query` work as on a store. `publish` writes facts and votes to it,
batch by batch. A batch that has arrived is entered in a ledger beside the data: a load that broke off goes on where it stopped, and since
no triple of ours has a blank node, a batch that is sent twice changes nothing.
"""

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import httpx
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.query import Result

from positiongraph.errors import StoreError
from positiongraph.facts import Facts, Kind
from positiongraph.graph import bulk, ntriples, removal
from positiongraph.graph.triples import iri
from positiongraph.sources.un_votes import Votes
from positiongraph.vocabulary import BASE, PREFIXES

ATTEMPTS = 4
"""How often a request is tried when the endpoint does not answer or is busy."""

LINES = 1_000
"""Triples in one INSERT DATA, where there is no Graph Store Protocol: some engines take no more."""

_FORM = "application/x-www-form-urlencoded"
_BUSY = {429, 502, 503, 504}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where an engine listens. `graph` names the graph to work in; without one it is the default graph."""

    query: str
    update: str
    store: str | None = None
    """Graph Store Protocol; without it triples go by INSERT DATA."""
    graph: str | None = None
    user: str | None = None
    password: str = ""
    token: str | None = None
    timeout: float = 60.0

    @classmethod
    def at(cls, url: str, **options: Any) -> "Endpoint":
        """Tell the three addresses from one: `…/query` has `…/update` and `…/store` beside it; another URL takes queries and updates.

        >>> Endpoint.at("http://localhost:7878/query").store
        'http://localhost:7878/store'
        """
        stem = url.removesuffix("/query")
        beside = {"update": f"{stem}/update", "store": f"{stem}/store"} if stem != url else {"update": url}
        return cls(url, **{**beside, **{name: value for name, value in options.items() if value is not None}})

    def send(self, url: str, content: bytes, kind: str, *, accept: str = "*/*", params: dict[str, str] | None = None) -> httpx.Response:
        """Post a request, again where the endpoint is away or busy.

        Raises:
            StoreError: it refuses, or stays away.
        """
        headers = {"Content-Type": kind, "Accept": accept} | ({"Authorization": f"Bearer {self.token}"} if self.token else {})
        auth = (self.user, self.password) if self.user else None
        failure = ""
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(0.25 * 2**attempt)
            try:
                answer = httpx.post(url, content=content, headers=headers, params=params, auth=auth, timeout=self.timeout)
            except httpx.TransportError as error:
                failure = str(error) or type(error).__name__
                continue
            if answer.status_code in _BUSY:
                failure = f"{answer.status_code} {answer.reason_phrase}"
                continue
            if answer.is_error:
                raise StoreError(f"{url}: {answer.status_code} {answer.reason_phrase}: {' '.join(answer.text.split())[:200]}")
            return answer
        raise StoreError(f"{url}: no answer in {ATTEMPTS} attempts: {failure}")

    def select(self, sparql: str) -> Result:
        """Run a query of any form. It goes as a form: Virtuoso 7 never answers one that is sent bare."""
        form = {"query": sparql} | ({"default-graph-uri": self.graph} if self.graph else {})
        answer = self.send(self.query, urlencode(form).encode(), _FORM,
                           accept="application/sparql-results+json, application/n-triples;q=0.9, text/turtle;q=0.8")
        return Result.parse(BytesIO(answer.content), content_type=answer.headers["Content-Type"].split(";")[0])

    def change(self, sparql: str) -> None:
        """Run an update."""
        self.send(self.update, urlencode({"update": sparql}).encode(), _FORM)

    def insert(self, text: bytes, graph: str | None) -> None:
        """Add N-Triples to a graph."""
        if self.store:
            self.send(self.store, text, "application/n-triples", params={"graph": graph} if graph else {"default": ""})
            return
        lines = text.splitlines(keepends=True)
        for at in range(0, len(lines), LINES):
            body = b"".join(lines[at: at + LINES]).decode()
            self.change(f"INSERT DATA {{ GRAPH <{graph}> {{ {body} }} }}" if graph else f"INSERT DATA {{ {body} }}")


class EndpointStore(SPARQLStore):
    """rdflib's store over an endpoint, with our way of asking: timeouts, retries, authentication."""

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__(endpoint.query)
        self.endpoint = endpoint

    def _query(self, query: str, *_: Any, **__: Any) -> Result:
        return self.endpoint.select(query)


def open_endpoint(endpoint: Endpoint | str) -> Graph:
    """Return rdflib's own graph over an endpoint. Nothing is sent before the first question."""
    where = Endpoint.at(endpoint) if isinstance(endpoint, str) else endpoint
    result = Graph(store=EndpointStore(where), identifier=URIRef(where.graph) if where.graph else None, bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        result.bind(prefix, namespace)
    return result


def publish(
    facts: Facts, endpoint: Endpoint, *, votes: Sequence[Votes] = (), base: str = BASE, stage: Callable[[str], None] = lambda _: None
) -> int:
    """Add facts and votes to an endpoint; a document that it has already is replaced whole. Return how many batches were sent.

    Broken off, it goes on where it stopped when it is called again with the same.

    Raises:
        StoreError: the endpoint refuses or stays away.
        InputError: the shapes refuse some of the votes.
    """
    ledger = f"{base}loads"
    done = f"SELECT ?hash {{ ?load <{DCTERMS.identifier}> ?hash }}"
    arrived = {str(row[0]) for row in replace(endpoint, graph=ledger).select(done)}  # type: ignore[index]
    if not arrived:
        for spoken in (facts, *(each.heads for each in votes)):
            _take_out(endpoint, spoken, base)
    sent = 0
    for text in _texts(facts, votes, base, stage):
        name = hashlib.sha256(text).hexdigest()
        if name in arrived:
            continue
        endpoint.insert(text, endpoint.graph)
        endpoint.insert(f'<{ledger}/{name[:20]}> <{DCTERMS.identifier}> "{name}" .\n'.encode(), ledger)
        sent += 1
    endpoint.change(f"CLEAR SILENT GRAPH <{ledger}>")
    return sent


def _texts(facts: Facts, votes: Sequence[Votes], base: str, stage: Callable[[str], None]) -> Iterator[bytes]:
    yield ntriples.text(facts, base).encode()
    told = bulk.progress(sum(map(len, votes)), stage)
    for each in votes:
        yield from bulk.texts(each, base, (), told)


def _take_out(endpoint: Endpoint, facts: Facts, base: str) -> None:
    """Take the facts' documents out, with what was said in them; a roll call's issue is described anew. It is no transaction."""
    names = [document.identifier for document in facts.documents]
    within = f"WITH <{endpoint.graph}>" if endpoint.graph else ""
    for at in range(0, len(names), removal.TOGETHER):
        nodes = sorted(str(row[0]) for row in endpoint.select(removal.holding(names[at: at + removal.TOGETHER])))  # type: ignore[index]
        if nodes:
            held = {document.id for document in facts.documents[at: at + removal.TOGETHER]}
            calls = [s for s in facts.statements if s.document in held and s.kind == Kind.ROLL_CALL]
            issues = " ".join(f"<{iri('issue', call.key, base)}>" for call in calls)
            for step in removal.taking_out_in_steps(nodes, endpoint.graph):
                endpoint.change(step)
            endpoint.change(f"{within} DELETE {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {issues} }} ?s ?p ?o }}")
