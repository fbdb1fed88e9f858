"""Measure extraction: `make bench-extraction` prints every table as Markdown; `--json FILE` writes the figures too.

PolNeAR's dev part is scored here and nowhere else: nothing is chosen by it. The rows of other systems were measured on the same part
with the same matching (word tokens, Jaccard of at least 0.5, one to one, best first; whole: source, cue and content all match).

Position verbs: attributions whose cue holds a verb of `VERBS`, which are those that took a side in the trial behind the rows of other
systems ("support, oppose, urge, accuse, pledge …"). The project's own cue file is larger; its figures are printed beside them.
The held half of the project's gold is scored only when asked for: `--held`.
"""

import argparse
import contextlib
import json
import random
import resource
import statistics
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
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
OTHERS: tuple[tuple[str | int, ...], ...] = (
    ("textacy 0.13, direct quotations", 31, 33, 28, 19, 1), ("Gender Gap Tracker, quote extractor", 56, 53, 49, 36, 5),
    ("trial: hand rules, small model", 70, 68, 64, 53, 64), ("trial: candidates + logistic regression", 79, 76, 71, 63, 60),
    ("two human annotators (18 articles)", 82, 77, 80, 69, "–"),
)  # fmt: skip
VERBS = frozenset({
    "support", "back", "endorse", "favor", "favour", "champion", "welcome", "hail", "applaud", "praise", "commend", "appreciate",
    "laud", "urge", "encourage", "demand", "request", "recommend", "ask", "advocate", "propose", "promote", "commit", "pledge", "vow",
    "promise", "intend", "plan", "confirm", "reaffirm", "reiterate", "agree", "undertake", "share", "oppose", "reject", "resist",
    "refuse", "condemn", "denounce", "deplore", "decry", "criticize", "criticise", "blast", "slam", "blame", "accuse", "charge",
    "underline", "underscore", "stress", "emphasize", "emphasise", "fear", "worry", "regret",
})  # fmt: skip
Sets = dict[str, frozenset[int]]


def lemmas(text: str) -> list[str]:
    return [_lemma(word.strip('",.:'), "VERB", "VBD") for word in text.lower().split()]


def takes_side(text: str) -> bool:
    """Whether a cue holds a verb of `VERBS`."""
    return not VERBS.isdisjoint(lemmas(text))


def in_cue_file(text: str) -> bool:
    """Whether a cue holds a verb to which the project's cue file gives a stance."""
    return any(cue.stance is not None and cue.act != Act.ASSERT for lemma in lemmas(text) for cue in cues().get(("verb", lemma), ()))


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
            for which in (takes_side, in_cue_file):
                verbs_gold = [g for g, a in enumerate(article.attributions) if which(" ".join(article.text[x:y] for x, y in a["cue"]))]
                verbs_mine = [p for p, a in enumerate(found) if which(" ".join(article.text[x:y] for x, y in a.cue))]
                scores[which.__name__ + ", precision"] = Score(sum(p in right for p in verbs_mine), 0, len(verbs_mine))
                scores[which.__name__ + ", recall"] = Score(sum(g in known for g in verbs_gold), len(verbs_gold), 0)
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


def own(half: str) -> dict[str, Any]:
    texts = sorted((GOLD / half).glob("*.txt"))
    found = list(records(*texts))
    gold, negatives = rows(GOLD / half / "gold.jsonl"), rows(GOLD / half / "negatives.jsonl")
    return {**figures(evaluate(gold, found, negatives)), "interval": interval(texts, gold, found)}


def sample() -> dict[str, Any]:
    folder = SHARED / "seed"
    (path,) = folder.glob("*.txt")
    gold = [{**row, "document": path.name} for row in rows(folder / "gold.jsonl")]
    negatives = [{**row, "document": path.name} for row in rows(folder / "negatives.jsonl")]
    means = {(row["start"], row["end"]): row["means"] for row in mentions(path)}
    wanted = rows(folder / "mentions.jsonl")
    right = sum(means.get((row["start"], row["end"])) == row["means"] for row in wanted)
    return {**figures(evaluate(gold, list(records(path)), negatives)), "mentions": (right, len(wanted))}


