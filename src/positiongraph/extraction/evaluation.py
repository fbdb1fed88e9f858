"""Scores of positions: gold against predicted, matched one to one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from positiongraph.extraction.judged import Record, Source, by_document, rows_of
from positiongraph.extraction.scores import WORD, Score, jaccard

SLOTS = ("holders", "sign", "stance", "act", "issue", "targets", "speaker", "voice", "modality", "attribution")
"""What is compared of a matched pair. A slot that gold leaves out is not counted."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores of predicted positions against gold ones.

    `scores` holds `spans` (intersection over union of at least 0.3), `holders+sign`, `holders+sign+issue` and each slot; `phenomena` holds
    holders+sign for each phenomenon that gold names, `errors` gold and predicted side by side, `negatives` how many passages that are
    nobody's position were taken for one, of how many.
    """

    scores: dict[str, Score]
    phenomena: dict[str, Score]
    errors: list[dict[str, Any]]
    negatives: tuple[int, int]

    def rows(self) -> list[dict[str, Any]]:
        """Return the scores as rows of a table: what, precision, recall, f1, right, gold, predicted."""
        return [score.row(name) for name, score in self.scores.items()]

    def by_phenomenon(self) -> list[dict[str, Any]]:
        """Return how much of gold is found with the right holders and sign: phenomenon, recall, right, gold."""
        return [{"phenomenon": name, "recall": round(s.recall, 4), "right": s.right, "gold": s.gold} for name, s in self.phenomena.items()]


def evaluate(gold: Source, predicted: Source, negatives: Source = ()) -> Evaluation:
    """Score predicted records against gold ones; each side is a JSON Lines file or rows with the fields that `extract` prints.

    Pairs must share a document and words: intersection over union of at least 0.3, or half of the shorter span. Of all one-to-one matchings
    the one that makes most slots right is taken, so the order of the rows is irrelevant. An issue is right when the ids agree, or when for
    every entry of gold's `issue_keywords` one of its alternatives (a|b) stands in the predicted label or text, or, without keywords, when
    half of the words of both labels are shared. A negative is hit when a prediction unmatched to gold shares half of the shorter span.

    >>> row = {"document": "a", "start": 0, "end": 9, "holders": ["RUS"], "stance": 2, "issue": "talks"}
    >>> evaluate([row], [row]).scores["holders+sign"].f1
    1.0

    Raises:
        InputError: when a file cannot be read, or a row lacks what is compared.
    """
    bad = rows_of(negatives, "negatives")
    tally = _Tally()
    for name, (golden, found, never) in by_document(rows_of(gold), rows_of(predicted), bad).items():
        tally.document(name, golden, found, never)
    return Evaluation(tally.scores, dict(sorted(tally.phenomena.items())), tally.errors, (tally.hit, len(bad)))


@dataclass(slots=True)
class _Tally:
    scores: dict[str, Score] = field(default_factory=dict)
    phenomena: dict[str, Score] = field(default_factory=dict)
    errors: list[dict[str, Any]] = field(default_factory=list)
    hit: int = 0

    def document(self, name: str, gold: list[Record], found: list[Record], bad: list[Record]) -> None:
        for slot in ("spans", "holders+sign", "holders+sign+issue", *SLOTS):
            self.scores.setdefault(slot, Score(0, 0, 0))
        pairs = matching(gold, found)
        matched, taken = dict(pairs), {p for _, p in pairs}
        for g, row in enumerate(gold):
            other = found[matched[g]] if g in matched else None
            same = {slot: other is not None and _same(slot, row, other) for slot in SLOTS}
            same["spans"] = other is not None and iou(row, other) >= 0.3
            same["holders+sign"] = same["holders"] and same["sign"]
            same["holders+sign+issue"] = same["holders+sign"] and same["issue"]
            for slot, right in same.items():
                if slot not in SLOTS or slot in row or slot == "sign":
                    self._add(slot, Score(int(right), 1, 0))
            for phenomenon in _several(row.get("phenomenon")):
                score = Score(int(same["holders+sign"]), 1, int(other is not None))
                self.phenomena[phenomenon] = self.phenomena.get(phenomenon, Score(0, 0, 0)) + score
            if not same["holders+sign+issue"]:
                wrong = [slot for slot in ("holders", "sign", "issue") if not same[slot]] if other is not None else ["missed"]
                self.errors.append({"document": name, "wrong": wrong, "gold": dict(row), "predicted": other and dict(other)})
        for p, row in enumerate(found):
            for slot in (*SLOTS, "spans", "holders+sign", "holders+sign+issue"):
                self._add(slot, Score(0, 0, 1))
            if p not in taken:
                self.errors.append({"document": name, "wrong": ["extra"], "gold": None, "predicted": dict(row)})
        free = [row for p, row in enumerate(found) if p not in taken]
        self.hit += sum(any(share(row, other) >= 0.5 for other in free) for row in bad)

    def _add(self, slot: str, score: Score) -> None:
        self.scores[slot] += score


def iou(a: Record, b: Record) -> float:
    """Return the intersection over union of two spans.

    >>> iou({"start": 0, "end": 10}, {"start": 5, "end": 15})
    0.3333333333333333
    """
    both: int = max(min(a["end"], b["end"]) - max(a["start"], b["start"]), 0)
    return both / int(max(max(a["end"], b["end"]) - min(a["start"], b["start"]), 1))


def share(a: Record, b: Record) -> float:
    """Return which part of the shorter span both share."""
    both: int = max(min(a["end"], b["end"]) - max(a["start"], b["start"]), 0)
    return both / int(max(min(a["end"] - a["start"], b["end"] - b["start"]), 1))


def matching(gold: Sequence[Record], found: Sequence[Record]) -> list[tuple[int, int]]:
    """Match one to one so that most is right: holders before sign, sign before issue, issue before the spans' overlap."""
    if not gold or not found:
        return []
    from scipy.optimize import linear_sum_assignment  # a second: not for those who extract

    worth = np.zeros((len(gold), len(found)))
    for g, row in enumerate(gold):
        for p, other in enumerate(found):
            overlap = iou(row, other)
            if overlap >= 0.3 or share(row, other) >= 0.5:
                worth[g, p] = (
                    1 + overlap + 4 * _same("holders", row, other) + 3 * _same("sign", row, other) + 2 * _same("issue", row, other)
                )
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return [(int(g), int(p)) for g, p in zip(rows, columns, strict=True) if worth[g, p] > 0]


def _same(slot: str, a: Record, b: Record) -> bool:
    if slot in {"holders", "targets"}:
        return set(a.get(slot) or ()) == set(b.get(slot) or ())
    if slot == "sign":
        return _sign(a["stance"]) == _sign(b["stance"])
    if slot == "issue":
        return _same_issue(a, b)
    return a.get(slot) == b.get(slot)


def _several(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _sign(stance: int) -> int:
    return (stance > 0) - (stance < 0)


def _same_issue(gold: Record, found: Record) -> bool:
    if gold.get("issue_id") and gold.get("issue_id") == found.get("issue_id"):
        return True
    if keywords := gold.get("issue_keywords"):
        text = f"{found.get('issue', '')} {found.get('text', '')}".lower()
        return all(any(word in text for word in entry.lower().split("|")) for entry in keywords)
    return jaccard(*(frozenset(hash(w) for w in WORD.findall(str(row.get("issue", "")).lower())) for row in (gold, found))) >= 0.5
