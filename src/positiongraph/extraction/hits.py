"""Which words of a paragraph take a position, after the weaker readings have given way to the stronger."""

from dataclasses import dataclass, field

from positiongraph.extraction.candidates import subject
from positiongraph.extraction.cues import Cue, Slots, matches, objects
from positiongraph.extraction.phrases import stretched
from positiongraph.extraction.predicates import being, carried, felt
from positiongraph.extraction.sense import evaluation, negated, same_subject
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words
from positiongraph.facts import Act

_FIRST = frozenset({"unfulfilled", "seeing"})
"""Needs that go before other readings of the same word where they are met."""
_TAKEN = frozenset({Act.URGE, Act.SUPPORT, Act.REJECT, Act.DEMAND, Act.CONDEMN})
"""Acts that a noun with its owner tells even where the sentence is about something else."""


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
    fitting = [(cue, slots) for cue, slots in matches(tree, i) if _fits(tree, i, cue, slots)]
    if not fitting:
        return None
    cue, slots = max(fitting, key=_rank)
    region = frozenset(k for head in slots.issues for k in tree.subtree(head))
    if cue.frame == "object>as":
        region -= {m for k in region if tree.lower[k] == "as" and tree.dep[k] == "prep" for m in tree.subtree(k)}
    if cue.frame == "object" and slots.issues and slots.issues[0] > i and tree.pos[slots.issues[0]] in {"NOUN", "PROPN"}:
        region = stretched(tree, i, region)
    return Hit(i, cue, slots, region)


def _rank(pair: tuple[Cue, Slots]) -> tuple[bool, bool, int, bool, bool]:
    cue, _ = pair
    return cue.needs in _FIRST or cue.frame in {"had", "felt"}, ">" in cue.frame, len(cue.particle), not cue.report, not cue.needs


def _fits(tree: Tree, i: int, cue: Cue, slots: Slots) -> bool:
    if (tree.dep[i] == "amod" and cue.kind != "noun") or tree.dep[i] in {"compound", "aux"}:
        return False
    if cue.kind == "noun" and tree.dep[i] in {"nsubj", "nsubjpass"} and tree.lemma[tree.head[i]] not in words("light") | {"be"}:
        owner = tree.child(i, "poss")  # "Chad's call for a truce went unheeded"
        return owner is not None and tree.pos[owner] == "PROPN" and cue.act in _TAKEN  # "the concerns of all must be met": nobody's
    if cue.frame in {"had", "given", "felt"}:
        return True
    if cue.kind == "noun" and cue.act not in _TAKEN and tree.dep[i] == "nsubj" and all(k < tree.head[i] for k in slots.issues):
        return False  # "Chad's decision to leave was regrettable": what is judged
    if cue.under:
        return carried(tree, i, cue.under) and all(tree.tag[k] != "DT" for k in slots.issues)
    if cue.needs == "being":
        return being(tree, i) is not None
    if cue.word in {"count", "rely"} and any(tree.lemma[k] in words("lent") for k in slots.issues):
        return False  # "can count on our support"
    if cue.frame == "with" and tree.child(i, "ccomp") is not None:
        return False  # "agreed with Peru that": on what, is said
    if cue.kind == "noun" and tree.dep[i] == "dobj" and tree.child(i, "poss") is None and not _carried(tree, i):
        return False  # "faces opposition", "sparked protests": somebody else's
    if cue.kind == "noun" and tree.dep[i] in {"pobj", "nsubj", "nsubjpass"} and _pronoun_owner(tree, i) and cue.frame != "manner":
        return False  # "the credibility of its commitment": narrative
    if cue.word == "decline" and cue.frame == "inf" and any(tree.lemma[k] in words("silence") for k in slots.issues):
        return False  # "declined to comment"
    if cue.needs == "intransitive":
        return tree.child(i, "dobj") is None
    if cue.needs == "evaluation":
        return evaluation(tree, [k for head in slots.issues for k in tree.subtree(head)] + _complements(tree, i)) != 0 or _deontic_noun(
            tree, slots
        )
    if cue.needs == "modal":
        return tree.pos[i] == "VERB" and (any(tree.lower[k] in {"will", "shall", "'ll"} for k in tree.children(i, "aux")))
    if cue.needs == "negation":
        return negated(tree, i)
    if cue.needs == "able":
        return any(tree.lower[k] in {"can", "could", "cannot"} for k in tree.children(i, "aux", "neg"))
    if cue.needs == "active":
        return tree.tag[i] != "VBN" and tree.child(i, "dobj") is None and all(tree.lemma[k] not in words("silence") for k in slots.issues)
    if cue.needs == "seeing":
        return all(tree.lemma[k] in {"see", "have"} and _seen_done(tree, k) for k in slots.issues)
    if cue.needs == "unfulfilled":
        return _unfulfilled(tree, i, slots)
    if cue.needs == "task":
        return tree.lower[i + 1 : i + 8].count("task") > 0
    if cue.needs == "light":
        return tree.dep[i] in {"dobj", "attr", "conj", "nsubj"} and tree.lemma[_over(tree, i)] in words("light") | {"be"}
    if cue.needs == "accountable":
        return any(tree.lower[k] in words("accountable") for k in range(i + 1, min(i + 9, len(tree))))
    if cue.needs == "subjunctive":
        return any(_subjunctive(tree, k) for k in slots.issues)
    if cue.needs in {"ties", "envoy"}:
        return any(tree.lemma[k] in words(cue.needs) for k in objects(tree, i))
    if cue.needs == "noun":
        return all(tree.pos[k] in {"NOUN", "PROPN"} and tree.lemma[k] not in words("carriers") for k in slots.issues)
    if cue.needs == "no":
        return tree.dep[i] == "dobj" and any(tree.lower[k] == "no" for k in tree.children(i, "det"))
    if cue.needs == "view":
        return any(tree.lemma[k] in {"view", "position", "concern", "assessment", "vision"} for k in slots.issues)
    return True


