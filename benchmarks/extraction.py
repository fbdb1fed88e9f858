"""Measure extraction: `python benchmarks/extraction.py` prints every table; `--quick` leaves out the speeches.

PolNeAR's dev part is scored here and nowhere else: nothing is chosen by it. The rows of other systems were measured on the same part
with the same matching (word tokens, Jaccard of at least 0.5, one to one, best first; whole: source, cue and content all match).
"""

import argparse
import contextlib
import json
import random
import resource
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from polnear import Article, articles

from positiongraph.extraction import attributions, evaluate, mentions, records
from positiongraph.extraction.attributions import attributions as attributed
from positiongraph.extraction.cues import cues
from positiongraph.extraction.document import document, paragraphs
from positiongraph.extraction.parse import _lemma, trees
from positiongraph.extraction.scores import Score, best_first, jaccard, word_sets
from positiongraph.facts import Act

ROOT = Path(__file__).parents[1]
SHARED = ROOT / "../shared/data"
GOLD = ROOT / "examples/gold"
ROLES = ("source", "cue", "content")
OTHERS = (
    ("textacy 0.13, direct quotations", 31, 33, 28, 19), ("Gender Gap Tracker, quote extractor", 56, 53, 49, 36),
    ("trial: hand rules, small model", 70, 68, 64, 53), ("trial: candidates + logistic regression", 79, 76, 71, 63),
    ("two human annotators (18 articles)", 82, 77, 80, 69),
)  # fmt: skip
Sets = dict[str, frozenset[int]]


def positional(text: str) -> bool:
    """Whether a cue holds a verb that takes a position (support, oppose, urge, accuse, pledge …)."""
    for word in text.lower().split():
        lemma = _lemma(word.strip('",.:'), "VERB", "VBD")
        if any(cue.stance is not None and cue.act != Act.ASSERT for cue in cues().get(("verb", lemma), ())):
            return True
    return False


def score_article(article: Article, learned: bool) -> dict[str, Any]:
    words = word_sets(article.text)
    parsed = trees([(p.start, p.end) for p in paragraphs(article.text)], article.text)
    found = outer(attributed(parsed, learned=learned))
    gold: list[Sets] = [{role: words(a[role]) for role in ROLES} for a in article.attributions]
    mine: list[Sets] = [{role: words(getattr(a, role)) for role in ROLES} for a in found]
    scores = {}
    for role in ROLES:
        left, right = sorted({g[role] for g in gold if g[role]}, key=sorted), sorted({p[role] for p in mine if p[role]}, key=sorted)
        pairs = ((s, g, p) for g, a in enumerate(left) for p, b in enumerate(right) if (s := jaccard(a, b)) >= 0.5)
        scores[role] = Score(len(best_first(pairs)), len(left), len(right))
    for name, roles in (("whole", ROLES), ("source+content", ("source", "content"))):
        matched = matched_by(gold, mine, roles)
        scores[name] = Score(len(matched), len(gold), len(mine))
        if name == "source+content":
            right = {p for _, p in matched}
            known = {g for g, _ in matched}
            verbs_gold = [g for g, a in enumerate(article.attributions) if positional(" ".join(article.text[x:y] for x, y in a["cue"]))]
            verbs_mine = [p for p, a in enumerate(found) if positional(" ".join(article.text[x:y] for x, y in a.cue))]
            scores["verbs, precision"] = Score(sum(p in right for p in verbs_mine), 0, len(verbs_mine))
            scores["verbs, recall"] = Score(sum(g in known for g in verbs_gold), len(verbs_gold), 0)
            sure = [(a.confidence, p in right) for p, a in enumerate(found)]
        else:
            wholes = {p for _, p in matched}
            calibration = [(a.confidence, p in wholes) for p, a in enumerate(found)]
    return {"scores": scores, "sure": sure, "calibration": calibration, "gold": len(gold)}


def outer(found: list[Any]) -> list[Any]:
    """PolNeAR marks one layer at a place: of two attributions in each other the surer stays."""
    kept: list[Any] = []
    for a in sorted(found, key=lambda a: (-a.confidence, -sum(y - x for x, y in a.content), a.cue)):
        if not any(_within(a.cue, k.content) or _within(k.cue, a.content) or _within(a.cue, k.cue) for k in kept):
            kept.append(a)
    return kept


def _within(cue: Any, content: Any) -> bool:
    return any(x < d and c < y for x, y in cue for c, d in content)


def matched_by(gold: list[Sets], mine: list[Sets], roles: Iterable[str]) -> list[tuple[int, int]]:
    return best_first(
        (sum(jaccard(g[r], p[r]) for r in roles), i, j)
        for i, g in enumerate(gold) for j, p in enumerate(mine) if all(jaccard(g[r], p[r]) >= 0.5 for r in roles)
    )  # fmt: skip


def polnear(learned: bool, part: str = "dev", keep: Callable[[int], bool] = lambda n: True) -> dict[str, Any]:
    total: dict[str, Score] = {}
    sure: list[tuple[float, bool]] = []
    calibration: list[tuple[float, bool]] = []
    gold = 0
    for n, article in enumerate(articles(part)):
        if not keep(n):
            continue
        result = score_article(article, learned)
        for name, score in result["scores"].items():
            total[name] = total.get(name, Score(0, 0, 0)) + score
        sure += result["sure"]
        calibration += result["calibration"]
        gold += result["gold"]
    return {"scores": total, "recall at 0.90": recall_at(sure, gold, 0.9), "calibration error": calibration_error(calibration)}


def recall_at(sure: list[tuple[float, bool]], gold: int, precision: float) -> float:
    """Return the largest recall at which the surest predictions reach a precision."""
    best = right = 0
    for n, (_, good) in enumerate(sorted(sure, key=lambda pair: -pair[0]), 1):
        right += good
        if right / n >= precision:
            best = right
    return best / gold if gold else 0.0


