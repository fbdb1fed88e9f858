"""Measure the linking of issues on `issue_phrases.yaml`: by aliases, character n-grams and sentence vectors.

Each has the threshold that is best on `tune` and is measured on `test`. A phrase is right when its issue is one of those listed and near
enough, or, where the reference has none, when nothing is near enough.
`python benchmarks/vectors.py` wants the sentence vectors (`make vectors`).
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import yaml

from positiongraph.extraction import minilm
from positiongraph.extraction.gazetteer import reference
from positiongraph.extraction.issues import link
from positiongraph.extraction.parse import trees
from positiongraph.extraction.vectors import NEAR, nearest

Guess = tuple[str, float]
PHRASES = yaml.safe_load((Path(__file__).parent / "issue_phrases.yaml").read_text("utf-8"))


def by_alias(phrases: Sequence[str]) -> list[Guess]:
    found = []
    for phrase in phrases:
        (tree,) = trees([(0, len(phrase))], phrase)
        head = next(i for i in range(len(tree)) if tree.dep[i] == "ROOT")
        got = link(tree, head, list(range(len(tree))))
        found.append((got.id or "-", float(got.id is not None)))
    return found


def by_ngrams(phrases: Sequence[str]) -> list[Guess]:
    """Cosine of character 3- to 5-grams, weighted by how rare they are among the names."""
    names = [(key, name) for key, row in sorted(reference().issue_rows.items()) for name in (row[0], *row[2])]

    def grams(text: str) -> Counter[str]:
        padded = f" {text.lower()} "
        return Counter(padded[i : i + n] for n in (3, 4, 5) for i in range(len(padded) - n + 1))

    counted = [grams(name) for _, name in names]
    among = Counter(gram for one in counted for gram in one)
    at = {gram: column for column, gram in enumerate(among)}
    rare = np.array([np.log(len(names) / among[gram]) + 1 for gram in at], np.float32)

    def rows(counts: Sequence[Counter[str]]) -> np.ndarray:
        table = np.zeros((len(counts), len(at)), np.float32)
        for row, one in enumerate(counts):
            for gram, count in one.items():
                if gram in at:
                    table[row, at[gram]] = count
        table *= rare
        return table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)

    cosines = rows([grams(phrase) for phrase in phrases]) @ rows(counted).T
    best = cosines.argmax(axis=1)
    return [(names[column][0], float(row[column])) for row, column in zip(cosines, best, strict=True)]


def right(guesses: Sequence[Guess], gold: Sequence[str], threshold: float) -> int:
    return sum((g == "-") if score < threshold else key in g.split("|") for (key, score), g in zip(guesses, gold, strict=True))


def best_threshold(guesses: Sequence[Guess], gold: Sequence[str]) -> float:
    """The middle of the thresholds, in steps of 0.01, that make most right."""
    steps = np.arange(0, 1.005, 0.01)
    scores = [right(guesses, gold, step) for step in steps]
    return round(float(np.median(steps[[score == max(scores) for score in scores]])), 2)


def main() -> None:
    parts = {name: ([phrase for phrase, _ in rows], [gold for _, gold in rows]) for name, rows in PHRASES.items()}
    counts = (f"{len(gold)} phrases {name}, {gold.count('-')} of them of none" for name, (_, gold) in parts.items())
    print(f"{len(reference().issue_rows)} issues; " + ", ".join(counts))
    minilm.encoder()
    nearest(["a"])
    print(f"{'':26}{'threshold':>10}{'tune':>8}{'test':>8}{'test, known':>13}{'test, none':>12}{'ms a phrase':>13}")
    systems: tuple[tuple[str, Callable[[Sequence[str]], list[Guess]]], ...] = (
        ("aliases", by_alias), ("character n-grams", by_ngrams), ("sentence vectors", nearest), ("aliases, then vectors", both),
    )  # fmt: skip
    for name, system in systems:
        guesses, took = {}, 0.0
        for part, (phrases, _) in parts.items():
            start = time.process_time()
            guesses[part] = system(phrases)
            took = 1000 * (time.process_time() - start) / len(phrases)
        threshold = best_threshold(guesses["tune"], parts["tune"][1])
        gold = parts["test"][1]
        known = [n for n, g in enumerate(gold) if g != "-"]
        none = [n for n, g in enumerate(gold) if g == "-"]
        shares = [right(guesses[part], parts[part][1], threshold) / len(parts[part][1]) for part in ("tune", "test")]
        shares += [right([guesses["test"][n] for n in some], [gold[n] for n in some], threshold) / len(some) for some in (known, none)]
        print(f"{name:26}{threshold:10.2f}{shares[0]:8.2f}{shares[1]:8.2f}{shares[2]:13.2f}{shares[3]:12.2f}{took:13.1f}")
    print(f"the threshold in use is {NEAR}")


def both(phrases: Sequence[str]) -> list[Guess]:
    return [alias if alias[1] else near for alias, near in zip(by_alias(phrases), nearest(phrases), strict=True)]


if __name__ == "__main__":
    main()