def _seen_done(tree: Tree, verb: int) -> bool:
    """ "to see it settled"."""
    what = tree.child(verb, "dobj")
    return tree.child(verb, "ccomp", "xcomp") is not None or (what is not None and tree.child(what, "acl") is not None)


def _unfulfilled(tree: Tree, i: int, slots: Slots) -> bool:
    """ "would have liked it to stop", "wished that they had been asked": it was not so."""
    aux = {tree.lower[k] for k in tree.children(i, "aux")}
    if tree.lemma[i] != "wish":
        return "would" in aux and "have" in aux
    return ("would" in aux and "have" in aux) or any(
        tree.tag[k] == "VBN" and any(tree.lower[m] == "had" for m in tree.children(k, "aux")) for k in slots.issues
    )


def _subjunctive(tree: Tree, verb: int) -> bool:
    """ "insists that Iran stop", "demands that they be released": asked for, not asserted."""
    return (tree.tag[verb] == "VB" and not any(tree.tag[k] == "MD" for k in tree.children(verb, "aux"))) or any(
        tree.lower[k] == "be" and tree.tag[k] == "VB" for k in tree.children(verb, "auxpass") if tree.child(verb, "aux") is None
    )


def _pronoun_owner(tree: Tree, i: int) -> bool:
    owner = tree.child(i, "poss")
    if tree.dep[i] == "nsubj" and tree.lemma[tree.head[i]] == "be":
        return False  # "our preference is for talks"
    return owner is not None and tree.pos[owner] == "PRON" and tree.lemma[tree.head[tree.head[i]]] not in words("light")


def _carried(tree: Tree, i: int) -> bool:
    return tree.lemma[tree.head[i]] in words("light")


def _over(tree: Tree, i: int) -> int:
    """Return the verb that a noun, or the noun it is coordinated with, is the object of."""
    while tree.dep[i] == "conj" and tree.pos[tree.head[i]] == "NOUN":
        i = tree.head[i]
    return tree.head[i]


def _complements(tree: Tree, i: int) -> list[int]:
    return [
        t
        for k in tree.kids[i]
        if k > i and (tree.dep[k] in {"oprd", "acomp", "xcomp", "advcl", "ccomp"} or (tree.dep[k] == "prep" and tree.lower[k] == "as"))
        for t in tree.subtree(k)
    ]


def _deontic_noun(tree: Tree, slots: Slots) -> bool:
    return any(tree.lemma[k] in words("deontic_nouns") for k in slots.issues)


def _ordered(tree: Tree, found: list[Hit]) -> list[Hit]:
    """Tie hits to the reports and carriers around them, and drop what stands inside another's issue."""
    kept = []
    dropped: set[int] = set()
    for hit in found:
        outer = [o for o in found if o is not hit and hit.at in o.region and o.at not in dropped]
        # the innermost comes first
        outer.sort(key=lambda o: len(o.region))
        keep = True
        for o in outer:
            if o.cue.report:
                hit.over = hit.over or o
                o.inner.append(hit)
                continue
            if _performed(tree, hit, o):
                dropped.add(o.at)
                continue
            if _escapes(tree, hit, o):
                hit.follows = hit.follows or o
                o.region = frozenset(k for k in o.region if k < min(tree.subtree(hit.at)))
                continue
            if hit.cue.kind == "noun" and hit.at in _heads(tree, o) and tree.lemma[o.at] in words("light") and o.cue.kind == "verb":
                hit.light = o.at
                dropped.add(o.at)
                continue
            keep = False
            break
        if keep and hit.cue.frame == "manner":
            hit.light = tree.head[tree.head[hit.at]]
        if keep:
            if (
                hit.light is None
                and hit.cue.kind == "noun"
                and tree.pos[_over(tree, hit.at)] == "VERB"
                and tree.dep[hit.at] in {"dobj", "conj", "nsubjpass"}
            ):
                hit.light = _over(tree, hit.at)
            kept.append(hit)
        else:
            dropped.add(hit.at)
    return [hit for hit in kept if hit.at not in dropped]


