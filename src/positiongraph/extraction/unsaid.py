"""Frames without an issue of their own: what was said before is meant, or what somebody did against another's will."""

from positiongraph.extraction.predicates import named_owner, owner, under
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words

_ANYHOW = frozenset({"principle", "private", "public"})
_WHEN = frozenset({"after", "before", "despite", "during", "until"})
"""Prepositions that never lead to what is meant."""


def bare(tree: Tree, i: int, kind: str, particle: tuple[int, ...]) -> list[int]:
    """Return the cue itself where nothing follows that could be its issue: "voiced regret", "abstained", "is in favour in principle"."""
    below = [k for n in (i, *particle) for k in tree.kids[n] if k > i and k not in particle]
    below = [k for k in below if tree.lower[k] not in _WHEN and not any(tree.lower[p] in _ANYHOW for p in tree.children(k, "pobj"))]
    after = [k for k in below if tree.dep[k] in {"prep", "agent", "pobj", "pcomp", "acl", "relcl", "xcomp", "ccomp"}]
    after += [k for k in below if tree.dep[k] == "advcl" and not _why(tree, k)]
    if kind != "verb":
        beside = [k for k in tree.kids[tree.head[i]] if k > i and tree.lower[k] not in _WHEN]
        after += [k for k in beside if tree.dep[k] in {"prep", "ccomp", "xcomp"}]
    none = any(tree.lower[k] == "no" for k in tree.children(i, "det"))
    avowed = tree.dep[i] == "pobj" and tree.lemma[tree.head[tree.head[i]]] in {"secret", "bone"}  # "makes no secret of its dismay"
    avowed |= tree.dep[i] == "attr" and tree.lemma[i] in words("partisans")
    alone = kind == "verb" or tree.dep[i] == "dobj" or avowed or (kind == "adjective" and _said_of(tree, i))
    return [i] if alone and not after and not none else []


def despite(tree: Tree, i: int) -> list[int]:
    """Return what is done against somebody's will, or to a feeling: "passed it over the objections of Peru", "to the dismay of Peru"."""
    over = tree.head[tree.head[i]]
    whose = owner(tree, i) or named_owner(tree, i)
    led = {"to"} if tree.lemma[i] in words("feelings_at") else {"over", "despite", "against"}
    against = tree.dep[i] == "pobj" and tree.lower[tree.head[i]] in led and whose is not None
    done = tree.children(over, "dobj", "nsubjpass") if tree.pos[over] == "VERB" and not under(tree, i, "to", "about") else []
    return done[:1] if against and tree.lemma[over] not in words("fighting") else []


def _said_of(tree: Tree, i: int) -> bool:
    """ "is furious", "was relieved"."""
    return tree.child(i, "auxpass") is not None or (tree.dep[i] == "acomp" and copula(tree, i))


def _why(tree: Tree, clause: int) -> bool:
    """ "abstained | because it had doubts"."""
    return any(tree.lower[k] in {"because", "since", "as", "after"} for k in tree.children(clause, "mark"))


def copula(tree: Tree, i: int) -> bool:
    """Tell whether a word is said of a subject: "is angry", "remains opposed"."""
    return tree.pos[tree.head[i]] == "AUX" or tree.lemma[tree.head[i]] in {"remain", "stay", "feel", "become", "seem", "grow", "get"}
