"""Mends of trees: constructions of diplomatic English that the small parser takes for others, each told by its shape alone."""

import re
from collections.abc import Iterable

from positiongraph.extraction.cues import cues
from positiongraph.extraction.parse import lemma_of
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words
from positiongraph.facts import Act

_ITEM = re.compile(
    r"(?P<mark>(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]|[-•*–—])?\s*)(?P<before>(?:[A-Z][a-z]+ly |[A-Z]+LY |Also |ALSO |Further |FURTHER )?)"
    r"(?P<verb>[A-Z][A-Za-z]{3,}[sS])(?= )"
)
_CAPITALS = re.compile(r" (?:UPON|ON|FOR|THE|THAT|ALSO|ITS|NOTE|OF|WITH|CONCERN|APPRECIATION|DEEP|GRAVE|STRONG|ALL)\b")


def itemised(copy: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a copy of the same length in which items of a resolution read as its clauses: "6. COMMENDS Chad" as "   commends Chad".

    The parser takes a capitalised verb at the beginning for a name.
    """
    copy = copy.replace("H.E.", "Hon ")  # no end of a sentence
    parts, at = [], 0
    for a, b in spans:
        match = _ITEM.match(copy, a, b)
        if match is None or ("verb", lemma_of(match["verb"].lower())) not in cues():
            continue
        parts += [copy[at:a], " " * len(match["mark"]), match["before"].lower(), match["verb"].lower()]
        at = match.end("verb")
        if match["verb"].isupper():
            while capital := _CAPITALS.match(copy, at, b):
                parts.append(capital[0].lower())
                at = capital.end()
    return "".join([*parts, copy[at:]])


_FINITE = frozenset({"VBZ", "VBD", "VBP", "MD"})


def mended(tree: Tree) -> Tree:
    """Mend a tree in place and return it."""
    changed = False
    mends = (_initials, _perfect, _clause_for_object, _small_clause, _prefix, _second_verb, _second_feeling, _called, _called_so,
             _finite_verb, _verbless, _after_aside)
    for i in range(len(tree)):
        changed |= any(mend(tree, i) for mend in mends)
    if changed:
        tree.kids = [[] for _ in tree.words]
        for i, head in enumerate(tree.head):
            if head != i:
                tree.kids[head].append(i)
    return tree


def _initials(tree: Tree, i: int) -> bool:
    """ "the US", "the WHO": no pronouns, where not everything is in capitals; `lower` keeps them apart."""
    word, around = tree.words[i], range(*tree.bounds[tree.sentence[i]])
    if tree.lower[i] in {"us", "who", "it"} and word.isupper() and any(tree.words[k].islower() for k in around):
        tree.lower[i] = word
        tree.pos[i] = "PROPN"
    return False


def _perfect(tree: Tree, i: int) -> bool:
    """ "Paris has long opposed conditions": a participle before its object, not an adjective of it."""
    if tree.lemma[i] != "have" or tree.tag[i] not in _FINITE:
        return False
    j = i + 1
    while j < len(tree) and tree.tag[j] in {"RB", "RBR"}:
        j += 1
    if j >= len(tree) or tree.tag[j] != "VBN" or tree.dep[j] != "amod" or j == i:
        return False
    noun = tree.head[j]
    if tree.head[noun] != i or tree.dep[noun] != "dobj" or any(k < j for k in tree.kids[noun]):
        return False
    for k in tree.kids[i]:
        tree.head[k] = j
    tree.head[j], tree.dep[j], tree.pos[j] = (j if tree.head[i] == i else tree.head[i]), tree.dep[i], "VERB"
    tree.head[i], tree.dep[i], tree.pos[i] = j, "aux", "AUX"
    tree.head[noun] = j
    return True


def _clause_for_object(tree: Tree, i: int) -> bool:
    """ "reaffirmed that terrorism in all its forms constitutes a threat": "that" opens a clause and is no article."""
    if tree.pos[i] != "VERB" or i + 2 >= len(tree) or tree.lower[i + 1] != "that" or tree.tag[i + 1] != "DT":
        return False
    noun = tree.head[i + 1]
    if tree.head[noun] != i or tree.dep[noun] not in {"dobj", "nsubj"}:
        return False
    verb = next(
        (
            k
            for k in range(noun + 1, len(tree))
            if tree.sentence[k] == tree.sentence[i]
            and tree.tag[k] in {"VBZ", "VBD", "VBP"}
            and tree.head[k] in {i, noun}
            and tree.dep[k] in {"advcl", "conj", "ccomp", "relcl"}
            and tree.child(k, "nsubj", "nsubjpass") is None
        ),
        None,
    )
    if verb is None:
        return False
    for k in tree.kids[i]:
        if noun < k < verb:
            tree.head[k] = noun
    tree.head[verb], tree.dep[verb] = i, "ccomp"
    tree.head[noun], tree.dep[noun] = verb, "nsubj"
    tree.head[i + 1], tree.dep[i + 1], tree.tag[i + 1] = verb, "mark", "IN"
    return True


def _prefix(tree: Tree, i: int) -> bool:
    """ "de-escalation", "re-establishing": one word, not three in a row."""
    if tree.words[i] != "-" or not 0 < i < len(tree) - 1 or tree.dep[i - 1] != tree.dep[i + 1] or tree.head[i - 1] != tree.head[i + 1]:
        return False
    if tree.end[i - 1] != tree.start[i] or tree.end[i] != tree.start[i + 1]:
        return False
    for k in (i - 1, i):
        tree.head[k], tree.dep[k], tree.pos[k] = i + 1, "compound" if k < i else "punct", "NOUN" if k < i else "PUNCT"
    for k in list(tree.kids[i - 1]):
        if k < i - 1:
            tree.head[k] = i + 1
    return True


def _verbless(tree: Tree, i: int) -> bool:
    """ "The secretary of state voiced concern": a past tense taken for an adjective leaves the sentence without a verb."""
    noun = tree.head[i]
    if tree.tag[i] != "VBN" or tree.dep[i] != "amod" or tree.head[noun] != noun or tree.pos[noun] != "NOUN" or noun < i:
        return False
    loose = {"nmod", "compound", "dep", "nsubj"}
    before = [k for k in tree.kids[noun] if k < i and tree.pos[k] in {"NOUN", "PROPN"} and tree.dep[k] in loose]
    lemma = tree.lemma[i]
    if not before or not (lemma in words("light") or ("verb", lemma) in cues()):
        return False
    who = before[-1]
    for k in tree.kids[noun]:
        if k < i and k != who:
            tree.head[k] = who
        elif k > noun and (tree.dep[k] == "cc" or (tree.dep[k] == "conj" and tree.tag[k] in _FINITE) or tree.words[k] == "."):
            tree.head[k] = i
    tree.head[i], tree.dep[i], tree.tag[i] = i, "ROOT", "VBD"
    tree.head[who], tree.dep[who] = i, "nsubj"
    tree.head[noun], tree.dep[noun] = i, "dobj"
    return True


def _after_aside(tree: Tree, i: int) -> bool:
    """ "China, which banned the fish, called on Tokyo": a past tense after an aside, taken for a participle of the subject."""
    who = tree.head[i]
    if tree.tag[i] != "VBN" or tree.dep[i] != "acl" or tree.head[who] != who or tree.pos[who] not in {"PROPN", "NOUN"} or i < 2:
        return False
    if tree.words[i - 1] != "," or not _takes(tree, i) or tree.child(i, "agent") is not None:
        return False
    for k in tree.kids[who]:
        if k > i:
            tree.head[k] = i
    tree.head[i], tree.dep[i], tree.tag[i] = i, "ROOT", "VBD"
    tree.head[who], tree.dep[who] = i, "nsubj"
    return True


def _second_verb(tree: Tree, i: int) -> bool:
    """ "We reject attempts to legitimise the coup and support the envoy": two verbs of ours, where the first takes a position too."""
    inner = tree.head[i]
    if tree.tag[i] != "VB" or tree.dep[i] != "conj" or tree.tag[inner] != "VB" or tree.child(i, "aux", "nsubj") is not None:
        return False
    top = tree.head[inner]
    while tree.head[top] != top and tree.pos[top] not in {"VERB", "AUX"}:
        top = tree.head[top]
    who = tree.child(top, "nsubj")
    if tree.tag[top] != "VBP" or who is None or tree.lower[who] not in {"we", "they"} or not (_takes(tree, i) and _takes(tree, top)):
        return False
    tree.head[i], tree.tag[i] = top, "VBP"
    for k in tree.kids[inner]:
        if tree.dep[k] == "cc" and k < i:
            tree.head[k] = top
    return True


def _finite_verb(tree: Tree, i: int) -> bool:
    """ "urged both sides to respect the truce and called on Peru": a past tense goes with the past tense before it."""
    below = tree.head[i]
    if tree.tag[i] not in {"VBD", "VBZ"} or tree.dep[i] != "conj" or tree.tag[below] == tree.tag[i] or tree.child(i, "nsubj", "nsubjpass"):
        return False
    top = next((k for k in tree.ancestors(below) if tree.tag[k] == tree.tag[i] and tree.pos[k] in {"VERB", "AUX"}), None)
    if top is None or top > i:
        return False
    tree.head[i] = top
    for k in tree.kids[below]:
        if tree.dep[k] == "cc" and k < i:
            tree.head[k] = top
    return True


def _takes(tree: Tree, i: int) -> bool:
    found = cues().get(("verb", tree.lemma[i]), ())
    return any(cue.stance is not None and cue.act not in {Act.PLEDGE, Act.ASSERT} for cue in found)


def _called(tree: Tree, i: int) -> bool:
    """ "called the raid on Kyiv a crime": a name for what is judged, no other name of the town."""
    first = min(tree.subtree(i))
    if tree.dep[i] != "appos" or tree.pos[i] != "NOUN" or first == 0 or tree.words[first - 1] == "," or tree.tag[first] != "DT":
        return False
    verb = next((k for k in tree.ancestors(i) if tree.pos[k] == "VERB"), None)
    if verb is None or tree.lemma[verb] not in words("naming") or verb > first or (what := tree.child(verb, "dobj")) is None:
        return False
    if tree.head[i] not in tree.subtree(what):
        return False
    tree.head[i], tree.dep[i] = verb, "oprd"
    return True


def _called_so(tree: Tree, i: int) -> bool:
    """ "called the new treaty unfair": the treaty is what is judged, no part of the judgement."""
    verb = tree.head[i]
    judging = tree.dep[i] == "oprd" and tree.lemma[verb] in words("naming") | words("opinion_of")
    known = tree.pos[i] == "ADJ" or tree.lower[i] in words("good") | words("bad")
    if i == 0 or not judging or not known or tree.child(i, "det") == i - 1:
        return False
    if tree.pos[i] != "ADJ":
        tree.pos[i], tree.lemma[i] = "ADJ", tree.lower[i]
    what = i - 1
    if tree.child(verb, "dobj", "nsubjpass") is not None or tree.head[what] != i or tree.pos[what] not in {"NOUN", "PROPN"}:
        return False
    for k in tree.kids[i]:
        if k < what:
            tree.head[k] = what
    tree.head[what], tree.dep[what] = verb, "dobj"
    return True


def _second_feeling(tree: Tree, i: int) -> bool:
    """ "voiced support for the court and concern at the raids": two feelings that one verb carries, not one about the other."""
    below = tree.head[i]
    first = tree.head[tree.head[below]]
    if tree.pos[i] != "NOUN" or tree.dep[i] != "conj" or tree.dep[below] != "pobj" or tree.dep[first] != "dobj":
        return False
    feelings = [any(not cue.under for cue in cues().get(("noun", tree.lemma[k]), ())) for k in (first, i)]
    about = i + 1
    if not all(feelings) or tree.lemma[tree.head[first]] not in words("light") or tree.child(i, "det") is not None:
        return False
    if about == len(tree) or tree.dep[about] != "prep" or tree.head[about] not in {i, below, first}:
        return False
    tree.head[i], tree.head[about] = first, i
    for k in tree.kids[below]:
        if tree.dep[k] == "cc" and k < i:
            tree.head[k] = first
    return True


def _small_clause(tree: Tree, i: int) -> bool:
    """ "considers it essential to reform", "considers the referendum null and void", "holds Chad liable": what is judged is an object."""
    head = tree.head[i]
    judged = tree.lemma[head] in words("opinion_of") or (tree.lemma[head] == "hold" and tree.lower[i] in words("accountable"))
    if tree.pos[i] not in {"ADJ", "NOUN"} or tree.dep[i] != "ccomp" or not judged or head > i:
        return False
    who = tree.child(i, "nsubj")
    if who is None or tree.child(i, "cop", "aux", "mark") is not None:
        return False
    if tree.lower[who] == "it":
        return False
    tree.dep[i] = "oprd"
    tree.head[who], tree.dep[who] = head, "dobj"
    return True
