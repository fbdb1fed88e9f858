"""What is negated: a verb, noun or adjective by the words around it."""

from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words


def negated(tree: Tree, i: int) -> bool:
    """Tell whether a verb, noun or adjective is negated: "does not", "no intention", "little hope", "nor", "unable to", "without"."""
    near = list(tree.kids[i])
    head = tree.head[i]
    if tree.lower[max(i - 1, 0)] == "but" and tree.lower[max(i - 2, 0)] in {"not", "cannot", "n't"}:
        return False  # "cannot but deplore"
    if tree.pos[i] == "NOUN" and any(tree.lower[k] in {"little", "scant"} and tree.lower[k - 1] != "a" for k in near):
        return True  # "has little enthusiasm for it"
    if tree.dep[i] == "xcomp" and (tree.lemma[head] == "unable" or (tree.lower[head] in {"going", "about"} and negated(tree, head))):
        return True  # "is not going to support it"
    if tree.dep[i] == "acomp" and any(tree.lower[k] == "more" for k in near) and any(tree.lower[k] == "could" for k in tree.kids[head]):
        return False  # "could not be more pleased"
    if any(tree.lower[k] == "more" and k > i for k in near) and any(tree.lower[k] == "could" for k in near):
        return False  # "could not agree more"
    if (tree.pos[i] == "ADJ" or tree.dep[i] == "acomp") and (tree.pos[head] == "AUX" or tree.lemma[head] in {"remain", "stay", "stand"}):
        near += tree.kids[head]
    if any(
        tree.dep[k] == "neg"
        or (tree.lower[k] in {"no", "never", "neither", "nor", "cannot"} and tree.dep[k] in {"det", "preconj", "cc", "advmod", "neg"})
        for k in near
    ):
        return True
    if any(tree.lower[k] == "longer" and any(tree.lower[m] == "no" for m in tree.kids[k]) for k in near):
        return True
    if (
        tree.dep[i] == "conj"
        and tree.pos[i] == "VERB"
        and tree.child(i, "aux", "nsubj") is None
        and any(tree.dep[k] == "neg" for k in tree.kids[head])
        and any(tree.lower[k] == "or" for k in tree.kids[head])
    ):
        return True
    if tree.dep[i] == "conj" and any(tree.lower[k] in {"neither", "nor"} for k in tree.kids[head] if k < i):
        return True  # "neither recognise nor accept"
    subjects = [k for k in near if tree.dep[k] in {"nsubj", "nsubjpass"}]
    if any(tree.lower[m] in {"no", "neither", "nothing", "none"} for k in subjects for m in (k, *tree.kids[k])):
        return True
    if tree.tag[i] == "VBG" and tree.dep[i] == "xcomp" and tree.lemma[head] in {"stop", "cease", "quit"} and not negated(tree, head):
        return True  # "stopped backing it"
    if _ruled_out(tree, i):
        return True  # "it is wrong to condemn it"
    if tree.dep[i] == "ccomp" and tree.lemma[head] in {"mean", "imply", "signify"} and refuses(tree, head):
        return True  # "does not mean that it accepts"
    return tree.dep[i] == "pcomp" and tree.lower[head] == "without"


def impersonal(tree: Tree, verb: int) -> list[int]:
    """Return what "it" is called in "it is wrong | to condemn it", "it would be a mistake | to wait"; nothing elsewhere."""
    over = tree.head[verb]
    if tree.tag[verb] != "VB" or all(tree.lower[k] != "to" for k in tree.kids[verb]):
        return []
    be = over if tree.lemma[over] == "be" else tree.head[over]
    said = [k for k in tree.children(be, "acomp", "attr") if k < verb] if tree.lemma[be] == "be" else []
    it = any(tree.lower[k] == "it" for k in tree.children(be, "nsubj", "expl"))
    return said if it and over in (be, *said) else []


def _ruled_out(tree: Tree, verb: int) -> bool:
    """ "it would be a mistake to oppose it", "it is hard to support it"."""
    bad = words("bad") | words("bad_nouns") | {"impossible", "difficult", "hard"}
    said = impersonal(tree, verb)
    return any(tree.lemma[k] in bad and not refuses(tree, tree.head[k]) for k in said)


def refuses(tree: Tree, verb: int) -> bool:
    """Tell whether a verb itself is negated."""
    return any(tree.dep[k] == "neg" or (tree.lower[k] == "longer" and k > 0 and tree.lower[k - 1] == "no") for k in tree.kids[verb])
