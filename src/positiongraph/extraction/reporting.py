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

LEAST = 0.25
"""The share from which a kind of reading is taken at all: below it most are nobody's words."""
_BARE = frozenset({"it", "this", "that", "which", "who", "what", "there", "you", "i", "we"})


@dataclass(frozen=True, slots=True)
class Reported:
    """A candidate as the rules read it, with the frame under which the lists know its word."""

    candidate: Candidate
    frame: str
    cue: tuple[int, ...]
    content: tuple[int, ...]
    quoted: bool
    """Whether the cue stands in a quotation."""
    sort: str
    """What kind of word the source is."""

    @property
    def key(self) -> str:
        """Kind, frame, how the source was found, what it is: what the shares are counted by."""
        return f"{self.candidate.kind} {self.frame} {self.candidate.control} {self.sort}"


def reported(tree: Tree) -> Iterator[tuple[Reported, float]]:
    """Yield the listed cues of a paragraph with the share that was right among such: the confidence."""
    for r in readings(tree):
        if r.candidate.kind in {"according", "colon"} or tree.lemma[r.candidate.head] in cues_of(r.candidate.kind, r.frame):
            share = confidence(r.key)
            if share >= LEAST:
                yield r, share * (confidence("quoted") if r.quoted else 1)


def readings(tree: Tree) -> Iterator[Reported]:
    """Yield every candidate as the rules read it, listed or not."""
    sayings = sum(tree.pos[i] == "VERB" and tree.quote[i] < 0 and tree.lemma[i] in words("saying") for i in range(len(tree)))
    for c in candidates(tree):
        if c.content and not (c.kind == "noun" and c.source_head is None):
            frame = c.frame.partition("+")[0] if c.kind == "verb" else c.frame
            yield Reported(c, frame, _cue(tree, c), _content(tree, c, sayings), tree.quote[c.head] >= 0, _sort(tree, c.source_head))


def _sort(tree: Tree, source: int | None) -> str:
    if source is None:
        return "none"
    if tree.lower[source] in _BARE:
        return tree.lower[source]
    return tree.pos[source] if tree.pos[source] in {"PROPN", "NOUN", "PRON", "NUM"} else "other"


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


def confidence(key: str) -> float:
    """Return the share that was right among readings of a kind, frame, control and sort of source; of the frame where it is too rare.

    >>> confidence("verb ccomp nsubj PROPN") > confidence("verb dobj nsubj that")
    True
    """
    table: dict[str, float] = _file()["confidence"]
    return table.get(key, table.get(" ".join(key.split()[:2]), table["any"]))


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
