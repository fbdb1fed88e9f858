"""Measure extraction: `make bench-extraction` prints every table as Markdown and keeps it in benchmarks/results.

PolNeAR's dev part is scored here and nowhere else: nothing is chosen by it. The rows of other systems were measured on the same part
with the same matching (word tokens, Jaccard of at least 0.5, one to one, best first; whole: source, cue and content all match).

Position verbs: attributions whose cue holds a verb of `VERBS`, which are those that took a side in the trial behind the rows of other
systems ("support, oppose, urge, accuse, pledge …"). The project's own cue file is larger; its figures are printed beside them.
The check, held and blind parts of the project's gold are scored only when asked for: `--held`.
"""

import argparse
import contextlib
import json
import random
import resource
import sys
import tarfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from _measured import Report, cost, median, tell
from polnear import Article, articles, pairs

from positiongraph.extraction import attributions, evaluate, mentions, records
from positiongraph.extraction.attributions import Attribution
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
)  # fmt: skip
VERBS = frozenset({
    "support", "back", "endorse", "favor", "favour", "champion", "welcome", "hail", "applaud", "praise", "commend", "appreciate",
    "laud", "urge", "encourage", "demand", "request", "recommend", "ask", "advocate", "propose", "promote", "commit", "pledge", "vow",
    "promise", "intend", "plan", "confirm", "reaffirm", "reiterate", "agree", "undertake", "share", "oppose", "reject", "resist",
    "refuse", "condemn", "denounce", "deplore", "decry", "criticize", "criticise", "blast", "slam", "blame", "accuse", "charge",
    "underline", "underscore", "stress", "emphasize", "emphasise", "fear", "worry", "regret",
})  # fmt: skip
STAGES = ("parse alone", "attributions, rules", "attributions, chooser", "attributions, chooser, words in context")
Sets = dict[str, frozenset[int]]


def lemmas(text: str) -> list[str]:
    return [_lemma(word.strip('",.:'), "VERB", "VBD") for word in text.lower().split()]


def takes_side(text: str) -> bool:
    """Whether a cue holds a verb of `VERBS`."""
    return not VERBS.isdisjoint(lemmas(text))


def in_cue_file(text: str) -> bool:
    """Whether a cue holds a verb to which the project's cue file gives a stance."""
    return any(cue.stance is not None and cue.act != Act.ASSERT for lemma in lemmas(text) for cue in cues().get(("verb", lemma), ()))


@dataclass(slots=True)
class Measured:
    """Scores of attributions, and for each its confidence and whether it was right: as source and content, and as a whole."""

    scores: dict[str, Score] = field(default_factory=dict)
    parts: list[tuple[float, bool]] = field(default_factory=list)
    wholes: list[tuple[float, bool]] = field(default_factory=list)
    gold: int = 0

    def add(self, other: "Measured") -> None:
        for name, score in other.scores.items():
            self.scores[name] = self.scores.get(name, Score(0, 0, 0)) + score
        self.parts += other.parts
        self.wholes += other.wholes
        self.gold += other.gold

    @property
    def sure(self) -> float:
        """The recall of source and content at a precision of 0.90."""
        return recall_at(self.parts, self.gold, 0.9)

    @property
    def error(self) -> float:
        """The calibration error of whole attributions."""
        return calibration_error(self.wholes)

    @property
    def verbs(self) -> Score:
        """The score of position verbs of people, to whom each pair comes both ways, so that both counts of what is right are the same."""
        precision, recall = self.scores["takes_side, precision"], self.scores["takes_side, recall"]
        return Score(precision.right, recall.gold, precision.predicted)

    def side(self, which: str = "takes_side") -> str:
        return f"{100 * self.scores[which + ', precision'].precision:.1f} / {100 * self.scores[which + ', recall'].recall:.1f}"

    def line(self) -> str:
        whole = self.scores["whole"]
        return (
            f"whole {100 * whole.f1:.2f} (P {100 * whole.precision:.1f} R {100 * whole.recall:.1f}), source+content "
            f"{100 * self.scores['source+content'].f1:.1f}, position verbs P / R {self.side()}, recall at precision 0.90 "
            f"{100 * self.sure:.1f}, calibration error {self.error:.3f}"
        )


