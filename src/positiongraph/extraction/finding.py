"""From a text to its positions: the whole way."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from positiongraph.extraction import gazetteer
from positiongraph.extraction.confidence import confidence
from positiongraph.extraction.context import discourse
from positiongraph.extraction.discourse import Discourse, Named, Reading, named
from positiongraph.extraction.document import Part, Text
from positiongraph.extraction.drafts import Draft
from positiongraph.extraction.issues import Link, link
from positiongraph.extraction.positions import Reader
from positiongraph.extraction.repairs import itemised, mended
from positiongraph.extraction.spacing import headlined, spaced_trees, unaddressed
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words
from positiongraph.facts import Status

ACCEPTED = 0.5
"""Confidence from which a position is accepted; below it is proposed."""


@dataclass(frozen=True, slots=True)
class Found:
    """A finished position: its draft, its issue and how sure it is."""

    draft: Draft
    link: Link
    confidence: float

    @property
    def status(self) -> Status:
        """Accepted from `ACCEPTED` on, else proposed."""
        return Status.ACCEPTED if self.confidence >= ACCEPTED else Status.PROPOSED


def named_paragraphs(text: Text) -> list[tuple[Part, Named]]:
    """Parse a text's paragraphs and find the names in them."""
    parts = [p.part for p in text.paragraphs]
    spans = [(p.start, p.end) for p in text.paragraphs]
    copy = unaddressed(headlined(itemised(text.copy, spans), spans))
    found = [named(mended(tree), text.date) for tree in spaced_trees(spans, copy)]
    every = [name for item in found for name in item.names]
    strangers = gazetteer.strangers([(item.tree, item.names) for item in found])

    def kept(item: Named) -> list[gazetteer.Name]:
        lone = [name.stop == name.first + 1 and item.tree.words[name.first] in strangers for name in item.names]
        own = [name for name, other in zip(item.names, lone, strict=True) if not other]
        return sorted([*gazetteer.at_seats(own, every), *gazetteer.halves(item.tree, every)], key=lambda name: name.first)

    return [(parts[item.tree.number], Named(item.tree, kept(item))) for item in found]


def read(text: Text, *, voice: Reading | None = None) -> tuple[list[Found], Discourse]:
    """Return the positions of a text in order, facts that two cues reached merged, and what is known of the document."""
    paragraphs = named_paragraphs(text)
    now = discourse(text, paragraphs, voice)
    union = {"europe", "european", "europeans", "brussels", "eu"}
    if any(not union.isdisjoint(found.tree.lower) for _, found in paragraphs):
        now.offices["Commission"] = Reading(("EU-COMMISSION",), "the Commission, where a text names the Union")
    reader = Reader(now)
    bodies = [found for part, found in paragraphs if part == Part.BODY or (part == Part.HEADING and _preamble(found, now))]
    if not bodies:
        bodies = [found for _, found in paragraphs]  # nothing but headlines
    drafts = [draft for found in bodies for draft in reader.paragraph(found)]
    return _merged(list(_linked(drafts))), now


def _preamble(found: Named, now: Discourse) -> bool:
    """ "Welcoming the offer of Kenya," on a line of its own: a clause of a resolution, no heading."""
    tree = found.tree
    return now.voice is not None and tree.words[-1] == "," and any(tag in {"VBG", "VBN", "JJ"} for tag in tree.tag[:2])


def _linked(drafts: list[Draft]) -> Iterator[Found]:
    """Link the issues; "it" is the issue before. What names no issue, as "I ask that of them", is no position."""
    last: Link | None = None
    said: Draft | None = None
    for draft in drafts:
        tree = draft.found.tree
        found = link(tree, draft.head, draft.tokens)
        if found.id is None and (draft.bare or tree.pos[draft.head] in {"PRON", "DET"}):
            before = None if draft.bare else _antecedent(tree, draft.head)
            if before is None and last is None:
                before = _subject_before(tree, draft.head)
            if before is not None:
                found = replace(link(tree, before, tree.subtree(before)), rule="the issue in the clause before")
            elif last is not None:
                found = replace(last, rule="the issue before")
        elif _named_by_its_end(tree, draft, found):
            found = link(tree, draft.head, [k for k in draft.tokens if k in set(tree.subtree(draft.head))])
        again = last is not None and found.rule.startswith("the issue") and found.label == last.label
        if again and said is not None and _in_one_breath(said, draft):
            continue
        if found.label and (found.rule != "new" or not _empty(tree, draft.tokens)):
            last, said = found, draft
            yield Found(draft, found, confidence(draft.features))


