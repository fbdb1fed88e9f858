"""Facts → triples, the store on disk, SHACL, exports."""

from positiongraph.graph.described import described
from positiongraph.graph.exports import documents, export
from positiongraph.graph.store import build, engine, held, open_store, positions_table, stamp
from positiongraph.graph.triples import graph, hierarchy
from positiongraph.graph.validation import check, validate

__all__ = [
    "build", "check", "described", "documents", "engine", "export", "graph", "held", "hierarchy", "open_store", "positions_table",
    "stamp", "validate",
]
