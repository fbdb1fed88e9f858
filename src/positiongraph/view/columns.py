"""Columns of a page: rows as small whole numbers with dictionaries beside them, packed for a browser to read without parsing.

A packed column is `{"all": value}` where every row has the same value, else `{"type": "u1" | "u2" | "u4" | "i1", "data": base64}`,
little-endian. The script's other half is `js/data.js`.
"""

import base64
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Coded:
    """A column as codes into its sorted distinct values; −1 stands for null."""

    codes: Codes
    values: list[Any]


def coded(column: pa.ChunkedArray | pa.Array, order: Sequence[Hashable] | None = None) -> Coded:
    """Code a column of hashable values. `order` fixes the dictionary; else it is the sorted distinct values found."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], array.type.value_type)
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    found = array.dictionary.to_pylist()
    indices = pc.fill_null(array.indices.cast(pa.int64()), -1).to_numpy(zero_copy_only=False)
    used = set(np.unique(indices).tolist())
    values = list(order) if order is not None else sorted({found[k] for k in used if k >= 0 and found[k] is not None})
    place = {value: k for k, value in enumerate(values)}
    table = np.array([*(place.get(value, -1) if value is not None else -1 for value in found), -1], dtype=np.int64)
    return Coded(table[indices], values)


def pack(values: npt.ArrayLike) -> dict[str, Any]:
    """Pack whole numbers −128 … 127 or 0 … 2³² − 1 in the fewest bytes a row.

    >>> pack([7, 7]), pack([1, 300])
    ({'all': 7}, {'type': 'u2', 'data': 'AQAsAQ=='})
    """
    array = np.asarray(values, dtype=np.int64)
    if not len(array) or (array == array[0]).all():
        return {"all": int(array[0]) if len(array) else 0}
    low, high = int(array.min()), int(array.max())
    kind = "i1" if low < 0 else next(kind for kind, top in (("u1", 255), ("u2", 65535), ("u4", 2**32 - 1)) if high <= top)
    return {"type": kind, "data": base64.b64encode(array.astype(f"<{kind}").tobytes()).decode("ascii")}
