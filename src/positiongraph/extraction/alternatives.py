"""Other readings of a candidate's content, source and cue, each with a name, for the chooser to choose from."""

from collections.abc import Callable, Iterable

from positiongraph.extraction.candidates import Candidate
from positiongraph.extraction.doers import below, cue_span, inside, source_span
from positiongraph.extraction.surface import beside, shorter
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words

Readings = dict[tuple[int, ...], str]
"""Tokens → the name of the reading that gives them; the first name stays."""


class _Gather:
    """Collects readings, without what they must not hold."""

    def __init__(self, tree: Tree, without: Iterable[int] = ()):
        self.tree, self.without, self.found = tree, frozenset(without), Readings()

    def add(self, name: str, tokens: Iterable[int]) -> None:
        found = self.tree.trim(k for k in tokens if k not in self.without)
        if found:
            self.found.setdefault(tuple(found), name)


def contents(tree: Tree, c: Candidate) -> Readings:
    """Return the readings of a candidate's content, its own first."""
    gather = _Gather(tree, c.cue)
    gather.add("base", c.content)
    {"verb": _verb_contents, "noun": _noun_contents, "according": _according_contents}.get(c.kind, _none)(tree, c, gather)
    _cut(tree, c, gather)
    shorter(tree, c, gather.add)
    return gather.found


def _cut(tree: Tree, c: Candidate, gather: _Gather) -> None:
    """The content up to a comma, a dash or a conjunction, and on to the sentence's end: where the parser hung a clause wrongly."""
    base = [k for k in c.content if tree.quote[k] < 0 or tree.quote[c.head] >= 0]
    if len(base) < 4:
        return
    breaks = [n for n in range(3, len(base) - 1) if tree.words[base[n]] in _BREAKS]
    if breaks:
        gather.add("to-break", base[: breaks[0]])
        gather.add("to-last-break", base[: breaks[-1]])
    joins = [n for n in range(2, len(base) - 1) if tree.pos[base[n]] == "CCONJ"]
    if joins:
        gather.add("to-join", base[: joins[0]])
        gather.add("to-last-join", base[: joins[-1]])
    if base[0] > c.head:
        end = tree.bounds[tree.sentence[base[0]]][1]
        gather.add("to-end", range(base[0], end - (tree.words[end - 1] in {".", "!", "?"})))


_BREAKS = frozenset({",", ";", "-", "–", "—", "(", "--"})


def _none(tree: Tree, c: Candidate, gather: _Gather) -> None:
    """Other kinds have one content."""


