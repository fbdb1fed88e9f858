"""Whether a capital or a palace is meant as a place, or as the state that speaks from it."""

from positiongraph.extraction.discourse import Named
from positiongraph.extraction.gazetteer import Name
from positiongraph.extraction.words import words

_WENT = frozenset({"visit", "trip", "travel", "fly", "go", "return", "arrive", "come", "flight", "tour"})


def is_place(found: Named, name: Name) -> bool:
    """Tell whether a capital or palace is meant as a place: after a locative preposition, as the goal of a visit, before a place's name."""
    if name.reading == "place":
        return True
    if name.reading not in {"capital", "metonym"}:
        return False
    tree, i = found.tree, name.stop - 1
    head = tree.head[i]
    if tree.dep[i] in {"poss", "compound"} and tree.pos[head] == "PROPN" and head not in found.at:
        return tree.lemma[head] not in words("offices")
    if tree.dep[i] == "compound" and tree.pos[head] == "NOUN":
        return tree.lemma[head] not in words("offices") | {"position", "policy"}
    if tree.dep[i] == "pobj":
        if tree.lower[head] in words("locative"):
            return True
        return tree.lower[head] == "to" and tree.lemma[tree.head[head]] in _WENT
    return (tree.dep[i] == "dobj" and tree.lemma[head] in words("visit")) or tree.dep[i] in {"npadvmod", "dep", "ROOT"}
