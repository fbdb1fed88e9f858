"""The reporting layer: who is said to have said, thought or wanted what.

Rules alone take the cues of `data/reporting.yaml` in their frames, with the nearest source and content. The learned chooser, where it is
switched on, decides instead which candidates hold and which of their readings are right.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from positiongraph.extraction import alternatives, chooser
from positiongraph.extraction.candidates import Candidate, candidates
from positiongraph.extraction.cues import reporting_cues
from positiongraph.extraction.doers import subject
from positiongraph.extraction.features import Acts, cue_features, reading_features
from positiongraph.extraction.joining import joined
from positiongraph.extraction.reporting import reported
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


def attributions(paragraphs: Iterable[Tree], *, learned: bool = True, vectors: bool = False) -> list[Attribution]:
    """Return the attributions of a text's parsed paragraphs in the order of their cues; none for no paragraphs.

    With `vectors` the chooser reads words in context, which the extra of that name is for.
    """
    whole = list(joined(paragraphs))
    chosen = _learned(whole, vectors) if learned else [(tree, _by_rules(tree)) for tree in whole]
    return [found for tree, items in chosen for found in _nested(tree, items)]


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
def acts() -> Acts:
    """Return the acts of the cue file of positions by word."""
    found: dict[tuple[str, str], set[str]] = {}
    for (kind, word), known in reporting_cues().items():
        found.setdefault((kind, word), set()).update("say" if cue.stance is None else cue.act.value for cue in known)
    return {key: tuple(sorted(value)) for key, value in found.items()}


def takes_side(tree: Tree, c: Candidate) -> bool:
    """Tell whether the cue file of positions knows a candidate's word for one that takes a side."""
    known = acts().get(("noun" if c.kind == "noun" else "verb", c.lemma(tree)), ())
    return any(act not in {"say", "assert"} for act in known)


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


def _by_rules(tree: Tree) -> list[_Chosen]:
    return [
        _Chosen(tree, tuple(c.source), r.cue, r.content, sure, f"{c.kind}, {c.frame}, source by {c.control}")
        for r, sure in reported(tree)
        for c in (r.candidate,)
    ]


def _learned(paragraphs: Sequence[Tree], vectors: bool) -> list[tuple[Tree, list[_Chosen]]]:
    model, known = chooser.packaged(vectors), talkers(paragraphs)
    read = model.read([likely for tree in paragraphs for likely in likely_of(tree, model, known)])
    found: dict[int, list[_Chosen]] = {}
    for r, (confidence, kept) in zip(read, model.confidences(read, sum(map(len, paragraphs))), strict=True):
        if kept:
            c, best = r.candidate, r.best
            rule = f"chooser, {c.kind}, {c.frame}, " + ", ".join(f"{role}:{best[role].name}" for role in "CSQ")
            item = _Chosen(r.tree, best["S"].tokens, best["Q"].tokens, best["C"].tokens, confidence, rule)
            found.setdefault(id(r.tree), []).append(item)
    return [(tree, found.get(id(tree), [])) for tree in paragraphs]


def likely_of(tree: Tree, model: chooser.Chooser, known: frozenset[str]) -> Iterator[chooser.Likely]:
    """Yield the candidates that may be attributions, each with the readings of every role."""
    for c in candidates(tree):
        odds = model.accept(cue_features(tree, c, acts(), known))
        if odds >= model.low:
            options = {role: list(readings(tree, c).items()) for role, readings in ROLES}
            scores = {
                role: model.scores([reading_features(tree, c, role, name, tokens, known) for tokens, name in found])
                for role, found in options.items()
            }
            yield chooser.Likely(tree, c, odds, options, scores, takes_side(tree, c))