def calibration_error(pairs: list[tuple[float, bool]], bins: int = 10) -> float:
    """Return the expected calibration error over bins of equal width."""
    found = np.array(pairs, dtype=float)
    if not len(found):
        return 0.0
    at = np.minimum((found[:, 0] * bins).astype(int), bins - 1)
    return float(sum(abs(found[at == b, 0].mean() - found[at == b, 1].mean()) * (at == b).mean() for b in range(bins) if (at == b).any()))


def interval(texts: list[Path], gold: list[dict[str, Any]], found: list[dict[str, Any]], draws: int = 1000) -> tuple[float, float]:
    """Return the 95 % bootstrap interval over texts of holders+sign F1."""
    parts = []
    for path in texts:
        score = evaluate(
            [row for row in gold if row["document"] == path.name], [row for row in found if Path(row["document"]).name == path.name]
        ).scores["holders+sign"]
        parts.append(score)
    chance = random.Random(7)
    values = sorted(sum(chance.choices(parts, k=len(parts)), Score(0, 0, 0)).f1 for _ in range(draws))
    return values[int(0.025 * draws)], values[int(0.975 * draws)]


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def own(half: str) -> None:
    texts = sorted((GOLD / half).glob("*.txt"))
    found = list(records(*texts))
    gold, negatives = rows(GOLD / half / "gold.jsonl"), rows(GOLD / half / "negatives.jsonl")
    result = evaluate(gold, found, negatives)
    low, high = interval(texts, gold, found)
    show(f"own gold, {half} half", result, f"95 % {low:.2f} … {high:.2f}")


def show(name: str, result: Any, more: str = "") -> None:
    s = result.scores
    hit, bad = result.negatives
    print(
        f"{name}: holders+sign {s['holders+sign'].f1:.3f} {more} (P {s['holders+sign'].precision:.3f} R {s['holders+sign'].recall:.3f}), "
        f"+issue {s['holders+sign+issue'].f1:.3f}, spans {s['spans'].f1:.3f}, holders {s['holders'].f1:.3f}, act {s['act'].f1:.3f}, "
        f"targets {s['targets'].f1:.3f}, negatives hit {hit} of {bad}; {s['spans'].gold} gold, {s['spans'].predicted} predicted"
    )


def sample() -> None:
    folder = SHARED / "seed"
    (path,) = folder.glob("*.txt")
    gold = [{**row, "document": path.name} for row in rows(folder / "gold.jsonl")]
    negatives = [{**row, "document": path.name} for row in rows(folder / "negatives.jsonl")]
    show("sample gold", evaluate(gold, list(records(path)), negatives))
    means = {(row["start"], row["end"]): row["means"] for row in mentions(path)}
    wanted = rows(folder / "mentions.jsonl")
    print(f"sample mentions: {sum(means.get((row['start'], row['end'])) == row['means'] for row in wanted)} of {len(wanted)} right")


def speeches() -> Iterator[tuple[str, str]]:
    with tarfile.open(SHARED / "speeches/ungdc-2015-2022.tar.gz") as archive:
        for member in archive:
            if member.name.endswith(".txt") and "._" not in member.name and (stream := archive.extractfile(member)):
                yield Path(member.name).name, stream.read().decode("utf-8", "replace")


def speed() -> None:
    texts = [document(text, name, date="2022-09-20") for n, (name, text) in enumerate(speeches()) if n % 8 == 0]
    list(records(texts[0]))
    words = sum(len(text.text.split()) for text in texts)
    for name, work in (
        ("parse alone", lambda: [list(trees([(p.start, p.end) for p in text.paragraphs], text.copy)) for text in texts]),
        ("positions, end to end", lambda: list(records(*texts))),
        ("attributions, rules", lambda: list(attributions(*texts, learned=False))),
        ("attributions, chooser", lambda: list(attributions(*texts))),
    ):
        before = time.process_time()
        work()
        spent = time.process_time() - before
        print(f"speed, {name}: {words / spent:,.0f} words a CPU second ({len(texts)} speeches, {words:,} words)")
    print(f"memory, peak: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def start() -> None:
    code = "from positiongraph.extraction import records; list(records('Oslo condemned the coup.'))"
    code += "; import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    before = time.perf_counter()
    peak = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()
    print(f"start to the first position: {time.perf_counter() - before:.1f} s, {peak} MB")


def table() -> None:
    print(f"{'PolNeAR dev, F1 in %':42} source  cue  content  whole")
    for name, *values in OTHERS:
        print(f"{name:42} " + "  ".join(f"{v:5.1f}" for v in values))
    for name, learned in (("positiongraph, rules alone", False), ("positiongraph, chooser", True)):
        result = polnear(learned)
        s = result["scores"]
        print(f"{name:42} " + "  ".join(f"{100 * s[role].f1:5.1f}" for role in (*ROLES, "whole")))
        print(
            f"    source+content {100 * s['source+content'].f1:.1f}; position verbs P {100 * s['verbs, precision'].precision:.0f} "
            f"R {100 * s['verbs, recall'].recall:.0f}; recall at precision 0.90 (source+content) {100 * result['recall at 0.90']:.0f}; "
            f"calibration error {result['calibration error']:.3f}"
        )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="leave out the speeches")
    given = options.parse_args()
    if SHARED.is_dir():
        table()
        sample()
    else:
        print(f"PolNeAR, the sample and the speeches are left out: no {SHARED}")
    own("tune")
    own("held")
    if SHARED.is_dir() and not given.quick:
        speed()
    start()


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        main()
