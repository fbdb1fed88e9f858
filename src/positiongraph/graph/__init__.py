"""Facts → triples, the store on disk or an endpoint in its place, SHACL, exports.

Names are loaded when they are first used: a reader needs no writer.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from positiongraph.graph.descriptions import described as described
    from positiongraph.graph.exports import documents as documents
    from positiongraph.graph.exports import export as export
    from positiongraph.graph.places import Place as Place
    from positiongraph.graph.places import build as build
    from positiongraph.graph.places import endpoint_of as endpoint_of
    from positiongraph.graph.places import engine as engine
    from positiongraph.graph.places import held as held
    from positiongraph.graph.places import open_endpoint as open_endpoint
    from positiongraph.graph.places import open_store as open_store
    from positiongraph.graph.places import opened as opened
    from positiongraph.graph.places import positions_table as positions_table
    from positiongraph.graph.places import stamp as stamp
    from positiongraph.graph.places import walkable as walkable
    from positiongraph.graph.snapshots import snapshot as snapshot
    from positiongraph.graph.triples import graph as graph
    from positiongraph.graph.triples import hierarchy as hierarchy
    from positiongraph.graph.validation import check as check
    from positiongraph.graph.validation import validate as validate

_HOMES = {
    "descriptions": ("described",), "exports": ("documents", "export"), "snapshots": ("snapshot",), "triples": ("graph", "hierarchy"),
    "validation": ("check", "validate"),
    "places": ("Place", "build", "endpoint_of", "engine", "held", "open_endpoint", "open_store", "opened", "positions_table", "stamp",
               "walkable"),
}

__all__ = [
    "Place", "build", "check", "described", "documents", "endpoint_of", "engine", "export", "graph", "held", "hierarchy",
    "open_endpoint", "open_store", "opened", "positions_table", "snapshot", "stamp", "validate", "walkable",
]


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
