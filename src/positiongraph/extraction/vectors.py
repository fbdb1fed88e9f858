"""New issues → known ones by meaning: the issue whose name is nearest to the phrase, where it is near enough. An extra, on request only.

The phrase is what a position is about, not its clause. Names are an issue's label and aliases; their vectors are computed once, in
seconds, and kept in the user's cache folder, under a hash of names and weights.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from positiongraph.extraction import minilm
from positiongraph.extraction.finding import Found
from positiongraph.extraction.gazetteer import reference
from positiongraph.extraction.issues import Link
from positiongraph.extraction.minilm import Array

NEAR = 0.45
"""Cosine from which a phrase means the issue: what is best on the phrases `tune` of benchmarks/issue_phrases.yaml; `test` measures it."""

Encode = Callable[[Sequence[str]], Array]


def linked(found: Sequence[Found], encode: Encode | None = None) -> list[Found]:
    """Return the positions, those on a new issue linked to the nearest known one where it is near enough; others as they were.

    Raises:
        UsageError: the sentence vectors are not installed.
    """
    new = [item.link.label for item in found if item.link.id is None]
    if not new:
        return list(found)
    links = iter([link(label, *near) for label, near in zip(new, nearest(new, encode), strict=True)])
    return [item if item.link.id else replace(item, link=next(links)) for item in found]


def link(label: str, id: str, cosine: float) -> Link:
    """Return the issue as a link where it is near enough, else the label as a new issue."""
    issue = reference().issue(id) if cosine >= NEAR else None
    return Link(label, None, 0.0, "new") if issue is None else Link(issue.label, issue.id, round(cosine, 4), "vectors")


def nearest(phrases: Sequence[str], encode: Encode | None = None) -> list[tuple[str, float]]:
    """Return for each phrase the issue with the nearest name, and the cosine of the two."""
    keys, names = _names()
    if encode is None:
        encode, known = minilm.encoder(), _known()
    else:
        known = encode(names)
    cosines = encode(phrases) @ known.T
    best = cosines.argmax(axis=1)
    return [(keys[column], float(row[column])) for row, column in zip(cosines, best, strict=True)]


@cache
def _names() -> tuple[list[str], list[str]]:
    """Return issues and their names, side by side; an issue has a row for its label and one for each alias."""
    pairs = [(key, name) for key, row in sorted(reference().issue_rows.items()) for name in (row[0], *row[2])]
    return [key for key, _ in pairs], [name for _, name in pairs]


@cache
def _known() -> Array:
    """Return the vectors of the names, from the cache folder where they lie there."""
    weights = minilm.folder() / "model.safetensors"
    names = _names()[1]
    key = hashlib.sha256("\n".join([str(weights.stat().st_size), *names]).encode()).hexdigest()[:20]
    file = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "positiongraph" / f"issues-{key}.npy"
    with suppress(OSError, ValueError, EOFError):
        kept: Array = np.load(file)
        if kept.shape[0] == len(names):
            return kept
    made = minilm.encoder()(names)
    with suppress(OSError):  # a folder that cannot be written costs time, no more
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as part:
            np.save(part, made)
        Path(part.name).replace(file)
    return made
