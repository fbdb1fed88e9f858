"""Facts and votes → an endpoint: batch by batch, to be taken up again where it broke off.

What has arrived is entered in a ledger, a named graph beside the data, so that a load that broke off goes on where it stopped. No triple of
ours has a blank node: a batch that is sent twice changes nothing. It is no transaction: who asks meanwhile sees a part.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from rdflib.namespace import DCTERMS

from positiongraph.errors import StoreError
from positiongraph.facts import Facts, Kind
from positiongraph.graph import bulk, ntriples, removal
from positiongraph.graph.endpoint import Endpoint
from positiongraph.graph.remote import WHOLE, base_of, counted, solutions
from positiongraph.graph.triples import iri
from positiongraph.iris import BASE, key_of
from positiongraph.sources.un_votes import Votes

T = TypeVar("T")

TRIPLES = 25_000
"""Triples in a batch, some four megabytes: an engine has to take them in one transaction, before the timeout."""


def publish(
    facts: Facts, endpoint: Endpoint, *, votes: Sequence[Votes] = (), base: str | None = None, stage: Callable[[str], None] = lambda _: None
) -> int:
    """Add facts and votes to an endpoint; a document that it has already is replaced whole. Return how many batches were sent.

    Broken off, it goes on where it stopped when it is called again with the same. Roll calls that are there already, unchanged, are not
    sent. One load at a time: an endpoint has no lock.

    Raises:
        StoreError: the endpoint refuses or stays away, or its data have another base.
        InputError: the shapes refuse some of the votes.
    """
    there = base_of(endpoint)
    if there and base and base != there:
        raise StoreError(f"{endpoint}: its IRIs begin with {there}; one graph, one base")
    base = base or there or BASE
    ledger = _Ledger(endpoint, base, facts, votes)
    if not ledger.begun:
        stage("removing replaced documents")
        same = _there(endpoint, [document.id for each in votes for document in each.heads.documents], base)
        spoken = [facts, *(bulk.shared(each, same) for each in votes)]
        ledger.begin(same, removed=sum(_take_out(endpoint, each, base) for each in spoken) > 0)
    sent = 0
    for text in _texts(facts, votes, base, ledger.held, stage):
        name = hashlib.sha256(text).hexdigest()
        if name not in ledger.arrived:
            endpoint.insert(text, endpoint.graph)
            ledger.enter("hasPart", name)
            sent += 1
    if ledger.removed:
        stage("removing what nothing speaks of")
        _sweep(endpoint)
    ledger.end()
    return sent


def held(endpoint: Endpoint) -> frozenset[str]:
    """Return the ids of the documents that an endpoint holds; none while a load is broken off, for they may not be there whole."""
    base = base_of(endpoint)
    if base is None or counted(replace(endpoint, graph=_ledger(base)), WHOLE):
        return frozenset()
    return frozenset(key_of(row["d"].value) for row in solutions(endpoint, "SELECT ?d WHERE { ?d a pos:Document }"))


def _ledger(base: str) -> str:
    return f"{base}loads"


class _Ledger:
    """What one load has done so far. Loads are told apart by what they load; another one's entries end when a load begins."""

    def __init__(self, endpoint: Endpoint, base: str, facts: Facts, votes: Sequence[Votes]) -> None:
        documents = [*facts.documents, *(document for each in votes for document in each.heads.documents)]
        ids = [*(document.id for document in documents), *(position.id for position in facts.positions)]
        self.endpoint, self.graph = endpoint, _ledger(base)
        self.node = f"{self.graph}/{hashlib.sha256(' '.join(sorted(ids)).encode()).hexdigest()}"
        found = solutions(replace(endpoint, graph=self.graph), f"SELECT ?p ?o WHERE {{ <{self.node}> ?p ?o }}")
        entries = [(row["p"].value, row["o"].value) for row in found]
        self.begun = (str(DCTERMS.type), "begun") in entries
        self.removed = (str(DCTERMS.type), "removed") in entries
        self.held = {value for term, value in entries if term == str(DCTERMS.requires)}
        """Documents that were there before, unchanged."""
        self.arrived = {value for term, value in entries if term == str(DCTERMS.hasPart)}

    def enter(self, term: str, *values: str) -> None:
        """Make entries."""
        self.endpoint.insert("".join(f'<{self.node}> <{DCTERMS[term]}> "{value}" .\n' for value in values).encode(), self.graph)

    def begin(self, held: set[str], *, removed: bool) -> None:
        """Note, when nothing stands in the way any more, what is not to be sent."""
        self.end()
        self.held, self.removed = held, removed
        if held:
            self.enter("requires", *sorted(held))
        self.enter("type", "begun", *(["removed"] if removed else []))

    def end(self) -> None:
        """Take all entries away."""
        self.endpoint.change(f"CLEAR SILENT GRAPH <{self.graph}>")


def _texts(facts: Facts, votes: Sequence[Votes], base: str, held: set[str], stage: Callable[[str], None]) -> Iterator[bytes]:
    stage("sending triples")
    told = bulk.progress(sum(map(len, votes)), stage)
    whole = chain((ntriples.text(facts, base).encode(),), *(bulk.texts(each, base, held, told) for each in votes))
    for text in whole:
        lines = text.splitlines(keepends=True)
        for at in range(0, len(lines), TRIPLES):
            yield b"".join(lines[at: at + TRIPLES])


def _there(endpoint: Endpoint, documents: Sequence[str], base: str) -> set[str]:
    """Return which documents are there. A roll call's id is the hash of its votes, and it is described after them: it is there whole."""
    found: set[str] = set()
    for some in _pieces(documents):
        nodes = " ".join(f"<{iri('document', key, base)}>" for key in some)
        found |= {key_of(row["d"].value) for row in solutions(endpoint, f"SELECT ?d WHERE {{ VALUES ?d {{ {nodes} }} ?d a pos:Document }}")}
    return found


def _take_out(endpoint: Endpoint, facts: Facts, base: str) -> bool:
    """Take the facts' documents out, with what was said in them, and tell whether there were any; a roll call's issue is described anew."""
    within, removed = f"WITH <{endpoint.graph}>" if endpoint.graph else "", False
    for some in _pieces(facts.documents):
        same = _there(endpoint, [document.id for document in some], base)
        named = {row["d"].value for row in solutions(endpoint, removal.holding([document.identifier for document in some]))}
        nodes = sorted(named | {str(iri("document", key, base)) for key in same})
        if nodes:
            removed, held = True, {document.id for document in some}
            calls = [s for s in facts.statements if s.document in held and s.kind == Kind.ROLL_CALL]
            issues = " ".join(f"<{iri('issue', call.key, base)}>" for call in calls)
            for step in removal.taking_out_in_steps(nodes, endpoint.graph):
                endpoint.change(step)
            endpoint.change(f"{within} DELETE {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {issues} }} ?s ?p ?o }}")
    return removed


def _sweep(endpoint: Endpoint) -> None:
    """Remove actors, memberships and issues that nothing speaks of any more."""
    before, now = -1, counted(endpoint, WHOLE)
    while before != now:
        for update in removal.unused(endpoint.graph):
            endpoint.change(update)
        before, now = now, counted(endpoint, WHOLE)


def _pieces(values: Sequence[T]) -> Iterable[Sequence[T]]:
    return (values[at: at + removal.TOGETHER] for at in range(0, len(values), removal.TOGETHER))