def _verb_contents(tree: Tree, c: Candidate, gather: _Gather) -> None:
    v, add = c.head, gather.add
    clauses, infinitives, objects = tree.children(v, "ccomp"), tree.children(v, "xcomp"), tree.children(v, "dobj", "oprd", "attr")
    after = [k for k in tree.kids[v] if k > v]
    prepositions = [k for k in after if tree.dep[k] == "prep"]
    adverbial = [k for k in after if tree.dep[k] == "advcl"]
    passive, subjects = tree.children(v, "nsubjpass"), tree.children(v, "nsubj")
    clause, infinitive, thing = below(tree, clauses), below(tree, infinitives), below(tree, objects)
    add("clause", clause)
    if len(clauses) > 1:
        add("clause-first", below(tree, clauses[:1]))
        add("clause-last", below(tree, clauses[-1:]))
    if clauses and objects:
        add("clause+object", clause + thing)
    for k in clauses[:1]:
        rest = [m for m in tree.children(k, "conj") if m > k]
        for m in rest:
            add("clause-conj", [t for t in clause if t < min(tree.subtree(m))])
    if infinitives:
        add("infinitive", infinitive)
        add("infinitive+object", infinitive + thing)
    if objects:
        add("object", thing)
        add("object+preps", thing + below(tree, prepositions))
        add("object+preps+adverbial", thing + below(tree, prepositions + adverbial))
        add("object+adverbial", thing + below(tree, adverbial))
        if prepositions:
            add("object+prep", thing + below(tree, prepositions[:1]))
            add("prep-object", inside(tree, prepositions[:1]))
        loose = [k for k in tree.children(objects[0], "relcl") if k > objects[0]]
        add("object-relative", [t for t in thing if t not in set(below(tree, loose))])
        for k in tree.children(objects[0], "prep"):
            add("object's-prep", inside(tree, [k]))
    elif prepositions:
        add("prep", inside(tree, prepositions[:1]))
        add("preps", inside(tree, prepositions[:1]) + below(tree, prepositions[1:]))
        add("prep+infinitive", inside(tree, prepositions[:1]) + infinitive)
        add("prep+adverbial", inside(tree, prepositions[:1]) + below(tree, adverbial))
        if len(prepositions) > 1:
            add("prep-second", inside(tree, prepositions[1:2]))
            add("prep-second-whole", below(tree, prepositions[1:2]))
        add("prep-whole", below(tree, prepositions[:1]))
    if passive:
        whole = below(tree, passive)
        add("passive", whole)
        add("passive+infinitive", whole + infinitive)
        add("passive+all", whole + infinitive + below(tree, prepositions))
    if subjects:
        add("subject", below(tree, subjects))
        if infinitives:
            add("subject+infinitive", below(tree, subjects) + infinitive)
    if tree.dep[v] == "parataxis":
        gone = set(tree.subtree(v))
        add("parataxis", [k for k in tree.subtree(tree.head[v]) if k not in gone])
    if (by := tree.child(v, "agent")) is not None:
        add("agent", inside(tree, [by]))
    right = [k for k in after if tree.dep[k] not in {"prt", "punct", "conj", "cc"}]
    add("right", below(tree, right))
    add("right-adverbial", below(tree, [k for k in right if tree.dep[k] != "advcl"]))
    if objects or prepositions:
        add(
            "right-time",
            below(
                tree,
                [
                    k
                    for k in right
                    if tree.dep[k] not in {"advcl", "npadvmod", "advmod"}
                    and not (tree.dep[k] == "prep" and tree.lower[k] in words("temporal"))
                ],
            ),
        )
    _surrounding(tree, c, gather)
    _quoted(tree, c, gather, clause, below(tree, right))


def _surrounding(tree: Tree, c: Candidate, gather: _Gather) -> None:
    """The sentence around a cue that ends it ("…, he said"), and the noun that a relative clause hangs on."""
    v = c.head
    a, b = tree.bounds[tree.sentence[v]]
    if tree.head[v] == v or tree.dep[v] == "parataxis":
        left = range(a, min([v, *c.source]))
        if len(left) > 3:
            gather.add("left", left)
            gone = {*c.source, *c.cue}
            right = range(max(gone) + 1, b)
            if len(right) > 3:
                gather.add("both", [*left, *(k for k in right)])
        if tree.words[b - 1] in ".!?" and len(range(max([v, *c.source]) + 1, b)) > 3:
            gather.add("after", range(max([v, *c.source]) + 1, b - 1))
    if tree.dep[v] in {"relcl", "acl"} and tree.pos[tree.head[v]] in {"NOUN", "PROPN", "PRON"}:
        gone = set(tree.subtree(v))
        gather.add("relative-head", [k for k in tree.subtree(tree.head[v]) if k not in gone])


def _quoted(tree: Tree, c: Candidate, gather: _Gather, clause: list[int], right: list[int]) -> None:
    if tree.quote[c.head] >= 0:
        return
    cue, v, add = set(c.cue), c.head, gather.add
    free = [range(a, b) for a, b in tree.quotes if b - a > 3 and not cue & set(range(a, b))]
    a, b = tree.bounds[tree.sentence[v]]
    here = [q for q in free if q.start < b and q.stop > a]
    far = [q for q in free if len(q) > 5]
    quoted = [k for q in here for k in q]
    if quoted:
        add("quote", quoted)
        add("quote+clause", quoted + clause if clause else [])
        add("quote+base", quoted + c.content)
        add("quote+right", quoted + right if right else [])
    if len(far) > len(here):
        everything = [k for q in far for k in q]
        add("quotes", everything)
        add("quotes+base", everything + c.content)
        last = max([q.stop for q in here], default=v)
        following = next((list(q) for q in far if q.start >= last), [])
        if following:
            add("next-quote", following)
            add("next-quote+base", following + c.content)
            add("quote+next-quote+base", quoted + c.content + following)
        before = [q for q in far if q.stop <= min([v, *(q.start for q in here)])]
        if before:
            add("previous-quote", before[-1])
            add("previous-quote+base", [*before[-1], *c.content])


