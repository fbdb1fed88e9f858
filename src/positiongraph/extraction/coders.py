"""How far two coders agree."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from positiongraph.extraction.evaluation import matching
from positiongraph.extraction.judged import Record, Source, by_document, rows_of

FIELDS = ("holders", "targets", "act", "stance", "issue", "voice", "modality", "attribution")
ORDINAL = frozenset({"stance"})


@dataclass(frozen=True, slots=True)
class Agreement:
    """Krippendorff's alpha for each field, over the positions that both coders found; `first` and `second` are how many each found."""

    alphas: dict[str, float]
    both: int
    first: int
    second: int

    def rows(self) -> list[dict[str, Any]]:
        """Return the alphas as rows of a table: field, level, units, alpha."""
        return [{"field": name, "level": "ordinal" if name in ORDINAL else "nominal", "units": self.both, "alpha": round(value, 4)}
                for name, value in self.alphas.items()]  # fmt: skip


def agreement(first: Source, second: Source, fields: Iterable[str] = FIELDS) -> Agreement:
    """Return how far two coders' records agree, ordinal for the stance, nominal for other fields.

    Positions are matched as `evaluate` does; only matched ones count. A field that nobody coded is left out; one that never varies gives 1.

    Raises:
        InputError: when a file cannot be read or a row is no record.
    """
    a, b = rows_of(first), rows_of(second)
    pairs = [(left[g], right[p]) for left, right in by_document(a, b).values() for g, p in matching(left, right)]
    coded = [name for name in fields if any(name in row for pair in pairs for row in pair)]
    alphas = {name: alpha([(_value(x, name), _value(y, name)) for x, y in pairs], ordinal=name in ORDINAL) for name in coded}
    return Agreement(alphas, len(pairs), len(a), len(b))


def _value(row: Record, name: str) -> Any:
    value = row.get(name)
    if name == "issue":
        value = row.get("issue_id") or value
    return tuple(sorted(value)) if isinstance(value, list | tuple) else value


def alpha(pairs: Sequence[tuple[Any, Any]], *, ordinal: bool = False) -> float:
    """Return Krippendorff's alpha of two coders over units that both coded; 1 is full agreement, 0 what chance gives.

    >>> alpha([("a", "a"), ("a", "b"), ("b", "b")])  # 2 unlike pairs, of 2 · 3 · 3 / 5 = 3.6 by chance
    0.4444444444444444

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
