"""Whose a cue is: the phrase in the clause that names who holds, and who holds with it."""

from positiongraph.extraction.doers import subject
from positiongraph.extraction.hits import Hit
from positiongraph.extraction.predicates import being, carrier, comes_from, felt, in_series, is_infinitive, named_owner, owner
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words


def holder_head(tree: Tree, hit: Hit) -> tuple[int | None, str]:
    """Return the head of the phrase that names who holds, and how it was found."""
    i = hit.at
    if hit.cue.frame == "felt":
        said = felt(tree, i)
        return (said[1] if said is not None else None), "felt"
    if hit.cue.kind == "verb":
        return _subject(tree, i)
    if hit.cue.kind == "adjective":
        return _of_adjective(tree, i)
    if hit.cue.frame == "had":
        return owner(tree, i, carrier(tree, i, hit.cue.under)), "poss"
    if hit.cue.needs == "being":
        return being(tree, i), "copula"
    if hit.light is not None and tree.dep[hit.light] != "amod" and tree.lemma[hit.light] != "come":
        name, how = _subject(tree, hit.light)
        if name is not None and name != i:
            return name, how
    if (source := comes_from(tree, i)) is not None:
        return source, "from"
    if (own := tree.child(i, "poss")) is not None:
        return own, "poss"
    if (named := named_owner(tree, i)) is not None:
        return named, "modifier"
    for k in tree.children(i, "prep"):
        if tree.lower[k] in {"of", "by", "from"} and k not in hit.slots.cue and (name := tree.child(k, "pobj")) is not None:
            return name, "of"
    if tree.dep[i] == "attr" and tree.pos[tree.head[i]] == "AUX":
        return tree.child(tree.head[i], "nsubj"), "copula"
    if tree.dep[i] == "pobj" and tree.lower[tree.head[i]] in {"in", "with", "of"} and tree.pos[tree.head[tree.head[i]]] in {"VERB", "AUX"}:
        return subject(tree, tree.head[tree.head[i]])[0], "prep"
    return None, "none"


def company(tree: Tree, hit: Hit) -> list[int]:
    """Return the heads of who holds with the holder.

    "Chad, together with Peru, condemned it", "Chad joined Peru in condemning it", "Like Peru, Chad condemned it".
    """
    verb = hit.light if hit.light is not None else hit.at
    if tree.pos[verb] not in {"VERB", "AUX"}:
        return []
    over = tree.head[tree.head[verb]]
    if tree.tag[verb] == "VBG" and tree.dep[verb] == "pcomp" and tree.lower[tree.head[verb]] == "in" and tree.lemma[over] == "join":
        return tree.children(over, "dobj")
    first = _first_of(tree, verb)
    low = hung_low(tree, first)
    near = [first, *tree.children(first, "nsubj", "punct"), *([] if low is None else [low])]  # the parser hangs some on the comma
    below = [m for n in near for m in tree.children(n, "prep", "advmod")]
    with_ = [k for m in below for k in (m, *tree.kids[m]) if tree.lower[k] in {"with", "alongside"}]
    beside = [k for k in with_ if tree.lower[k] == "alongside" or tree.lower[k - 1] in {"together", "along", "jointly"}]
    beside += [k for k in below if tree.lower[k] == "like" and _set_off(tree, k, verb)]
    joined = [k for n in near for k in tree.children(n, "acl", "advcl") if tree.lower[k] == "joined" and tree.tag[k] == "VBN"]
    by = [p for k in joined for m in tree.children(k, "agent") for p in tree.children(m, "pobj")]
    jointly = [p for m in below for p in tree.children(m, "pobj") if any(tree.lower[k] == "joint" for k in tree.kids[p])]
    beside += [k for p in jointly for k in tree.children(p, "prep") if tree.lower[k] == "with"]  # "in a joint letter with Peru"
    echoing = [k for n in near for k in tree.children(n, "acl", "advcl") if tree.lower[k] in {"echoing", "seconding"}]
    echoed = [p for k in echoing for p in tree.children(k, "dobj")]
    beside += [m for k in below if tree.lower[k] == "in" for p in tree.children(k, "pobj") if tree.lower[p] == "addition"
               for m in tree.children(p, "prep")]  # fmt: skip
    heads = [p for k in dict.fromkeys(beside) for p in tree.children(k, "pobj")]
    named = [p for p in (*by, *heads) if tree.pos[p] == "PROPN" or tree.lemma[p] in words("opposite")]
    # not "together with 141 Member States"
    return [*echoed, *_split(tree, first), *(p for p in named if not any(tree.pos[k] == "NUM" for k in tree.kids[p]))]


