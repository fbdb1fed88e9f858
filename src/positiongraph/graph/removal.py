"""Taking a document out of a store, whole: its statements, positions and passages, and what then nothing speaks of."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from positiongraph.facts import Facts
from positiongraph.iris import key_of

_PREFIXES = """
PREFIX pos: <https://w3id.org/positiongraph/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
"""

# What goes with a document, in the order in which it can go one after the other. Each part names the documents itself: a variable from
# outside a group is not bound inside it.
_PARTS = (
    "VALUES ?document { %s } ?passage a pos:Passage ; oa:hasSource ?document ; oa:hasSelector ?s",
    "VALUES ?document { %s } ?s a pos:Passage ; oa:hasSource ?document",
    "VALUES ?document { %s } ?statement pos:inDocument ?document . ?s pos:expressedIn ?statement",
    "VALUES ?document { %s } ?s pos:inDocument ?document",
    "VALUES ?s { %s }",
)

# An actor, membership or issue stays as long as something speaks of it; round by round, since one may have held another.
_UNUSED = (
    """DELETE { ?x ?p ?o } WHERE {
      ?x a pos:Issue ; ?p ?o
      FILTER NOT EXISTS { ?position pos:issue ?x }
      FILTER NOT EXISTS { ?narrower skos:broader ?x } }""",
    """DELETE { ?x ?p ?o } WHERE {
      ?x a pos:Membership ; org:member ?member ; ?p ?o
      FILTER NOT EXISTS { ?position pos:holder|pos:target|pos:speaker ?member }
      FILTER NOT EXISTS { ?statement pos:party|pos:reportedBy ?member }
      FILTER NOT EXISTS { ?issue pos:concerns ?member } }""",
    """DELETE { ?x ?p ?o } WHERE {
      ?x skos:notation ?code ; ?p ?o
      FILTER NOT EXISTS { ?x a pos:Issue } FILTER NOT EXISTS { ?x a pos:Statement }
      FILTER NOT EXISTS { ?something pos:holder|pos:target|pos:speaker|pos:party|pos:reportedBy|pos:concerns ?x }
      FILTER NOT EXISTS { ?membership org:member|org:organization ?x } }""",
)


TOGETHER = 200
"""Documents taken out in one update: it holds all that it deletes in memory."""


def replace(store: ox.Store, facts: Facts) -> set[str]:
    """Remove what the store holds of the facts' documents; return the ids of the documents removed.

    A document is the same by its content or by its identifier: a changed text under the old name takes the old one's place.
    """
    wanted = {document.id for document in facts.documents}
    found = store.query(holding([document.identifier for document in facts.documents]))
    gone = {str(solution["d"].value) for solution in found}  # type: ignore[union-attr]
    held = store.query(f"{_PREFIXES} SELECT ?d WHERE {{ ?d a pos:Document }}")
    gone |= {str(solution["d"].value) for solution in held if key_of(solution["d"].value) in wanted}  # type: ignore[union-attr]
    nodes = sorted(gone)
    for at in range(0, len(nodes), TOGETHER):
        store.update(taking_out(nodes[at: at + TOGETHER]))
    return {key_of(node) for node in gone}


def holding(names: Iterable[str]) -> str:
    """Return the query for the documents of these identifiers."""
    values = " ".join(str(ox.Literal(name)) for name in names)
    return f"{_PREFIXES} SELECT ?d WHERE {{ VALUES ?name {{ {values} }} ?d dcterms:identifier ?name }}"


def taking_out(nodes: Iterable[str]) -> str:
    """Return the update that removes documents with all that was said in them."""
    documents = " ".join(f"<{node}>" for node in nodes)
    return f"{_PREFIXES} DELETE {{ ?s ?p ?o }} WHERE {{ {' UNION '.join(f'{{ {part % documents} }}' for part in _PARTS)} ?s ?p ?o }}"


def taking_out_in_steps(nodes: Iterable[str], graph: str | None) -> Iterator[str]:
    """Yield the same as one update after the other, for a named graph or the default one: Virtuoso deletes nothing over a UNION."""
    documents, within = " ".join(f"<{node}>" for node in nodes), f"WITH <{graph}>" if graph else ""
    for part in _PARTS:
        yield f"{_PREFIXES} {within} DELETE {{ ?s ?p ?o }} WHERE {{ {part % documents} . ?s ?p ?o }}"


def forget(store: ox.Store, nodes: Iterable[str]) -> None:
    """Remove what the store says of nodes, to say it anew."""
    for node in nodes:
        for quad in list(store.quads_for_pattern(ox.NamedNode(node), None, None)):
            store.remove(quad)


def sweep(store: ox.Store) -> None:
    """Remove actors, memberships and issues that nothing speaks of any more."""
    before = -1
    while before != (now := len(store)):
        before = now
        for update in unused():
            store.update(update)


def unused(graph: str | None = None) -> Iterator[str]:
    """Yield the updates of one round of sweeping, for a named graph or the default one."""
    within = f"WITH <{graph}> " if graph else ""
    return (_PREFIXES + within + update for update in _UNUSED)
