"""Fit the confidence of positions: `python benchmarks/confidence.py [--write]` prints weights and calibration, and writes the weights.

`judged.jsonl` holds one judged fact a line: where it is from (General Debate speeches, news articles, the project's own texts), whether
holders and sign are right by one reader's eyes, and what was known of it; no words. With so few facts the error by cross-validation says
more than the one on the facts themselves, and both say little of other sorts of text.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import yaml

HERE = Path(__file__).parent
WEIGHTS = HERE.parent / "src/positiongraph/extraction/data/confidence.yaml"
PENALTY = 1.0
FOLDS = 10
BY_HAND = {"neutral": -2.5}
"""What only reports a fact is proposed: no such facts were judged."""


def fitted(x: Any, y: Any, penalty: float = PENALTY) -> Any:
    """Return the weights of a logistic regression with a ridge on all but the first column, by Newton steps."""
    w = np.zeros(x.shape[1])
    ridge = np.diag([1e-6, *[penalty] * (x.shape[1] - 1)])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        w -= np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + ridge, x.T @ (p - y) + ridge @ w)
    return w


def error(p: Any, y: Any, bins: int = 5) -> float:
    """Return the expected calibration error over bins that hold equally many facts."""
    parts = np.array_split(np.argsort(p, kind="stable"), bins)
    return float(sum(abs(p[k].mean() - y[k].mean()) * len(k) for k in parts) / len(y))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", action="store_true", help="write the weights into the package")
    found, weights, crossed, y = fit()
    print(found)
    for part in np.array_split(np.argsort(crossed, kind="stable"), 5):
        print(f"said {crossed[part].mean():.2f}, right {y[part].mean():.2f} of {len(part)}")
    for name, sure in (("accepted", crossed >= 0.5), ("proposed", crossed < 0.5)):
        print(f"{name}: {y[sure].mean():.2f} right of {sure.sum()}")
    print(weights)
    if options.parse_args().write:
        head = "# Written by benchmarks/confidence.py. error: of calibration, on the facts themselves and by cross-validation.\n"
        WEIGHTS.write_text(head + yaml.safe_dump({"fitted on": found, "weights": weights}, sort_keys=False), "utf-8")


def fit() -> tuple[dict[str, Any], dict[str, float], Any, Any]:
    """Return what is fitted on, the weights, and for each judged fact what the others' weights say of it and whether it is right."""
    rows = [json.loads(line) for line in (HERE / "judged.jsonl").read_text("utf-8").splitlines()]
    names = sorted({name for row in rows for name in row} - {"from", "right", *BY_HAND})
    x = np.array([[1.0, *(row.get(name, 0.0) for name in names)] for row in rows])
    y = np.array([float(row["right"]) for row in rows])
    w = fitted(x, y)
    crossed = np.zeros(len(y))
    for fold in range(FOLDS):
        out = np.arange(len(y)) % FOLDS == fold
        crossed[out] = 1 / (1 + np.exp(-x[out] @ fitted(x[~out], y[~out])))
    inside = 1 / (1 + np.exp(-x @ w))
    found = {"facts": len(y), "right": int(y.sum()), "error": round(error(inside, y), 3), "error crossed": round(error(crossed, y), 3)}
    weights = {"always": round(float(w[0]), 3), **{name: round(float(v), 3) for name, v in zip(names, w[1:], strict=True)}}
    weights |= BY_HAND
    return found, weights, crossed, y


if __name__ == "__main__":
    main()
