"""Material → scene: the nodes that a page may draw and their places under every layout, for issues and for issues rolled up to topics."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.sparse import csr_array

from positiongraph.facts import period
from positiongraph.view.columns import Coded, coded
from positiongraph.view.drawing import part, pyvis_network
from positiongraph.view.layouts import LAYOUTS, Board, Places, ranks
from positiongraph.view.material import Material
from positiongraph.view.payload import targets_of

NODES = 6000
"""Nodes that a page draws at most; of more, those with the most positions."""
LINES = 6000
"""Edges of a measured network that a page draws at most; of more, the heaviest."""

KINDS = {"holders": "agreement of holders", "issues": "likeness of issues", "targets": "who addresses whom",
         "roles": "holders, issues and targets"}

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scene:
    """What the page's graph is made of: a network of nodes to hand to pyvis, and more about each node by its id."""

    network: "nx.Graph[Any]"
    told: Mapping[str, Mapping[str, Any]]
    ranks: list[int]
    """For each actor of the payload its place along the axis of similarity, −1 for one that holds nothing."""

    def finish(self, node: dict[str, Any]) -> None:
        """Take a node of pyvis's and leave what the page's script needs; colours are the page's, which knows light from dark."""
        for name in ("color", "font", "shape", "shapeProperties", "x", "y"):
            node.pop(name, None)
        node.update(self.told[node["id"]])


def scene(n: "nx.Graph[Any] | None", source: Material) -> Scene:
    """Lay out the rows' holders, issues, topics and targets. A network of positions says which holders and issues are drawn.

    Node ids begin with actor, issue, topic or target and a colon, so that no actor is taken for an issue.
    """
    table, lexicon, labels = source.table, source.lexicon, source.issues()
    holder, issue = coded(table["holder"]), coded(table["issue"], list(labels))
    topics, topic_of = source.topics(list(labels))
    targets = sorted({code for codes in targets_of(table["targets"]).values for code in codes})
    grid = _Grid(holder.codes, _stances(table), _days(table), [f"actor:{code}" for code in holder.values])
    counts = _counts("actor", holder) | _counts("issue", issue)
    drawn = _busiest(n, counts)
    filed = {f"issue:{key}": lexicon.label(topics[t]) for key, t in zip(labels, topic_of, strict=True) if t >= 0}
    fine = grid.board(issue.codes, list(counts)[len(holder.values):], drawn, topics=filed, targets=[f"target:{code}" for code in targets])
    coarse = grid.board(np.array([*topic_of, -1], dtype=np.int64)[issue.codes], [f"topic:{code}" for code in topics], drawn)
    places, rolled = ({name: draw(board) for name, draw in LAYOUTS.items()} for board in (fine, coarse))

    network: nx.Graph[Any] = nx.DiGraph()
    told: dict[str, dict[str, Any]] = {}
    for node, name in _named(fine, topics, source, labels):
        sort, _, code = node.partition(":")
        network.add_node(node, label=name, kind="issue" if sort in ("issue", "topic") else "actor", count=counts.get(node))
        told[node] = {"part": "holder" if sort == "actor" else sort, "code": code, "name": name, "sel": [sort, code],
                      "since": grid.since(coarse if sort == "topic" else fine, node), "places": _places(node, places),
                      "rolled": _places(node, rolled)}
    along = ranks(fine)
    return Scene(network, told, [along.get(f"actor:{code}", -1) for code in sorted({*holder.values, *targets})])


def measured(n: "nx.Graph[Any] | None", source: Material) -> dict[str, Any] | None:
    """Return a network of another kind than positions as it was measured, drawn by pyvis; None where there is nothing to add."""
    if n is None or not 0 < len(n) <= NODES or n.graph.get("kind", "positions") == "positions":
        return None
    lexicon = source.lexicon
    labels = {str(node): lexicon.label(str(node)) if n.nodes[node].get("kind") == "issue" else lexicon.name(str(node)) for node in n}
    net = pyvis_network(n, labels=labels)
    parts = {str(node): part(n, node) for node in n}
    edges = sorted(net.edges, key=lambda edge: -edge["width"])[:LINES]
    return {
        "kind": KINDS.get(str(n.graph["kind"]), str(n.graph["kind"])), "about": f"{len(edges):,} of {len(net.edges):,} edges",
        "nodes": [{**{name: node[name] for name in ("id", "label", "title", "x", "y")}, "code": node["id"], "name": labels[node["id"]],
                   "part": (own := parts[node["id"]]), "sel": ["actor" if own == "holder" else own, node["id"]]} for node in net.nodes],
        "edges": [{**{name: edge[name] for name in ("from", "to", "width", "title", "color", "arrows")},
                   "sel": _edge_sel(edge["from"], edge["to"], parts)} for edge in edges],
    }


