"""Outside → facts, one module a source. Nothing here knows RDF."""

from positiongraph.sources.dna import dna_reading, read_dna
from positiongraph.sources.tables import Reading, Reject, read_table

__all__ = ["Reading", "Reject", "dna_reading", "read_dna", "read_table"]
