"""What is excluded, and so what is asked for: "there is no alternative to talks", "only talks can end it", "nothing justifies the raid"."""

from collections.abc import Iterable

from positiongraph.extraction.negation import refuses
from positiongraph.extraction.sense import Sense
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words


def there_is_no(tree: Tree, head: int) -> Sense | None:
    """ "there is no alternative to dialogue", "there can be no talks", "there is no peace without justice"."""
    if tree.child(head, "expl") is None:
        return None
    for k in tree.children(head, "attr"):
        if not any(tree.lower[m] == "no" for m in tree.kids[k]):
            continue
        inner = next((p for m in tree.children(k, "prep") for p in tree.children(m, "pobj", "pcomp")), None)
        if tree.lemma[k] in {"alternative", "substitute"} and inner is not None:
            return Sense(2, True, inner)
        if tree.lemma[k] in words("no_place") and inner is not None:
            return Sense(-2, True, inner)
        if (without := _without(tree, (k, head))) is not None and tree.lemma[k] in words("good_things"):
            return Sense(2, True, without)
        aux = {tree.lower[m] for m in tree.children(head, "aux")}
        reported = tree.dep[head] in {"ccomp", "acl"}
        can = aux & {"can", "must", "should", "shall"} or ("could" in aux and reported) or ("will" in aux and inner is not None)
        if tree.lemma[k] == "solution" or (can and tree.lemma[k] not in words("good_things") | {"doubt", "mistake", "question"}):
            return Sense(-2, True, k)
    return None


def only(tree: Tree, head: int) -> Sense | None:
    """ "Only talks can end the war"."""
    who = tree.child(head, "nsubj")
    can = any(tree.lower[k] == "can" for k in tree.children(head, "aux"))
    alone = who is not None and tree.pos[who] == "NOUN" and any(tree.lower[k] == "only" for k in (*tree.kids[who], max(who - 1, 0)))
    return Sense(2, True, who) if can and alone and not refuses(tree, head) else None


def nothing(tree: Tree, head: int) -> Sense | None:
    """ "Nothing can justify the raid"."""
    who, what = tree.child(head, "nsubj"), tree.child(head, "dobj")
    if who is not None and what is not None and tree.lemma[head] == "give" and tree.lemma[what] == "right" and tree.lower[who] == "nothing":
        asked = tree.child(what, "acl", "relcl")  # "nothing gives it the right to invade"
        return Sense(-2, False, asked) if asked is not None else None
    if who is None or what is None or tree.lemma[head] not in {"justify", "excuse", "legitimise", "legitimize"}:
        return None
    return Sense(-2, False, what) if any(tree.lower[k] in {"no", "nothing"} for k in (who, *tree.kids[who])) else None


def _without(tree: Tree, over: Iterable[int]) -> int | None:
    return next((p for n in over for k in tree.children(n, "prep") if tree.lower[k] == "without" for p in tree.children(k, "pobj")), None)
