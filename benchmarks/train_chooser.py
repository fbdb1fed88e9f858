"""Train the chooser of attributions on PolNeAR's train part and write its numbers: `python benchmarks/train_chooser.py`.

The dev part is never read here. Confidence is fitted and calibrated on predictions for articles that the model had not seen (three folds).
Needs scikit-learn; run time needs numpy alone.
"""

import argparse
import io
import random
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from polnear import Article, articles
from scipy.optimize import minimize
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from positiongraph.extraction import chooser
from positiongraph.extraction.attributions import ROLES, lists, talkers
from positiongraph.extraction.candidates import Candidate, candidates
from positiongraph.extraction.document import paragraphs
from positiongraph.extraction.features import cue_features, reading_features
from positiongraph.extraction.parse import trees
from positiongraph.extraction.scores import jaccard, word_sets
from positiongraph.extraction.tree import Tree

OUT = Path(__file__).parents[1] / "src/positiongraph/extraction/data/chooser.npz"
NAMES = {"C": "content", "S": "source", "Q": "cue"}
SIZE = 1 << chooser.BITS
Reading = tuple[tuple[int, ...], str, frozenset[int], list[int]]


@dataclass(slots=True)
class Row:
    """A candidate: its features, which gold attribution its cue is, and its readings by role."""

    tree: Tree
    candidate: Candidate
    features: list[int]
    gold: int | None
    readings: dict[str, list[Reading]] = field(default_factory=dict)


Documents = list[tuple[list[dict[str, frozenset[int]]], list[Row]]]


def prepared(article: Article) -> tuple[list[dict[str, frozenset[int]]], list[Row]]:
    words = word_sets(article.text)
    gold = [{role: words(spans) for role, spans in a.items()} for a in article.attributions]
    rows = []
    parsed = list(trees([(p.start, p.end) for p in paragraphs(article.text)], article.text))
    known = talkers(parsed)
    for tree in parsed:
        for c in candidates(tree):
            a, b = tree.start[c.head], tree.end[c.head]
            at = next((k for k, g in enumerate(article.attributions) if any(s <= a and b <= e for s, e in g["cue"])), None)
            row = Row(tree, c, chooser.hashed(cue_features(tree, c, lists(), known)), at)
            for role, readings in ROLES:
                row.readings[role] = [
                    (tokens, name, words(tree.runs(tokens)), chooser.hashed(reading_features(tree, c, role, name, tokens, known)))
                    for tokens, name in readings(tree, c).items()
                ]
            rows.append(row)
    return gold, rows


def matrix(rows: Sequence[Sequence[int]]) -> Any:
    pointers = np.cumsum([0, *map(len, rows)])
    indices = np.fromiter((k for row in rows for k in row), dtype=np.int32, count=pointers[-1])
    found = sp.csr_matrix((np.ones(len(indices), dtype=np.float32), indices, pointers), shape=(len(rows), SIZE))
    found.sum_duplicates()
    return found


def fitted(documents: Documents, strength: float, shrink: float) -> dict[str, Any]:
    """Fit candidates by logistic regression, readings by a conditional one: of a role's readings the right ones get the mass."""
    rows = [row for _, part in documents for row in part]
    regression = LogisticRegression(C=strength, max_iter=200).fit(
        matrix([row.features for row in rows]), [row.gold is not None for row in rows]
    )
    options: list[list[int]] = []
    pointers, rewards = [0], []
    for gold, part in documents:
        for row in part:
            for role, readings in row.readings.items() if row.gold is not None else ():
                right = np.array([jaccard(r[2], gold[row.gold][NAMES[role]]) for r in readings])  # type: ignore[index]
                if len(right) > 1 and right.max() >= 0.5:
                    options += [r[3] for r in readings]
                    rewards += list(np.where(right >= 0.5, 0.3 + 0.7 * right, 0.02 * right))
                    pointers.append(len(options))
    return {
        "cue": regression.coef_[0], "bias": float(regression.intercept_[0]),
        "reading": conditional(options, np.array(pointers), np.array(rewards), shrink),
    }  # fmt: skip


