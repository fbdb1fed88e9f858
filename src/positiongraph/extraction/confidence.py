"""How sure a position is: a logistic sum of what is known of its draft, with weights fitted on judged facts.

`benchmarks/confidence.py` fits them and prints the calibration; `data/confidence.yaml` says on how many facts.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import exp

import yaml


@cache
def _weights() -> dict[str, float]:
    text = (files("positiongraph.extraction") / "data" / "confidence.yaml").read_text("utf-8")
    return {str(name): float(value) for name, value in yaml.safe_load(text)["weights"].items()}


def confidence(features: Mapping[str, float]) -> float:
    """Return how probable it is that holders and sign are right, 0 … 1, to four digits. A feature without a weight counts nothing.

    >>> confidence({"unresolved": 1.0}) < 0.5 < confidence({})
    True
    """
    weights = _weights()
    total = weights["always"] + sum(weights.get(name, 0.0) * value for name, value in features.items())
    return round(1 / (1 + exp(-total)), 4)
