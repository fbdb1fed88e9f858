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
from positiongraph.extraction.candidates import Candidate, candidates, subject
from positiongraph.extraction.cues import cues
from positiongraph.extraction.features import Lists, cue_features, reading_features
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words

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
    whole = list(paragraphs)
    known = talkers(whole) if learned else frozenset()
    for tree in whole:
        chosen = _learned(tree, known) if learned else _by_rules(tree)
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
def lists() -> Lists:
    """Return the cue files by word."""
    frames: dict[tuple[str, str], tuple[str, ...]] = {}
    for (kind, frame), lemmas in sorted(reporting().items()):
        for lemma in lemmas:
            frames[kind, lemma] = (*frames.get((kind, lemma), ()), frame)
    acts: dict[tuple[str, str], set[str]] = {}
    for (kind, word), found in cues().items():
        acts.setdefault((kind, word), set()).update("say" if cue.stance is None else cue.act.value for cue in found)
    return Lists(frames, {key: tuple(sorted(value)) for key, value in acts.items()})


def talkers(paragraphs: Iterable[Tree]) -> frozenset[str]:
    """Return the last words of the names of those who are said to say something."""
    found = set()
    for tree in paragraphs:
        for i, lemma in enumerate(tree.lemma):
            if tree.pos[i] == "VERB" and lemma in words("telling"):
                name = subject(tree, i)[0]
                if name is not None and tree.pos[name] != "PRON":
                    found.add(tree.lower[name])
    return frozenset(found)


_FIRM = {"according": 0.9, "colon": 0.8, "verb": 0.6, "noun": 0.4}


def _by_rules(tree: Tree) -> list[_Chosen]:
    sayings = sum(tree.pos[i] == "VERB" and tree.quote[i] < 0 and tree.lemma[i] in words("saying") for i in range(len(tree)))
    kept = []
    for c in candidates(tree):
        frame = c.frame.partition("+")[0] if c.kind == "verb" else c.frame
        listed = c.kind in {"according", "colon"} or tree.lemma[c.head] in reporting().get((c.kind, frame), ())
        if not listed or (c.kind == "noun" and c.source_head is None) or not c.content:
            continue
        firm = _FIRM[c.kind] + 0.2 * (c.frame in {"ccomp", "quote", "parataxis"}) - 0.15 * (tree.quote[c.head] >= 0)
        rule = f"{c.kind}, {c.frame}, source by {c.control}"
        kept.append(_Chosen(tree, tuple(c.source), _cue_by_rules(tree, c), _content_by_rules(tree, c, sayings), firm, rule))
    return kept


def _content_by_rules(tree: Tree, c: Candidate, sayings: int) -> tuple[int, ...]:
    """Who alone speaks in a paragraph says all that is quoted there; one of several, what stands beside the cue and the quotation after."""
    found = {name: tokens for tokens, name in alternatives.contents(tree, c).items()}
    wanted: tuple[str, ...] = ()
    if c.quotes and c.frame in {"ccomp", "quote"}:
        wanted = ("quotes", "quote+clause") if sayings <= 1 else ("quote+next-quote+base", "quote+clause")
    elif c.frame == "xcomp":
        wanted = ("passive+infinitive",)
    return next((found[name] for name in wanted if name in found), tuple(c.content))


def _cue_by_rules(tree: Tree, c: Candidate) -> tuple[int, ...]:
    found = {name: tokens for tokens, name in alternatives.cues(tree, c).items()}
    wanted = ("light", "+modifier") if c.kind == "noun" and c.frame == "that" else ("light",) if c.kind == "noun" else ()
    if c.kind == "verb" and c.frame in {"dobj", "prep"}:
        wanted = ("+governor",)
    return next((found[name] for name in wanted if name in found), tuple(c.cue))


def _learned(tree: Tree, known: frozenset[str]) -> list[_Chosen]:
    model = chooser.packaged()
    kept = []
    for c in candidates(tree):
        odds = model.accept(cue_features(tree, c, lists(), known))
        if odds < model.low:
            continue
        kept.append(_best(tree, c, odds, model, known))
    return [item for item in kept if item.confidence >= model.threshold]


def _best(tree: Tree, c: Candidate, odds: float, model: chooser.Chooser, known: frozenset[str]) -> _Chosen:
    best: dict[str, chooser.Best] = {}
    for role, readings in ROLES:
        options = list(readings(tree, c).items())
        best[role] = model.best(options, [reading_features(tree, c, role, name, tokens, known) for tokens, name in options])
    confidence = model.confidence(chooser.summary(odds, c, tree, best))
    names = ", ".join(f"{role}:{best[role].name}" for role in "CSQ")
    return _Chosen(tree, best["S"].tokens, best["Q"].tokens, best["C"].tokens, confidence, f"chooser, {c.kind}, {c.frame}, {names}")
