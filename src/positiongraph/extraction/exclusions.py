"""What is excluded, and so what is asked for: "there is no alternative to talks", "only talks can end it", "nothing justifies the raid"."""

from collections.abc import Iterable

from positiongraph.extraction.negation import refuses
from positiongraph.extraction.predicates import under
from positiongraph.extraction.sense import Sense, evaluation
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.wants import asking
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
        if tree.lemma[k] in words("no_place") and (asked := tree.child(k, "acl", "relcl")) is not None and tree.tag[asked] == "VB":
            return asking(tree, asked, sign=-1)  # "there is no reason to wait"
        if (without := _without(tree, (k, head))) is not None and tree.lemma[k] in words("good_things"):
            return Sense(2, True, without)
        aux = {tree.lower[m] for m in tree.children(head, "aux")}
        reported = tree.dep[head] in {"ccomp", "acl"}
        can = aux & {"can", "must", "should", "shall"} or ("could" in aux and reported) or ("will" in aux and inner is not None)
        if tree.lemma[k] == "solution" or (can and tree.lemma[k] not in words("good_things") | {"doubt", "mistake", "question"}):
            return Sense(-2, True, k)
    return None


def only(tree: Tree, head: int) -> Sense | None:
    """ "Only talks can end the war", "no plan can succeed without a truce", "without a truce the goals are an illusion"."""
    who = tree.child(head, "nsubj")
    if who is None:
        return None
    first = [k for k in tree.children(head, "prep") if k < who and tree.lower[k] == "without"]
    without = [p for k in first for p in tree.children(k, "pobj")]
    said = [m for k in tree.children(head, "acomp", "attr") for m in tree.subtree(k)] if tree.lemma[head] == "be" else []
    if without and said and evaluation(tree, said) < 0:
        return asking(tree, without[0])
    if any(tree.lower[k] == "no" for k in tree.kids[who]) and any(tree.tag[k] == "MD" for k in tree.kids[head]):
        without = under(tree, head, "without")
        return asking(tree, without[0]) if without else None
    can = any(tree.lower[k] == "can" or (tree.lower[k] == "will" and tree.lemma[head] == "do") for k in tree.children(head, "aux"))
    alone = tree.pos[who] == "NOUN" and any(tree.lower[k] == "only" for k in (*tree.kids[who], max(who - 1, 0)))
    return asking(tree, who) if can and alone and not refuses(tree, head) else None


def nothing(tree: Tree, head: int) -> Sense | None:
    """ "Nothing can justify the raid"."""
    who, what = tree.child(head, "nsubj"), tree.child(head, "dobj")
    if who is not None and what is not None and tree.lemma[head] == "give" and tree.lemma[what] == "right" and tree.lower[who] == "nothing":
        asked = tree.child(what, "acl", "relcl")  # "nothing gives it the right to invade"
        return Sense(-2, False, asked) if asked is not None else None
    if who is not None and tree.lower[who] == "nothing" and tree.lemma[head] == "be":
        return _more_than(tree, head)
    passive = tree.child(head, "nsubjpass")
    seen = passive is not None and tree.lemma[head] in words("seeing") and refuses(tree, head)
    if seen and evaluation(tree, [m for k in tree.children(head, "prep", "oprd", "xcomp") for m in tree.subtree(k)]):
        return Sense(-2, False, passive)  # "cannot be seen as legitimate"
    if passive is not None and refuses(tree, head) and tree.lemma[head] in words("overstating"):
        return Sense(2, False, passive)  # "its importance cannot be overstated"
    able = any(tree.lower[k] in {"can", "ca"} for k in tree.children(head, "aux")) and refuses(tree, head)
    if able and tree.lemma[head] == "be" and who is not None and tree.pos[who] in {"NOUN", "PROPN"}:
        named = any(tree.lemma[k] in words("choices") for k in tree.children(head, "attr"))
        return Sense(-2, False, who) if named else None  # "force cannot be the answer"
    if tree.lemma[head] not in words("justifying"):
        return None
    if passive is not None and refuses(tree, head) and any(tree.lower[k] in {"can", "ca"} for k in tree.children(head, "aux")):
        return Sense(-2, False, passive)  # "terrorism cannot be justified"
    if who is None or what is None:
        return None
    return Sense(-2, False, what) if any(tree.lower[k] in {"no", "nothing"} for k in (who, *tree.kids[who])) else None


def _more_than(tree: Tree, head: int) -> Sense | None:
    """ "Nothing is more urgent than a truce": the truce."""
    for k in tree.children(head, "acomp"):
        after = [m for n in (k, head) for m in tree.children(n, "prep") if tree.lower[m] == "than"]
        than = [p for m in after for p in tree.children(m, "pobj", "pcomp")]
        if than and tree.lemma[k] in words("bad") | words("good") | words("vital") | words("deontic_adjectives"):
            return Sense(-2 if tree.lemma[k] in words("bad") else 2, False, than[0])
    return None


def only_through(tree: Tree, head: int) -> Sense | None:
    """ "Peace can only be achieved through talks", "will come only by working together", "can only be the result of talks"."""
    if not any(tree.lower[k] in {"can", "could", "will"} for k in tree.children(head, "aux")) or refuses(tree, head):
        return None
    alone = any(tree.lower[k] == "only" for k in tree.kids[head])
    leads = {"through", "by", "via", "with", "at"} | ({"from"} if tree.lemma[head] == "come" else set())
    for k in tree.children(head, "prep", "agent"):
        by = tree.child(k, "pobj", "pcomp")
        near = alone or tree.lower[k - 1] == "only" or any(tree.lower[m] == "only" for m in tree.kids[k])
        if near and by is not None and tree.lower[k] in leads:
            return asking(tree, by)
    result = [p for k in tree.children(head, "attr") for p in under(tree, k, "of")] if alone else []
    return asking(tree, result[0]) if result else None


def _without(tree: Tree, over: Iterable[int]) -> int | None:
    return next((p for n in over for k in tree.children(n, "prep") if tree.lower[k] == "without" for p in tree.children(k, "pobj")), None)
