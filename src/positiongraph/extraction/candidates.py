"""Candidates of the reporting layer: every word that may report what somebody said, thought or wanted.

A candidate has one reading of cue, source and content; `alternatives` adds the others. Which candidates are attributions, and which
reading is right, is decided elsewhere: by the rules of `attributions` or by the learned chooser.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from positiongraph.extraction.beside import before, forms, phrase_before
from positiongraph.extraction.cues import reporting_cues
from positiongraph.extraction.doers import below, cue_span, inside, source_span, subject
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words

QUOTE = '"'


@dataclass(slots=True, eq=False)
class Candidate:
    """A cue with its nearest source and content, as token numbers of one tree."""

    kind: str
    """verb, noun, according, adverb or colon."""
    head: int
    cue: list[int]
    source: list[int]
    content: list[int]
    frame: str
    """How the content hangs on the cue: ccomp, xcomp, dobj, prep, quote …"""
    control: str
    """How the source was found: nsubj, agent, inherited, poss …"""
    source_head: int | None = None
    preposition: int | None = None
    passive: bool = False
    quotes: list[int] = field(default_factory=list)
    """Numbers of the quotations that touch the cue's sentence, while the cue itself stands in none."""
    verb: str = ""
    """The infinitive, where the parser took a verb for another word."""

    def lemma(self, tree: Tree) -> str:
        """Return the cue's word as a dictionary has it."""
        return self.verb or tree.lemma[self.head]


def candidates(tree: Tree) -> list[Candidate]:
    """Return the candidates of a paragraph in the order of their cues."""
    found = [_colon(tree)]
    for i, word in enumerate(tree.lower):
        pos = tree.pos[i]
        if word == ":" and i > 1 and i + 1 < len(tree) and tree.words[i + 1] == QUOTE and not (found[0] and found[0].head == i):
            found.append(_introduced(tree, i))
        elif word == "according":
            found.append(_according(tree, i))
        elif pos == "VERB" or (pos == "AUX" and tree.dep[i] not in {"aux", "auxpass"}):
            found.append(_verb(tree, i))
        elif pos == "NOUN" and (noun := _noun(tree, i) or _held(tree, i)) is not None:
            found.append(noun)
        elif pos in {"NOUN", "PROPN", "ADJ"} and word in _forms():
            found.append(_mistaken(tree, i))
        elif word in words("hearsay"):
            clause = _clause(tree, i)
            found.append(Candidate("adverb", i, [i], [], tree.trim(k for k in tree.subtree(clause) if k != i), "clause", "none"))
    return [c for c in found if c]


def _clause(tree: Tree, i: int) -> int:
    """Return the head of the clause that token i stands in."""
    at = tree.head[i]
    while tree.dep[at] not in {"ROOT", "ccomp", "conj", "advcl", "relcl"} and tree.head[at] != at:
        at = tree.head[at]
    return at


_BREAKS = frozenset({"-", "–", "—", ";", ".", ":", QUOTE})
_SPEAKER = re.compile(r"\s*([A-Z][A-Za-z.'\- ]{1,40}(?:\([^)]{1,40}\))?)\s*:\s+\S")


def _colon(tree: Tree) -> Candidate | None:
    if ":" not in tree.words[1:30]:
        return None
    at = tree.words.index(":", 1)
    if at + 2 >= len(tree) or not _SPEAKER.match(tree.text(range(at + 2))):
        return None
    return Candidate("colon", at, [at], list(range(at)), tree.trim(range(at + 1, len(tree))), "colon", "colon", source_head=at - 1)


def _introduced(tree: Tree, i: int) -> Candidate | None:
    """A few words without a verb, a colon and a quotation: "From the report: …"."""
    a = tree.bounds[tree.sentence[i]][0]
    first = i
    while first > a and i - first < 8 and tree.pos[first - 1] not in {"VERB", "AUX"} and tree.words[first - 1] not in _BREAKS:
        first -= 1
    name = next((k for k in range(i - 1, first - 1, -1) if tree.pos[k] in {"PROPN", "NOUN"}), None)
    if name is None or tree.quote[i] >= 0 or tree.quote[i + 1] < 0 or (first > a and tree.words[first - 1] not in _BREAKS):
        return None
    source = tree.trim(range(first, i))
    return Candidate("colon", i, [i], source, tree.trim(range(*tree.quotes[tree.quote[i + 1]])), "introduced", "colon", source_head=name)