def _places(node: str, laid: Mapping[str, Places]) -> dict[str, list[int]]:
    return {layout: [round(x) for x in found[node]] for layout, found in laid.items() if node in found}


def _edge_sel(tail: str, head: str, parts: Mapping[str, str]) -> list[str]:
    if parts[tail] == "issue":
        return ["issue", tail]
    return {"holder": ["pair", tail, head], "issue": ["cell", tail, head], "target": ["actor", tail]}[parts[head]]


def _named(fine: Board, topics: Iterable[str], source: Material, labels: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    for node in fine.holders:
        yield node, source.lexicon.name(node.partition(":")[2])
    for node in fine.issues:
        yield node, labels[node.partition(":")[2]]
    for code in topics:
        yield f"topic:{code}", source.lexicon.label(code)
    for node in fine.targets:
        yield node, "→ " + source.lexicon.name(node.partition(":")[2])


def _counts(sort: str, column: Coded) -> dict[str, int]:
    found = np.bincount(column.codes[column.codes >= 0], minlength=len(column.values)).tolist()
    return {f"{sort}:{value}": count for value, count in zip(column.values, found, strict=True)}


def _busiest(n: "nx.Graph[Any] | None", counts: Mapping[str, int]) -> frozenset[str]:
    """Return the node ids to draw: the network's where it is one of positions, else all; of too many, those with most positions."""
    positions = n is not None and n.graph.get("kind", "positions") == "positions"
    wanted = [node for node in counts if n is None or not positions or node.partition(":")[2] in n]
    return frozenset(sorted(wanted, key=lambda node: (-counts[node], node))[:NODES])


def _stances(table: pa.Table) -> Floats:
    return np.asarray(table["stance"].to_numpy(), dtype=np.float64) if len(table) else np.zeros(0)


def _days(table: pa.Table) -> Floats:
    """Day numbers of the rows' dates, their first days where less is known; NaN without a date."""
    dates = coded(table["date"])
    return np.array([*(float(period(date)[0].toordinal()) for date in dates.values), np.nan])[dates.codes]


@dataclass(frozen=True, slots=True)
class _Grid:
    """Rows as arrays, to be put against issues or topics."""

    holder: npt.NDArray[np.int64]
    stance: Floats
    day: Floats
    names: list[str]

    def board(self, codes: npt.NDArray[np.int64], nodes: list[str], drawn: frozenset[str], *,
              topics: Mapping[str, str] = {}, targets: list[str] = []) -> Board:
        """Return the board of holders against these nodes: mean stances, and the first day of each."""
        rows = [k for k, name in enumerate(self.names) if name in drawn]
        columns = [k for k, name in enumerate(nodes) if name in drawn or name.startswith("topic:")]
        known = codes >= 0
        cells = (self.holder[known], codes[known])
        shape = (len(self.names), len(nodes))
        sums, counts = (csr_array((values, cells), shape=shape) for values in (self.stance[known], np.ones(len(cells[0]))))
        sums.sum_duplicates()
        counts.sum_duplicates()
        sums.data = sums.data / counts.data
        when = self._first(self.names, self.holder) | self._first(nodes, codes)
        return Board(holders=[self.names[k] for k in rows], issues=[nodes[k] for k in columns], targets=targets, topics=topics, when=when,
                     weights=sums[rows][:, columns] if rows and columns else None)

    @staticmethod
    def since(board: Board, node: str) -> str | None:
        """Return the day on which a node first comes up, as ISO text."""
        day = board.when.get(node)
        return None if day is None else datetime.date.fromordinal(round(day)).isoformat()

    def _first(self, nodes: list[str], codes: npt.NDArray[np.int64]) -> dict[str, float]:
        first = np.full(len(nodes), np.inf)
        good = ~np.isnan(self.day) & (codes >= 0)
        np.minimum.at(first, codes[good], self.day[good])
        return {node: float(day) for node, day in zip(nodes, first.tolist(), strict=True) if np.isfinite(day)}
