"""Evaluation: worked out by hand on two rows, and what it must not depend on."""

import random
from pathlib import Path
from typing import Any

import pytest

from positiongraph.extraction import evaluate, records
from positiongraph.extraction.cues import cues
from positiongraph.extraction.scores import Score

GOLD = Path(__file__).parents[2] / "examples/gold"


def row(start: int, end: int, holders: str, stance: int, issue: str = "talks", **more: Any) -> dict[str, Any]:
    return {"document": "a.txt", "start": start, "end": end, "holders": holders.split(), "stance": stance, "issue": issue, **more}


def test_scores_by_hand() -> None:
    gold = [row(0, 10, "RUS", 2), row(20, 40, "CHN", -3, "sanctions", phenomenon="flips")]
    found = [row(0, 10, "RUS", 3), row(22, 40, "CHN", 2, "sanctions"), row(60, 70, "USA", 1)]
    result = evaluate(gold, found, [{"document": "a.txt", "start": 58, "end": 72, "why": "an event"}])
    assert result.scores["holders"] == Score(2, 2, 3)
    assert result.scores["holders+sign"] == Score(1, 2, 3)
    assert result.scores["spans"].recall == 1.0
    assert result.negatives == (1, 1)
    assert result.phenomena["flips"] == Score(0, 1, 1)
    assert [error["wrong"] for error in result.errors] == [["sign"], ["extra"]]


def test_the_order_of_rows_is_irrelevant() -> None:
    chance = random.Random(1)
    gold = [row(n * 10, n * 10 + 12, ["RUS", "CHN"][n % 2], n % 3 - 1) for n in range(12)]
    found = [row(n * 10 + 3, n * 10 + 14, ["CHN", "RUS"][n % 3 == 0], n % 2) for n in range(12)]
    first = evaluate(gold, found).scores
    for _ in range(5):
        chance.shuffle(gold)
        chance.shuffle(found)
        assert evaluate(gold, found).scores == first


def test_keywords_decide_on_issues() -> None:
    gold = [row(0, 10, "RUS", 2, "NATO presence", issue_keywords=["nato", "asia|pacific"])]
    assert evaluate(gold, [row(0, 10, "RUS", 2, "NATO in the Pacific")]).scores["issue"].right == 1
    assert evaluate(gold, [row(0, 10, "RUS", 2, "NATO")]).scores["issue"].right == 0


def test_there_are_four_hundred_cues_and_more() -> None:
    whole = {(cue.kind, cue.word, cue.particle, cue.frame) for found in cues().values() for cue in found}
    assert len(whole) > 400
    assert len({(kind, word) for kind, word, _, _ in whole}) > 400


def test_the_half_that_rules_were_written_on_stays_understood() -> None:
    found = list(records(*sorted((GOLD / "tune").glob("*.txt"))))
    result = evaluate(GOLD / "tune/gold.jsonl", found, GOLD / "tune/negatives.jsonl")
    assert result.scores["holders+sign"].f1 > 0.85
    assert result.negatives[0] <= 1


@pytest.mark.data
def test_the_sample_is_understood(shared_data: Path) -> None:
    (path,) = (shared_data / "seed").glob("*.txt")
    found = list(records(path))
    text = path.read_bytes().decode()
    assert all(text[r["start"] : r["end"]] == r["text"] for r in found)
    keep = ("gold", "negatives")
    gold, negatives = ([{**r, "document": path.name} for r in map(dict, _rows(shared_data / f"seed/{name}.jsonl"))] for name in keep)
    scores = evaluate(gold, found, negatives)
    assert scores.scores["holders+sign"].f1 >= 0.85
    assert scores.scores["holders+sign+issue"].f1 >= 0.75
    assert scores.scores["spans"].f1 >= 0.75
    assert scores.negatives[0] == 0


def _rows(path: Path) -> list[dict[str, Any]]:
    import json

    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
