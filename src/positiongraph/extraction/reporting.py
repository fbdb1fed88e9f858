"""The reporting layer by rules alone: the cues of `data/reporting.yaml` in their frames, with the nearest source and content."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from positiongraph.extraction import alternatives
from positiongraph.extraction.candidates import Candidate, candidates
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words


@dataclass(frozen=True, slots=True)
class Reported:
    """A candidate as the rules read it, with the frame under which the lists know its word."""

    candidate: Candidate
    frame: str
    cue: tuple[int, ...]
    content: tuple[int, ...]
    quoted: bool
    """Whether the cue stands in a quotation."""


def reported(tree: Tree) -> Iterator[tuple[Reported, float]]:
    """Yield the listed cues of a paragraph with the share that was right among such: the confidence."""
    for r in readings(tree):
        if r.candidate.kind in {"according", "colon"} or tree.lemma[r.candidate.head] in cues_of(r.candidate.kind, r.frame):
            yield r, confidence(r.candidate.kind, r.frame, r.quoted)


def readings(tree: Tree) -> Iterator[Reported]:
    """Yield every candidate as the rules read it, listed or not."""
    sayings = sum(tree.pos[i] == "VERB" and tree.quote[i] < 0 and tree.lemma[i] in words("saying") for i in range(len(tree)))
    for c in candidates(tree):
        if c.content and not (c.kind == "noun" and c.source_head is None):
            frame = c.frame.partition("+")[0] if c.kind == "verb" else c.frame
            yield Reported(c, frame, _cue(tree, c), _content(tree, c, sayings), tree.quote[c.head] >= 0)


@cache
def _file() -> Mapping[str, Any]:
    text = (files("positiongraph.extraction") / "data" / "reporting.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return found


@cache
def cues_of(kind: str, frame: str) -> frozenset[str]:
    """Return the lemmas that report in a frame.

    >>> "say" in cues_of("verb", "ccomp"), "say" in cues_of("noun", "that")
    (True, False)
    """
    return frozenset(_file()[kind].get(frame, "").split()) if kind in {"verb", "noun"} else frozenset()


def confidence(kind: str, frame: str, quoted: bool) -> float:
    """Return the share that was right among cues of a kind and frame, outside quotations or in them."""
    table = _file()["confidence"]
    pair: list[float] = table.get(f"{kind} {frame}", table["any"])
    return pair[quoted]


def _content(tree: Tree, c: Candidate, sayings: int) -> tuple[int, ...]:
    """Who alone speaks in a paragraph says all that is quoted there; one of several, what stands beside the cue and the quotation after."""
    found = {name: tokens for tokens, name in alternatives.contents(tree, c).items()}
    wanted: tuple[str, ...] = ()
    if c.quotes and c.frame in {"ccomp", "quote"}:
        wanted = ("quotes", "quote+clause") if sayings <= 1 else ("quote+next-quote+base", "quote+clause")
    elif c.frame == "xcomp":
        wanted = ("passive+infinitive",)
    return next((found[name] for name in wanted if name in found), tuple(c.content))


def _cue(tree: Tree, c: Candidate) -> tuple[int, ...]:
    found = {name: tokens for tokens, name in alternatives.cues(tree, c).items()}
    wanted = ("light", "+modifier") if c.kind == "noun" and c.frame == "that" else ("light",) if c.kind == "noun" else ()
    if c.kind == "verb" and c.frame in {"dobj", "prep"}:
        wanted = ("+governor",)
    return next((found[name] for name in wanted if name in found), tuple(c.cue))
