"""The reporting layer: who is said to have said, thought or wanted what.

Rules alone take the cues of `data/reporting.yaml` in their frames, with the nearest source and content. The learned chooser, where it is
switched on, decides instead which candidates hold and which of their readings are right.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from positiongraph.extraction import alternatives, chooser
from positiongraph.extraction.candidates import Candidate, candidates
from positiongraph.extraction.features import cue_features, reading_features
from positiongraph.extraction.tree import Tree

ROLES = (("C", alternatives.contents), ("S", alternatives.sources), ("Q", alternatives.cues))


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source, a cue and a content as spans of code points; a source may be empty. `depth` counts the contents it stands in."""

    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]
    confidence: float
    depth: int
    rule: str


@dataclass(frozen=True, slots=True)
class _Chosen:
    tree: Tree
    source: tuple[int, ...]
    cue: tuple[int, ...]
    content: tuple[int, ...]
    confidence: float
    rule: str


def attributions(paragraphs: Iterable[Tree], *, learned: bool = True) -> list[Attribution]:
    """Return the attributions of parsed paragraphs in the order of their cues; none for no paragraphs."""
    found: list[Attribution] = []
    for tree in paragraphs:
        chosen = _learned(tree) if learned else _by_rules(tree)
        found += _nested(tree, chosen)
    return found


def _nested(tree: Tree, chosen: Sequence[_Chosen]) -> list[Attribution]:
    contents = [(item, frozenset(item.content)) for item in chosen]
    found = []
    for item in chosen:
        depth = sum(1 for other, content in contents if other is not item and content.issuperset(item.cue))
        found.append(
            Attribution(
                tuple(tree.runs(item.source)),
                tuple(tree.runs(item.cue)),
                tuple(tree.runs(item.content)),
                round(item.confidence, 4),
                depth,
                item.rule,
            )
        )
    return sorted(found, key=lambda a: (a.cue, a.content))


@cache
def reporting() -> dict[tuple[str, str], frozenset[str]]:
    """Return the reporting cues: kind and frame → lemmas."""
    text = (files("positiongraph.extraction") / "data" / "reporting.yaml").read_text("utf-8")
    lists = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {(kind, frame): frozenset(lemmas.split()) for kind, frames in lists.items() for frame, lemmas in frames.items()}


@cache
def verbs() -> frozenset[str]:
    """Return the verbs that report a clause."""
    return reporting()["verb", "ccomp"]


_QUOTING = (("quotes", "quote+clause"), ("base",))


def _by_rules(tree: Tree) -> list[_Chosen]:
    kept = []
    for c in candidates(tree):
        frame = c.frame.partition("+")[0] if c.kind == "verb" else c.frame
        listed = c.kind in {"according", "colon"} or tree.lemma[c.head] in reporting().get((c.kind, frame), ())
        if not listed or (c.kind == "noun" and c.source_head is None) or not c.content:
            continue
        content = tuple(c.content)
        if c.quotes and c.frame in {"ccomp", "quote"}:
            others = {name: tokens for tokens, name in alternatives.contents(tree, c).items()}
            content = next((others[name] for name in ("quotes", "quote+clause") if name in others), content)
        cue = tuple(c.cue)
        if c.kind == "noun":
            others = {name: tokens for tokens, name in alternatives.cues(tree, c).items()}
            cue = others.get("light", cue)
        kept.append(_Chosen(tree, tuple(c.source), cue, content, 0.6, f"{c.kind}, {c.frame}, source by {c.control}"))
    return kept


def _learned(tree: Tree) -> list[_Chosen]:
    model = chooser.packaged()
    kept = []
    for c in candidates(tree):
        odds = model.accept(cue_features(tree, c, verbs()))
        if odds < model.low:
            continue
        kept.append(_best(tree, c, odds, model))
    return [item for item in kept if item.confidence >= model.threshold]


def _best(tree: Tree, c: Candidate, odds: float, model: "chooser.Chooser") -> _Chosen:
    best: dict[str, chooser.Best] = {}
    for role, readings in ROLES:
        options = list(readings(tree, c).items())
        best[role] = model.best(options, [reading_features(tree, c, role, name, tokens) for tokens, name in options])
    confidence = model.confidence(chooser.summary(odds, c, tree, best))
    names = ", ".join(f"{role}:{best[role].name}" for role in "CSQ")
    return _Chosen(tree, best["S"].tokens, best["Q"].tokens, best["C"].tokens, confidence, f"chooser, {c.kind}, {c.frame}, {names}")
