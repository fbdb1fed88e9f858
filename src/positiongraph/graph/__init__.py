"""Facts → triples, the store on disk or an endpoint in its place, SHACL, exports."""

from positiongraph.graph.described import described
from positiongraph.graph.exports import documents, export
from positiongraph.graph.places import Place, build, endpoint_of, engine, held, open_endpoint, open_store, positions_table, stamp, walkable
from positiongraph.graph.triples import graph, hierarchy
from positiongraph.graph.validation import check, validate

__all__ = [
    "Place", "build", "check", "described", "documents", "endpoint_of", "engine", "export", "graph", "held", "hierarchy",
    "open_endpoint", "open_store", "positions_table", "stamp", "validate", "walkable",
]
