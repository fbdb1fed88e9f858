"""Words before a cue that may be its source, whatever the parser says, and the forms of verbs it may not have known."""

from positiongraph.extraction.tree import Tree


def forms(verb: str) -> list[str]:
    """Return the forms of a regular verb.

    >>> forms("deny"), forms("back"), forms("urge"), forms("slam")
    (['deny', 'denies', 'denied', 'denying'], ['back', 'backs', 'backed', 'backing'], ['urge', 'urges', 'urged', 'urging'], \
['slam', 'slams', 'slammed', 'slamming'])
    """
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return [verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    if verb.endswith("e"):
        return [verb, verb + "s", verb + "d", verb[:-1] + "ing"]
    if verb.endswith(("s", "sh", "ch", "x", "z")):
        return [verb, verb + "es", verb + "ed", verb + "ing"]
    stem = verb + verb[-1] if len(verb) < 5 and verb[-1] in "bdgmnpt" and verb[-2] in "aeiou" and verb[-3] not in "aeiou" else verb
    return [verb, verb + "s", stem + "ed", stem + "ing"]


def before(tree: Tree, i: int) -> int | None:
    """Return the last word of the noun phrase that ends before a cue: adverbs, auxiliaries and a "to" may stand between."""
    a = tree.bounds[tree.sentence[i]][0]
    k = i - 1
    while k >= a and (tree.pos[k] in {"ADV", "AUX", "PART"} or tree.words[k] in {",", "-", "–", "—"}):
        k -= 1
    return k if k >= a and tree.pos[k] in {"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ"} else None


def phrase_before(tree: Tree, last: int) -> list[int]:
    """Return the noun phrase that ends with a word, as far as the words of names and nouns run on unbroken."""
    head, a = last, tree.bounds[tree.sentence[last]][0]
    while (above := tree.head[head]) != head and tree.pos[above] in _NOMINAL and a <= above < last:
        head = above
    found = {k for k in tree.subtree(head) if k <= last} | {last}
    first = last
    while first > a and (first - 1 in found or tree.pos[first - 1] in {"PROPN", "NOUN"}):
        first -= 1
    return tree.trim(range(first, last + 1))


_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "ADP"})
