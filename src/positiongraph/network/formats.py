"""Networks → files that Gephi, visone, Pajek, spreadsheets and other programs open. The same network gives the same bytes.

| suffix | what | the recipe stands in |
|---|---|---|
| .graphml | GraphML, every attribute typed (Gephi, visone, igraph) | graph attribute `recipe` |
| .gexf | GEXF 1.2 (Gephi), with spells where the network has them | `meta/description` |
| .csv | edge list; columns source, target, weight, then the rest by name | `<file>.recipe.json` |
| .matrix.csv | weights as a table, parallel edges summed; an empty cell where there is no edge | `<file>.recipe.json` |
| .json | node-link, as networkx reads it (`edges="edges"`) | `graph.recipe` |
| .net | Pajek; two-mode networks by its two-mode convention | a comment line |
| .parquet | the edge list with types | schema metadata `recipe` |

Nodes come in the order of their names and edges in that of their ends. A missing value is left out, a list becomes its words separated
by spaces, characters that XML forbids become �. Gephi drops an edge of weight 0, or breaks off, so GEXF gives it weight 1e-9; where that
happens every edge carries its own weight as `value`.
"""

import csv
import io
import json
import math
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from networkx.readwrite.gexf import GEXFWriter
from networkx.readwrite.graphml import GraphMLWriter

from positiongraph.errors import UnknownName, UsageError
from positiongraph.network.recipe import Network

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(network: Network, path: str | Path) -> tuple[Path, ...]:
    """Write a network in the format of the file's suffix; return the files written.

    Raises:
        UnknownName: no format has this suffix.
        UsageError: the folder is not there.
    """
    path = Path(path)
    name = path.name.casefold()
    suffix = ".matrix.csv" if name.endswith(".matrix.csv") else path.suffix.casefold()
    if suffix not in FORMATS:
        raise UnknownName("network format", suffix or path.name, FORMATS)
    if not path.parent.is_dir():
        raise UsageError(f"no such folder {str(path.parent)!r} to write {path.name} to")
    path.write_bytes(FORMATS[suffix](network))
    if not suffix.endswith(".csv"):
        return (path,)
    beside = path.with_name(path.name + ".recipe.json")
    beside.write_text(_recipe(network) + "\n", "utf-8")
    return path, beside


def _recipe(network: Network) -> str:
    return str(network.graph.get("recipe", "{}"))


def plain(network: Network) -> Network:
    """Return a sorted copy that every format can hold: values are text, whole numbers, numbers or booleans, of one type a name."""
    copy = network.__class__()
    copy.graph.update(_cleaned([network.graph])[0])
    nodes = sorted(network.nodes, key=str)
    ids = {node: _value(node) for node in nodes}
    if len(set(ids.values())) < len(nodes):
        raise UsageError("two nodes differ only in characters that files forbid")
    for node, data in zip(nodes, _cleaned([network.nodes[node] for node in nodes]), strict=True):
        copy.add_node(ids[node], **data)
    found: Any = network.edges
    edges = sorted(found(data=True, keys=True) if network.is_multigraph() else found(data=True), key=_place)
    for edge, data in zip(edges, _cleaned([edge[-1] for edge in edges]), strict=True):
        ends = edge[:2] if network.is_directed() else sorted(edge[:2], key=str)
        copy.add_edge(*(ids[end] for end in ends), *edge[2:-1], **data)
    return copy