def figures(result: Any) -> dict[str, Any]:
    names = ("holders+sign", "holders+sign+issue", "spans", "holders", "act", "targets")
    counts = {"gold": result.scores["spans"].gold, "predicted": result.scores["spans"].predicted}
    precise = {"precision": result.scores["holders+sign"].precision, "recall": result.scores["holders+sign"].recall}
    return {**{name: result.scores[name].f1 for name in names}, **precise, **counts, "negatives hit": result.negatives}


def speeches() -> Iterator[tuple[str, str]]:
    with tarfile.open(SHARED / "speeches/ungdc-2015-2022.tar.gz") as archive:
        for member in archive:
            if member.name.endswith(".txt") and "._" not in member.name and (stream := archive.extractfile(member)):
                yield Path(member.name).name, stream.read().decode("utf-8", "replace")


def speed() -> dict[str, Any]:
    """Measure words a processor second in a process of its own, so that its memory is that of extraction alone."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_speed).result()


def _speed() -> dict[str, Any]:
    texts = [document(text, name, date="2022-09-20") for n, (name, text) in enumerate(speeches()) if n % 8 == 0]
    list(records(texts[0]))
    words = sum(len(text.text.split()) for text in texts)
    found: dict[str, Any] = {"speeches": len(texts), "words": words}
    for name, work in (
        ("positions, end to end", lambda: list(records(*texts))),
        ("parse alone", lambda: [list(trees([(p.start, p.end) for p in text.paragraphs], text.copy)) for text in texts]),
        ("attributions, rules", lambda: list(attributions(*texts, learned=False))),
        ("attributions, chooser", lambda: list(attributions(*texts))),
    ):
        before = time.process_time()
        work()
        found[name] = words / (time.process_time() - before)
        found.setdefault("memory, MB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return found


def start() -> dict[str, float]:
    """Measure a fresh process up to its first position: the median of five."""
    code = "from positiongraph.extraction import records; list(records('Oslo condemned the coup.'))"
    code += "; import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    seconds, peaks = [], []
    for _ in range(5):
        before = time.perf_counter()
        peaks.append(float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout))
        seconds.append(time.perf_counter() - before)
    return {"seconds": statistics.median(seconds), "memory, MB": statistics.median(peaks)}


def table(head: Sequence[str], body: Iterable[Sequence[object]]) -> None:
    for row in (head, ["---"] + ["---:"] * (len(head) - 1), *body):
        print("| " + " | ".join(f"{x:.1f}" if isinstance(x, float) else str(x) for x in row) + " |")
    print(flush=True)


def reporting(rules: dict[str, Any], learned: dict[str, Any]) -> None:
    ours = [
        (name, *(100 * result["scores"][role].f1 for role in (*ROLES, "whole")), 100 * result["scores"]["takes_side, recall"].recall)
        for name, result in (("**positiongraph, rules alone**", rules), ("**positiongraph, chooser**", learned))
    ]
    print("## PolNeAR dev (84 articles), F1 in %\n")
    table(("system", *ROLES, "whole", "position verbs, recall"), [*OTHERS, *ours])
    both = ((rules, "rules"), (learned, "chooser"))
    print("## Targets of the reporting layer\n")
    table(
        ("measure", "trial", "reach", *(name for _, name in both)),
        [
            ("whole F1", 62.6, "66 (rules 57)", *(100 * r["scores"]["whole"].f1 for r, _ in both)),
            ("whole P / R", "–", "–", *(pair(r["scores"]["whole"], r["scores"]["whole"]) for r, _ in both)),
            ("source+content F1", "–", "–", *(100 * r["scores"]["source+content"].f1 for r, _ in both)),
            *(
                (name, trial, reach, *(pair(r["scores"][f"{key}, precision"], r["scores"][f"{key}, recall"]) for r, _ in both))
                for name, key, trial, reach in (
                    ("position verbs, source+content P / R", "takes_side", "71 / 60", "78 / 72"),
                    ("the same, verbs of the own cue file", "in_cue_file", "–", "–"),
                )
            ),
            ("recall at precision ≥ 0.90, source+content", 32, 45, *(100 * r["recall at 0.90"] for r, _ in both)),
            ("calibration error of confidence", "0.115", "0.05", *(f"{r['calibration error']:.3f}" for r, _ in both)),
        ],
    )


def pair(precision: Score, recall: Score) -> str:
    return f"{100 * precision.precision:.1f} / {100 * recall.recall:.1f}"


def positions(results: dict[str, dict[str, Any]]) -> None:
    print("## Positions\n")
    keys = ("holders+sign", "holders+sign+issue", "spans", "holders", "act", "targets", "precision", "recall")
    body: list[Sequence[object]] = [
        ("reach", "0.85, held 0.60", "0.75", "0.75", *["–"] * 8),
        *(
            (name, *(f"{r[key]:.3f}" for key in keys), f"{r['negatives hit'][0]} of {r['negatives hit'][1]}", r["gold"], r["predicted"])
            for name, r in results.items()
        ),
    ]
    table(("gold", *keys[:6], "P", "R", "negatives hit", "positions", "predicted"), body)
    for name, r in results.items():
        if "interval" in r:
            print(f"{name}: holders+sign {r['holders+sign']:.3f}, 95 % {r['interval'][0]:.2f} … {r['interval'][1]:.2f}")
        if "mentions" in r:
            print(f"{name}: {r['mentions'][0]} of {r['mentions'][1]} mentions right")
    print()


def costs(begin: dict[str, float], rate: dict[str, Any] | None) -> None:
    print("## Speed, memory, start\n")
    body: list[Sequence[object]] = [
        ("start to the first position, s", 2.5, 3.0, begin["seconds"]),
        ("memory then, MB", "–", "–", begin["memory, MB"]),
    ]
    if rate is not None:
        body = [
            *(
                (f"words a processor second, {name}", *known, f"{rate[name]:,.0f}")
                for name, *known in (
                    ("positions, end to end", "3,440", "6,000"), ("parse alone", "–", "–"),
                    ("attributions, rules", "–", "–"), ("attributions, chooser", "–", "–"),
                )
            ),
            ("memory at most, MB", "184–268", 350, rate["memory, MB"]),
            *body,
        ]
    table(("measure", "trial", "reach", "here"), body)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="leave out the speeches")
    options.add_argument("--held", action="store_true", help="score the held half of the project's gold too")
    options.add_argument("--json", type=Path, help="write the figures to this file as well")
    given = options.parse_args()
    found: dict[str, Any] = {}
    golds: dict[str, dict[str, Any]] = {}
    rate = None
    if SHARED.is_dir():
        found["polnear"] = {"rules": polnear(learned=False), "chooser": polnear(learned=True)}
        reporting(found["polnear"]["rules"], found["polnear"]["chooser"])
        golds["sample"] = sample()
    else:
        print(f"PolNeAR, the sample and the speeches are left out: no {SHARED}\n")
    golds |= {f"own, {half} half": own(half) for half in ("tune", "held")[: 1 + given.held]}
    positions(golds)
    begin = start()
    if SHARED.is_dir() and not given.quick:
        rate = speed()
    costs(begin, rate)
    if given.json:
        whole = {**found, "positions": golds, "start": begin, "speed": rate}
        given.json.write_text(json.dumps(whole, indent=1, default=lambda s: {"P": s.precision, "R": s.recall, "F1": s.f1}) + "\n", "utf-8")


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        main()
