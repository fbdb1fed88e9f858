"""Train the chooser of attributions on PolNeAR's train part and write its numbers: `python benchmarks/train_chooser.py`.

The dev part is never read here. Everything is decided by cross-validation over the articles of train: five models, each blind to a fifth
of the articles, read that fifth, regressions first, then networks; how both are weighed and what the boosted trees know is learned from
what these saw, and the thresholds are those that do best when the trees too are blind to the fifth they judge. `--check` prints these
cross-validated scores and writes nothing. Half an hour on a core, with `--context` an hour: the networks then read each word's state in
MiniLM too, and what is written is another file. Needs scikit-learn, LightGBM and torch (the extra `training`) and the
word vectors of `make vectors`; run time needs numpy alone.
"""

import argparse
import io
import random
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import scipy.sparse as sp
from chooser_net import EPOCHS, Example, packed, trained, vectors
from extraction import Measured, measured
from polnear import Article, articles
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from positiongraph.extraction import chooser, minilm, net
from positiongraph.extraction.attributions import ROLES, Attribution, acts, takes_side, talkers
from positiongraph.extraction.candidates import Candidate, candidates
from positiongraph.extraction.document import paragraphs
from positiongraph.extraction.features import cue_features, reading_features
from positiongraph.extraction.joining import joined
from positiongraph.extraction.net import Seen
from positiongraph.extraction.parse import trees
from positiongraph.extraction.scores import jaccard, word_sets
from positiongraph.extraction.spans import ROLES as ROLE_ORDER
from positiongraph.extraction.spans import view, words_of
from positiongraph.extraction.standing import Reading, standing
from positiongraph.extraction.tree import Tree

OUT = Path(__file__).parents[1] / "src/positiongraph/extraction/data"
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
SIDES = tuple(x / 100 for x in range(15, 60))
"""Thresholds tried, for all words and then for those that take a side."""
BALANCE = 0.78 / 0.72
"""Precision over recall that position verbs shall have."""
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
    loss = mass(whole[:, columns].tocsr(), pointers, rewards, SHRINK)
    found = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B", options={"maxiter": 100})
    dense = np.zeros(SIZE)
    dense[columns] = found.x
    return dense


def mass(part: Any, pointers: Any, rewards: Any, shrink: float) -> Callable[[Any], tuple[float, Any]]:
    """Return the loss that wants the mass of each group of readings on those with a reward, with its gradient."""
    turned = part.T.tocsr() if sp.issparse(part) else part.T
    starts, group = pointers[:-1], np.repeat(np.arange(len(pointers) - 1), np.diff(pointers))

    def loss(weights: Any) -> tuple[float, Any]:
        scores = part @ weights
        raised = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        shares = raised / np.add.reduceat(raised, starts)[group]
        gained = shares * rewards
        total = np.add.reduceat(gained, starts) + 1e-6
        return float(-np.log(total).sum() + 0.5 * shrink * weights @ weights), turned @ (shares - gained / total[group]) + shrink * weights

    return loss


@dataclass(frozen=True, slots=True)
class Judged:
    """An article's likely candidates as a model saw them that had not seen the article: their numbers, and which are right as wholes."""

    article: Article
    read: list[Reading]
    rows: Any
    right: list[bool]


@dataclass(slots=True)
class Half:
    """An article's likely candidates as a regression saw them that had not seen the article."""

    rows: list[Row]
    likely: list[chooser.Likely]


def halved(document: Document, model: dict[str, Any]) -> Half:
    found = Half([], [])
    for row in document.rows:
        odds = model["bias"] + model["cue"][row.features].sum()
        if odds >= LOW:
            options = {role: [r[:2] for r in readings] for role, readings in row.readings.items()}
            scores = {role: [float(model["reading"][r[3]].sum()) for r in readings] for role, readings in row.readings.items()}
            found.rows.append(row)
            side = takes_side(row.tree, row.candidate)
            found.likely.append(chooser.Likely(row.tree, row.candidate, float(odds), options, scores, side))
    return found


