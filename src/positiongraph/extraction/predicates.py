"""Of whom a noun or adjective is said: "is unacceptable to Peru", "is a critic of the pact", "attaches value to the talks"."""

from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words

_IN = frozenset({"confidence", "trust", "faith", "interest", "hope", "belief"})
"""Nouns that say by "in" of whom they are felt."""
_BEING = frozenset({"be", "remain", "become", "stay"})


def felt(tree: Tree, i: int) -> tuple[int, int] | None:
    """Return what is felt so and who feels it: "the delay is of concern to us", "a truce is a priority for Peru", "the raid angered us"."""
    if tree.pos[i] == "VERB":
        what, who = tree.child(i, "nsubj"), tree.child(i, "dobj")
        moved = what is not None and who is not None and tree.pos[what] == "NOUN" and tree.pos[who] == "PROPN"
        return (what, who) if what is not None and who is not None and moved else None
    top = _whole(tree, i)
    verb = tree.head[top]
    if tree.dep[top] not in {"acomp", "attr", "prep"} or tree.lemma[verb] not in _BEING or (what := tree.child(verb, "nsubj")) is None:
        return None
    of = [] if tree.pos[i] == "ADJ" else [tree.child(i, "poss"), *under(tree, i, "of")]
    first = [p for k in tree.children(verb, "prep") if k < what and tree.lower[k] in {"to", "for"} for p in tree.children(k, "pobj")]
    who = next((k for k in (*under(tree, i, "to", "for"), *under(tree, top, "to", "for"), *under(tree, verb, "to", "for"), *first, *of)
                if k is not None), None)
    return (what, who) if who is not None and _somebody(tree, who) and tree.lower[what] not in words("things") else None


def being(tree: Tree, i: int) -> int | None:
    """Return who is called so: "Peru is a critic of it", "Peru is one of its backers", "Peru, a backer of it, left"."""
    top = i
    if tree.dep[i] == "pobj" and tree.lower[tree.head[i]] in {"among", "of"}:
        top = tree.head[i] if tree.lower[tree.head[i]] == "among" else tree.head[tree.head[i]]
        if tree.dep[top] == "attr" and tree.lemma[top] != "one":
            return None
    if tree.dep[top] == "appos":
        return tree.head[top]
    return tree.child(tree.head[top], "nsubj") if tree.dep[top] in {"attr", "prep"} and tree.lemma[tree.head[top]] in _BEING else None


def extent(tree: Tree, i: int) -> list[int]:
    """The words of such a saying: from of whom it is said to whom it is so."""
    if tree.dep[i] == "appos":
        return [*tree.subtree(tree.head[i], [i]), i]
    verb = i if tree.pos[i] == "VERB" else next((k for k in tree.ancestors(i) if tree.pos[k] in {"VERB", "AUX"}), i)
    who, feels = tree.child(verb, "nsubj"), felt(tree, i)
    whose = feels[1] if feels is not None else owner(tree, i, verb) if tree.pos[i] == "NOUN" else None
    return [*(tree.subtree(who) if who is not None else ()), verb, i, *(tree.subtree(whose) if whose is not None else ())]


def carrier(tree: Tree, i: int, verbs: frozenset[str]) -> int | None:
    """Return the verb of these that a noun is the object of, or the object of its preposition where that is written with it: "count on"."""
    while tree.dep[i] == "conj" and tree.pos[tree.head[i]] == "NOUN":
        i = tree.head[i]
    verb = tree.head[i]
    if tree.dep[i] in {"dobj", "nsubjpass"}:
        return verb if tree.lemma[verb] in verbs else None
    over = tree.head[verb] if tree.dep[tree.head[verb]] != "dobj" else tree.head[tree.head[verb]]  # "assure them | of it"
    return over if tree.dep[i] == "pobj" and f"{tree.lemma[over]} {tree.lower[verb]}" in verbs else None


def carried(tree: Tree, i: int, verbs: frozenset[str]) -> bool:
    """Tell whether a noun is the object of one of the verbs, and not denied: "attaches value to", "sees no merit in" is another matter."""
    return carrier(tree, i, verbs) is not None and not any(tree.lower[k] == "no" for k in tree.kids[i])


def comes_from(tree: Tree, i: int) -> int | None:
    """Return where a noun is said to come from: "from Lima came | a call for calm", "criticism also came from Peru"."""
    verb = tree.head[i]
    if tree.lemma[verb] not in {"come", "arrive", "pour"} or tree.dep[i] not in {"nsubj", "dobj", "attr"}:
        return None
    return next((p for k in tree.children(verb, "prep") if tree.lower[k] == "from" for p in tree.children(k, "pobj")), None)


def named_owner(tree: Tree, i: int) -> int | None:
    """Return the name before a noun that says whose it is: "Peru's support", "Peruvian support", "NATO support"."""
    own = [k for k in tree.children(i, "poss") if tree.pos[k] == "PROPN"]
    own += [k for k in tree.children(i, "amod", "compound", "nmod") if tree.pos[k] in {"PROPN", "ADJ"} and tree.words[k][:1].isupper()]
    return own[0] if own else None


