"""A stance that is only echoed: "Sweden backs it; Norway does not", "Chile backs it, and so does Peru"."""

from collections.abc import Sequence
from dataclasses import replace

from positiongraph.extraction.discourse import Reading
from positiongraph.extraction.drafts import Draft
from positiongraph.extraction.negation import negated
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words
from positiongraph.facts import Act

_VERBS = frozenset({"do", "have", "be", "will", "would", "can", "could"})
_TOO = frozenset({"too", "also", "likewise", "so", "as", "well"})
_NO = frozenset({"not", "n't"})
_NOR = frozenset({"nor", "neither"})
_SAME = frozenset({"same", "that", "this", "these", "those", "similar", "identical"})
_TAKING = frozenset({"take", "share", "echo", "adopt", "hold", "follow", "second", "join", "repeat", "have", "make", "sound", "strike"})


def echo(tree: Tree, i: int) -> tuple[int, bool] | None:
    """Return whose a verb without words of its own is, and whether it denies what was said before; None where it echoes nothing."""
    if (like := _alike(tree, i)) is not None:
        return like, False
    if tree.lemma[i] not in _VERBS or tree.pos[i] not in {"AUX", "VERB"}:
        return None
    first, last = tree.bounds[tree.sentence[i]]
    who = next((k for k in tree.children(i, "nsubj", "dobj") if tree.pos[k] in {"PROPN", "NOUN", "PRON"}), None)
    if who is None:
        return None
    if who > i:
        before = {tree.lower[k] for k in (max(i - 1, first), *tree.kids[i]) if k < i}
        return (who, False) if before & ({"so"} | _NOR) and _over(tree, max(tree.subtree(who)) + 1, last) else None
    rest = i + 1
    while rest < last and tree.lower[rest] in _TOO | _NO:
        rest += 1
    said = set(tree.lower[i + 1 : rest])
    return (who, bool(said & _NO)) if said and _over(tree, rest, last) else None


def _alike(tree: Tree, i: int) -> int | None:
    """Return whose a verb is that only points back: "Peru shares that view", "followed suit", "is of the same mind"."""
    who = tree.child(i, "nsubj")
    if who is None or tree.pos[who] not in {"PROPN", "NOUN"} or negated(tree, i):
        return None
    if tree.lemma[i] == "follow":
        return who if tree.lower[i + 1 : i + 2] == ["suit"] else None
    them = [k for k in tree.children(i, "dobj") if tree.lower[k] in {"him", "her", "them"} and tree.lemma[i] in {"echo", "second", "join"}]
    if them and tree.child(i, "xcomp") is None and not any(tree.lower[k] in {"in", "for"} for k in tree.children(i, "prep")):
        return who
    what = tree.children(i, "dobj") if tree.lemma[i] in _TAKING else []
    what += [p for k in tree.children(i, "prep") if tree.lower[k] == "of" and tree.lemma[i] == "be" for p in tree.children(k, "pobj")]
    for k in what:
        theirs = tree.lemma[i] in {"share", "echo", "second"}
        same = any(tree.lower[m] in _SAME or (theirs and tree.tag[m] == "PRP$") for m in tree.kids[k])
        more = [m for n in (i, k) for m in tree.kids[n] if m > k and tree.dep[m] in {"ccomp", "acl", "relcl", "prep"}]
        if tree.lemma[k] in words("stances") and same and not more:
            return who
    return None


def _over(tree: Tree, at: int, last: int) -> bool:
    return at >= last or tree.words[at] in {".", ",", ";", "!"} or tree.lower[at] in {"and", "but"}


def echoed(tree: Tree, i: int, who: int, denied: bool, reading: Reading, before: Sequence[Draft]) -> Draft | None:
    """Return the last stance before a verb that echoes it, as somebody else's."""
    last = next(k for k in range(max(who, i), len(tree)) if k + 1 == len(tree) or tree.lower[k + 1] not in _TOO | _NO)
    last = max([last, *(m for k in tree.children(i, "dobj", "prep") for m in tree.subtree(k))])
    start, end = tree.start[min(who, i)], tree.end[last]
    said = [draft for draft in before if draft.start < start and not set(draft.holders.codes) & set(reading.codes)]
    if not said or said[-1].stance == 0:
        return None
    first = said[-1]
    stance = first.stance if not denied else -2 if first.stance > 0 else 1
    act = first.act if not denied else Act.REJECT if stance < 0 else Act.SUPPORT
    rules = {**first.rules, "holders": f"echo: {reading.rule}", "stance": "the stance before" + ", denied" * denied}
    return replace(
        first, holders=reading, act=act, stance=stance, start=start, end=end, speaker=reading.speaker, rules=rules,
        targets=tuple(code for code in first.targets if code not in reading.codes),
    )  # fmt: skip
