"""What is negated: a verb, noun or adjective by the words around it."""

from positiongraph.extraction.tree import Tree


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
    if tree.dep[i] == "ccomp" and tree.lemma[head] in {"mean", "imply", "signify"} and refuses(tree, head):
        return True  # "does not mean that it accepts"
    return tree.dep[i] == "pcomp" and tree.lower[head] == "without"


def refuses(tree: Tree, verb: int) -> bool:
    """Tell whether a verb itself is negated."""
    return any(tree.dep[k] == "neg" or (tree.lower[k] == "longer" and k > 0 and tree.lower[k - 1] == "no") for k in tree.kids[verb])