def owner(tree: Tree, i: int, verb: int | None = None) -> int | None:
    """Return whose a noun is: "our support", "the support of Peru", "drew Peruvian support", "drew support | from Peru", "| in Lima"."""
    own = [*tree.children(i, "poss"), *under(tree, i, "of", "from", "by", "among")]
    if verb is not None:
        own += [k for k in (*under(tree, verb, "from", "by", "among"), *_agent(tree, verb)) if k > i]
        inside = under(tree, verb, "in") + (under(tree, i, "in") if tree.lemma[i] not in _IN else [])
        places = [k for k in inside if tree.pos[k] == "PROPN"]
        own += [k for k in (named_owner(tree, i), *places) if k is not None]
    return own[0] if own else None


def _agent(tree: Tree, verb: int) -> list[int]:
    return [p for k in tree.children(verb, "agent") for p in tree.children(k, "pobj")]


def is_infinitive(tree: Tree, i: int) -> bool:
    """Tell whether a verb stands with "to", passive or not."""
    base = tree.tag[i] == "VB" or (tree.tag[i] == "VBN" and any(tree.lower[k] == "be" for k in tree.children(i, "auxpass")))
    return base and any(tree.lower[k] == "to" and k < i for k in tree.kids[i])


def announces(tree: Tree, verb: int, who: int) -> bool:
    """ "I will speak of it", "will not go into details", "will have the chance to see it": no promise."""
    into = {tree.lemma[p] for k in tree.children(verb, "prep") for p in tree.children(k, "pobj")}
    had = {tree.lemma[k] for k in tree.children(verb, "dobj") if tree.lemma[verb] == "have"}
    return (tree.lower[who] == "i" and tree.lemma[verb] in words("announcing")) or bool(into & words("details") or had & words("openings"))


def in_series(tree: Tree, verb: int) -> int | None:
    """Return the verb before one without a subject that the parser took for its content: "Peru condemned it, | promised aid and left"."""
    if tree.dep[verb] != "ROOT" or tree.child(verb, "nsubj", "nsubjpass", "expl") is not None:
        return None
    same = [k for k in tree.children(verb, "ccomp") if k < verb and tree.tag[k] == tree.tag[verb] and tree.child(k, "mark") is None]
    return next((k for k in same if tree.child(k, "nsubj") is not None and "," in tree.words[k + 1 : verb]), None)


def is_now(tree: Tree, verb: int) -> bool:
    """Tell whether a verb is in the present, or in the past of what was said: "said that they deserved it"."""
    told = tree.tag[verb] == "VBD" and tree.dep[verb] == "ccomp" and tree.tag[tree.head[verb]] in {"VBD", "VBG"}
    return told or tree.tag[verb] in {"VBZ", "VBP", "VB"}


def done_to(tree: Tree, noun: int) -> int | None:
    """Return what is to be done to a noun, where that hangs beside it: "calls for the ban | to be lifted"."""
    over = tree.head[noun]
    top = tree.head[over] if tree.dep[noun] == "pobj" and tree.lower[over] == "for" else over if tree.dep[noun] == "dobj" else None
    to = max(tree.subtree(noun)) + 1 if top is not None else len(tree)
    verb = tree.head[to] if to < len(tree) and tree.lower[to] == "to" else None
    if verb is None or top is None or tree.head[verb] not in {top, tree.head[top]} or tree.child(verb, "auxpass") is None:
        return None
    return verb if is_infinitive(tree, verb) else None


def small_clause(tree: Tree, verb: int) -> bool:
    """Tell whether a verb is a participle after its subject: "want the mission | extended"."""
    bare = tree.tag[verb] in {"VBN", "VBD"} and tree.child(verb, "aux", "auxpass", "mark") is None
    who = tree.child(verb, "nsubj", "nsubjpass")
    return bare and tree.dep[verb] in {"ccomp", "xcomp"} and who is not None and tree.head[verb] < who < verb


def _somebody(tree: Tree, i: int) -> bool:
    """A name, a pronoun or an office: "essential to growth" is nobody's feeling."""
    return tree.pos[i] in {"PROPN", "PRON"} or tree.lemma[i] in words("offices") | words("collectives")


def _whole(tree: Tree, i: int) -> int:
    """ "a matter | of concern", "| of concern"."""
    if tree.dep[i] != "pobj" or tree.lower[tree.head[i]] != "of":
        return i
    over = tree.head[tree.head[i]]
    return over if tree.dep[over] == "attr" else tree.head[i]


def under(tree: Tree, i: int, *prepositions: str) -> list[int]:
    """Return the objects of the prepositions after a word."""
    return [p for k in tree.children(i, "prep") if k > i and tree.lower[k] in prepositions for p in tree.children(k, "pobj")]
