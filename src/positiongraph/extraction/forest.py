"""Boosted trees as arrays, evaluated with numpy: no library of learning at run time, nothing to unpickle."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Forest:
    """Binary trees in one run of nodes. A node asks whether `row[feature] <= threshold`; a leaf points to itself."""

    roots: np.ndarray
    feature: np.ndarray
    threshold: np.ndarray
    left: np.ndarray
    right: np.ndarray
    value: np.ndarray
    depth: int

    def margins(self, rows: np.ndarray, batch: int = 512) -> np.ndarray:
        """Return the sum of the leaves that each row falls into: the log odds."""
        found = np.zeros(len(rows))
        for first in range(0, len(rows), batch):
            part = rows[first : first + batch]
            at = np.broadcast_to(self.roots, (len(part), len(self.roots)))
            line = np.arange(len(part))[:, None]
            for _ in range(self.depth):
                at = np.where(part[line, self.feature[at]] <= self.threshold[at], self.left[at], self.right[at])
            found[first : first + batch] = self.value[at].sum(axis=1)
        return found


def unpack(arrays: Mapping[str, np.ndarray]) -> Forest:
    """Build a forest from its arrays.

    Raises:
        ValueError: when they do not fit together.
    """
    roots, feature, left, right = (arrays[name].astype(np.int32) for name in ("roots", "feature", "left", "right"))
    threshold, value = arrays["threshold"].astype(np.float64), arrays["value"].astype(np.float64)
    nodes = len(feature)
    if not (len(threshold) == len(left) == len(right) == len(value) == nodes and nodes):
        raise ValueError("the arrays of the trees differ in length")
    for name, numbers in (("roots", roots), ("left", left), ("right", right)):
        if len(numbers) == 0 or numbers.min() < 0 or numbers.max() >= nodes:
            raise ValueError(f"{name} points to no node")
    return Forest(roots, feature, threshold, left, right, value, int(arrays["depth"][0]))
