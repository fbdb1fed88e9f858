"""The shapes, for a million votes: the same verdict as pySHACL's, from columns. A test holds the two equal.

Recorded votes are so lean that few shapes can break on them; each is named here, with its message from `ontology/shapes.ttl`.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from rdflib import URIRef
from rdflib.namespace import SH

from positiongraph.facts import Facts
from positiongraph.graph.triples import iri
from positiongraph.graph.validation import Finding, shapes
from positiongraph.vocabulary import BASE, POS, STANCES

_DATE = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"


def findings(heads: Facts, batches: Iterable[pa.RecordBatch], base: str = BASE) -> tuple[Finding, ...]:
    """Return what the shapes find in votes (flat rows, sorted by position) and in what the votes share, sorted; empty where all is well."""
    checked = checker(heads, base)
    return tuple(sorted({*shared_findings(heads, base), *(finding for batch in batches for finding in checked(batch))}))


def checker(heads: Facts, base: str = BASE) -> Callable[[pa.RecordBatch], Iterator[Finding]]:
    """Return what checks one batch after the other: it remembers the last position, so that one told twice is found across batches."""
    issues = {issue.id for issue in heads.issues}
    actors = {actor.code for actor in heads.actors}
    statements = {statement.id for statement in heads.statements}
    acting = {statement.id for statement in heads.statements if statement.act}
    attributed = {statement.id for statement in heads.statements if statement.attribution}
    before: dict[str, object] = {}

    def check(batch: pa.RecordBatch) -> Iterator[Finding]:
        columns = {name: batch.column(name) for name in ("position", "holder", "issue", "stance", "statement")}
        wrong = {
            "HolderShape": columns["holder"].is_null(), "PositionIssueShape": _outside(columns["issue"], issues),
            "StanceShape": _outside(columns["stance"], STANCES), "ExpressedInShape": _outside(columns["statement"], statements),
            "ActShape": _outside(columns["statement"], acting), "AttributionShape": _outside(columns["statement"], attributed),
            "DateShape": _outside(columns["statement"], statements),
        }
        for shape, mask in wrong.items():
            if pc.any(mask).as_py():
                for position in columns["position"].filter(mask).to_pylist():
                    yield _finding(shape, iri("position", position, base))
        for code in pc.unique(columns["holder"].drop_null()).to_pylist():
            if code not in actors:
                yield _finding("ActorShape", iri("actor", code, base))
        yield from _twice(columns, before, base)

    return check


def shared_findings(heads: Facts, base: str) -> Iterator[Finding]:
    """Yield what the shapes find in documents, statements and issues: a few thousand values."""
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


def _outside(column: pa.Array, known: Collection[object]) -> pa.Array:
    """Mark the rows whose value is missing or not known; distinct values are looked at once."""
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    bad = pa.array([value not in known for value in coded.dictionary.to_pylist()], pa.bool_())
    return pc.fill_null(bad.take(coded.indices), True)


def _twice(columns: dict[str, pa.Array], before: dict[str, object], base: str) -> Iterator[Finding]:
    """Find a position that two rows tell differently: they lie side by side."""
    position = columns["position"]
    if not len(position):
        return
    ids = pa.concat_arrays([pa.array([before.get("position")], pa.string()), position.cast(pa.string())])
    again = np.flatnonzero(np.asarray(pc.fill_null(pc.equal(ids[1:], ids[:-1]), False)))
    for row in again.tolist():
        for name, shape in (("issue", "PositionIssueShape"), ("stance", "StanceShape"), ("statement", "ExpressedInShape")):
            other = columns[name][row - 1].as_py() if row else before[name]
            if columns[name][row].as_py() != other:
                yield _finding(shape, iri("position", position[row].as_py(), base))
    before.update({name: column[-1].as_py() for name, column in columns.items()})


def _finding(shape: str, focus: URIRef) -> Finding:
    node = URIRef(f"{POS}{shape}")
    return Finding(focus=str(focus), shape=shape, message=" ".join(str(shapes().value(node, SH.message)).split()))
