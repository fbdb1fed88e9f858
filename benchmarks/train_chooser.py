"""Train the chooser of attributions on PolNeAR's train part and write its numbers: `python benchmarks/train_chooser.py`.

The dev part is never read here. Everything is decided by cross-validation over the articles of train: five models, each blind to a fifth
of the articles, read that fifth; the boosted trees learn from what these saw, and the threshold is the one that does best when the trees
too are blind to the fifth they judge. `--check` prints that cross-validated score and writes nothing. The same data give the same bytes.
Needs scikit-learn and LightGBM (the extra `training`); run time needs numpy alone.
"""

import argparse
import io
import random
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import scipy.sparse as sp
from extraction import Measured, measured
from polnear import Article, articles
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from positiongraph.extraction import chooser
from positiongraph.extraction.attributions import ROLES, Attribution, acts, talkers
from positiongraph.extraction.candidates import Candidate, candidates
from positiongraph.extraction.document import paragraphs
from positiongraph.extraction.features import cue_features, reading_features
from positiongraph.extraction.joining import joined
from positiongraph.extraction.parse import trees
from positiongraph.extraction.scores import jaccard, word_sets
from positiongraph.extraction.standing import Reading, standing
from positiongraph.extraction.tree import Tree

OUT = Path(__file__).parents[1] / "src/positiongraph/extraction/data/chooser.npz"
NAMES = {"C": "content", "S": "source", "Q": "cue"}
SIZE = 1 << chooser.BITS
FOLDS = 5
LOW = -2.6
"""Log odds of a candidate below which its readings are not looked at."""
STRENGTH, SHRINK = 0.1, 2.0
BOOSTING = {
    "n_estimators": 250, "num_leaves": 15, "learning_rate": 0.05, "min_child_samples": 30, "subsample": 0.8, "subsample_freq": 1,
    "colsample_bytree": 0.5, "reg_lambda": 10, "n_jobs": 1, "verbose": -1, "random_state": 1, "deterministic": True, "force_row_wise": True,
}  # fmt: skip
THRESHOLDS = tuple(x / 100 for x in range(20, 42, 2))
Sets = dict[str, frozenset[int]]
Options = list[tuple[tuple[int, ...], str, frozenset[int], Any]]
"""Readings: tokens, name, words, buckets."""


@dataclass(slots=True)
class Row:
    """A candidate: its features, which gold attribution its cue is, and its readings by role."""

    tree: Tree
    candidate: Candidate
    features: Any
    gold: int | None
    readings: dict[str, Options] = field(default_factory=dict)


@dataclass(slots=True)
class Document:
    """An article with the words of its attributions and its candidates."""

    article: Article
    words: int
    gold: list[Sets]
    rows: list[Row]


def prepared(article: Article) -> Document:
    words = word_sets(article.text)
    gold = [{role: words(spans) for role, spans in a.items()} for a in article.attributions]
    parsed = list(joined(trees([(p.start, p.end) for p in paragraphs(article.text)], article.text)))
    known = talkers(parsed)
    rows = []
    for tree in parsed:
        for c in candidates(tree):
            a, b = tree.start[c.head], tree.end[c.head]
            at = next((k for k, g in enumerate(article.attributions) if any(s <= a and b <= e for s, e in g["cue"])), None)
            row = Row(tree, c, buckets(cue_features(tree, c, acts(), known)), at)
            for role, readings in ROLES:
                row.readings[role] = [
                    (tokens, name, words(tree.runs(tokens)), buckets(reading_features(tree, c, role, name, tokens, known)))
                    for tokens, name in readings(tree, c).items()
                ]
            rows.append(row)
    return Document(article, sum(map(len, parsed)), gold, rows)


def buckets(features: Sequence[str]) -> Any:
    return np.array(chooser.hashed(features), dtype=np.int32)


