"""What turns a phrase round: "end", "not", "refuse", and what it is about once they are followed to their object."""

from collections.abc import Iterable

from positiongraph.extraction.negation import refuses
from positiongraph.extraction.predicates import done_to, is_infinitive, small_clause, under
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words

_TURNED = ("of", "to", "on", "in", "against")
_ENDS = frozenset({"end", "halt", "stop", "standstill"})
_WAVERING = frozenset({"waver", "falter", "flinch", "shrink", "shy"})
_CONTESTING = frozenset({"appeal", "protest", "vote", "argue", "lobby"})


def turn(tree: Tree, head: int, *, events: bool = True, against: bool = False) -> tuple[int, int]:
    """Follow a phrase to what it is about: return +1 or −1, and the head of the issue.

    "the abandonment of sanctions" and "to stop the sales" give −1 and the inner object; "efforts to reach peace" gives +1 and `reach`.
    With `events` false a noun turns nothing: who regrets a withdrawal is against it. With `against`, "to condemn X" is turned too.
    """
    if tree.pos[head] in {"VERB", "AUX"} and (found := _at_once(tree, head, events=events, against=against)) is not None:
        return found
    sign = 1
    if tree.dep[head] in {"pobj", "dobj"} and (done := done_to(tree, head)) is not None and (stops(tree, done) or refuses(tree, done)):
        sign = -1
    for _ in range(6):
        step: tuple[int, int | None] = (1, None)
        if _nominal(tree, head):
            step = _into_noun(tree, head, events=events)
        elif tree.pos[head] in {"VERB", "AUX"}:
            if events and (any(tree.dep[k] == "neg" for k in tree.kids[head]) or _nor(tree, head)):
                sign = -sign
            if (over := _seen_over(tree, head)) is not None:
                return -sign, over
            step = _into_verb(tree, head, events=events, against=against)
        sign *= step[0]
        if step[1] is None:
            return (-sign if _none_of(tree, head) else sign), head
        head = step[1]
    return sign, head


def _at_once(tree: Tree, head: int, *, events: bool, against: bool) -> tuple[int, int] | None:
    """Return where a verb leads that nothing is followed from: "the troops be gone", "will not waver in its support", "break the siege"."""
    sign = -1 if events and refuses(tree, head) else 1
    if tree.lemma[head] == "leave" and tree.child(head, "dative") is not None:
        return sign, head  # "leave them a living planet"
    if tree.lemma[head] == "stand" and (way := under(tree, head, "in")) and tree.lower[way[0]] == "way":
        return -sign, next(iter(under(tree, way[0], "of")), way[0])  # "will not stand in the way of it"
    if _gone(tree, head) and (what := tree.child(head, "nsubj", "nsubjpass")) is not None:
        return -sign, what
    if against and tree.lemma[head] in _CONTESTING and (below := under(tree, head, "against")):
        return -sign, below[0]  # "will appeal against the ruling"
    after = (head, *tree.children(head, "advmod")) if tree.lemma[head] in _WAVERING else ()
    if below := [p for k in after for p in under(tree, k, "in", "on", "from")]:
        return -sign, below[0]  # "will not shy away from it"
    return (-sign, what) if (events or against) and (what := _broken(tree, head)) is not None else None


def _nor(tree: Tree, verb: int) -> bool:
    """ "not to threaten or | use force"."""
    first = tree.head[verb]
    tied = tree.dep[verb] == "conj" and tree.tag[verb] == "VB" and tree.child(verb, "aux", "nsubj") is None
    return tied and any(tree.dep[k] == "neg" for k in tree.kids[first]) and any(tree.lower[k] == "or" for k in tree.kids[first])


def _nominal(tree: Tree, i: int) -> bool:
    return tree.pos[i] in {"NOUN", "PROPN"} or (tree.dep[i] in {"dobj", "pobj", "nsubjpass"} and tree.pos[i] != "VERB")


def _into_noun(tree: Tree, head: int, *, events: bool) -> tuple[int, int | None]:
    """Return −1 where a noun turns its object round, and that object: "an end to the siege"; "efforts to end it" only leads on."""
    sign = -1 if any(tree.lower[k] == "no" for k in tree.children(head, "det")) else 1
    if tree.lemma[head] in words("flip_nouns") and events:
        inner = _object_of_noun(tree, head, _TURNED)
        if inner is None and tree.dep[head] == "dobj" and tree.lemma[tree.head[head]] in {"put", "bring"}:
            inner = next((p for k in tree.children(tree.head[head], "prep", "dative") for p in tree.children(k, "pobj")), None)
        if inner is not None and tree.lemma[inner] not in words("no_flip_objects"):
            return -sign, inner
    if tree.lemma[head] in words("against_nouns") and events:
        return -sign, _object_of_noun(tree, head, ("to", "of", "over", "about"))  # "associated itself with India's objection to it"
    carries = tree.lemma[head] in words("carriers")
    return sign, _object_of_noun(tree, head, ("of", "to", "for", "at", "in"), infinitive=True) if carries else None


