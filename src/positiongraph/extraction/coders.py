"""How far two coders agree."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from positiongraph.extraction.evaluation import Record, Source, matching, name_of, rows_of


def agreement(
    first: Source, second: Source, fields: Iterable[str] = ("holders", "act", "stance", "issue", "voice", "modality")
) -> dict[str, float]:
    """Return Krippendorff's alpha of two coders' records for each field, ordinal for the stance, nominal for others.

    Positions are matched as `evaluate` does; only matched ones count. A field that never varies gives 1.

    Raises:
        InputError: when a file cannot be read or a row is no record.
    """
    a, b = rows_of(first), rows_of(second)
    pairs: list[tuple[Record, Record]] = []
    for name in sorted({name_of(row) for row in a}):
        left, right = [row for row in a if name_of(row) == name], [row for row in b if name_of(row) == name]
        pairs += [(left[g], right[p]) for g, p in matching(left, right)]
    return {name: alpha([(_value(x, name), _value(y, name)) for x, y in pairs], ordinal=name == "stance") for name in fields}


def _value(row: Record, name: str) -> Any:
    value = row.get(name)
    return tuple(sorted(value)) if isinstance(value, list) else value


def alpha(pairs: Sequence[tuple[Any, Any]], *, ordinal: bool = False) -> float:
    """Return Krippendorff's alpha of two coders over units that both coded; 1 is full agreement, 0 what chance gives.

    >>> round(alpha([(1, 1), (2, 2), (3, 3), (3, 3), (2, 2), (1, 2), (4, 4), (1, 1), (2, 2), (5, 5)], ordinal=True), 3)
    0.945

    Source: Krippendorff, Content Analysis, 4th edition (2018), chapter 12: 1 − observed over expected disagreement.
    """
    if not pairs:
        return 1.0
    values = sorted({v for pair in pairs for v in pair}, key=lambda v: (str(type(v)), v) if v is not None else ("", ""))
    at = {value: k for k, value in enumerate(values)}
    together = np.zeros((len(values), len(values)))
    for x, y in pairs:
        together[at[x], at[y]] += 1
        together[at[y], at[x]] += 1
    totals = together.sum(axis=0)
    if ordinal:
        middle = np.cumsum(totals) - totals / 2
        apart = (middle[:, None] - middle[None, :]) ** 2
    else:
        apart = 1 - np.eye(len(values))
    expected = (np.outer(totals, totals) * apart).sum() / (totals.sum() - 1)
    return float(1 - (together * apart).sum() / expected) if expected else 1.0
