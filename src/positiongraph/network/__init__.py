"""Rows → networkx: who agrees with whom on what. Takes flat rows or facts, never a store; returns plain networkx graphs."""

from positiongraph.network.formats import write
from positiongraph.network.projections import matrix, network, positions_behind

__all__ = ["matrix", "network", "positions_behind", "write"]