def _according(tree: Tree, i: int) -> Candidate | None:
    to = next((k for k in tree.kids[i] if tree.lower[k] == "to"), i + 1)
    if to >= len(tree) or tree.lower[to] != "to" or (name := tree.child(to, "pobj")) is None:
        return None
    source = source_span(tree, name, [i, to])
    gone = {*tree.subtree(i), *source}
    content = tree.trim(k for k in tree.subtree(_clause(tree, i)) if k not in gone)
    return Candidate("according", i, [i, to], source, content, "clause", "according", source_head=name)


def _noun(tree: Tree, i: int) -> Candidate | None:
    content, frame, preposition = _noun_content(tree, i)
    if not content:
        return None
    name, control = _noun_source(tree, i, frame)
    head = tree.head[i]
    cue = [i] if preposition is None else [i, preposition]
    if tree.pos[head] == "VERB" and tree.dep[i] == "dobj" and tree.lemma[head] in words("light_reporting"):
        cue = [*range(head, i + 1), *cue]
    elif i > 0 and tree.dep[i - 1] == "amod" and tree.head[i - 1] == i:
        cue = [i - 1, *cue]
    source = source_span(tree, name, cue) if name is not None else []
    gone = {*cue, *source}
    return Candidate(
        "noun",
        i,
        sorted(set(cue)),
        source,
        tree.trim(k for k in content if k not in gone),
        frame,
        control,
        source_head=name,
        preposition=preposition,
    )


def _noun_content(tree: Tree, i: int) -> tuple[list[int], str, int | None]:
    found: list[int] = []
    preposition = None
    for k in tree.kids[i]:
        if k < i:
            continue
        if tree.dep[k] in {"acl", "ccomp"}:
            marks = {tree.lower[m] for m in tree.children(k, "mark")}
            if marks & {"that", "whether"}:
                return tree.subtree(k), "that", None
            if tree.dep[k] == "acl" and tree.tag[k] == "VB" and any(tree.lower[m] == "to" for m in tree.kids[k]):
                return tree.subtree(k), "infinitive", None
        if not found and tree.dep[k] == "prep" and tree.lower[k] in words("object_prepositions"):
            found, preposition = inside(tree, [k]), k
    return found, "prep", preposition


def _noun_source(tree: Tree, i: int, frame: str) -> tuple[int | None, str]:
    if (owner := tree.child(i, "poss")) is not None:
        return owner, "poss"
    if frame != "prep":
        for k in tree.children(i, "prep"):
            if tree.lower[k] in {"of", "by", "from"} and (name := tree.child(k, "pobj")) is not None:
                return name, "of"
    if tree.dep[i] in {"dobj", "attr", "pobj"}:
        head = tree.head[i] if tree.dep[i] != "pobj" else tree.head[tree.head[i]]
        if tree.pos[head] in {"VERB", "AUX"} and (name := subject(tree, head)[0]) is not None:
            return name, "light"
    for k in tree.children(i, "compound", "amod"):
        if tree.pos[k] == "PROPN":
            return k, "compound"
    return None, "none"