def _split(tree: Tree, verb: int) -> list[int]:
    """Return a second subject that a conjunction ties to the first: "Chad as well as Peru", "Chad and, to a lesser extent, Peru"."""
    subjects = tree.children(verb, "nsubj")
    tied = any(tree.dep[k] == "cc" and tree.lower[k] in {"and", "as", "plus"} for who in subjects for k in tree.kids[who])
    return subjects[1:] if tied else []


def fellows(tree: Tree, hit: Hit) -> list[int]:
    """Return the heads of those who are said to hold the same by themselves: "…, as did Peru", "…, a view echoed by Peru"."""
    verb = hit.light if hit.light is not None else hit.at if tree.pos[hit.at] in {"VERB", "AUX"} else tree.head[hit.at]
    if tree.pos[verb] not in {"VERB", "AUX"}:
        verb = next((k for k in tree.ancestors(verb) if tree.pos[k] in {"VERB", "AUX"}), verb)
    like = [k for k in tree.children(verb, "advcl") if tree.lemma[k] in {"do", "be", "have"} and tree.lower[max(k - 1, 0)] == "as"]
    same = [who for k in like if len(tree.kids[k]) <= 3 and (who := tree.child(k, "nsubj")) is not None and who > k]
    near = (verb, *tree.children(verb, "dobj", "prep"), *hit.slots.issues)
    nouns = [m for k in near for m in tree.children(k, "appos", "dobj", "npadvmod")]
    under = [k for m in nouns if tree.lemma[m] in words("stances") for k in tree.children(m, "acl", "relcl")]
    shared = [k for k in dict.fromkeys(under) if tree.lower[k] in words("shared")]
    same += [p for k in shared for m in tree.children(k, "agent") for p in tree.children(m, "pobj")]
    return same + [p for k in dict.fromkeys(under) if tree.lemma[k] in {"share", "second", "echo"} for p in tree.children(k, "nsubj")]


def _first_of(tree: Tree, verb: int, *, same: bool = True) -> int:
    """The first of verbs that share a subject, and their form: "Chad, like Peru, condemned it and urged restraint"."""
    while tree.dep[verb] == "conj" and tree.child(verb, "nsubj", "nsubjpass") is None:
        if tree.tag[tree.head[verb]] != tree.tag[verb] and (same or tree.pos[tree.head[verb]] not in {"VERB", "AUX"}):
            break
        verb = tree.head[verb]
    return verb


def _set_off(tree: Tree, k: int, verb: int) -> bool:
    """Whether a phrase begins the sentence or follows a comma, and ends at one: "Chad, like Peru," but "countries like Peru"."""
    last = max(m for m in tree.subtree(k, [verb]) if tree.words[m] != ",")
    begins = k == tree.bounds[tree.sentence[k]][0] or tree.words[k - 1] == ","
    return begins and last + 1 < len(tree) and tree.words[last + 1] == ","


def spoken_for(tree: Tree, head: int | None) -> list[int]:
    """Return the heads of those for whom somebody says it: "on behalf of the Group of 77", "speaking also for Chad"."""
    if head is None:
        return []
    if tree.dep[head] == "appos" and tree.dep[tree.head[head]] == "pobj":
        over = tree.head[tree.head[head]]
        if (tree.lower[over], tree.lower[tree.head[over]]) in {("of", "behalf"), ("for", "speaking")}:
            return [tree.head[head]]  # "Speaking for the group, the envoy", taken for an apposition
    near = [*tree.children(head, "acl"), *(tree.children(tree.head[head], "advcl") if tree.dep[head] == "nsubj" else ())]
    speaking = [k for k in near if tree.lower[k] == "speaking"]
    for_ = [k for n in speaking for m in (n, *tree.children(n, "advmod")) for k in tree.children(m, "prep") if tree.lower[k] == "for"]
    near = tree.children(tree.head[head], "prep") if tree.dep[head] == "nsubj" else []
    on = [k for n in (head, *speaking) for k in tree.children(n, "prep")] + [k for k in near if k < tree.head[head]]
    behalf = [p for k in on for p in tree.children(k, "pobj") if tree.lower[p] == "behalf"]
    return [p for k in (*for_, *(m for n in behalf for m in tree.children(n, "prep"))) for p in tree.children(k, "pobj")]