def _place(edge: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(f"{part:+09.3f}" if isinstance(part, int | float) else str(part) for part in edge[:-1])


def _cleaned(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Clean attribute values, and let all values of a name be of one type: a type apiece would be a column apiece in Gephi."""
    rows = [{str(name): clean for name, value in data.items() if (clean := _value(value)) is not None} for data in found]
    kinds: dict[str, set[type]] = {}
    for row in rows:
        for name, value in row.items():
            kinds.setdefault(name, set()).add(type(value))
    for name, types in kinds.items():
        if len(types) > 1:
            wider = float if types == {int, float} else str
            for row in rows:
                if name in row:
                    row[name] = wider(row[name])
    return [dict(sorted(row.items())) for row in rows]


def _value(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False, sort_keys=True)
    elif isinstance(value, set | frozenset):
        value = " ".join(sorted(map(str, value)))
    elif isinstance(value, list | tuple):
        value = " ".join("/".join(map(str, part)) if isinstance(part, tuple) else str(part) for part in value)
    return _FORBIDDEN.sub("\ufffd", str(value))


def _graphml(network: Network) -> bytes:
    copy = plain(network)
    copy.graph.setdefault("recipe", "{}")
    writer = GraphMLWriter(prettyprint=True)
    writer.add_graph_element(copy)
    return (str(writer) + "\n").encode()


def _gexf(network: Network) -> bytes:
    copy = plain(network)
    for node, data in network.nodes(data=True):  # what GEXF alone holds: spells and values over time
        copy.nodes[_value(node)].update({name: value for name, value in data.items() if _dynamic(name, value)})
    if network.graph.get("mode") == "dynamic":
        for a, b, data in network.edges(data=True):
            copy.edges[_value(a), _value(b)].update({name: value for name, value in data.items() if _dynamic(name, value)})
    every = [data for _, _, data in copy.edges(data=True)]
    if any(data.get("weight") == 0 for data in every):
        for data in every:
            data["value"] = data["weight"]
            data["weight"] = data["weight"] or 1e-9
    writer = GEXFWriter(prettyprint=True)
    meta = writer.xml.find("meta")
    assert meta is not None
    del meta.attrib["lastmodifieddate"]  # a clock has no place in a result
    ElementTree.SubElement(meta, "description").text = _recipe(copy)
    copy.graph.pop("recipe", None)
    writer.add_graph(copy)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + str(writer) + "\n").encode()


def _dynamic(name: str, value: Any) -> bool:
    return name == "spells" or (isinstance(value, list) and bool(value) and isinstance(value[0], tuple))


def edges(network: Network) -> tuple[list[str], list[list[Any]]]:
    """Return the edge list: the names of its columns, source, target and weight first, and its rows; None where an edge lacks a value."""
    copy = plain(network)
    found = [(a, b, {"weight": 1.0, **data}) for a, b, data in copy.edges(data=True)]
    names = ["weight", *sorted({name for _, _, data in found for name in data} - {"weight"})]
    return ["source", "target", *names], [[a, b, *(data.get(name) for name in names)] for a, b, data in found]


def _csv(network: Network) -> bytes:
    names, rows = edges(network)
    return _table([names, *rows])


def _matrix(network: Network) -> bytes:
    tails = sorted({a for a, _ in network.edges()} if network.is_directed() else network.nodes, key=str)
    heads = sorted({b for _, b in network.edges()}, key=str) if network.is_directed() else tails
    weights: dict[tuple[Any, Any], float] = {}
    for a, b, weight in network.edges(data="weight", default=1.0):
        weights[a, b] = weights.get((a, b), 0) + weight
        if not network.is_directed():
            weights[b, a] = weights[a, b]
    return _table([["", *heads], *([tail, *(weights.get((tail, head)) for head in heads)] for tail in tails)])


def _table(rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _json(network: Network) -> bytes:
    data = nx.node_link_data(plain(network), edges="edges")
    return (json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _pajek(network: Network) -> bytes:
    copy = plain(network)
    first = [node for node in copy if copy.nodes[node].get("bipartite") == 0]
    nodes = first + [node for node in copy if copy.nodes[node].get("bipartite") != 0]
    number = {node: place for place, node in enumerate(nodes, 1)}
    lines = ["% " + _recipe(copy).replace("\n", " "), f"*Vertices {len(nodes)}" + (f" {len(first)}" if first else "")]
    lines += ['{} "{}"'.format(number[node], str(node).replace('"', "'").replace("\n", " ")) for node in nodes]
    lines.append("*Arcs" if copy.is_directed() and not first else "*Edges")
    lines += [f"{number[a]} {number[b]} {data.get('weight', 1.0)!r}" for a, b, data in copy.edges(data=True)]
    return ("\n".join(lines) + "\n").encode()


def _parquet(network: Network) -> bytes:
    names, rows = edges(network)
    table = pa.table({name: [row[n] for row in rows] for n, name in enumerate(names)})
    if not rows:
        table = pa.table({"source": pa.array([], pa.string()), "target": pa.array([], pa.string()), "weight": pa.array([], pa.float64())})
    sink = io.BytesIO()
    pq.write_table(table.replace_schema_metadata({"recipe": _recipe(network)}), sink)
    return sink.getvalue()


FORMATS = {".graphml": _graphml, ".gexf": _gexf, ".csv": _csv, ".matrix.csv": _matrix, ".json": _json, ".net": _pajek, ".parquet": _parquet}