def matrix(rows: Sequence[Any]) -> Any:
    pointers = np.cumsum([0, *map(len, rows)])
    found = sp.csr_matrix((np.ones(pointers[-1], dtype=np.float32), np.concatenate(rows), pointers), shape=(len(rows), SIZE))
    found.sum_duplicates()
    return found


def fitted(documents: Sequence[Document]) -> dict[str, Any]:
    """Fit candidates by logistic regression, readings by a conditional one: of a role's readings the right ones get the mass."""
    rows = [row for document in documents for row in document.rows]
    regression = LogisticRegression(C=STRENGTH, max_iter=200).fit(
        matrix([row.features for row in rows]), [row.gold is not None for row in rows]
    )
    options: list[Any] = []
    pointers, rewards = [0], []
    for document in documents:
        for row in document.rows:
            for role, readings in row.readings.items() if row.gold is not None else ():
                right = np.array([jaccard(r[2], document.gold[row.gold][NAMES[role]]) for r in readings])  # type: ignore[index]
                if len(right) > 1 and right.max() >= 0.5:
                    options += [r[3] for r in readings]
                    rewards += list(np.where(right >= 0.5, 0.3 + 0.7 * right, 0.02 * right))
                    pointers.append(len(options))
    return {
        "cue": regression.coef_[0], "bias": float(regression.intercept_[0]),
        "reading": conditional(options, np.array(pointers), np.array(rewards)),
    }  # fmt: skip


def conditional(options: list[Any], pointers: Any, rewards: Any) -> Any:
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
        return float(-np.log(total).sum() + 0.5 * SHRINK * weights @ weights), turned @ (shares - gained / total[group]) + SHRINK * weights

    found = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B", options={"maxiter": 100})
    dense = np.zeros(SIZE)
    dense[columns] = found.x
    return dense


@dataclass(frozen=True, slots=True)
class Judged:
    """An article's likely candidates as a model saw them that had not seen the article: their numbers, and which are right as wholes."""

    article: Article
    read: list[Reading]
    rows: Any
    right: list[bool]


def judged(document: Document, plain: chooser.Chooser) -> Judged:
    likely, right = [], []
    for row in document.rows:
        odds = plain.cue_bias + sum(plain.cue[k] for k in row.features)
        if odds >= plain.low:
            best = {role: plain.best_of([r[:2] for r in options], [r[3] for r in options]) for role, options in row.readings.items()}
            likely.append(Reading(row.tree, row.candidate, odds, best))
            chosen = {
                name: next((r[2] for r in row.readings[role] if r[0] == best[role].tokens), frozenset()) for role, name in NAMES.items()
            }
            right.append(any(all(jaccard(chosen[name], g[name]) >= 0.5 for name in NAMES.values()) for g in document.gold))
    return Judged(document.article, likely, standing(likely, document.words), right)


def unseen(documents: Sequence[Document]) -> list[Judged]:
    """Judge every article by a model fitted without it; article k belongs to fold k modulo FOLDS."""
    found: dict[int, Judged] = {}
    for fold in range(FOLDS):
        model = fitted([d for k, d in enumerate(documents) if k % FOLDS != fold])
        plain = chooser.Chooser(model["cue"].tolist(), model["bias"], model["reading"].tolist(), LOW)
        found |= {k: judged(d, plain) for k, d in enumerate(documents) if k % FOLDS == fold}
        print(f"fold {fold + 1} of {FOLDS}", file=sys.stderr)
    return [found[k] for k in range(len(documents))]


def grown(items: Sequence[Judged]) -> Any:
    filled = [item for item in items if item.right]
    return lightgbm.LGBMClassifier(**BOOSTING).fit(
        np.vstack([item.rows for item in filled]), np.concatenate([item.right for item in filled])
    )