def _in_one_breath(a: Draft, b: Draft) -> bool:
    """ "The war has to end, and it has to end now": said once."""
    here = a.found is b.found and a.found.tree.sentence[a.head] == b.found.tree.sentence[b.head]
    return here and a.act == b.act and set(a.holders.codes) == set(b.holders.codes) and (a.stance > 0) == (b.stance > 0)


def _named_by_its_end(tree: Tree, draft: Draft, found: Link) -> bool:
    """Whether an issue is named by the end that turned the stance round: who wants coal phased out is against coal, not the phase-out."""
    ends = {k for k in found.named if tree.lemma[k] in words("flip_nouns") | words("flip_verbs") | {"phase"}}
    return bool(ends - set(tree.subtree(draft.head))) and draft.head in found.named


def _empty(tree: Tree, tokens: list[int]) -> bool:
    """Whether an issue is none: "we need to do it together", "must pay heed", "should be clear"."""
    content = [k for k in tokens if tree.pos[k] in {"NOUN", "PROPN", "VERB", "AUX", "ADJ"}]
    return bool(content) and all(tree.lemma[k] in words("empty") for k in content)


def _antecedent(tree: Tree, pronoun: int) -> int | None:
    """What "it" means in its own sentence: the last object before it, outside its clause; "they" may be any plural there."""
    verb = tree.head[pronoun]
    start = tree.bounds[tree.sentence[pronoun]][0]
    own = set(tree.subtree(verb)) if tree.dep[verb] != "ROOT" else set(tree.kids[verb])
    nouns = [k for k in range(start, pronoun) if tree.pos[k] == "NOUN" and k not in own]
    if before := [k for k in nouns if tree.dep[k] in {"dobj", "nsubjpass"}]:
        return before[-1]
    if asked := [k for k in nouns if tree.dep[k] == "pobj" and tree.lower[tree.head[tree.head[k]]] == "asked"]:
        return asked[-1]  # "asked about the treaty, Peru said that it rejects it"
    several = [k for k in nouns if tree.tag[k] == "NNS"]
    return several[-1] if several and tree.lower[pronoun] in {"they", "them", "these", "those"} else None


def _subject_before(tree: Tree, i: int) -> int | None:
    """What the sentence before was about, where nothing has been taken a stance on yet: "The ruling came on Monday. Chad rejected it"."""
    number = tree.sentence[i] - 1
    about = [k for k in range(*tree.bounds[number]) if tree.dep[k] in {"nsubj", "nsubjpass"}] if number >= 0 else []
    about += [k for k in range(*tree.bounds[number]) if tree.head[k] == k] if number >= 0 else []  # "The treaty? Chad rejects it."
    return next((k for k in about if tree.pos[k] == "NOUN" and tree.dep[tree.head[k]] == "ROOT"), None)


def _merged(found: list[Found]) -> list[Found]:
    """Keep one of several positions with the same holders and sign whose words overlap by more than half of the shorter, the surest."""
    kept: list[Found] = []
    for item in sorted(found, key=lambda f: (-f.confidence, f.draft.end - f.draft.start)):
        a = item.draft
        twin = next((k for k in kept if set(k.draft.holders.codes) == set(a.holders.codes) and _same(k.draft, a)), None)
        if twin is None:
            kept.append(item)
    return sorted(kept, key=lambda f: (f.draft.start, f.draft.end))


def _in_relative(draft: Draft) -> bool:
    tree = draft.found.tree
    first = next((i for i in range(len(tree)) if tree.start[i] >= draft.start), 0)
    return tree.tag[first] in {"WDT", "WP"}


def _same(a: Draft, b: Draft) -> bool:
    shared = min(a.end, b.end) - max(a.start, b.start)
    if shared <= 0.5 * min(a.end - a.start, b.end - b.start):
        return False
    if a.stance * b.stance < 0 and _in_relative(a) != _in_relative(b):
        return False  # "is worried about the hostages, which it will continue to raise"
    return a.tokens == b.tokens or set(a.tokens) <= set(b.tokens) or set(b.tokens) <= set(a.tokens)