def _held(tree: Tree, i: int) -> Candidate | None:
    """Support, praise, a vow, where what it is for does not hang on it: "she drew support from voters", "the vow he made is that …"."""
    if ("noun", tree.lemma[i]) not in reporting_cues():
        return None
    head = tree.head[i]
    clause = tree.child(head, "ccomp", "xcomp") if tree.dep[i] == "nsubj" else None
    cue = [i]
    if i + 2 < len(tree) and tree.lower[i + 1] in {"that", "to"}:
        name, control = tree.child(i, "poss", "compound", "amod"), "poss"
        content: Sequence[int] = range(i + 1, _stop(tree, i + 2))
    elif clause is not None and clause > i:
        doing = tree.child(i, "relcl", "acl")
        name, control = tree.child(i, "poss") if doing is None else tree.child(doing, "nsubj"), "light"
        content = tree.subtree(clause)
    else:
        names = (tree.child(k, "pobj") for k in tree.children(i, "prep") if tree.lower[k] in _HOLDERS)
        name, control = next((k for k in names if k is not None), None), "of"
        holder = subject(tree, head)[0] if tree.pos[head] in {"VERB", "AUX"} and tree.dep[i] != "nsubj" else None
        if holder is None and name is None:
            return None
        cue = [i - 1, i] if i > 0 and tree.dep[i - 1] == "amod" and tree.head[i - 1] == i else [i]
        content = source_span(tree, holder, cue) if holder is not None else []
    source = source_span(tree, name, cue) if name is not None else []
    found = tree.trim(k for k in content if k not in {*cue, *source})
    control = control if source else "none"
    return Candidate("noun", i, cue, source, found, "held", control, source_head=name) if found or source else None


def _stop(tree: Tree, i: int) -> int:
    """Return where the words from i on come to a stop, at the end of the sentence at the latest."""
    b = tree.bounds[tree.sentence[i]][1]
    return next((k for k in range(i, b) if tree.words[k] in _STOPS), b)


_HOLDERS = frozenset({"from", "among", "by", "of", "with"})


@cache
def _forms() -> Mapping[str, str]:
    """Return every form of the verbs of the cue file, with its infinitive."""
    verbs = (word for kind, word in reporting_cues() if kind == "verb" and word.isalpha() and len(word) > 2)
    return {form: verb for verb in verbs for form in forms(verb)}


def _mistaken(tree: Tree, i: int) -> Candidate | None:
    """A verb that the parser took for a noun, a name or an adjective, as in headlines: "Leaders Oppose Plan", "those worried about it"."""
    a, b = tree.bounds[tree.sentence[i]]
    first = i + 1
    noun = any(tree.dep[k] == "poss" or tree.lower[k] in words("articles") for k in tree.kids[i])
    if noun or first == b or (i > a and tree.pos[i - 1] == "ADP"):
        return None
    end = _stop(tree, first)
    preposition = first if first < end and tree.pos[first] == "ADP" else None
    cue = [i] if preposition is None else [i, first]
    content = tree.trim(range(cue[-1] + 1, end))
    if not content or (tree.pos[first] in {"VERB", "AUX", "CCONJ"} and tree.tag[first] != "VBG"):
        return None
    at = before(tree, i)
    source = phrase_before(tree, at) if at is not None else []
    return Candidate("verb", i, cue, source, content, "mistaken", "left" if source else "none", source_head=at, preposition=preposition,
                     verb=_forms()[tree.lower[i]])  # fmt: skip


_STOPS = frozenset({".", "!", "?", ";", ",", ":", "(", "-", "–", "—", "--"})


def _verb(tree: Tree, v: int) -> Candidate | None:
    cue, after = cue_span(tree, v)
    name, control = subject(tree, v)
    content, frame, preposition, more = _verb_content(tree, v, after)
    if frame is None and tree.pos[v] == "AUX":
        return None
    cue = sorted({*cue, *more})
    touching = _touching(tree, v)
    source = source_span(tree, name, cue) if name is not None else []
    gone = {*cue, *source}
    found = Candidate(
        "verb",
        v,
        cue,
        source,
        tree.trim(k for k in content if k not in gone),
        frame or "none",
        control,
        source_head=name,
        preposition=preposition,
        passive=tree.child(v, "auxpass", "nsubjpass") is not None,
        quotes=touching,
    )
    if touching and frame in {None, "ccomp", "parataxis", "dobj", "prep"}:
        _take_quotes(tree, found)
    if not found.content and tree.tag[v] == "VBN" and tree.child(v, "agent") is not None and (at := before(tree, cue[0])) is not None:
        found.content, found.frame = phrase_before(tree, at), "agent"
    return found if found.content or touching else None


