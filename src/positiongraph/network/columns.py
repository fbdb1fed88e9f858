"""Columns of flat rows as numbers: codes into their words."""

from collections.abc import Collection

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Words = str | int | float | Collection[str | int | float]


def plain(table: pa.Table, name: str) -> pa.ChunkedArray:
    """Return a text column without its dictionary."""
    column = table.column(name)
    return column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column


def coded(table: pa.Table, name: str) -> tuple[Ints, list[str]]:
    """Return a text column as codes (−1 for null) and the words they stand for, in no particular order."""
    column = table.column(name)
    if not pa.types.is_dictionary(column.type):
        column = pc.dictionary_encode(column.cast(pa.string()))
    whole = column.unify_dictionaries().combine_chunks()
    chunk = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) and whole.num_chunks else whole
    if not len(chunk):
        return np.zeros(0, dtype=np.int64), []
    return pc.fill_null(chunk.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64), chunk.dictionary.to_pylist()


def sorted_codes(codes: Ints, words: list[str]) -> tuple[Ints, tuple[str, ...]]:
    """Return codes into the sorted words that occur, and those words."""
    used = np.unique(codes[codes >= 0])
    kept = sorted({words[code] for code in used})
    place = {word: number for number, word in enumerate(kept)}
    new = np.array([place.get(word, -1) for word in words] or [-1], dtype=np.int64)
    return new[codes], tuple(kept)