def measured(article: Article, found: Sequence[Attribution]) -> Measured:
    """Score the attributions found in an article; of two in each other the surer counts."""
    words = word_sets(article.text)
    found = outer(found)
    gold: list[Sets] = [{role: words(a[role]) for role in ROLES} for a in article.attributions]
    mine: list[Sets] = [{role: words(getattr(a, role)) for role in ROLES} for a in found]
    result = Measured(gold=len(gold))
    for role in ROLES:
        left, right = sorted({g[role] for g in gold if g[role]}, key=sorted), sorted({p[role] for p in mine if p[role]}, key=sorted)
        pairs = ((s, g, p) for g, a in enumerate(left) for p, b in enumerate(right) if (s := jaccard(a, b)) >= 0.5)
        result.scores[role] = Score(len(best_first(pairs)), len(left), len(right))
    wholes, parts = matched_by(gold, mine, ROLES), matched_by(gold, mine, ("source", "content"))
    result.scores["whole"] = Score(len(wholes), len(gold), len(mine))
    result.scores["source+content"] = Score(len(parts), len(gold), len(mine))
    good, known = {p for _, p in parts}, {g for g, _ in parts}
    for which in (takes_side, in_cue_file):
        verbs_gold = [g for g, a in enumerate(article.attributions) if which(" ".join(article.text[x:y] for x, y in a["cue"]))]
        verbs_mine = [p for p, a in enumerate(found) if which(" ".join(article.text[x:y] for x, y in a.cue))]
        result.scores[which.__name__ + ", precision"] = Score(sum(p in good for p in verbs_mine), 0, len(verbs_mine))
        result.scores[which.__name__ + ", recall"] = Score(sum(g in known for g in verbs_gold), len(verbs_gold), 0)
    whole = {p for _, p in wholes}
    result.parts = [(a.confidence, p in good) for p, a in enumerate(found)]
    result.wholes = [(a.confidence, p in whole) for p, a in enumerate(found)]
    return result


def outer(found: Sequence[Attribution]) -> list[Attribution]:
    """PolNeAR marks one layer at a place: of two attributions in each other the surer stays."""
    kept: list[Attribution] = []
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


def polnear(part: str = "dev", keep: Callable[[int], bool] = lambda n: True, **how: bool) -> Measured:
    some = (article for n, article in enumerate(articles(part)) if keep(n))
    return summed(
        measured(article, attributed(trees([(p.start, p.end) for p in paragraphs(article.text)], article.text), **how)) for article in some
    )


def people() -> dict[str, Measured]:
    """Score by article what each of the people who annotated it marked against what each other one did; they gave no confidence."""
    found: dict[str, Measured] = defaultdict(Measured)
    for theirs, others in pairs():
        marks = [Attribution(*(tuple(a[role]) for role in ("source", "cue", "content")), 1.0, 0, "") for a in others.attributions]
        found[theirs.name].add(measured(theirs, marks))
    for one in found.values():
        one.parts, one.wholes = [], []
    return found


def summed(parts: Iterable[Measured]) -> Measured:
    total = Measured()
    for part in parts:
        total.add(part)
    return total


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


def interval(parts: Sequence[Score], draws: int = 1000) -> str:
    """Return the 95 % bootstrap interval over texts of the F1 of all, given each text's score."""
    chance = random.Random(7)
    values = sorted(sum(chance.choices(parts, k=len(parts)), Score(0, 0, 0)).f1 for _ in range(draws))
    return f"{values[int(0.025 * draws)]:.2f}–{values[int(0.975 * draws)]:.2f}"


