"""Whose document it is: its principals, and whose voice speaks where nobody is said to."""

import re
from collections import Counter
from collections.abc import Sequence

from positiongraph.extraction import gazetteer
from positiongraph.extraction.cues import cues
from positiongraph.extraction.discourse import Discourse, Named, Reading
from positiongraph.extraction.document import Part, Text
from positiongraph.extraction.mentions import is_place, resolve
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words
from positiongraph.facts import UNRESOLVED, ActorKind, Kind
from positiongraph.reference import resolve as resolve_name

LEAD = 3
"""Paragraphs that may introduce the principals."""
_OWN = re.compile(
    r"\b(statement|communiqu[eé]|declaration|remarks|address|speech|press release|readout|intervention|message|conclusions)\b", re.I
)
_ABOUT = re.compile(r"\b(?:on|regarding|concerning|following|about|after|amid|to mark|at|in|against)\b", re.I)
_BEHALF = re.compile(
    r"\bon behalf of (?:the )?(?:Government(?: and people)? of |people(?: and Government)? of |Republic of |Kingdom of )*", re.I
)
_MINE = re.compile(r"\b(?:my (?:own )?(?:country|nation|delegation|Government|government)|(?:the|my) delegation of)\b,?\s*", re.I)


def discourse(text: Text, paragraphs: Sequence[tuple[Part, Named]], voice: Reading | None = None) -> Discourse:
    """Return what is known before the first sentence: date, principals, and the voice of a speech or communiqué."""
    now = Discourse(date=text.date)
    title = text.title or ""
    of_title = _of_title(paragraphs, now, title)
    of_lead = _of_lead(paragraphs, now)
    now.principals = (
        of_title if of_title and len(of_title.codes) > 1 else of_lead if of_lead and len(of_lead.codes) > 1 else of_title or of_lead
    )
    now.voice = voice or _voice(text, paragraphs, now, title, of_title)
    if now.voice and not now.principals:
        now.principals = now.voice
    # what the lead introduced is said again when it is read
    now.person = now.body = now.group = None
    return now


def _codes(found: Named, now: Discourse, upto: int) -> tuple[list[str], str | None]:
    """Return the actors named before a character, persons by their office, and the one person among them."""
    codes, speakers = [], []
    for name in found.names:
        if found.tree.start[name.first] >= upto or (is_place(found, name) and name.reading != "metonym"):
            continue
        if name.reading in {"person", "surname"}:
            speakers.append(gazetteer.full_name(name.code))
            if office := gazetteer.office(name.code, now.date):
                codes.append(office)
        else:
            codes.append(name.code)
    return list(dict.fromkeys(codes)), speakers[0] if len(speakers) == 1 else None


def _of_title(paragraphs: Sequence[tuple[Part, Named]], now: Discourse, title: str) -> Reading | None:
    """ "Joint statement by X and Y on Z": those before "on"."""
    for part, found in paragraphs:
        if part != Part.TITLE:
            continue
        own = _OWN.search(title)
        cut = _ABOUT.search(title)
        first = found.tree.start[0]
        codes, speaker = _codes(found, now, first + cut.start() if own and cut else 10**9)
        if own and codes:
            return Reading(tuple(codes), "title", speaker, len(codes) > 1)
    return None


def _of_lead(paragraphs: Sequence[tuple[Part, Named]], now: Discourse) -> Reading | None:
    """The first coordinated actors of the lead; else those who meet ("X met Y", "talks between"); else its first actor."""
    single = None
    bodies = [found for part, found in paragraphs if part == Part.BODY][:LEAD]
    for found in bodies:
        tree = found.tree
        for i in range(len(tree)):
            if tree.dep[i] in {"nsubj", "nsubjpass", "pobj", "appos", "poss", "ROOT"} and tree.pos[i] in {"NOUN", "PROPN", "PRON", "ADJ"}:
                if tree.dep[i] == "pobj" and tree.lower[tree.head[i]] not in {"between", "by", "of", "with"}:
                    continue
                if tree.dep[i] == "poss" and tree.pos[i] != "PROPN":
                    continue
                reading = resolve(found, i, now)
                if reading is None or not reading.settled:
                    continue
                now.remember(reading, 0)
                if len(reading.codes) > 1:
                    return Reading(reading.codes, "lead", None, True)
                if tree.dep[i].startswith("nsubj"):
                    other = _met(found, tree.head[i], now)
                    if other and other.codes != reading.codes:
                        return Reading(tuple(dict.fromkeys((*reading.codes, *other.codes))), "lead", None, True)
                    single = single or reading
    return single


def _met(found: Named, verb: int, now: Discourse) -> Reading | None:
    tree = found.tree
    if tree.lemma[verb] not in words("meeting"):
        return None
    under = [*tree.kids[verb], *(m for k in tree.children(verb, "dobj") for m in tree.kids[k])]
    for k in under:
        head = tree.child(k, "pobj") if tree.dep[k] == "prep" and tree.lower[k] == "with" else k if tree.dep[k] == "dobj" else None
        if head is not None and (reading := resolve(found, head, now)) is not None and reading.settled:
            return reading
    return None


