"""The shapes, for a million votes: the same verdict as pySHACL's, from columns. A test holds the two equal.

Recorded votes are so lean that few shapes can break on them; each is named here, with its message from `ontology/shapes.ttl`.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc
from rdflib import URIRef
from rdflib.namespace import SH

from positiongraph.facts import Facts
from positiongraph.graph.triples import graph, iri
from positiongraph.graph.validation import Finding, shapes, validate
from positiongraph.iris import BASE
from positiongraph.reference.current import packaged
from positiongraph.vocabulary import POS, STANCES

_COLUMN = {"PositionIssueShape": "issue", "StanceShape": "stance", "ExpressedInShape": "statement"}
_DATE = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"


def findings(heads: Facts, batches: Iterable[pa.RecordBatch], base: str = BASE) -> tuple[Finding, ...]:
    """Return what the shapes find in votes (flat rows, sorted by position) and in what the votes share, sorted; empty where all is well."""
    checked = checker(heads, base)
    rows = (finding for batch in _whole(batches) for finding in checked(batch))
    return tuple(sorted({*shared_findings(heads, base), *rows}))


def checker(heads: Facts, base: str = BASE) -> Callable[[pa.RecordBatch], Iterator[Finding]]:
    """Return what checks one batch after the other. Rows of one position lie side by side in one batch: votes have one row each."""
    issues = {issue.id for issue in heads.issues}
    actors = {actor.code for actor in heads.actors}
    statements = {statement.id for statement in heads.statements}
    acting = {statement.id for statement in heads.statements if statement.act}
    attributed = {statement.id for statement in heads.statements if statement.attribution}

    def check(batch: pa.RecordBatch) -> Iterator[Finding]:
        columns = {name: batch.column(name) for name in ("position", "holder", "issue", "stance", "statement")}
        position, statement = columns["position"], columns["statement"]
        never = {"HolderShape": columns["holder"].is_null(), "PositionIssueShape": columns["issue"].is_null(),
                 "StanceShape": columns["stance"].is_null(), "ExpressedInShape": statement.is_null(),
                 "ActShape": _outside(statement, acting), "AttributionShape": _outside(statement, attributed),
                 "DateShape": _outside(statement, statements)}
        ever = {"PositionIssueShape": _outside(columns["issue"], issues), "StanceShape": _outside(columns["stance"], STANCES),
                "ExpressedInShape": _outside(statement, statements)}
        for shape, mask in never.items():  # wrong where no row of the position has it
            if pc.any(mask).as_py():
                for key in set(position.filter(mask).to_pylist()) - set(position.filter(pc.invert(mask)).to_pylist()):
                    yield _finding(shape, iri("position", key, base))
        for shape, mask in ever.items():  # wrong where any row has something that is not known
            for key in position.filter(pc.and_not(mask, columns[_COLUMN[shape]].is_null())).to_pylist():
                yield _finding(shape, iri("position", key, base))
        for code in pc.unique(columns["holder"].drop_null()).to_pylist():
            if code not in actors:
                yield _finding("ActorShape", iri("actor", code, base))
        yield from _twice(columns, base)

    return check


def shared_findings(heads: Facts, base: str) -> Iterator[Finding]:
    """Yield what the shapes find in what votes share: documents, statements, issues here, actors and memberships by pySHACL.

    The packaged actors and memberships pass, which a test holds: pySHACL looks only where somebody's own are among them.
    """
    documents = {document.id for document in heads.documents}
    broader = {issue.id: issue.broader for issue in heads.issues}
    for statement in heads.statements:
        if not re.search(_DATE, statement.date):
            yield _finding("StatementDateShape", iri("statement", statement.id, base))
        if statement.document not in documents:
            yield _finding("InDocumentShape", iri("statement", statement.id, base))
    for document in heads.documents:
        if document.content_hash and not re.search("^[0-9a-f]{64}$", document.content_hash):
            yield _finding("ContentHashShape", iri("document", document.id, base))
    for key in {above for many in broader.values() for above in many}:
        reached, todo = set(), list(broader.get(key, ()))
        while todo:
            if (above := todo.pop()) not in reached:
                reached.add(above)
                todo += broader.get(above, ())
        if key in reached:
            yield _finding("NoCycleInBroaderShape", iri("issue", key, base))
    if not as_packaged(heads):
        members = graph(Facts(actors=heads.actors, memberships=heads.memberships), base=base)
        yield from (each for each in validate(members) if not each.warning)


def as_packaged(heads: Facts) -> bool:
    """Tell whether all actors and memberships are those of the package; placeholders for nobody known are as good."""
    known = packaged()
    seats = {seat for actor in heads.actors for seat in known.memberships(actor.code)}
    return seats.issuperset(heads.memberships) and all(":" in actor.code or known.actor(actor.code) == actor for actor in heads.actors)


def _whole(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Cut batches anew so that none ends amid the rows of a position."""
    held: pa.Table | None = None
    for batch in batches:
        rows = pa.Table.from_batches([batch])
        table = rows if held is None else pa.concat_tables([held, rows]).unify_dictionaries()
        last = pc.index(table["position"], table["position"][-1]).as_py() if table.num_rows else 0
        yield from table.slice(0, last).combine_chunks().to_batches()
        held = table.slice(last)
    if held is not None:
        yield from held.combine_chunks().to_batches()


def _outside(column: pa.Array, known: Collection[object]) -> pa.Array:
    """Mark the rows whose value is missing or not known; distinct values are looked at once."""
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    bad = pa.array([value not in known for value in coded.dictionary.to_pylist()], pa.bool_())
    return pc.fill_null(bad.take(coded.indices), True)


def _twice(columns: dict[str, pa.Array], base: str) -> Iterator[Finding]:
    """Find positions of which two rows say different things; what one of them leaves out does not count."""
    position = columns["position"]
    again = set(position[1:].filter(pc.equal(position[1:], position[:-1])).to_pylist()) if len(position) > 1 else set()
    for key in again:
        rows = pc.equal(position, key)
        for shape, name in _COLUMN.items():
            if len(pc.unique(columns[name].filter(rows).drop_null())) > 1:
                yield _finding(shape, iri("position", key, base))


def _finding(shape: str, focus: URIRef) -> Finding:
    node = URIRef(f"{POS}{shape}")
    return Finding(focus=str(focus), shape=shape, message=" ".join(str(shapes().value(node, SH.message)).split()))