def example(document: Document, half: Half, context: bool) -> Example:
    """Lay an article out for the network; an encoder's states are kept as half floats."""
    found = Example([], [row.gold is not None for row in half.rows], [], [], [takes_side(row.tree, row.candidate) for row in half.rows])
    for group in (list(g) for _, g in groupby(half.rows, key=lambda row: id(row.tree))):
        tree = group[0].tree
        views = [view(tree, row.candidate, {role: [r[:2] for r in readings] for role, readings in row.readings.items()}) for row in group]
        states = minilm.encoder().states(tree.words).astype(np.float16) if context else None
        found.paragraphs.append((words_of(tree, states), views))
        for row, seen in zip(group, views, strict=True):
            if row.gold is None:
                found.labels.append(None)
                found.right.append(None)
                continue
            spans, gold = document.article.attributions[row.gold], document.gold[row.gold]
            part = range(seen.first, seen.first + len(seen.seen))
            marked = [[any(x < tree.end[i] and tree.start[i] < y for x, y in spans[NAMES[role]]) for role in ROLE_ORDER] for i in part]
            found.labels.append(np.array(marked, dtype=float))
            found.right.append({role: np.array([jaccard(r[2], gold[NAMES[role]]) for r in row.readings[role]]) for role in ROLE_ORDER})
    return found


def weighed(halves: Sequence[Half], examples: Sequence[Example], says: Sequence[Sequence[Seen]]) -> Any:
    """Fit how regression and network are put together: a row of three numbers for each role, and one for the log odds."""
    rows = []
    for role in ROLE_ORDER:
        columns, rewards, pointers = [], [], [0]
        for half, known, seen in zip(halves, examples, says, strict=True):
            for item, right, said in zip(half.likely, known.right, seen, strict=True):
                if right is not None and len(right[role]) > 1 and right[role].max() >= 0.5:
                    columns.append(np.column_stack([item.scores[role], *said.scores[role]]))
                    rewards.append(np.where(right[role] >= 0.5, 0.3 + 0.7 * right[role], 0.02 * right[role]))
                    pointers.append(pointers[-1] + len(rewards[-1]))
        loss = mass(np.vstack(columns), np.array(pointers), np.concatenate(rewards), 0.0)
        rows.append(minimize(loss, np.full(3, 0.5), jac=True, method="L-BFGS-B").x)
    both = [(item.odds, said.odds) for half, seen in zip(halves, says, strict=True) for item, said in zip(half.likely, seen, strict=True)]
    odds = LogisticRegression().fit(np.array(both), np.concatenate([known.reports for known in examples]))
    return np.array([*rows, [*odds.coef_[0], odds.intercept_[0]]], dtype=np.float64)


def mix_of(weights: Any) -> chooser.Mix:
    return chooser.Mix(dict(zip(ROLE_ORDER, map(tuple, weights[:3].tolist()), strict=True)), tuple(weights[3].tolist()))


def judged(document: Document, half: Half, says: Sequence[Seen], mix: chooser.Mix) -> Judged:
    likely, right = [], []
    for row, item, said in zip(half.rows, half.likely, says, strict=True):
        reading = chooser.mixed(item, said, mix)
        chosen = {
            name: next((r[2] for r in row.readings[role] if r[0] == reading.best[role].tokens), frozenset()) for role, name in NAMES.items()
        }
        likely.append(reading)
        right.append(any(all(jaccard(chosen[name], g[name]) >= 0.5 for name in NAMES.values()) for g in document.gold))
    return Judged(document.article, likely, standing(likely, document.words), right)


@dataclass(frozen=True, slots=True)
class Learned:
    """What the articles were judged by: the articles as judged, the weights of the mix, a network trained on all and its vectors."""

    items: list[Judged]
    mix: Any
    network: dict[str, Any]