def _seen_over(tree: Tree, head: int) -> int | None:
    """Return what somebody wants to see ended: "would like to see the ban lifted", which may hang on "see" or on its object."""
    if tree.lemma[head] not in {"see", "have"} or not is_infinitive(tree, head):
        return None
    seen = tree.child(head, "dobj")
    done = tree.child(head, "ccomp", "xcomp") or (tree.child(seen, "acl") if seen is not None else None)
    what = seen if seen is not None else tree.child(done, "nsubj", "nsubjpass") if done is not None else None
    return what if done is not None and tree.tag[done] == "VBN" and stops(tree, done) else None


def _into_verb(tree: Tree, head: int, *, events: bool, against: bool) -> tuple[int, int | None]:
    """Return −1 where a verb turns its object round, and what to follow: "to lift the ban"; "to help them do it" only leads on."""
    lemma = tree.lemma[head]
    if lemma in {"see", "have"} and is_infinitive(tree, head) and (inner := tree.child(head, "ccomp", "xcomp")) is not None:
        return 1, inner
    if lemma in words("influence") and tree.child(head, "dobj") is not None:
        inner = next((k for k in tree.children(head, "xcomp", "ccomp") if is_infinitive(tree, k)), None)
        if inner is not None:
            return 1, inner
    if ((events or against) and stops(tree, head)) or (against and lemma in words("against_verbs")):
        inner = _object_of_verb(tree, head)
        if inner is not None and tree.lemma[inner] not in words("no_flip_objects"):
            return -1, inner
    if lemma == "lead" and (below := under(tree, head, "to")):
        return 1, below[0]  # "must lead to a halt to the war"
    if lemma not in words("striving"):
        return 1, None
    inner = _through(tree, head)
    ends_ = inner is not None and tree.pos[inner] == "NOUN" and tree.lemma[inner] in words("flip_nouns")
    return 1, inner if inner is not None and (ends_ or tree.pos[inner] == "VERB") else None


def stops(tree: Tree, verb: int) -> bool:
    """Tell whether a verb puts an end to its object: "lift", "give up", "bring to an end", "put on ice"."""
    if tree.lemma[verb] == "leave" and tree.child(verb, "dative", "oprd", "acomp") is not None:
        return False  # "leave their borders open"
    if _broken(tree, verb) is not None:
        return True
    particles = {tree.lower[k] for k in tree.kids[verb] if tree.dep[k] in {"prt", "advmod", "prep"}}
    lemma = tree.lemma[verb]
    if (lemma == "lift" and particles & {"from", "out"}) or (lemma == "leave" and "behind" in particles):
        return False  # "lift people out of poverty", "leave nobody behind"
    if lemma == "bring" and _to_an_end(tree, verb):
        return True
    return lemma in words("flip_verbs") or any(f"{lemma}-{p}" in words("flip_verbs") for p in particles)


def ends(tree: Tree, verb: int) -> bool:
    """Tell whether a subject is over by its verb: "stops", "comes to an end"."""
    lemma = tree.lemma[verb]
    return lemma in {"stop", "end", "cease", "halt", "withdraw", "finish"} or (lemma == "come" and _to_an_end(tree, verb))


def _none_of(tree: Tree, verb: int) -> bool:
    """ "will take no part in it": will not."""
    if tree.pos[verb] != "VERB" or tree.lemma[verb] in {"spare", "leave", "waste", "lose", "have"}:
        return False
    return any(tree.lower[m] == "no" for k in tree.children(verb, "dobj") for m in tree.children(k, "det"))


def _to_an_end(tree: Tree, verb: int) -> bool:
    return any(tree.lower[k] == "to" and any(tree.lemma[p] in _ENDS for p in tree.children(k, "pobj")) for k in tree.children(verb, "prep"))


def _object_of_noun(tree: Tree, noun: int, prepositions: Iterable[str], *, infinitive: bool = False) -> int | None:
    for k in tree.kids[noun]:
        if k < noun:
            continue
        if tree.dep[k] == "prep" and tree.lower[k] in prepositions and (inner := tree.child(k, "pobj", "pcomp")) is not None:
            return inner
        if infinitive and tree.dep[k] in {"acl", "relcl", "advcl"} and is_infinitive(tree, k):
            return k
    return None


def _object_of_verb(tree: Tree, verb: int) -> int | None:
    if tree.lemma[verb] in {"prevent", "stop", "deter", "keep"}:
        for k in tree.children(verb, "prep"):
            if tree.lower[k] == "from" and (inner := tree.child(k, "pcomp")) is not None:
                return inner  # "prevent Iran from acquiring arms"
    for k in tree.kids[verb]:
        if (
            tree.dep[k] in {"dobj", "nsubjpass"}
            or (tree.dep[k] in {"xcomp", "ccomp"} and (tree.tag[k] == "VBG" or tree.lemma[verb] == "cease"))
            or (tree.dep[k] == "nsubj" and small_clause(tree, verb))
        ):
            return k
        if tree.dep[k] == "prep" and tree.lower[k] in {"from", "with", "out"} and (inner := tree.child(k, "pobj", "pcomp")) is not None:
            return inner
    return None


def _through(tree: Tree, verb: int) -> int | None:
    """ "work to end", "take steps to", "put an end to"."""
    inner = tree.child(verb, "xcomp", "advcl")
    if inner is not None and inner > verb and is_infinitive(tree, inner):
        return inner
    toward = [p for k in tree.children(verb, "prep") if tree.lower[k] in {"toward", "towards"} for p in tree.children(k, "pcomp")]
    return toward[0] if toward else tree.child(verb, "dobj")


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
