"""Confidence is a probability: fitted on judged facts, and measured on facts that it was not fitted on."""

import sys
from pathlib import Path

import pytest
import yaml

from positiongraph.extraction import records
from positiongraph.extraction.confidence import confidence

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from confidence import WEIGHTS, error, fit


def test_the_packaged_weights_are_those_that_the_judged_facts_give() -> None:
    _, weights, _, _ = fit()
    assert yaml.safe_load(WEIGHTS.read_text("utf-8"))["weights"] == pytest.approx(weights, abs=0.002)


def test_what_is_said_of_facts_left_out_comes_true() -> None:
    found, _, crossed, right = fit()
    assert found["facts"] > 200
    assert error(crossed, right) <= 0.05
    sure = crossed >= 0.5
    assert right[sure].mean() > 0.8
    assert right[~sure].mean() < 0.2


def test_what_is_unsure_is_proposed_and_not_lost() -> None:
    text = "Zorblatia condemned the raid. Norway condemned the raid."
    assert [row["holders"] for row in records(text, date="2024-03-05")] == [["NOR"]]
    rows = list(records(text, date="2024-03-05", everything=True))
    assert [(row["status"], row["confidence"] >= 0.5) for row in rows] == [("proposed", False), ("accepted", True)]


def test_each_doubt_lowers_it() -> None:
    assert all(confidence({doubt: 1.0}) < confidence({}) for doubt in ("unresolved", "unnamed", "content", "far holder", "pronoun", "modal"))
