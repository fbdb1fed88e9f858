"""Whose document it is: its principals, and whose voice speaks where nobody is said to."""

import re
from collections import Counter
from collections.abc import Sequence

from positiongraph.extraction import gazetteer
from positiongraph.extraction.cues import cues
from positiongraph.extraction.discourse import Discourse, Named, Reading, is_body
from positiongraph.extraction.document import Part, Text
from positiongraph.extraction.mentions import resolve
from positiongraph.extraction.places import is_place
from positiongraph.extraction.speakers import OTHERS, evidence, speaker
from positiongraph.extraction.titles import GROUP, OWN, by_title, codes_in, spaced, unknown_body
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words
from positiongraph.facts import UNNAMED, UNRESOLVED, ActorKind, Kind
from positiongraph.reference import resolve as resolve_name

LEAD = 3
"""Paragraphs that may introduce the principals."""
_FOR_GROUP = re.compile(
    r"\b(?:honou?r|pleas\w+|privilege\w*|speak|speaking|deliver\w*|make|making|present|statement)\b[^.;\n]{,60}?\bon behalf of (?:the )?"
    r"(?:members? (?:states? )?of (?:the )?|states (?:members )?of (?:the )?)?",
    re.I,
)
_FILE = re.compile(r"(?:^|[/\\])([A-Z]{3}(?=[_-]\d)|[A-Z]{2,5}(?=[_-]\d+[_-]\d{4}))")
_SPEAKS_AS = re.compile(r"^(?:The|This|We, the|THE) ([^.;]{3,160})[,:]$")


def discourse(text: Text, paragraphs: Sequence[tuple[Part, Named]], voice: Reading | None = None) -> Discourse:
    """Return what is known before the first sentence: date, principals, and the voice of a speech or communiqué."""
    now = Discourse(date=text.date)
    of_title = by_title(paragraphs, now) or (unknown_body(paragraphs) if _signed(paragraphs, now) is None else None)
    of_lead = _of_lead(paragraphs, now)
    pair = _of_headline(paragraphs, now)
    first = [reading for reading in (of_title, _questioned(paragraphs), pair, of_lead) if reading is not None]
    several = [r for r in first if len(r.codes) > 1 or r.rule == "questioned" or (r is of_title and is_body(r))]
    now.principals = next(iter([*several, *first]), None)
    now.voice = voice or _of_its_body(_voice(text, paragraphs, now, of_title), paragraphs)
    if now.voice is not None and (group := _for_group(text, paragraphs, now.voice)) is not None:
        now.voice, now.home = group, now.voice if now.voice.settled else None
    if now.voice and (not now.principals or now.voice.rule == "file name"):
        now.principals = now.voice
    now.own = next((reading for reading in (now.voice, of_title) if reading is not None and reading.settled), None)
    now.host = _host(paragraphs, now)
    # what the lead introduced is said again when it is read
    now.person = now.body = now.group = now.state = now.others = None
    now.offices, now.unnamed, now.posts, now.lately = {}, {}, [], []
    for found in [found for part, found in paragraphs[:LEAD] if part == Part.TITLE]:
        people = {name.stop - 1 for name in found.names if name.reading in {"person", "surname"}}
        for i in sorted(people | {i for i, lemma in enumerate(found.tree.lemma) if lemma.lower() in words("persons")}):
            resolve(found, i, now)  # who answers as "PRIME MINISTER:" below
    return now


def _host(paragraphs: Sequence[tuple[Part, Named]], now: Discourse) -> str | None:
    """Return the principal who received the other, or in whose capital they met."""
    codes = now.principals.codes if now.principals is not None and len(now.principals.codes) > 1 else ()
    bodies = [found for part, found in paragraphs if part in {Part.BODY, Part.TITLE}][: LEAD + 1]
    for found in bodies:
        for i in range(len(found.tree)):
            who = found.tree.child(i, "nsubj") if found.tree.lemma[i] == "receive" else None
            reading = resolve(found, who, now) if who is not None else None
            if reading is not None and len(reading.codes) == 1 and reading.codes[0] in codes:
                return reading.codes[0]
    places = (name.code for found in bodies for name in found.names if name.reading in {"capital", "place"} and is_place(found, name))
    return next((code for code in places if code in codes), None)


def _questioned(paragraphs: Sequence[tuple[Part, Named]]) -> Reading | None:
    """Whom the questions of a press conference ask about most: "Does Norway still believe in it?", "What is Norway's view?"."""
    counts: Counter[str] = Counter()
    for tree, names in ((found.tree, found.names) for _, found in paragraphs):
        if tree.lower[0] in {"q", "question"} and ":" in tree.words[1:3]:
            ends = {tree.sentence[i] for i in range(len(tree)) if tree.words[i] == "?"}
            said = [name for name in names if name.reading == "state" and tree.sentence[name.first] in ends]
            counts.update({name.code for name in said if tree.dep[name.stop - 1] in {"nsubj", "poss"}})
            counts.update(name.code for name in said if tree.lemma[tree.head[name.stop - 1]] in words("opinion_nouns"))
    best = [*counts.most_common(2), ("", 0), ("", 0)]
    return Reading((best[0][0],), "questioned") if best[0][1] > max(best[1][1], 1) else None


