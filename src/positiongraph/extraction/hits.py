"""Which words of a paragraph take a position, after the weaker readings have given way to the stronger."""

from dataclasses import dataclass, field

from positiongraph.extraction.cues import Cue
from positiongraph.extraction.frames import Slots, matches
from positiongraph.extraction.needs import fits, named, over
from positiongraph.extraction.phrases import stretched
from positiongraph.extraction.predicates import carrier, done_to, named_owner
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words
from positiongraph.facts import Act

_FIRST = frozenset({"unfulfilled", "seeing", "cold", "unable", "pending"})
"""Needs that go before other readings of the same word where they are met."""

_FIRST_FRAMES = frozenset({"had", "felt", "owned", "despite"})


@dataclass(slots=True, eq=False)
class Hit:
    """A cue that fits, what its slots hold, and how it stands to others."""

    at: int
    cue: Cue
    slots: Slots
    region: frozenset[int]
    """Tokens of the issue slot."""
    over: "Hit | None" = None
    """The nearest report that this stands in."""
    light: int | None = None
    """The verb that carries a noun cue."""
    follows: "Hit | None" = None
    """A cue whose holder is taken over: coordinated with it, or its participle."""
    inner: list["Hit"] = field(default_factory=list)


def hits(tree: Tree) -> list[Hit]:
    """Return the hits of a paragraph in order."""
    found = [hit for i in range(len(tree)) if tree.pos[i] in {"VERB", "NOUN", "ADJ", "AUX"} and (hit := _best(tree, i)) is not None]
    return _ordered(tree, found)


def _best(tree: Tree, i: int) -> Hit | None:
    fitting = [(cue, slots) for cue, slots in matches(tree, i) if fits(tree, i, cue, slots)]
    if not fitting:
        return None
    cue, slots = max(fitting, key=_rank)
    if cue.frame == "bare":
        return Hit(i, cue, slots, frozenset(slots.cue))
    region = frozenset(k for head in slots.issues for k in tree.subtree(head))
    if tree.dep[i] == "relcl" and tree.head[i] in slots.issues:
        region -= set(tree.subtree(i))
    region |= {k for head in slots.issues if (done := done_to(tree, head)) is not None for k in tree.subtree(done)}
    if cue.frame == "object>as":
        region -= {m for k in region if tree.lower[k] == "as" and tree.dep[k] == "prep" for m in tree.subtree(k)}
    if cue.frame == "object" and slots.issues and slots.issues[0] > i and tree.pos[slots.issues[0]] in {"NOUN", "PROPN"}:
        region = stretched(tree, i, region)
    return Hit(i, cue, slots, region)


def _rank(pair: tuple[Cue, Slots]) -> tuple[bool, bool, int, bool, bool]:
    cue, first = pair[0], _FIRST_FRAMES
    return cue.needs in _FIRST or cue.frame in first, ">" in cue.frame, len(cue.particle), not cue.report, not cue.needs


def _ordered(tree: Tree, found: list[Hit]) -> list[Hit]:
    """Tie hits to the reports and carriers around them, and drop what stands inside another's issue."""
    kept = []
    dropped = _said_twice(found)
    for hit in found:
        if hit.at in dropped:
            continue
        outer = [o for o in found if o is not hit and hit.at in o.region and o.at not in dropped]
        # the innermost comes first
        outer.sort(key=lambda o: len(o.region))
        keep = True
        for o in outer:
            if o.cue.report:
                hit.over = hit.over or o
                o.inner.append(hit)
                continue
            if _owned(tree, hit):
                continue
            if _performed(tree, hit, o):
                dropped.add(o.at)
                continue
            if hit.cue.frame in {"had", "given", "owned"} and carrier(tree, hit.at, hit.cue.under) == o.at:
                dropped.add(o.at)  # "can count on our support": no reliance of ours
                continue
            if _escapes(tree, hit, o):
                hit.follows = hit.follows or o
                o.region = frozenset(k for k in o.region if k < min(tree.subtree(hit.at)))
                continue
            bare = o.cue.kind == "verb" and o.cue.particle[:1] in {(), ("...",)}
            if hit.cue.kind == "noun" and hit.at in _heads(tree, o) and tree.lemma[o.at] in words("light") and bare:
                hit.light = o.at
                dropped.add(o.at)
                continue
            keep = False
            break
        if keep and (hit.cue.frame == "owned" or (hit.cue.frame == "had" and tree.dep[hit.at] == "pobj")):
            hit.light = carrier(tree, hit.at, hit.cue.under)
        if keep and hit.cue.frame == "manner":
            hit.light = tree.head[tree.head[hit.at]]
        if keep:
            if (
                hit.light is None
                and hit.cue.kind == "noun"
                and tree.pos[over(tree, hit.at)] == "VERB"
                and tree.dep[hit.at] in {"dobj", "conj", "nsubjpass", "xcomp"}
                and not (_owned(tree, hit) and tree.lemma[over(tree, hit.at)] not in words("light"))
            ):
                hit.light = over(tree, hit.at)
            kept.append(hit)
        else:
            dropped.add(hit.at)
    return [hit for hit in kept if hit.at not in dropped]


