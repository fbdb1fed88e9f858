"""What a user's words mean in a graph: nodes by code or label."""

from typing import TYPE_CHECKING

import pyoxigraph as ox

from positiongraph.errors import UnknownName, UsageError
from positiongraph.iris import address, key_of
from positiongraph.questions.engines import select

if TYPE_CHECKING:
    from positiongraph.questions.engines import Asked

_PREFIXES = """
PREFIX pos: <https://w3id.org/positiongraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
"""
_SAID = "?node skos:prefLabel|skos:altLabel|dcterms:title ?name"
_EVERY = {
    "issue": "?node a pos:Issue ; skos:notation|skos:prefLabel|skos:altLabel ?name",
    "statement": "?node a pos:Statement ; skos:notation|dcterms:title ?name",
    "actor": "VALUES ?class { pos:State pos:Organisation pos:Bloc pos:Person pos:Actor } ?node a ?class ; "
             "skos:notation|skos:prefLabel|skos:altLabel ?name",
}


def node(iri: str) -> ox.NamedNode:
    """Return an IRI as a term.

    Raises:
        UsageError: it is none.
    """
    try:
        return ox.NamedNode(iri)
    except ValueError:
        raise UsageError(f"no IRI: {iri!r}") from None


def named(graph: "Asked", sort: str, name: str) -> str:
    """Return the IRI of a sort (actor, issue or statement) that a code, label or title means: a code first, then a name of one node only.

    Raises:
        UnknownName: there is none; the nearest names are said.
        UsageError: several bear the name.
    """
    text = ox.Literal(name)
    for where in (f"?node skos:notation {text}", f"VALUES ?name {{ {text} {text}@en }} {_SAID}"):
        nodes = {iri for iri, _ in _found(graph, where) if f"/{sort}/" in iri}
        if len(nodes) == 1:
            return nodes.pop()
    by_name: dict[str, set[str]] = {}
    for iri, called in _found(graph, _EVERY[sort]):
        by_name.setdefault(called.casefold(), set()).add(iri)
    found = sorted(by_name.get(name.casefold(), ()))
    if len(found) == 1:
        return found[0]
    if len(found) > 1:
        raise UsageError(f"{name!r} may be several: {', '.join(map(key_of, found))}")
    from positiongraph import reference

    if sort == "actor" and (actor := reference.resolve(name).actor):
        return address("actor", actor.code)
    if sort == "issue" and (issue := reference.issue(name) or reference.resolve_issue(name)):
        return address("issue", issue.id)
    raise UnknownName(sort, name, by_name)


def _found(graph: "Asked", where: str) -> list[tuple[str, str]]:
    """Return the nodes and names of a pattern."""
    _, rows = select(graph, f"{_PREFIXES} SELECT DISTINCT (STR(?node) AS ?iri) (STR(?name) AS ?called) WHERE {{ {where} }}")
    return [(row["iri"], row["called"] or "") for row in rows]