def _subject(tree: Tree, i: int) -> tuple[int | None, str]:
    """As `subject`, with two repairs for participles: "X did A, condemning B" is X's, and so is it where a noun stands before the comma."""
    if tree.tag[i] == "VBG" and tree.dep[i] in {"acl", "advcl"} and i > 0:
        first = min(tree.subtree(i))
        before = tree.words[first - 1] if first else ""
        if before == "," or first == 0 or tree.quote[max(first - 1, 0)] >= 0:
            if tree.lemma[i] in words("saying"):
                # "X said Y had left, adding that …": X adds
                for above in tree.ancestors(i):
                    if tree.lemma[above] in words("saying") and (sayers := tree.children(above, "nsubj")):
                        return sayers[-1], "participle"  # the last one: ""Enough of it", said Chad, calling for a truce"
            for above in tree.ancestors(i):
                if tree.pos[above] in {"VERB", "AUX"} and (
                    tree.child(above, "nsubj", "nsubjpass") is not None or tree.child(above, "agent") is not None
                ):
                    passive = tree.child(above, "nsubjpass")
                    if passive is not None and tree.pos[passive] in {"PRON", "PROPN"}:
                        return passive, "participle"
                    found, how = subject(tree, above)
                    if found is None:
                        return tree.child(above, "nsubjpass"), "participle"
                    return found, "participle"
    if (own := _aside(tree, i)) is not None:
        return own, "subject taken for an adverb"
    if (root := hung_low(tree, i)) is not None:
        return root, "verb hung too low"
    if (first := _first_of(tree, i, same=False)) != i and tree.tag[i] != "VBN" and (passive := tree.child(first, "nsubjpass")) is not None:
        return passive, "inherited"  # "we are troubled by the delay and | call for talks": not the delay
    over = tree.head[first]
    if tree.lemma[over] in {"allow", "permit", "let"} and is_infinitive(tree, first) and tree.dep[first] != "relcl":
        me = next((k for k in tree.children(over, "dobj") if tree.lower[k] == "me"), None)
        if me is not None:
            return me, "object"  # "allow me, at the outset, to thank them"
    found, how = subject(tree, i)
    if found is None and (listed := in_series(tree, _first_of(tree, i))) is not None:
        return tree.child(listed, "nsubj"), "first of a series"
    if found is None and (over := _one_after_another(tree, i)) != i:
        found, how = subject(tree, over)  # "first backed it, | then turned against it"
    if (found is None or tree.lower[found] == "speaking") and (cut := _cut_off(tree, i)) is not None:
        return cut, "subject hung too low"
    if found is not None and how == "nsubj" and tree.lower[found - 1] == "not" and tree.child(found, "neg") is not None:
        found = tree.child(i, "dep")  # "Chad but not Peru backs it"
    if (one := _one_of(tree, found, how)) is not None:
        return one, "one of several"
    if how == "acl" and found is not None and tree.lemma[found] in words("documents") and tree.dep[found] in {"dobj", "nsubjpass"}:
        # "adopted a resolution condemning X": who adopted it
        who = subject(tree, tree.head[found])[0]
        return (found if who is None else who), "document"
    over = tree.head[tree.head[i]]
    if found is None and tree.dep[i] == "pcomp" and tree.pos[over] in {"ADV", "ADJ"} and tree.pos[tree.head[over]] in {"VERB", "AUX"}:
        return subject(tree, tree.head[over])[0], "inherited"  # "stopped short of endorsing it"
    if found is None and how == "passive" and tree.child(i, "auxpass", "nsubjpass") is None and tree.tag[i] != "VBN":
        # "X was described as sharing a mission": the one described
        for above in tree.ancestors(i):
            if (passive := tree.child(above, "nsubjpass")) is not None:
                return passive, "raised"
    return found, how


