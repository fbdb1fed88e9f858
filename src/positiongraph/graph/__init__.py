"""Facts → triples, the store on disk, SHACL, exports."""

from positiongraph.graph.exports import documents, export
from positiongraph.graph.store import build, engine, open_store, positions_table, stamp
from positiongraph.graph.triples import graph
from positiongraph.graph.validation import check, validate

__all__ = ["build", "check", "documents", "engine", "export", "graph", "open_store", "positions_table", "stamp", "validate"]