def _of_headline(paragraphs: Sequence[tuple[Part, Named]], now: Discourse) -> Reading | None:
    """The two whom a title names where the text begins with them: "Meeting between the ministers of X and Y"."""
    if not paragraphs or paragraphs[0][0] != Part.TITLE:
        return None
    codes, _ = codes_in(paragraphs[0][1], now, (0, 10**9))
    lead = next(({name.code for name in found.names} for part, found in paragraphs if part == Part.BODY), set())
    return Reading(tuple(codes), "headline", None, True) if len(codes) == 2 and set(codes) <= lead else None


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
    spoken = any(tree.lemma[k] in words("talks") for k in tree.children(verb, "dobj"))
    if tree.lemma[verb] not in words("meeting") and not (tree.lemma[verb] in {"have", "conduct"} and spoken):
        return None
    under = [*tree.kids[verb], *(m for k in tree.children(verb, "dobj") for m in tree.kids[k])]
    for k in under:
        head = tree.child(k, "pobj") if tree.dep[k] == "prep" and tree.lower[k] == "with" else k if tree.dep[k] == "dobj" else None
        if head is not None and (reading := resolve(found, head, now)) is not None and reading.settled:
            return reading
    return None


def _voice(text: Text, paragraphs: Sequence[tuple[Part, Named]], now: Discourse, of_title: Reading | None) -> Reading | None:
    """Who speaks where nobody is said to, None in a report.

    A text that says we or I has a voice; so has one under a title of its own ("statement by") that quotes nobody, and a resolution
    whose items begin with a verb.
    """
    if (known := _of_file(text)) is not None:
        return known
    counts: Counter[str] = Counter()
    own = any(part == Part.TITLE and OWN.search(spaced(found.tree)) for part, found in paragraphs)
    subjects = bare = 0
    for part, found in paragraphs:
        tree = found.tree
        if part != Part.BODY:
            continue
        for i, word in enumerate(tree.lower):
            if tree.quote[i] >= 0:
                continue
            if word in {"i", "my", "we", "our", "excellencies", "mr."}:
                counts[word] += 1
            if tree.dep[i] == "nsubj" and tree.lemma[i] in words("collectives") and tree.tag[i] == "NNS":
                subjects += i - tree.bounds[tree.sentence[i]][0] <= 3
        bare += _bare(tree)
    first_person = counts["i"] + counts["my"] + counts["we"] + counts["our"]
    if (announced := _announced(paragraphs, now)) is not None:
        return announced if announced.settled else _speaker(text, paragraphs) or announced
    if bare >= 2 and (body := _speaks_as(paragraphs) or of_title):
        return body
    if of_title and (first_person >= 1 or subjects >= 2 or not _reports(paragraphs)):
        return of_title
    if first_person < 2:
        if own and _mostly_quoted(paragraphs):
            return _speaker(text, paragraphs, quotes=True)
        if subjects >= 3 and now.principals and not _reports(paragraphs):
            return now.principals
        return None
    if counts["i"] + counts["my"] >= 1 or counts["mr."]:
        return _speaker(text, paragraphs) or Reading((UNRESOLVED + "speaker",), "speech")
    single = now.principals if now.principals and len(now.principals.codes) == 1 else None
    told = _speaker(text, paragraphs)
    if single and (told or (gazetteer.kind(single.codes[0]) == "State" and evidence(text, paragraphs)[single.codes[0]] <= 0)):
        now.principals = None  # whom the text names first need not be who says we
    signed = _signed(paragraphs, now) or (now.principals if _opens_with(paragraphs, now.principals) else None)
    return signed or told or now.principals or Reading((UNRESOLVED + "we",), "communiqué")


def _of_its_body(voice: Reading | None, paragraphs: Sequence[tuple[Part, Named]]) -> Reading | None:
    """An organ that says what its body holds speaks for the body: "Statement by the EEAS", "The European Union condemns"."""
    whole = gazetteer.part_of(voice.codes[0]) if voice is not None and len(voice.codes) == 1 else None
    holds = any(
        name.code == whole and found.tree.dep[name.stop - 1] == "nsubj" and found.tree.quote[name.first] < 0
        for _, found in paragraphs
        for name in found.names
    )
    return Reading((whole,), "body of the organ", voice.speaker) if voice is not None and whole is not None and holds else voice


def _announced(paragraphs: Sequence[tuple[Part, Named]], now: Discourse) -> Reading | None:
    """ "A spokesperson issued the following statement:" — whose words the rest is."""
    for _, found in paragraphs[: LEAD + 1]:
        tree = found.tree
        for i in range(len(tree)):
            if tree.lower[i] == "following" and tree.lemma[tree.head[i]] in words("documents") and tree.dep[tree.head[i]] == "dobj":
                verb = tree.head[tree.head[i]]
                who = tree.child(verb, "nsubj")
                reading = resolve(found, who, Discourse(date=now.date)) if who is not None else None
                return reading or Reading((UNRESOLVED + "speaker",), "statement")
    return None


