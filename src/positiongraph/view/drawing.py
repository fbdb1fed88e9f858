"""Network → pyvis: colours, tooltips and places, for a `pyvis.network.Network` to go on with."""

from collections.abc import Mapping
from typing import Any

import networkx as nx
import numpy as np
from pyvis.network import Network
from scipy.sparse import csr_array

from positiongraph.errors import UnknownName
from positiongraph.facts import UNNAMED, UNRESOLVED
from positiongraph.view import ink
from positiongraph.view.layouts import LAYOUTS, Board

DARK, LIGHT, LINE = "#24292f", "#ffffff", "#8c959f"
NODES: dict[str, dict[str, Any]] = {
    "holder": {"color": {"background": DARK, "border": DARK}, "font": {"color": LIGHT}},
    "issue": {"color": {"background": LIGHT, "border": LINE}, "font": {"color": DARK}},
    "target": {"color": {"background": LIGHT, "border": DARK}, "font": {"color": DARK}, "shapeProperties": {"borderDashes": [4, 3]}},
}
"""How nodes look by their part: who holds is filled, what it is about is outlined, who is only addressed has a broken outline."""


def pyvis_network(n: "nx.Graph[Any]", *, layout: str | None = None, labels: Mapping[str, str] = {}, edges: bool = True) -> Network:
    """Return a network of `positiongraph.network` as a `pyvis.network.Network`: coloured, with tooltips, laid out, physics off.

    `layout` is bipartite, topic, similarity or time; without it bipartite where there are issues to stand opposite, else by similarity.
    `labels` (node → label) overrules the nodes' own. Without `edges` only nodes are drawn. `n` is not changed, parallel edges are kept,
    and tooltips are plain text. An empty network gives an empty one. Node order and places are the same on every run.

    Raises:
        UnknownName: when there is no such layout.
    """
    parts = {str(node): part(n, node) for node in n}
    layout = layout or ("bipartite" if "issue" in parts.values() and "holder" in parts.values() else "similarity")
    if layout not in LAYOUTS:
        raise UnknownName("layout", layout, LAYOUTS)
    places = LAYOUTS[layout](board(n, parts))
    net = Network(height="800px", width="100%", directed=True, cdn_resources="in_line")
    net.options.physics.enabled = False
    net.options.edges.smooth.enabled = False
    net.options.edges.color.inherit = False
    net.options.interaction.hideEdgesOnDrag = True
    for node, data in n.nodes(data=True):
        name, where = str(node), places[str(node)]
        label = labels.get(name) or label_of(name, data)
        net.add_node(name, label=wrapped(label), title=_inert(_about_node(label, parts[name], data)), shape="box", part=parts[name],
                     x=round(where[0], 1), y=round(where[1], 1), **NODES[parts[name]])
    if edges:
        heaviest = max((abs(float(data.get("weight", 1))) for _, _, data in n.edges(data=True)), default=1.0) or 1.0
        for tail, head, data in n.edges(data=True):
            net.add_edge(str(tail), str(head), **_edge(n, str(tail), str(head), data, heaviest, labels))
    return net


def part(n: "nx.Graph[Any]", node: Any) -> str:
    """Return a node's part in a network: holder, issue, or target where it is an actor that holds nothing."""
    if n.nodes[node].get("kind") == "issue":
        return "issue"
    return "target" if isinstance(n, nx.DiGraph) and n.out_degree(node) == 0 and n.in_degree(node) > 0 else "holder"


def label_of(name: str, data: Mapping[str, Any] = {}) -> str:
    """Return a node's label; the code of a placeholder without its prefix, in quotation marks.

    >>> label_of("unnamed:US allies"), label_of("RUS", {"label": "Russia"})
    ('“US allies”', 'Russia')
    """
    label = str(data.get("label") or name)
    for prefix in (UNNAMED, UNRESOLVED):
        if label.startswith(prefix):
            return f"“{label.removeprefix(prefix)}”"
    return label


def wrapped(label: str, width: int = 26, lines: int = 2) -> str:
    """Break a label into lines of about `width` characters and cut it, visibly, after the last.

    >>> wrapped("Military blocs with a nuclear component in the Asia-Pacific")
    'Military blocs with a\\nnuclear component in the…'
    """
    broken: list[str] = [""]
    for word in label.split():
        if broken[-1] and len(broken[-1]) + 1 + len(word) > width:
            broken.append(word)
        else:
            broken[-1] = f"{broken[-1]} {word}".strip()
    if len(broken) > lines:
        broken[lines - 1] += "…"
    return "\n".join(line if len(line) <= width + 4 else line[: width + 3] + "…" for line in broken[:lines])


def board(n: "nx.Graph[Any]", parts: Mapping[str, str]) -> Board:
    """Return what layouts need of a network. Topics and days come from the node attributes `topic` and `day` where there are any."""
    by = {kind: [name for name, own in parts.items() if own == kind] for kind in NODES}
    topics = {str(node): str(data["topic"]) for node, data in n.nodes(data=True) if data.get("topic")}
    when = {str(node): float(data["day"]) for node, data in n.nodes(data=True) if data.get("day") is not None}
    rows = {name: k for k, name in enumerate(by["holder"])}
    columns = {name: k for k, name in enumerate(by["issue"])} or rows
    entries = [(rows[str(a)], columns[str(b)], float(data.get("stance", data.get("weight", 1))))
               for a, b, data in n.edges(data=True) if str(a) in rows and str(b) in columns]
    if columns is rows:
        entries += [(b, a, weight) for a, b, weight in entries]
    tails, heads, weights = (np.array([entry[k] for entry in entries]) for k in range(3))
    matrix = csr_array((weights, (tails, heads)), shape=(len(rows), len(columns))) if entries else None
    return Board(holders=by["holder"], issues=by["issue"], targets=by["target"], topics=topics, when=when, weights=matrix)


def _edge(n: "nx.Graph[Any]", tail: str, head: str, data: Mapping[str, Any], heaviest: float, labels: Mapping[str, str]) -> dict[str, Any]:
    """Ink of an edge: by its stance where it has one, by the sign of its mean or weight where it does not; width by weight."""
    value = next((float(data[name]) for name in ("stance", "mean", "weight") if data.get(name) is not None), 0.0)
    names = [labels.get(node) or label_of(node, n.nodes[node]) for node in (tail, head)]
    if "stance" in data:
        words = f"{names[0]} {ink.STANCES[round(value)][0]} {names[1]} ({ink.number(value)})"
    else:
        words = f"{names[0]} – {names[1]}: {value:.3g}"
    ids = str(data.get("positions", "")).split()
    counted = f", {len(ids)} position{'' if len(ids) == 1 else 's'}" if ids else ""
    counted += f", {data['shared']} shared issues" if "shared" in data else ""
    signed = "stance" in data or "mean" in data or value < 0
    return {
        "color": ink.SIDES[ink.side(value)] if signed else LINE, "title": _inert(words + counted), "positions": ids,
        "width": round(1.5 if "stance" in data else 0.6 + 4 * abs(float(data.get("weight", 1))) / heaviest, 2),
        "arrows": "to" if n.is_directed() else "",
    }


def _about_node(label: str, kind: str, data: Mapping[str, Any]) -> str:
    count = data.get("count")
    return f"{label} ({kind})" + (f", {count} position{'' if count == 1 else 's'}" if count is not None and kind != "target" else "")


def _inert(text: str) -> str:
    """pyvis turns every tooltip into markup as soon as one holds the word href: keep the word from being one."""
    return text.replace("href", "hre\u2060f")