def of_texts(texts: list[Path], gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> Iterator[Score]:
    """Yield the score of holders and sign of each text."""
    for path in texts:
        mine = [row for row in found if Path(row["document"]).name == path.name]
        yield evaluate([row for row in gold if row["document"] == path.name], mine).scores["holders+sign"]


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def own(part: str) -> dict[str, Any]:
    texts = sorted((GOLD / part).glob("*.txt"))
    found = list(records(*texts))
    gold, negatives = rows(GOLD / part / "gold.jsonl"), rows(GOLD / part / "negatives.jsonl")
    return {**figures(evaluate(gold, found, negatives)), "95 %": interval(list(of_texts(texts, gold, found)))}


def sample() -> dict[str, Any]:
    folder = SHARED / "seed"
    (path,) = folder.glob("*.txt")
    gold = [{**row, "document": path.name} for row in rows(folder / "gold.jsonl")]
    negatives = [{**row, "document": path.name} for row in rows(folder / "negatives.jsonl")]
    means = {(row["start"], row["end"]): row["means"] for row in mentions(path)}
    wanted = rows(folder / "mentions.jsonl")
    right = sum(means.get((row["start"], row["end"])) == row["means"] for row in wanted)
    return {**figures(evaluate(gold, list(records(path)), negatives)), "mentions right": f"{right} of {len(wanted)}"}


def figures(result: Any) -> dict[str, Any]:
    names = ("holders+sign", "holders+sign+issue", "spans", "holders", "act", "targets")
    counts = {"gold positions": result.scores["spans"].gold, "predicted": result.scores["spans"].predicted}
    precise = {"precision": result.scores["holders+sign"].precision, "recall": result.scores["holders+sign"].recall}
    return {**{name: result.scores[name].f1 for name in names}, **precise, **counts, "negatives hit": "{} of {}".format(*result.negatives)}


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
    found: dict[str, Any] = {"speeches": len(texts), "words": sum(len(text.text.split()) for text in texts)}
    for name, part, work in (
        ("positions, end to end", texts, lambda some: list(records(*some))),
        ("parse alone", texts, lambda some: [list(trees([(p.start, p.end) for p in text.paragraphs], text.copy)) for text in some]),
        ("attributions, rules", texts, lambda some: list(attributions(*some, learned=False))),
        ("attributions, chooser", texts, lambda some: list(attributions(*some))),
        ("attributions, chooser, words in context", texts[:12], lambda some: list(attributions(*some, vectors=True))),
    ):
        before = time.process_time()
        work(part)
        found[name] = sum(len(text.text.split()) for text in part) / (time.process_time() - before)
        found.setdefault("memory, MB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return found


def start() -> dict[str, float]:
    """Measure a fresh process up to its first position: the median of five."""
    code = "from positiongraph.extraction import records; list(records('Oslo condemned the coup.'))"
    found = median(cost([sys.executable, "-c", code]) for _ in range(5))
    return {"seconds": found.wall, "processor seconds": found.cpu, "memory, MB": found.memory}


def plain(value: object) -> object:
    return f"{value:.1f}" if isinstance(value, float) else value


def reporting(report: Report, found: Mapping[str, Measured], coders: Mapping[str, Measured]) -> None:
    humans = summed(coders.values())
    named = {f"two human annotators ({len(coders)} articles)": humans, **{f"**positiongraph, {name}**": r for name, r in found.items()}}
    ours = [
        (name, *(100 * r.scores[role].f1 for role in (*ROLES, "whole")), 100 * r.scores["takes_side, recall"].recall)
        for name, r in named.items()
    ]
    keys = ("system", *ROLES, "whole", "position verbs, recall")
    report.table("PolNeAR dev (84 articles), F1 in %", [dict(zip(keys, map(plain, row), strict=True)) for row in (*OTHERS, *ours)])
    body: list[tuple[str, object, object, Callable[[Measured], object]]] = [
        ("whole F1", 62.6, "66 (rules 57)", lambda r: 100 * r.scores["whole"].f1),
        ("whole, precision", "–", "–", lambda r: 100 * r.scores["whole"].precision),
        ("whole, recall", "–", "–", lambda r: 100 * r.scores["whole"].recall),
        ("source+content F1", "–", "–", lambda r: 100 * r.scores["source+content"].f1),
        ("position verbs, source+content P / R", "71 / 60", "78 / 72", lambda r: r.side()),
        ("the same, verbs of the own cue file", "–", "–", lambda r: r.side("in_cue_file")),
        ("recall at precision ≥ 0.90, source+content", 32, 45, lambda r: 100 * r.sure if r.parts else "–"),
        ("calibration error of confidence", "0.115", "0.05", lambda r: f"{r.error:.3f}" if r.parts else "–"),
    ]
    rows_ = [
        {"measure": name, "trial": trial, "reach": reach, "two people": plain(of(humans)), **{w: plain(of(r)) for w, r in found.items()}}
        for name, trial, reach, of in body
    ]
    verbs = interval([r.verbs for r in coders.values()])
    note = f"Two people: each who annotated one of {len(coders)} articles against each other one. Position verbs, 95 %: {verbs}."
    report.table("Targets of the reporting layer", rows_, note)


def positions(report: Report, results: dict[str, dict[str, Any]]) -> None:
    keys = ("holders+sign", "holders+sign+issue", "spans", "holders", "act", "targets", "precision", "recall")
    more = ("95 %", "negatives hit", "mentions right", "gold positions", "predicted")
    body = [
        {"gold": name, **{key: f"{r[key]:.3f}" for key in keys}, **{key: r.get(key, "–") for key in more}} for name, r in results.items()
    ]
    note = "To reach on the sample: holders+sign 0.85, with issue 0.75, spans 0.75; on texts never seen: holders+sign 0.60."
    report.table("Positions", body, note)


def costs(report: Report, begin: dict[str, float], rate: dict[str, Any] | None) -> None:
    body: list[tuple[str, object, object, object]] = [
        ("start to the first position, s", 2.5, 3, round(begin["seconds"], 2)),
        ("processor seconds of it", "–", "–", round(begin["processor seconds"], 2)),
        ("memory then, MB", "–", "–", round(begin["memory, MB"])),
    ]
    if rate is not None:
        body += [
            ("words a processor second, end to end", 3440, 6000, round(rate["positions, end to end"])),
            *((f"words a processor second, {name}", "–", "–", round(rate[name])) for name in STAGES),
            ("memory at most, MB", "184–268", 350, round(rate["memory, MB"])),
        ]
    note = "" if rate is None else f"{rate['speeches']} speeches of {rate['words']:,} words."
    keys = ("measure", "trial", "reach", "here")
    report.table("Speed, memory, start", [dict(zip(keys, row, strict=True)) for row in body], note)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="leave out the speeches")
    options.add_argument("--held", action="store_true", help="score the check, held and blind parts of the project's gold too")
    given = options.parse_args()
    report = Report("extraction", "Extraction")
    golds: dict[str, dict[str, Any]] = {}
    # first: a process is told the memory of the one that started it where that is more
    begin, rate = start(), speed() if SHARED.is_dir() and not given.quick else None
    if SHARED.is_dir():
        reporting(
            report,
            {"rules alone": polnear(learned=False), "chooser": polnear(), "chooser, words in context": polnear(vectors=True)},
            people(),
        )
        golds["sample"] = sample()
    else:
        tell(f"PolNeAR, the sample and the speeches are left out: no {SHARED}")
    golds |= {f"own, {part}": own(part) for part in ("tune", *(("check", "held", "blind") if given.held else ()))}
    positions(report, golds)
    costs(report, begin, rate)


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        main()