def _for_group(text: Text, paragraphs: Sequence[tuple[Part, Named]], voice: Reading) -> Reading | None:
    """ "I have the honour to speak on behalf of the Nordic countries", said by one state at the beginning: the group's words."""
    if len(voice.codes) > 1 or is_body(voice) or (voice.rule in {"communiqué", "title"} and not voice.settled):
        return None
    bodies = [found for part, found in paragraphs if part == Part.BODY][:LEAD]
    for found in bodies:
        first, last = found.tree.start[0], found.tree.end[-1]
        said = _FOR_GROUP.search(text.copy, first, last)
        if said is None or OTHERS.search(text.copy, max(first, said.start() - 160), said.end()):
            continue
        name = next((name for name in found.names if found.tree.start[name.first] == said.end()), None)
        if name is not None:
            return Reading((name.code,), "speech", voice.speaker) if gazetteer.kind(name.code) == "Bloc" else None
        group = GROUP.match(text.copy, said.end(), last)
        if group is not None and group[0].split()[0].lower() in words("caucuses") | words("unnamed_adjectives") | {"a3", "group"}:
            return Reading((UNNAMED + group[0],), "speech", voice.speaker)
    return None


def _opens_with(paragraphs: Sequence[tuple[Part, Named]], principals: Reading | None) -> bool:
    """Whether the first paragraph of the body is of the principals."""
    first = next((found for part, found in paragraphs if part == Part.BODY), None)
    if principals is None or principals.rule == "headline":
        return False
    if first is None or principals.rule != "lead":
        return True
    return set(principals.codes) <= {name.code for name in first.names}


def _mostly_quoted(paragraphs: Sequence[tuple[Part, Named]]) -> bool:
    inside = [quote >= 0 for part, found in paragraphs if part == Part.BODY for quote in found.tree.quote]
    return sum(inside) > 0.5 * len(inside)


def _of_file(text: Text) -> Reading | None:
    """The state or body whose code begins a file's name: "GHA_77_2022.txt", "EU_77_2022.txt"."""
    match = _FILE.search(text.identifier)
    return Reading((match[1],), "file name") if match and gazetteer.kind(match[1]) in {"State", "Bloc"} else None


def _bare(tree: Tree) -> int:
    """How many sentences begin with a verb in the present that has no subject: "Strongly condemns the attack;"."""
    return sum(
        any(
            tree.tag[i] == "VBZ" and tree.child(i, "nsubj", "nsubjpass", "expl") is None and ("verb", tree.lemma[i]) in cues()
            for i in range(a, min(a + 4, b))
            if all(tree.tag[k] in {"CD", "LS", "RB", ".", "-LRB-", "-RRB-", ":", "HYPH", "NFP", "RBS"} for k in range(a, i))
        )
        for a, b in tree.bounds
    )


def _speaks_as(paragraphs: Sequence[tuple[Part, Named]]) -> Reading | None:
    """ "The Security Council," alone on its line: who speaks in the items below."""
    for _, found in paragraphs[:8]:
        tree = found.tree
        if (said := _SPEAKS_AS.match(tree.text(range(len(tree))))) is not None:
            group = said[1].split(",")[0]  # not where it met
            names = [name for name in found.names if tree.start[name.first] < tree.start[0] + said.start(1) + len(group)]
            heads = [name for name in names if name.reading == "body"] or [name for name in names if not is_place(found, name)]
            if heads:
                return Reading((heads[0].code,), "heading")
            if set(group.lower().split()) & (words("own_meetings") | words("organised")):
                return Reading((UNNAMED + group,), "heading")
    return None


def _signed(paragraphs: Sequence[tuple[Part, Named]], now: Discourse) -> Reading | None:
    """ "We, the leaders of X, Y and Z": those."""
    for part, found in paragraphs[: LEAD + 3]:
        tree = found.tree
        if part != Part.BODY or tree.lower[:2] != ["we", ","]:
            continue
        stop = next((i for i in range(len(tree)) if tree.tag[i] in {"VBD", "VBP", "VBZ"}), len(tree))
        codes, _ = codes_in(found, now, (tree.start[0], tree.start[stop] if stop < len(tree) else 10**9))
        if codes:
            return Reading(tuple(codes), "signatories", None, len(codes) > 1)
    return None


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


def _speaker(text: Text, paragraphs: Sequence[tuple[Part, Named]], *, quotes: bool = False) -> Reading | None:
    """Whose speech it is by what it says of itself, else by its publisher."""
    if (code := speaker(text, paragraphs, quotes=quotes or _mostly_quoted(paragraphs))) is not None:
        return Reading((code,), "speech")
    if text.publisher and (actor := resolve_name(text.publisher, on=text.date).actor) is not None and actor.kind != ActorKind.PERSON:
        return Reading((actor.code,), "publisher")
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
