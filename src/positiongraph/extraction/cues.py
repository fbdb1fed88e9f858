"""The cue files: which words take a position, in which frame.

The frames are explained at the heads of `data/cues.yaml` and `data/idioms.yaml`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from positiongraph.facts import Act


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue in one frame. `stance` None: the content's own evaluation decides."""

    word: str
    particle: tuple[str, ...]
    kind: str
    frame: str
    act: Act
    stance: int | None
    report: bool = False
    needs: str = ""
    """What must be there besides, explained at the heads of the files."""
    under: frozenset[str] = frozenset()
    """Verbs of which a noun must be the object."""


@cache
def cues() -> dict[tuple[str, str], tuple[Cue, ...]]:
    """Return the cues by kind (verb, noun, adjective) and first word, in the order of the files."""
    return _of_files("cues.yaml", "idioms.yaml")


@cache
def reporting_cues() -> dict[tuple[str, str], tuple[Cue, ...]]:
    """Return the cues that the chooser of attributions was trained with, as `cues`."""
    return _of_files("cues.yaml")


def _of_files(*names: str) -> dict[tuple[str, str], tuple[Cue, ...]]:
    found: dict[tuple[str, str], list[Cue]] = {}
    for name in names:
        text = (files("positiongraph.extraction") / "data" / name).read_text("utf-8")
        for group in yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            for cue in _of_group(group):
                found.setdefault((cue.kind, cue.word), []).append(cue)
    return {key: tuple(dict.fromkeys(value)) for key, value in found.items()}


def _of_group(group: dict[str, Any]) -> Iterator[Cue]:
    stance = None if group["stance"] == "content" else int(group["stance"])
    under = frozenset(group.get("under", ()))
    for kind in ("verb", "noun", "adjective"):
        for written in group.get(kind + "s", ()):
            word, *particle = written.split()
            for frame in group["frames"]:
                act, report, needs = Act(group["act"]), group.get("report", False), group.get("needs", "")
                yield Cue(word, tuple(particle), kind, frame, act, stance, report, needs, under)