def _performed(tree: Tree, hit: Hit, outer: Hit) -> bool:
    """ "We wish to express our thanks", "I want to commend Y": done by being said."""
    verb = hit.light if hit.light is not None else hit.at if hit.cue.kind == "verb" else tree.head[hit.at]
    if outer.cue.act != Act.PLEDGE or hit.cue.act == Act.PLEDGE or tree.lemma[outer.at] not in {"wish", "want", "like", "desire", "hope"}:
        return False
    who = tree.child(outer.at, "nsubj")
    return verb in outer.slots.issues and who is not None and tree.lower[who] in {"i", "we"}


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
    if tree.tag[i] in {"VBD", "VBZ", "VBP"} and tree.dep[i] == "conj" and tree.child(i, "nsubj", "nsubjpass") is None:
        return tree.tag[tree.head[i]] != tree.tag[i] or tree.head[i] == outer.at
    return False


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
    owner = tree.child(i, "poss")
    if hit.cue.frame == "had":
        of = next((p for k in tree.children(i, "prep") if tree.lower[k] == "of" for p in tree.children(k, "pobj")), None)
        return (owner if owner is not None else of), "poss"
    if hit.cue.needs == "being":
        return being(tree, i), "copula"
    if hit.light is not None and tree.dep[hit.light] != "amod":
        name, how = _subject(tree, hit.light)
        if name is not None and name != i:
            return name, how
    if owner is not None:
        return owner, "poss"
    for k in tree.children(i, "compound", "amod"):
        if tree.pos[k] in {"PROPN", "ADJ"} and tree.words[k][:1].isupper():
            return k, "modifier"
    for k in tree.children(i, "prep"):
        if tree.lower[k] in {"of", "by", "from"} and k not in hit.slots.cue and (name := tree.child(k, "pobj")) is not None:
            return name, "of"
    if tree.dep[i] == "attr" and tree.pos[tree.head[i]] == "AUX":
        return tree.child(tree.head[i], "nsubj"), "copula"
    if tree.dep[i] == "pobj" and tree.lower[tree.head[i]] in {"in", "with", "of"} and tree.pos[tree.head[tree.head[i]]] in {"VERB", "AUX"}:
        return same_subject(tree, tree.head[tree.head[i]]), "prep"
    return None, "none"


def company(tree: Tree, hit: Hit) -> list[int]:
    """Return the heads of who holds with the holder: "Chad, together with Peru, condemned it", "Chad joined Peru in condemning it"."""
    verb = hit.light if hit.light is not None else hit.at
    if tree.pos[verb] not in {"VERB", "AUX"}:
        return []
    over = tree.head[tree.head[verb]]
    if tree.tag[verb] == "VBG" and tree.dep[verb] == "pcomp" and tree.lower[tree.head[verb]] == "in" and tree.lemma[over] == "join":
        return tree.children(over, "dobj")
    near = [verb, *tree.children(verb, "nsubj")]
    below = [m for n in near for m in tree.children(n, "prep", "advmod")]
    with_ = [k for m in below for k in (m, *tree.kids[m]) if tree.lower[k] in {"with", "alongside"}]
    beside = [k for k in with_ if tree.lower[k] == "alongside" or tree.lower[k - 1] in {"together", "along", "jointly"}]
    named = [p for k in dict.fromkeys(beside) for p in tree.children(k, "pobj") if tree.pos[p] == "PROPN"]
    return [p for p in named if not any(tree.pos[k] == "NUM" for k in tree.kids[p])]  # "together with 141 Member States"


def _subject(tree: Tree, i: int) -> tuple[int | None, str]:
    """As `subject`, with two repairs for participles: "X did A, condemning B" is X's, and so is it where a noun stands before the comma."""
    if tree.tag[i] == "VBG" and tree.dep[i] in {"acl", "advcl"} and i > 0:
        first = min(tree.subtree(i))
        before = tree.words[first - 1] if first else ""
        if before == "," or first == 0 or tree.quote[max(first - 1, 0)] >= 0:
            if tree.lemma[i] in words("saying"):
                # "X said Y had left, adding that …": X adds
                for above in tree.ancestors(i):
                    if tree.lemma[above] in words("saying") and (who := tree.child(above, "nsubj")) is not None:
                        return who, "participle"
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
    found, how = subject(tree, i)
    if how == "acl" and found is not None and tree.lemma[found] in words("documents") and tree.dep[found] in {"dobj", "nsubjpass"}:
        # "adopted a resolution condemning X": who adopted it
        who = subject(tree, tree.head[found])[0]
        return (found if who is None else who), "document"
    if found is None and how == "passive" and tree.child(i, "auxpass", "nsubjpass") is None and tree.tag[i] != "VBN":
        # "X was described as sharing a mission": the one described
        for above in tree.ancestors(i):
            if (passive := tree.child(above, "nsubjpass")) is not None:
                return passive, "raised"
    return found, how


def _of_adjective(tree: Tree, i: int) -> tuple[int | None, str]:
    head = tree.head[i]
    own = tree.child(i, "nsubj", "nsubjpass")
    if own is not None:
        return own, "nsubj"
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
