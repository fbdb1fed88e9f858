"""A knowledge graph of international positions: who stands where on what, since when, in whose words."""