def _verb_content(tree: Tree, v: int, after: int) -> tuple[list[int], str | None, int | None, set[int]]:
    """Return content, frame, preposition and what else belongs to the cue."""
    clauses, infinitives = tree.children(v, "ccomp"), tree.children(v, "xcomp")
    objects = tree.children(v, "dobj", "oprd", "attr", "acomp")
    prepositions = [k for k in tree.children(v, "prep") if k > v]
    if clauses:
        return below(tree, [*clauses, *(objects[:1] if tree.lemma[v] == "accuse" else [])]), "ccomp", None, set()
    if tree.dep[v] == "parataxis":
        gone = set(tree.subtree(v))
        return [k for k in tree.subtree(tree.head[v]) if k not in gone], "parataxis", None, set()
    if tree.pos[v] == "AUX":
        return _adjective_content(tree, v)
    if infinitives:
        return below(tree, [*infinitives, *objects]), "object+xcomp" if objects else "xcomp", None, set()
    if objects:
        return below(tree, [*objects, *prepositions]), "dobj", prepositions[0] if prepositions else None, set()
    if prepositions:
        first = prepositions[0]
        more = {first} if first == after else set()
        return inside(tree, [first]) + below(tree, prepositions[1:]), "prep", first, more
    if passive := tree.children(v, "nsubjpass"):
        return below(tree, passive), "passive", None, set()
    return _loose_content(tree, v)


def _loose_content(tree: Tree, v: int) -> tuple[list[int], str | None, int | None, set[int]]:
    """ "asked if it holds", "called for them to go", "…, as they say", "everything that they said"."""
    for k in tree.children(v, "advcl", "acl"):
        marks = {tree.lower[m] for m in tree.children(k, "mark")}
        if k > v and marks & {"if", "whether", "for", "that"}:
            return tree.subtree(k), "clause", None, set()
    head = tree.head[v]
    if tree.dep[v] == "advcl" and any(tree.lower[m] == "as" for m in tree.children(v, "mark")):
        gone = set(tree.subtree(v))
        return [k for k in tree.subtree(head) if k not in gone], "as", None, set()
    if tree.dep[v] in {"relcl", "acl"} and tree.pos[head] in {"NOUN", "PROPN", "PRON"}:
        gone = set(tree.subtree(v))
        return [k for k in tree.subtree(head) if k not in gone], "relative", None, set()
    if (by := tree.child(v, "agent")) is not None:
        return inside(tree, [by]), "agent", None, set()
    return [], None, None, set()


def _adjective_content(tree: Tree, v: int) -> tuple[list[int], str | None, int | None, set[int]]:
    """ "is ready to", "are opposed to", "is sure that"."""
    adjective = tree.child(v, "acomp")
    if adjective is None:
        return [], None, None, set()
    below = [k for k in tree.children(adjective, "ccomp", "xcomp", "prep", "advcl") if k > adjective]
    if not below:
        return [], None, None, set()
    cue = set(range(v, adjective + 1)) if v < adjective else {v, adjective}
    first = below[0]
    if tree.dep[first] == "prep":
        return inside(tree, [first]), "adjective+prep", adjective, cue | ({first} if first == adjective + 1 else set())
    return tree.subtree(first), "adjective+" + tree.dep[first], adjective, cue


def _touching(tree: Tree, v: int) -> list[int]:
    """Quotations in the sentence, and the one that ends where it begins: the parser ends a sentence at the mark in "Why?" he asked."""
    if tree.quote[v] >= 0:
        return []
    a, b = tree.bounds[tree.sentence[v]]
    return [n for n, (start, end) in enumerate(tree.quotes) if end - start > 3 and start < b and (end > a or _asked(tree, end, a))]


def _asked(tree: Tree, end: int, a: int) -> bool:
    return end == a and tree.words[end - 2][-1:] in {"?", "!", "…"}


def _take_quotes(tree: Tree, candidate: Candidate) -> None:
    """Widen a content to the whole of the quotations it touches."""
    content, cue = set(candidate.content), set(candidate.cue)
    for n in candidate.quotes:
        region = set(range(*tree.quotes[n]))
        if not region & cue and (candidate.frame in {"none", "parataxis"} or (region & content and len(region) > 6)):
            content |= region
    candidate.content = tree.trim(content - cue - set(candidate.source))
    if candidate.frame == "none" and candidate.content:
        candidate.frame = "quote"
