"""Outside → facts, one module a source. Nothing here knows RDF."""

from positiongraph.sources.tables import Reading, Reject, read_table

__all__ = ["Reading", "Reject", "read_table"]