def _voice(text: Text, paragraphs: Sequence[tuple[Part, Named]], now: Discourse, title: str, of_title: Reading | None) -> Reading | None:
    counts: Counter[str] = Counter()
    subjects = 0
    for part, found in paragraphs:
        tree = found.tree
        if part != Part.BODY:
            continue
        for i, word in enumerate(tree.lower):
            if tree.quote[i] < 0 and word in {"i", "my", "we", "our", "excellencies", "mr."}:
                counts[word] += 1
            if (
                tree.quote[i] < 0
                and tree.dep[i] == "nsubj"
                and tree.lemma[i] in words("collectives")
                and tree.tag[i] == "NNS"
                and i - tree.bounds[tree.sentence[i]][0] <= 3
            ):
                subjects += 1
    first_person = counts["i"] + counts["my"] + counts["we"] + counts["our"]
    if of_title and (
        first_person >= 1 or ((len(of_title.codes) > 1 or _OWN.search(title)) and (subjects >= 2 or not _reports(paragraphs)))
    ):
        return of_title
    if first_person < 2:
        if subjects >= 3 and now.principals and not _reports(paragraphs):
            return now.principals
        return None
    if counts["i"] + counts["my"] >= 1 or counts["mr."]:
        return _speaker(text, paragraphs, now) or Reading((UNRESOLVED + "speaker",), "speech")
    return now.principals or _speaker(text, paragraphs, now) or Reading((UNRESOLVED + "we",), "communiqué")


def _reports(paragraphs: Sequence[tuple[Part, Named]]) -> bool:
    """Tell whether somebody is quoted as saying things: a report."""
    said = sum(
        1
        for part, found in paragraphs
        if part == Part.BODY
        for i in range(len(found.tree))
        if found.tree.lemma[i] in {"say", "tell", "add"} and found.tree.pos[i] == "VERB" and found.tree.quote[i] < 0
    )
    return said >= 2


def _takes_position(tree: Tree, verb: int) -> bool:
    """ "Estonia welcomes": a present tense with a stance of its own."""
    return tree.tag[verb] == "VBZ" and any(cue.stance is not None for cue in cues().get(("verb", tree.lemma[verb]), ()))


def _speaker(text: Text, paragraphs: Sequence[tuple[Part, Named]], now: Discourse) -> Reading | None:
    """Whose speech it is: "on behalf of X", "my country, X", "the delegation of X"; else the state that takes most positions."""
    names = [(found.tree.start[name.first], name, found) for _, found in paragraphs for name in found.names]
    for pattern in (_BEHALF, _MINE):
        for match in pattern.finditer(text.copy):
            for start, name, _ in names:
                if 0 <= start - match.end() <= 4 and name.reading in {"state", "body"}:
                    return Reading((name.code,), "speech")
    takes: Counter[str] = Counter()
    for _, name, found in names:
        tree, i = found.tree, name.stop - 1
        if name.reading in {"state", "body"} and tree.dep[i] == "nsubj" and _takes_position(tree, tree.head[i]):
            takes[name.code] += 1
    best = takes.most_common(2)
    if best and best[0][1] >= 2 and (len(best) == 1 or best[0][1] > best[1][1]):
        return Reading((best[0][0],), "speech")
    return None


def speaking(text: Text) -> Reading | None:
    """Return whose words a document is by its metadata: a person speaks for the office held on the date, a state or body for itself."""
    if text.speaker is None:
        return None
    actor = resolve_name(text.speaker, on=text.date).actor
    if actor is None:
        return Reading((UNRESOLVED + text.speaker,), "speech", text.speaker)
    if actor.kind != ActorKind.PERSON:
        return Reading((actor.code,), "speech")
    return Reading((gazetteer.office(actor.code, text.date) or UNRESOLVED + actor.name,), "speech", actor.name)


_KINDS = (
    ("joint statement", Kind.JOINT_STATEMENT), ("communiqu", Kind.COMMUNIQUE), ("declaration", Kind.DECLARATION), ("address", Kind.SPEECH),
    ("speech", Kind.SPEECH), ("remarks", Kind.PRESS_CONFERENCE), ("press conference", Kind.PRESS_CONFERENCE), ("interview", Kind.INTERVIEW),
    ("letter", Kind.LETTER), ("statement", Kind.PRESS_RELEASE), ("press release", Kind.PRESS_RELEASE),
)  # fmt: skip


def statement_kind(text: Text, now: Discourse) -> Kind:
    """Return what sort of statement a document records, by its title and voice; a report where nothing says otherwise."""
    title = (text.title or "").lower()
    for words_, kind in _KINDS:
        if words_ in title:
            return kind
    if now.voice is None:
        return Kind.REPORT
    return Kind.SPEECH if now.voice.rule == "speech" else Kind.COMMUNIQUE if len(now.voice.codes) > 1 else Kind.PRESS_RELEASE