def unseen(documents: Sequence[Document], epochs: int, context: bool) -> Learned:
    """Judge every article by models fitted without it; article k belongs to fold k modulo FOLDS."""
    halves: dict[int, Half] = {}
    for fold in range(FOLDS):
        model = fitted([d for k, d in enumerate(documents) if k % FOLDS != fold])
        halves |= {k: halved(d, model) for k, d in enumerate(documents) if k % FOLDS == fold}
        print(f"regressions, fold {fold + 1} of {FOLDS}", file=sys.stderr, flush=True)
    half = [halves[k] for k in range(len(documents))]
    examples = [example(d, h, context) for d, h in zip(documents, half, strict=True)]
    seen = [word for h in half for _, g in groupby(h.rows, key=lambda row: id(row.tree)) for word in next(g).tree.lower]
    keys, table, scale = vectors(seen)
    full = table.astype(np.float32) * scale
    says: dict[int, list[Seen]] = {}
    for fold in range(FOLDS + 1):
        network = trained([e for k, e in enumerate(examples) if k % FOLDS != fold], keys, full, epochs)
        shipped = packed(network, table, scale)
        reader = net.unpack(shipped)
        for k, known in enumerate(examples):
            if k % FOLDS == fold:
                says[k] = list(chain.from_iterable(reader.read(known.paragraphs)))
        print(f"networks, {fold + 1} of {FOLDS + 1}", file=sys.stderr, flush=True)
    said = [says[k] for k in range(len(documents))]
    mix = weighed(half, examples, said)
    items = [judged(d, h, s, mix_of(mix)) for d, h, s in zip(documents, half, said, strict=True)]
    return Learned(items, mix, shipped)


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


def scored(items: Sequence[Judged], confidences: Sequence[Any], threshold: float, side: float) -> Measured:
    total = Measured()
    for item, sure in zip(items, confidences, strict=True):
        found = [
            Attribution(*(tuple(r.tree.runs(r.best[role].tokens)) for role in "SQC"), float(p), 0, "")
            for r, p in zip(item.read, sure, strict=True)
            if p >= (side if r.side else threshold)
        ]
        total.add(measured(item.article, found))
    return total


def everything(model: dict[str, Any], learned: Learned, threshold: float, side: float) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ("cue", "reading"):
        weights = model[name].astype(np.float16)
        kept = np.abs(weights) > 4e-3
        found |= {name + "_at": np.packbits(kept), name: weights[kept]}
    found |= {**learned.network, "mix": learned.mix}
    found |= nodes(grown(learned.items).booster_.dump_model())
    return found | {"numbers": np.array([model["bias"], LOW, threshold, side], dtype=np.float64)}


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


def balance(score: Measured) -> float:
    """Return the precision of position verbs over their recall, source and content."""
    precision, recall = score.scores["takes_side, precision"].precision, score.scores["takes_side, recall"].recall
    return precision / recall if recall else float("inf")


def chosen(items: Sequence[Judged]) -> tuple[float, float]:
    """Choose the thresholds, printing what was tried.

    The first is the one with the best F1 of wholes. That of words that take a side is the lowest with which the precision of position verbs
    stands to their recall as in what the project wants to reach.
    """
    confidences = crossed(items)

    def tried(threshold: float, side: float) -> Measured:
        score = scored(items, confidences, threshold, side)
        print(f"thresholds {threshold:.2f}, {side:.2f}: {score.line()}")
        return score

    threshold = max(THRESHOLDS, key=lambda t: (tried(t, t).scores["whole"].f1, -t))
    return threshold, next((side for side in SIDES if balance(tried(threshold, side)) >= BALANCE), SIDES[-1])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true", help="print the cross-validated scores and write nothing")
    options.add_argument("--articles", type=int, help="train on so many articles only: a trial of the script, not of the model")
    options.add_argument("--epochs", type=int, default=EPOCHS, help="how often the networks see the articles")
    options.add_argument("--context", action="store_true", help="let the networks read an encoder's states of words")
    options.add_argument("--out", type=Path, help="the file to write, in place of the packaged one")
    given = options.parse_args()
    out = given.out or OUT / ("chooser-context.npz" if given.context else "chooser.npz")
    whole = list(articles("train"))
    random.Random(4).shuffle(whole)
    documents = [prepared(article) for article in whole[: given.articles]]
    learned = unseen(documents, given.epochs, given.context)
    threshold, side = chosen(learned.items)
    if not given.check:
        write(everything(fitted(documents), learned, threshold, side), out)
        print(f"trained on {len(documents)} articles, thresholds {threshold}, {side}; {out.stat().st_size:,} bytes in {out}")


if __name__ == "__main__":
    main()