def _noun_contents(tree: Tree, c: Candidate, gather: _Gather) -> None:
    n, add = c.head, gather.add
    head = tree.head[n]
    for k in tree.kids[n]:
        if k > n and tree.dep[k] in {"acl", "ccomp", "prep", "relcl"}:
            add("noun-" + tree.dep[k], tree.subtree(k))
            if tree.dep[k] == "prep":
                add("noun-prep-object", inside(tree, [k]))
    if tree.pos[head] == "AUX" and tree.dep[n] == "nsubj":
        for k in tree.children(head, "ccomp", "xcomp", "attr", "acomp"):
            add("copula", tree.subtree(k))
    if tree.pos[head] in {"VERB", "AUX"}:
        later = [k for k in tree.kids[head] if k > n]
        for k in [k for k in later if tree.dep[k] == "prep"][:2]:
            add("light-prep", inside(tree, [k]))
        for k in [k for k in later if tree.dep[k] in {"ccomp", "xcomp"}][:1]:
            add("light-clause", tree.subtree(k))


def _according_contents(tree: Tree, c: Candidate, gather: _Gather) -> None:
    a, b = tree.bounds[tree.sentence[c.head]]
    gone = {*tree.subtree(c.head), *c.source}
    gather.add("sentence", [k for k in range(a, b) if k not in gone])
    gather.add("right", range(max(gone) + 1, b))
    gather.add("left", range(a, c.head))
    gather.add("quote", [k for x, y in tree.quotes if x < b and y > a for k in range(x, y)])


def sources(tree: Tree, c: Candidate) -> Readings:
    """Return the readings of a candidate's source, its own first; no source at all is one of them."""
    found: Readings = {tuple(c.source): "base"}

    def add(name: str, tokens: Iterable[int]) -> None:
        found.setdefault(tuple(tree.trim(tokens)), name)

    def phrase(name: str, head: int) -> None:
        add(name, source_span(tree, head, c.cue))

    add("none", ())
    if (s := c.source_head) is not None:
        _narrower(tree, c, s, add)
    v = c.head
    for level, above in zip(range(6), tree.ancestors(v), strict=False):
        for k in tree.children(above, "nsubj"):
            phrase("above-0" if level == 0 else "above", k)
        for k in tree.children(above, "agent"):
            if (by := tree.child(k, "pobj")) is not None:
                phrase("above-agent", by)
    for k in tree.kids[v]:
        if tree.dep[k] == "agent" or (tree.dep[k] == "prep" and tree.lower[k] in {"by", "from", "to", "among", "for", "with", "in"}):
            if (name := tree.child(k, "pobj")) is not None:
                phrase("p-" + tree.lower[k], name)
        elif tree.dep[k] in {"dobj", "nsubjpass", "dative"}:
            phrase(tree.dep[k], k)
    if tree.dep[v] in {"acl", "relcl", "amod"}:
        phrase("head-noun", tree.head[v])
    a, _ = tree.bounds[tree.sentence[v]]
    subjects = [k for k in range(a, v) if tree.dep[k] in {"nsubj", "nsubjpass"}]
    for name_, k in (("left-subject", -1), ("second-subject", -2), ("first-subject", 0)):
        if len(subjects) >= abs(k) + (k == 0):
            phrase(name_, subjects[k])
    if (later := next((k for k in range(v + 1, tree.bounds[tree.sentence[v]][1]) if tree.dep[k] == "nsubj"), None)) is not None:
        phrase("right-subject", later)
    if c.kind == "verb" and v + 1 < len(tree) and tree.pos[v + 1] in {"PROPN", "DET", "PRON", "NOUN"} and tree.head[v] == v:
        k = v + 1
        while tree.head[k] > v and tree.head[k] != k and tree.pos[tree.head[k]] in {"PROPN", "NOUN"}:
            k = tree.head[k]
        phrase("inverted", k)
    beside(tree, c, add)
    for phrase_, called in list(found.items()):
        cut = next((n for n, k in enumerate(phrase_) if n > 0 and tree.words[k] in _BREAKS), None)
        if cut is not None and called != "base":
            add(called + "-cut", phrase_[:cut])
    return found


