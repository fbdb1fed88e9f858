"""What a network was made of and how: the recipe that every network and every export carries."""

import hashlib
import json
from importlib.metadata import version
from typing import Any, TypeAlias

import networkx as nx
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Network: TypeAlias = "nx.Graph[Any]"
"""Any networkx graph: plain, directed, with parallel edges or without."""

def ties(network: Network) -> list[tuple[Any, Any, float]]:
    """Return the edges as (a, b, weight), in the network's order, parallel ones apart; an edge without weight weighs 1."""
    return [(a, b, float(data.get("weight", 1.0))) for a, b, data in network.edges(data=True)]


HASHED = ("position", "holder", "issue", "stance", "date", "document", "voice", "status")


def rows_hash(table: pa.Table) -> str:
    """Return the SHA-256 of what flat rows say, whatever their order and encoding: columns `HASHED`, sorted by position and holder.

    >>> rows_hash(pa.table({"position": ["a"], "holder": ["RUS"], "issue": ["x"], "stance": [2]}))[:16]
    'de40d47313244767'
    """
    columns = {name: _words(table.column(name)) for name in HASHED if name in table.column_names}
    position, holder = columns["position"], columns["holder"]
    if not _in_order(position, holder):
        order = pc.sort_indices(pa.table({"p": position, "h": holder}), sort_keys=[("p", "ascending"), ("h", "ascending")])
        columns = {name: column.take(order) for name, column in columns.items()}
    whole = hashlib.sha256()
    for name, column in columns.items():
        whole.update(f"\n{name} {len(column)} {column.null_count}\n".encode())
        dense = pc.fill_null(column, "\0")
        whole.update(pc.utf8_length(dense).to_numpy(zero_copy_only=False).astype("<i4").tobytes())
        whole.update(_bytes(dense))
    return whole.hexdigest()


def _words(column: pa.ChunkedArray) -> pa.Array:
    text = column.cast(pa.string()).combine_chunks()
    return text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text


def _bytes(column: pa.Array) -> memoryview:
    fresh = column if column.offset == 0 else pa.concat_arrays([column, pa.array([], column.type)])
    offsets = np.frombuffer(fresh.buffers()[1], dtype=np.int32)[: len(fresh) + 1] if len(fresh) else np.zeros(1, dtype=np.int32)
    data = fresh.buffers()[2]
    return memoryview(b"") if data is None else memoryview(data)[int(offsets[0]): int(offsets[-1])]


def _in_order(position: pa.Array, holder: pa.Array) -> bool:
    if len(position) < 2:
        return True
    before, after = position[:-1], position[1:]
    tied = pc.and_(pc.equal(before, after), pc.less_equal(holder[:-1], holder[1:]))
    return bool(pc.all(pc.or_(pc.less(before, after), tied)).as_py())


def written(recipe: dict[str, Any]) -> str:
    """Return a recipe as JSON: sorted, and without what was not asked for."""
    return json.dumps({name: value for name, value in recipe.items() if value not in (None, {}, [], ())}, ensure_ascii=False,
                      sort_keys=True, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, set | frozenset):
        return sorted(value)
    return value.item() if isinstance(value, np.generic) else list(value)


def made_by() -> dict[str, str]:
    """Return the versions that numbers may depend on."""
    return {"positiongraph": version("positiongraph"), "networkx": nx.__version__, "numpy": np.__version__}


def recipe(network: Network) -> dict[str, Any]:
    """Return a network's recipe; empty for a network that was not made here."""
    found = json.loads(network.graph.get("recipe", "{}"))
    assert isinstance(found, dict)
    return found


def note(network: Network, **more: Any) -> None:
    """Add to a network's recipe, in place: a seed, a method that wrote attributes."""
    network.graph["recipe"] = written({**recipe(network), **more})