def crossed(items: Sequence[Judged]) -> list[Any]:
    """Return the confidences of each article's candidates by trees grown without its fold."""
    found: dict[int, Any] = {}
    for fold in range(FOLDS):
        trees_ = grown([item for k, item in enumerate(items) if k % FOLDS != fold])
        for k, item in enumerate(items):
            if k % FOLDS == fold:
                found[k] = trees_.predict_proba(item.rows)[:, 1] if item.right else []
    return [found[k] for k in range(len(items))]


def scored(items: Sequence[Judged], confidences: Sequence[Any], threshold: float) -> Measured:
    total = Measured()
    for item, sure in zip(items, confidences, strict=True):
        found = [
            Attribution(*(tuple(r.tree.runs(r.best[role].tokens)) for role in "SQC"), float(p), 0, "")
            for r, p in zip(item.read, sure, strict=True)
            if p >= threshold
        ]
        total.add(measured(item.article, found))
    return total


def packed(model: dict[str, Any], trees_: Any, threshold: float) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ("cue", "reading"):
        weights = model[name].astype(np.float16)
        kept = np.abs(weights) > 4e-3
        found |= {name + "_at": np.packbits(kept), name: weights[kept]}
    return {**found, **nodes(trees_.booster_.dump_model()), "numbers": np.array([model["bias"], LOW, threshold], dtype=np.float64)}


def nodes(dump: dict[str, Any]) -> dict[str, Any]:
    """Lay LightGBM's trees out as arrays; a leaf points to itself."""
    feature: list[int] = []
    threshold, left, right, value, depths = [], [], [], [], []

    def lay(node: dict[str, Any], depth: int) -> int:
        at = len(feature)
        leaf = "leaf_value" in node
        depths.append(depth)
        feature.append(0 if leaf else node["split_feature"])
        threshold.append(0.0 if leaf else node["threshold"])
        value.append(node["leaf_value"] if leaf else 0.0)
        left.append(at)
        right.append(at)
        if not leaf:
            left[at], right[at] = lay(node["left_child"], depth + 1), lay(node["right_child"], depth + 1)
        return at

    roots = [lay(tree["tree_structure"], 0) for tree in dump["tree_info"]]
    return {
        "roots": np.array(roots, np.uint16), "feature": np.array(feature, np.uint8), "threshold": np.array(threshold, np.float64),
        "left": np.array(left, np.uint16), "right": np.array(right, np.uint16), "value": np.array(value, np.float32),
        "depth": np.array([max(depths)], np.uint8),
    }  # fmt: skip


def write(arrays: dict[str, Any], path: Path) -> None:
    """Write an npz without the clock in it: the same numbers give the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(arrays):
            stream = io.BytesIO()
            np.lib.format.write_array(stream, np.ascontiguousarray(arrays[name]))
            archive.writestr(zipfile.ZipInfo(name + ".npy", (1980, 1, 1, 0, 0, 0)), stream.getvalue(), zipfile.ZIP_DEFLATED)


def lines(items: Sequence[Judged]) -> Iterator[tuple[float, Measured]]:
    confidences = crossed(items)
    for threshold in THRESHOLDS:
        yield threshold, scored(items, confidences, threshold)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true", help="print the cross-validated scores and write nothing")
    options.add_argument("--articles", type=int, help="train on so many articles only: a trial of the script, not of the model")
    options.add_argument("--out", type=Path, default=OUT)
    given = options.parse_args()
    whole = list(articles("train"))
    random.Random(4).shuffle(whole)
    documents = [prepared(article) for article in whole[: given.articles]]
    items = unseen(documents)
    tried = list(lines(items))
    for threshold, score in tried:
        print(f"threshold {threshold:.2f}: {score.line()}")
    best = max(tried, key=lambda pair: (pair[1].scores["whole"].f1, -pair[0]))[0]
    if not given.check:
        write(packed(fitted(documents), grown(items), best), given.out)
        print(f"trained on {len(documents)} articles, threshold {best}; {given.out.stat().st_size:,} bytes in {given.out}")


if __name__ == "__main__":
    main()
