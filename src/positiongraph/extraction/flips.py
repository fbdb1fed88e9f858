"""More that turns a phrase round, before the rules of `turns`: "put it on ice", "break the siege", "unable to", "little hope"."""

from positiongraph.extraction import turns
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.turns import refuses
from positiongraph.extraction.words import words

_WAVERING = frozenset({"waver", "falter", "flinch", "shrink"})
_CONTESTING = frozenset({"appeal", "protest", "vote", "argue", "lobby"})


def negated(tree: Tree, i: int) -> bool:
    """Tell whether a verb, noun or adjective is negated, as `turns.negated`, or by "unable to" or "little"."""
    head = tree.head[i]
    if tree.pos[i] == "NOUN" and any(tree.lower[k] in {"little", "scant"} and tree.lower[k - 1] != "a" for k in tree.kids[i]):
        return True  # "has little enthusiasm for it"
    if tree.dep[i] == "xcomp" and tree.lemma[head] == "unable":
        return True
    more = tree.dep[i] == "acomp" and any(tree.lower[k] == "more" for k in tree.kids[i])
    if more and any(tree.lower[k] == "could" for k in tree.kids[head]):
        return False  # "could not be more pleased"
    return turns.negated(tree, i)


def turn(tree: Tree, head: int, *, events: bool = True, against: bool = False) -> tuple[int, int]:
    """Follow a phrase to what it is about, as `turns.turn`."""
    if tree.pos[head] not in {"VERB", "AUX"}:
        return turns.turn(tree, head, events=events, against=against)
    sign = -1 if events and refuses(tree, head) else 1
    lemma = tree.lemma[head]
    if lemma == "leave" and tree.child(head, "dative") is not None:
        return sign, head  # "leave them a living planet"
    if _gone(tree, head) and (what := tree.child(head, "nsubj", "nsubjpass")) is not None:
        return -sign, what
    if against and lemma in _CONTESTING and (what := _under(tree, head, "against")) is not None:
        return -sign, what  # "will appeal against the ruling"
    if lemma in _WAVERING and (what := _under(tree, head, "in", "on", "from")) is not None:
        return -sign, what  # "will not waver in its support"
    if (events or against) and (what := _broken(tree, head)) is not None:
        return -sign, what
    return turns.turn(tree, head, events=events, against=against)


def stops(tree: Tree, verb: int) -> bool:
    """Tell whether a verb puts an end to its object, as `turns.stops`."""
    if tree.lemma[verb] == "leave" and tree.child(verb, "dative") is not None:
        return False
    return _broken(tree, verb) is not None or turns.stops(tree, verb)


def _broken(tree: Tree, verb: int) -> int | None:
    """ "break the cycle", "the siege has to be broken", "put it on ice": what is."""
    what = tree.child(verb, "dobj", "nsubjpass")
    if tree.lemma[verb] == "break":
        what = what if what is not None else tree.child(tree.head[verb], "nsubj")
        return what if what is not None and tree.lemma[what] in words("cycles") else None
    on = [p for k in tree.children(verb, "prep") if tree.lower[k] == "on" for p in tree.children(k, "pobj")]
    held = any(tree.lower[p] in {"ice", "hold"} or tree.lower[p - 1 : p + 1] == ["back", "burner"] for p in on)
    return what if held and tree.lemma[verb] in {"put", "keep"} else None


def _gone(tree: Tree, verb: int) -> bool:
    """ "demands that the troops be gone"."""
    if tree.lower[verb] == "gone":
        return any(tree.lower[k] == "be" for k in tree.children(verb, "auxpass", "aux"))
    return tree.lower[verb] == "be" and any(tree.lower[k] in {"gone", "out"} for k in tree.children(verb, "acomp", "advmod"))


def _under(tree: Tree, verb: int, *prepositions: str) -> int | None:
    return next((p for k in tree.children(verb, "prep") if tree.lower[k] in prepositions for p in tree.children(k, "pobj")), None)
