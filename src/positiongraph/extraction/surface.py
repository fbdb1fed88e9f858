"""Readings by the words as they stand, where the parser hung one wrongly: shorter contents, and all that stands beside the cue."""

from collections.abc import Callable, Iterable

from positiongraph.extraction.beside import before, phrase_before
from positiongraph.extraction.candidates import QUOTE, Candidate
from positiongraph.extraction.doers import source_span, subject
from positiongraph.extraction.tree import Tree

Add = Callable[[str, Iterable[int]], None]
"""Takes the name of a reading and its tokens."""
_BREAKS = frozenset({",", ";", "-", "–", "—", "(", "--"})
_MARKS = _BREAKS | {":"}
_SUBORDINATE = frozenset({"as", "while", "when", "after", "before", "because", "since", "though", "although", "if", "where", "who"})
_ASKING = frozenset({"if", "whether", "that", "why", "how", "what", "who", "where", "when"})
_RELATIVE = frozenset({"who", "which", "that", "what", "whom"})


def shorter(tree: Tree, c: Candidate, add: Add) -> None:
    """Add shorter contents than the parser gives, and what stands right of the cue."""
    if c.kind not in {"verb", "noun"}:
        return
    _heads(tree, c, add)
    _cut(tree, c, add)
    _right(tree, c, add)
    a = tree.bounds[tree.sentence[max(c.cue)]][0]
    left = range(min(c.cue) - 1, max(a, c.head - 15) - 1, -1)
    if (relative := next((k for k in left if tree.lower[k] in _RELATIVE), None)) is not None:
        add("relative", [relative])
    if c.kind == "noun":
        for k in tree.children(c.head, "poss"):
            add("owner", tree.subtree(k))
        light = tree.pos[tree.head[c.head]] in {"VERB", "AUX"} and tree.dep[c.head] in {"dobj", "attr"}
        if light and (holder := subject(tree, tree.head[c.head])[0]) is not None:
            add("holder", source_span(tree, holder, c.cue))


def _heads(tree: Tree, c: Candidate, add: Add) -> None:
    """The object or the preposition's object up to its own word: "Smith" of "Smith, the mayor", of "Smith by ten points"."""
    if c.kind == "verb":
        pairs = (("object-head", tree.child(c.head, "dobj", "oprd")), ("prep-head", _object(tree, tree.child(c.head, "prep"))))
        for name, k in pairs:
            if k is not None and k > c.head:
                add(name, [t for t in tree.subtree(k) if t <= k])
    elif (k := _object(tree, c.preposition)) is not None:
        add("prep-head", [t for t in tree.subtree(k) if t <= k])


def _object(tree: Tree, preposition: int | None) -> int | None:
    return None if preposition is None else tree.child(preposition, "pobj")


def _cut(tree: Tree, c: Candidate, add: Add) -> None:
    """The content up to an early mark, a colon, a subordinate clause, a preposition."""
    base = c.content
    rest = [n for n in range(1, len(base)) if tree.quote[base[n]] < 0 or tree.quote[c.head] >= 0]
    for name, found in (
        ("to-mark", [n for n in rest if n < 3 and tree.words[base[n]] in _MARKS]),
        ("to-colon", [n for n in rest if tree.words[base[n]] == ":"]),
        ("to-clause", [n for n in rest if tree.lower[base[n]] in _SUBORDINATE]),
        ("to-preposition", [n for n in rest if tree.dep[base[n]] == "prep"]),
    ):
        if found:
            add(name, base[: found[0]])
            if len(found) > 1:
                add(name + "-last", base[: found[-1]])
    if len(base) > 2 and tree.pos[base[1]] == "CCONJ":
        add("to-join", base[:1])


def _right(tree: Tree, c: Candidate, add: Add) -> None:
    """From the cue, or from the question after it, to the sentence's end, to a mark, to a conjunction."""
    last = max(c.cue)
    b = tree.bounds[tree.sentence[last]][1]
    b -= tree.words[b - 1] in {".", "!", "?"}
    if (asked := next((k for k in range(last + 1, min(b, last + 15)) if tree.lower[k] in _ASKING), None)) is not None:
        add("asked", range(asked, b))
        add("asked-to-break", range(asked, next((k for k in range(asked + 2, b) if tree.words[k] in _MARKS), b)))
    if last + 1 < b:
        add("rest", range(last + 1, b))
        if stops := [k for k in range(last + 2, b) if tree.words[k] in _MARKS]:
            add("rest-to-break", range(last + 1, stops[0]))
            add("rest-to-last-break", range(last + 1, stops[-1]))
        if joins := [k for k in range(last + 2, b) if tree.pos[k] == "CCONJ"]:
            add("rest-to-join", range(last + 1, joins[0]))


def beside(tree: Tree, c: Candidate, add: Add) -> None:
    """Add the noun phrase and all the words that stand before the cue, and those after a "by" or "from"."""
    first, a = min(c.cue), tree.bounds[tree.sentence[c.head]][0]
    if (at := before(tree, first)) is not None:
        add("beside", phrase_before(tree, at))
    if c.kind != "verb":
        return
    left = [k for k in range(a, first) if tree.words[k] != QUOTE]
    while left and tree.pos[left[-1]] in {"ADV", "AUX", "PART"}:
        left.pop()
    while left and tree.pos[left[0]] in {"ADV", "CCONJ", "SCONJ", "PUNCT"}:
        left.pop(0)
    if 0 < len(left) <= 25:
        add("all-before", left)
        joins = [n for n, k in enumerate(left) if tree.words[k] in _BREAKS or tree.pos[k] in {"CCONJ", "SCONJ"}]
        if joins and joins[-1] + 1 < len(left):
            add("before-to-break", left[joins[-1] + 1 :])
        if names := next((n for n, k in enumerate(left) if tree.pos[k] == "PROPN"), None):
            add("before-from-name", left[names:])
    for k in tree.kids[c.head]:
        if k > c.head and tree.lower[k] in {"by", "from"}:
            b = tree.bounds[tree.sentence[k]][1]
            end = next((m for m in range(k + 2, b) if tree.words[m] in _MARKS or tree.words[m] == "."), b)
            add("p-rest", range(k + 1, end))