def _said_twice(found: list[Hit]) -> set[int]:
    """ "pay tribute to X for Y", where the verb with its noun and the noun alone are cues: the one that finds more."""
    nouns = {hit.at: hit for hit in found if hit.cue.kind == "noun"}
    pairs = [(hit, nouns[k]) for hit in found if hit.cue.particle for k in hit.slots.cue if k in nouns and k != hit.at]
    return {verb.at if ">" in noun.cue.frame or noun.cue.frame == "manner" else noun.at for verb, noun in pairs}


def _owned(tree: Tree, hit: Hit) -> bool:
    """ "criticised Chad's rejection of the pact", "tabled a pact that Chad rejects": Chad rejects it, whatever else is said.

    A proposal is what is said of it.
    """
    if tree.tag[hit.at] == "VBG" and tree.dep[hit.at] == "acl" and tree.lemma[tree.head[hit.at]] in words("documents"):
        return not hit.cue.report and named_owner(tree, tree.head[hit.at]) is not None  # "Chad's letter rejecting the pact drew fury"
    if hit.cue.kind == "verb" and tree.dep[hit.at] == "relcl":
        who = tree.child(hit.at, "nsubj")
        return not hit.cue.report and who is not None and tree.pos[who] == "PROPN"
    return hit.cue.kind == "noun" and hit.cue.act != Act.URGE and named(tree, hit.at, hit.cue)


def _performed(tree: Tree, hit: Hit, outer: Hit) -> bool:
    """ "We wish to express our thanks", "I want to commend Y": done by being said."""
    verb = hit.light if hit.light is not None else hit.at if hit.cue.kind == "verb" else tree.head[hit.at]
    if outer.cue.act != Act.PLEDGE or hit.cue.act == Act.PLEDGE or tree.lemma[outer.at] not in {"wish", "want", "like", "desire", "hope"}:
        return False
    who = tree.child(outer.at, "nsubj")
    said = who is not None and (tree.lower[who] in {"i", "we"} or tree.lemma[outer.at] in {"wish", "like"})
    return verb in outer.slots.issues and said


def _heads(tree: Tree, hit: Hit) -> set[int]:
    """The issue heads of a hit and what is coordinated with them."""
    found = set(hit.slots.issues)
    for k in list(found):
        found |= {m for m in tree.subtree(k) if tree.dep[m] == "conj" and tree.head[m] in found}
    return found


def _escapes(tree: Tree, hit: Hit, outer: Hit) -> bool:
    """Tell whether a hit only seems to stand inside another's issue: a participle after a comma, a finite verb hung too low."""
    i = hit.at
    if hit.cue.kind == "noun":
        return False
    first = min(tree.subtree(i))
    if tree.tag[i] == "VBG" and tree.dep[i] in {"advcl", "acl", "conj"} and first > 0 and tree.words[first - 1] == "," and i - first <= 2:
        return True
    if tree.tag[i] == "VBN" and tree.dep[i] == "conj" and tree.child(i, "auxpass") is None and tree.tag[tree.head[i]] == "VB":
        return True  # "called for a right to use it and criticised the ban": no participle
    if tree.tag[i] in {"VBD", "VBZ", "VBP"} and tree.dep[i] == "conj" and tree.child(i, "nsubj", "nsubjpass") is None:
        return tree.tag[tree.head[i]] != tree.tag[i] or tree.head[i] == outer.at
    return False