def conditional(options: list[list[int]], pointers: Any, rewards: Any, shrink: float) -> Any:
    whole = matrix(options)
    columns = np.unique(whole.indices)
    part = whole[:, columns].tocsr()
    turned = part.T.tocsr()
    starts, group = pointers[:-1], np.repeat(np.arange(len(pointers) - 1), np.diff(pointers))

    def loss(weights: Any) -> tuple[float, Any]:
        scores = part @ weights
        raised = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        shares = raised / np.add.reduceat(raised, starts)[group]
        gained = shares * rewards
        total = np.add.reduceat(gained, starts) + 1e-6
        return float(-np.log(total).sum() + 0.5 * shrink * weights @ weights), turned @ (shares - gained / total[group]) + shrink * weights

    found = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B", options={"maxiter": 100})
    dense = np.zeros(SIZE)
    dense[columns] = found.x
    return dense


def seen(documents: Documents, model: dict[str, Any], low: float) -> tuple[list[list[float]], list[bool]]:
    """Return the summary of each likely candidate and whether its best readings are right as a whole."""
    plain = chooser.Chooser(model["cue"].tolist(), model["bias"], model["reading"].tolist(), (), 0.0, (0, 1), (0, 1), low, 0.0)
    summaries, right = [], []
    for gold, part in documents:
        for row in part:
            odds = plain.cue_bias + sum(plain.cue[k] for k in row.features)
            if odds < low:
                continue
            best = {
                role: plain.best_of([(r[0], r[1]) for r in readings], [r[3] for r in readings]) for role, readings in row.readings.items()
            }
            chosen = {NAMES[role]: next((r[2] for r in row.readings[role] if r[0] == best[role].tokens), frozenset()) for role in NAMES}
            summaries.append(chooser.summary(odds, row.candidate, row.tree, best))
            right.append(any(all(jaccard(chosen[name], g[name]) >= 0.5 for name in NAMES.values()) for g in gold))
    return summaries, right


def trained(documents: Documents, *, strength: float = 0.3, shrink: float = 2.0, folds: int = 3, low: float = -2.2) -> dict[str, Any]:
    summaries: list[list[float]] = []
    right: list[bool] = []
    for k in range(folds):
        model = fitted([d for i, d in enumerate(documents) if i % folds != k], strength, shrink)
        more, also = seen([d for i, d in enumerate(documents) if i % folds == k], model, low)
        summaries += more
        right += also
        print(f"fold {k + 1} of {folds}", file=sys.stderr)
    x = np.array(summaries)
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    last = LogisticRegression(C=1.0, max_iter=1000).fit((x - mean) / spread, right)
    whole = last.coef_[0] / spread
    bias = float(last.intercept_[0] - whole @ mean)
    raw = 1 / (1 + np.exp(-(x @ whole + bias)))
    curve = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(raw, right)
    grid = np.linspace(0, 1, 41)
    return {
        **fitted(documents, strength, shrink),
        "whole": whole,
        "whole_bias": bias,
        "raw": grid,
        "calibrated": curve.predict(grid),
        "low": low,
    }


def packed(model: dict[str, Any], threshold: float) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ("cue", "reading"):
        weights = model[name].astype(np.float16)
        found[name + "_at"] = np.flatnonzero(np.abs(weights) > 2e-3).astype(np.uint32)
        found[name] = weights[found[name + "_at"]]
    numbers = np.array([model["bias"], model["whole_bias"], model["low"], threshold], dtype=np.float64)
    return {**found, "numbers": numbers, "whole": model["whole"], "raw": model["raw"], "calibrated": model["calibrated"]}


def write(arrays: dict[str, Any], path: Path) -> None:
    """Write an npz without the clock in it: the same numbers give the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(arrays):
            stream = io.BytesIO()
            np.lib.format.write_array(stream, np.ascontiguousarray(arrays[name]))
            archive.writestr(zipfile.ZipInfo(name + ".npy", (1980, 1, 1, 0, 0, 0)), stream.getvalue(), zipfile.ZIP_DEFLATED)


def main(say: Callable[[str], None] = print) -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--keep", type=int, default=0, help="articles of train to keep for choosing settings (0: train on all)")
    options.add_argument("--strength", type=float, default=0.3)
    options.add_argument("--shrink", type=float, default=2.0)
    options.add_argument("--threshold", type=float, default=0.28, help="confidence from which an attribution is kept")
    options.add_argument("--out", type=Path, default=OUT)
    given = options.parse_args()
    whole = [prepared(article) for article in articles("train")]
    random.Random(4).shuffle(whole)
    write(packed(trained(whole[given.keep :], strength=given.strength, shrink=given.shrink), given.threshold), given.out)
    say(f"trained on {len(whole) - given.keep} articles; {given.out.stat().st_size:,} bytes in {given.out}")


if __name__ == "__main__":
    main()
