"""Scores of attributions: who is said to have said what, gold against predicted, matched one to one."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from positiongraph.extraction.evaluation import Evaluation
from positiongraph.extraction.judged import ROLES, Record, Source, by_document, rows_of
from positiongraph.extraction.scores import Score, jaccard

NEAR = 0.5
"""Jaccard index of two spans' characters from which they are the same."""


def evaluate_attributions(gold: Source, predicted: Source) -> Evaluation:
    """Score attributions as `extract --layer attributions` prints them. Spans agree when half of the characters of both are shared.

    Of all one-to-one matchings the one in which most roles agree is taken, so the order of the rows is irrelevant. `whole` is right when
    source, cue and content agree; a role is right when it agrees in a matched pair.

    >>> row = {"document": "a", "source": [[0, 6]], "cue": [[7, 11]], "content": [[12, 40]]}
    >>> evaluate_attributions([row], [{**row, "source": [[0, 20]]}]).rows()[1:3]  # doctest: +NORMALIZE_WHITESPACE
    [{'what': 'cue', 'precision': 1.0, 'recall': 1.0, 'f1': 1.0, 'right': 1, 'gold': 1, 'predicted': 1},
     {'what': 'content', 'precision': 1.0, 'recall': 1.0, 'f1': 1.0, 'right': 1, 'gold': 1, 'predicted': 1}]

    Raises:
        InputError: when a file cannot be read, or a row is no attribution.
    """
    scores = {role: Score(0, 0, 0) for role in (*ROLES, "whole")}
    errors: list[dict[str, Any]] = []
    for name, (golden, found) in by_document(rows_of(gold, "attributions"), rows_of(predicted, "attributions")).items():
        near = _near(golden, found)
        pairs = _matching(near)
        for g, p in pairs:
            for role, right in zip(ROLES, near[g, p] >= NEAR, strict=True):
                scores[role] += Score(int(right), 0, 0)
            scores["whole"] += Score(int((near[g, p] >= NEAR).all()), 0, 0)
        for role in scores:
            scores[role] += Score(0, len(golden), len(found))
        matched = dict(pairs)
        for g, row in enumerate(golden):
            other = found[matched[g]] if g in matched else None
            wrong = ["missed"] if other is None else [role for role, value in zip(ROLES, near[g, matched[g]], strict=True) if value < NEAR]
            if wrong:
                errors.append({"document": name, "wrong": wrong, "gold": dict(row), "predicted": other and dict(other)})
        extra = (row for p, row in enumerate(found) if p not in matched.values())
        errors += [{"document": name, "wrong": ["extra"], "gold": None, "predicted": dict(row)} for row in extra]
    return Evaluation(scores, {}, errors, (0, 0))


def _near(gold: Sequence[Record], found: Sequence[Record]) -> Any:
    """Return the Jaccard indices: (gold, found, roles)."""
    left, right = ([[_places(row[role]) for role in ROLES] for row in rows] for rows in (gold, found))
    values = [[[jaccard(a, b) for a, b in zip(one, other, strict=True)] for other in right] for one in left]
    return np.array(values, float).reshape(len(gold), len(found), len(ROLES))


def _places(spans: Sequence[Sequence[int]]) -> frozenset[int]:
    return frozenset(place for start, end in spans for place in range(start, end))


def _matching(near: Any) -> list[tuple[int, int]]:
    """Match so that most roles agree, then so that they agree most closely. A cue or a content must touch."""
    from scipy.optimize import linear_sum_assignment

    worth = 10 * (near >= NEAR).sum(axis=2) + near.sum(axis=2)
    worth[near[:, :, 1:].sum(axis=2) == 0] = 0
    return [(int(g), int(p)) for g, p in zip(*linear_sum_assignment(worth, maximize=True), strict=True) if worth[g, p] > 0]