def _one_after_another(tree: Tree, verb: int) -> int:
    """Return the verb that a finite verb without a subject goes on from, where the parser says not how."""
    chain = [verb]
    while tree.dep[verb] in {"dep", "conj"} and tree.tag[verb] in {"VBD", "VBZ", "VBP"} and tree.child(verb, "nsubj", "nsubjpass") is None:
        if tree.pos[tree.head[verb]] != "VERB":
            break
        verb = tree.head[verb]
        chain.append(verb)
    return verb if any(tree.dep[k] == "dep" for k in chain[:-1]) else chain[0]


def _aside(tree: Tree, verb: int) -> int | None:
    """Return a name that the parser took for an adverb of the verb: "Peru backs it, and Chad, after a year, | has agreed to it"."""
    if tree.child(verb, "nsubj", "nsubjpass") is not None:
        return None
    names = [k for k in tree.children(verb, "npadvmod") if tree.pos[k] == "PROPN" and 0 < k < verb]
    return next((k for k in names if tree.lower[k - 1] in {"and", "but", "while", "whereas"}), None)


def hung_low(tree: Tree, verb: int) -> int | None:
    """Return the subject of a finite verb that the parser hung on a noun, itself the root: "The ministry, like others, | called"."""
    if tree.dep[verb] != "acl" or tree.tag[verb] not in {"VBD", "VBZ"} or tree.child(verb, "nsubj", "nsubjpass") is not None:
        return None
    root = next((k for k in tree.ancestors(verb) if tree.dep[k] == "ROOT"), None)
    return root if root is not None and tree.pos[root] in {"NOUN", "PROPN"} and root < verb else None


def _cut_off(tree: Tree, verb: int) -> int | None:
    """Return a subject that the parser took for an apposition before its verb: "Speaking for the group, the envoy of Chad | opposed it".

    Or for something coordinated with the clause before: "Peru backs it, and Chad, after a year, | has agreed to it".
    """
    if tree.dep[verb] != "ROOT" or not (tree.tag[verb] in {"VBD", "VBZ"} or tree.child(verb, "aux") is not None):
        return None
    start = tree.bounds[tree.sentence[verb]][0]
    astray = [k for k in range(start, verb) if tree.dep[k] == "conj" and tree.pos[k] == "PROPN" and tree.pos[tree.head[k]] == "VERB"]
    if astray:
        return astray[-1]
    before = [k for k in range(start, verb) if tree.dep[k] == "appos" and max(tree.subtree(k)) == verb - 1]
    return next((k for k in before if tree.words[max(min(tree.subtree(k)) - 1, 0)] == ","), None)


def _of_adjective(tree: Tree, i: int) -> tuple[int | None, str]:
    head = tree.head[i]
    own = next((who for k in (i, *tree.children(i, "auxpass")) if (who := tree.child(k, "nsubj", "nsubjpass")) is not None), None)
    if own is not None:
        return own, "nsubj"  # some the parser hangs on the auxiliary: "Peru is | opposed to it"
    if tree.dep[i] in {"acomp", "oprd"} and tree.pos[head] in {"AUX", "VERB"}:
        found = tree.child(head, "nsubj", "nsubjpass")
        return (found, "nsubj") if found is not None else subject(tree, head)
    if tree.dep[i] == "conj":
        if tree.pos[head] in {"ADJ"} or tree.tag[head] == "VBN":
            return _of_adjective(tree, head)
        return subject(tree, head)
    if tree.dep[i] in {"advcl", "ROOT", "ccomp"} and head != i and tree.pos[head] in {"VERB", "AUX"}:
        return subject(tree, head)
    if tree.dep[i] == "acl":
        return head, "acl"
    return None, "none"


def _one_of(tree: Tree, found: int | None, how: str) -> int | None:
    """ "Chad is among the states pushing for it", "is the first state to do it", "we join those who call for it": Chad, we."""
    noun = tree.head[tree.head[found]] if found is not None and tree.tag[found] in {"WP", "WDT"} else found if how == "acl" else None
    if noun is None or tree.lemma[noun] not in words("members") or tree.child(noun, "poss") is not None:
        return None
    verb = tree.head[noun] if tree.dep[noun] == "dobj" else tree.head[tree.head[noun]] if tree.dep[noun] == "pobj" else noun
    if tree.lemma[verb] in {"join", "voice", "align", "side"}:
        return subject(tree, verb if tree.pos[verb] == "VERB" else tree.head[verb])[0]
    return being(tree, noun)