def _narrower(tree: Tree, c: Candidate, s: int, add: Callable[[str, Iterable[int]], None]) -> None:
    """A source without its relative clause, apposition or prepositions; its owner."""
    for name, deps in (("-relative", ("relcl", "acl", "appos")), ("-preps", ("prep", "acl"))):
        loose = {t for k in tree.children(s, *deps) if k > s for t in tree.subtree(k)}
        if loose:
            kept: list[int] = []
            for k in sorted(set(c.source) - loose):
                if kept and k != kept[-1] + 1:
                    break
                kept.append(k)
            add(name, kept)
    commas = [n for n, k in enumerate(c.source) if tree.words[k] in _BREAKS and k > s]
    if commas:
        add("to-break", c.source[: commas[0]])
    if tree.dep[s] == "pobj" and tree.lower[tree.head[s]] == "of":
        add("container", source_span(tree, tree.head[tree.head[s]], c.cue))
    for k in tree.kids[s]:
        if tree.dep[k] == "poss":
            add("owner", tree.subtree(k))
        elif tree.dep[k] == "prep" and tree.lower[k] == "of" and (name_ := tree.child(k, "pobj")) is not None:
            add("of", source_span(tree, name_, c.cue))
        elif tree.dep[k] == "appos":
            add("apposition", source_span(tree, k, c.cue))


def cues(tree: Tree, c: Candidate) -> Readings:
    """Return the readings of a candidate's cue, its own first."""
    found: Readings = {}
    v = c.head

    def add(name: str, tokens: Iterable[int]) -> None:
        found.setdefault(tuple(sorted(set(tokens))), name)

    add("base", c.cue)
    add("head", [v])
    bare = [k for k in c.cue if tree.dep[k] != "prep"] or [v]
    add("-prep", bare)
    last = max(c.cue)
    if c.kind == "verb":
        first = min(c.cue)
        prepositions = [k for k in tree.children(v, "prep") if k > v]
        if prepositions and prepositions[0] == last + 1:
            add("+prep", [*c.cue, last + 1])
        objects = [k for k in tree.children(v, "dobj") if k > v]
        if objects:
            add("+object", range(first, objects[0] + 1))
            add("+object-whole", range(first, max(tree.subtree(objects[0])) + 1))
            for k in [*tree.children(objects[0], "prep"), *prepositions]:
                if k == objects[0] + 1:
                    add("+object+prep", range(first, k + 1))
        if prepositions:
            add("+prep-whole", range(first, max(tree.subtree(prepositions[0])) + 1))
        head = tree.head[v]
        if tree.dep[v] == "xcomp" and tree.pos[head] in {"VERB", "ADJ"} and 0 < v - head < 4:
            add("+governor", range(min(cue_span(tree, head)[0]), last + 1))
        if v > 0 and tree.lower[v - 1] == "to":
            add("+to", [v - 1, *c.cue])
        if last + 1 < len(tree) and tree.words[last + 1] == ":":
            add("+colon", [*c.cue, last + 1])
        if any(k == max(bare) + 1 for k in tree.children(v, "advmod")):
            add("+adverb", [*c.cue, max(bare) + 1])
    elif c.kind == "noun":
        if v > 0 and tree.dep[v - 1] in {"amod", "det"}:
            add("+modifier", [v - 1, *c.cue])
        head = tree.head[v]
        if tree.pos[head] in {"VERB", "AUX"} and tree.dep[v] in {"dobj", "attr"} and v - head < 6:
            light = min(cue_span(tree, head)[0])
            if light <= v:
                add("light", range(light, last + 1))
                add("light-prep", range(light, v + 1))
    return found
