"""Noun phrases → actors: who is meant, as of the document's date.

What the text does not settle is `unresolved:<words>`; a group that it leaves unnamed is `unnamed:<words>`. A phrase that is no actor at
all (analysts, residents, a thing) gives None.
"""

from dataclasses import replace

from positiongraph.extraction import gazetteer
from positiongraph.extraction.discourse import Discourse, Named, Reading, is_body
from positiongraph.extraction.gazetteer import Name
from positiongraph.extraction.groups import SIZES, excepted, is_plural, one_of_two, out_of, plain
from positiongraph.extraction.nouns import by_noun, outside
from positiongraph.extraction.offices import (
    against_government,
    chamber,
    has_office,
    is_former,
    is_partial,
    is_private,
    office_beside,
    owner,
    owners,
    person_name,
    post,
    state_of_title,
)
from positiongraph.extraction.phrases import coordinated, core
from positiongraph.extraction.words import words
from positiongraph.facts import UNRESOLVED

_FIRST = frozenset({"we", "us", "our", "ours", "ourselves", "i", "me", "my"})
_HE = frozenset({"he", "she", "him", "her", "his", "who", "whom"})
_THEY = frozenset({"they", "them", "their"})
_IT = frozenset({"it", "its", "itself"})


def resolve(found: Named, head: int, now: Discourse) -> Reading | None:
    """Return whom the noun phrase with this head means, None when it is nobody who could hold a position."""
    heads = [head] if excepted(found.tree, head) else coordinated(found.tree, head)
    readings = [reading for i in heads if (reading := _one(found, i, now)) is not None]
    if not readings:
        return None
    whole = readings[0]
    for reading in readings[1:]:
        whole = whole | reading
    return whole


def _one(found: Named, i: int, now: Discourse) -> Reading | None:
    tree, word = found.tree, found.tree.lower[i]
    if i in found.at and gazetteer.media(found.at[i].code):
        return _mouthpiece(found, i)
    if word in {"former", "latter"} and tree.dep[i] != "amod":
        return one_of_two(tree, i, now)
    if word in {"all", "each", "none"} and (below := out_of(tree, i)) is not None:
        return resolve(found, below, now)
    if word in SIZES:
        return by_noun(found, i, now, resolve)
    if tree.pos[i] == "PRON" or word in _FIRST | _HE | _THEY | _IT:
        return _pronoun(found, i, now)
    if (name := found.at.get(i)) is not None:
        return _by_name(found, i, name, now)
    if tree.pos[i] == "PROPN" and (known := now.people.get(tree.words[i])) is not None:
        return known
    if tree.pos[i] == "NOUN" and tree.tag[i] == "NN" and tree.lemma[i] in words("paired") | words("polities"):
        # "its ally Peru", "the group Hamas"
        beside = [i + 1] if i + 1 < len(tree) and tree.head[i + 1] == tree.head[i] and tree.dep[i + 1] == "nsubj" else []
        own = next((k for k in (*tree.children(i, "appos"), *beside) if k in found.at and found.at[k].reading in {"state", "body"}), None)
        if own is not None and (reading := resolve(found, own, now)) is not None:
            return reading
    if tree.tag[i] == "NNS" and (listed := next((k for k in tree.children(i, "appos") if len(coordinated(tree, k)) > 1), None)) is not None:
        # "the candidate countries Albania, Moldova and Ukraine"
        several = resolve(found, listed, now)
        if several is not None and several.settled:
            return several
    if tree.pos[i] == "PROPN" and (state := chamber(word)) is not None:
        return outside(found, i, core(tree, i)) if against_government(tree, i) else Reading((state,), "parliament")
    if (reading := _ours(found, i, now) or _by_office(found, i, now)) is not None:
        return reading
    return by_noun(found, i, now, resolve)


def _mouthpiece(found: Named, i: int) -> Reading | None:
    """A state's news agency or paper where it gives a view of its own: it comments, or does more than report. Others only report."""
    tree, code = found.tree, found.at[i].code
    views = any(tree.lower[k] in words("comments") for k in range(*tree.bounds[tree.sentence[i]]))
    if code not in words("mouthpieces") or (tree.lemma[tree.head[i]] in words("relaying") and not views):
        return None
    return Reading((code,), "state media")


def _pronoun(found: Named, i: int, now: Discourse) -> Reading | None:
    tree, word = found.tree, found.tree.lower[i]
    if word in _FIRST and (now.voice is None or tree.quote[i] >= 0):
        for k in tree.children(i, "appos"):
            if (reading := resolve(found, k, now)) is not None:
                return reading
    if word in _FIRST:
        quoted = tree.quote[i] >= 0
        return now.whose(quoted=quoted) or (None if quoted else _sayer(found, i, now))
    if word in {"who", "whom", "which", "that"} and tree.dep[tree.head[i]] == "relcl":
        return resolve(found, tree.head[tree.head[i]], now)
    if word in {"who", "that"} and (named := tree.child(tree.head[tree.head[i]], "attr")) is not None and tree.dep[tree.head[i]] == "ccomp":
        return resolve(found, named, now)  # "it was Peru that opposed it"
    if word in _HE:
        return now.person and replace(now.person, rule="pronoun")
    if word in _THEY or word == "these":
        if now.others is not None:
            return now.others if now.others.codes else None
        return now.group or now.principals or now.body
    if word in _IT:
        if (sayer := _said_of_itself(found, i, now)) is not None:
            return sayer
        opens = i == tree.bounds[tree.sentence[i]][0] and tree.dep[tree.head[i]] == "ROOT"
        joint = now.principals is not None and len(now.principals.codes) > 1
        if opens and not joint and now.main is not None and now.main.speaker is None:
            return replace(now.main, rule="pronoun")  # whoever was named in between
        over = tree.child(tree.head[tree.head[i]], "nsubj") if tree.dep[tree.head[i]] == "advcl" and tree.dep[i] == "nsubj" else None
        said = _one(found, over, now) if over is not None else None
        if over is not None and tree.pos[over] == "NOUN" and (said is None or said.rule == "document as speaker"):
            return None  # "the text was rejected because it did not condemn the raid"
        if now.said is not None and now.said.rule == "document as speaker" and tree.lemma[tree.head[i]] in words("saying"):
            return now.said
        if now.principals is not None and now.body is not None and _named_again(found, tree.head[i], now.body):
            return replace(now.principals, rule="document as speaker", speaker=None)
        says = tree.lemma[tree.head[i]] in words("saying")
        return now.body if now.body is not None else (now.principals if now.voice or says else None)
    return None


def _said_of_itself(found: Named, i: int, now: Discourse) -> Reading | None:
    """ "Chad, which Peru accuses, said it is ready": Chad, whoever was named in between."""
    tree, verb = found.tree, found.tree.head[found.tree.head[i]]
    if tree.dep[i] != "nsubj" or tree.dep[tree.head[i]] != "ccomp" or tree.lemma[verb] not in words("saying"):
        return None
    who = tree.child(verb, "nsubj")
    if who is not None and tree.pos[who] == "PROPN" and tree.lemma[who].lower() in words("short_names"):
        reading = _one(found, who, now)  # "The Commission says it will": nobody's where nobody knows which
        return Reading((UNRESOLVED + tree.words[who],), "unknown name") if reading is None else reading
    if who is None or who not in found.at or tree.child(who, "relcl", "acl", "appos") is None:
        return None
    reading = _one(found, who, now)
    return reading if reading is not None and len(reading.codes) == 1 and reading.speaker is None else None


def _named_again(found: Named, verb: int, body: Reading) -> bool:
    """ "It said Russia …": who is named in what "it" says is not "it" itself."""
    tree = found.tree
    clause = next((k for k in tree.children(verb, "ccomp") if k > verb), None)
    who = tree.child(clause, "nsubj", "nsubjpass") if clause is not None and tree.lemma[verb] in words("saying") else None
    return who is not None and any(k in found.at and found.at[k].code in body.codes for k in coordinated(tree, who))


def _by_name(found: Named, i: int, name: Name, now: Discourse) -> Reading | None:
    tree = found.tree
    if name.reading in {"person", "surname"}:
        office = office_beside(tree, i)
        if name.stop - name.first == 1 and (known := now.people.get(tree.words[i])) is not None:
            if office is not None:
                now.appoint(post(tree, office), known)
            return known
        if name.reading == "surname" and name.stop - name.first == 1 and tree.tag[i] not in {"NNP", "NNPS"}:
            return None
        former = office is not None and is_former(tree, office)
        whose = owner(found, i, now, {name.first}) if has_office(tree, i) and not former else None
        code = whose or gazetteer.office(name.code, now.date)
        reading = Reading(
            (code or UNRESOLVED + tree.text(range(name.first, name.stop)),), "person's office", gazetteer.full_name(name.code)
        )
        now.introduce(reading)
        if office is not None and not former:
            now.appoint(post(tree, office), reading)
        return reading
    if name.reading in {"adjective", "inhabitants"} and tree.pos[i] not in {"PROPN", "NOUN"} and not (tree.dep[i].startswith("nsubj")):
        return None
    if name.reading == "place":
        return None
    own = [found.at[k] for k in tree.children(i, "poss", "amod") if k in found.at] if name.code in {"UNSC", "UNGA"} else []
    if own and own[0].reading in {"state", "adjective"}:
        return Reading((own[0].code,), "office")  # "Russia's Security Council"
    # "France's Emmanuel Macron", "US President Biden": the name is only the modifier's; heads of offices come by another way
    return Reading((name.code,), {"capital": "capital for a state", "metonym": "palace for a state"}.get(name.reading, "name"))


def _no_person(found: Named, i: int) -> bool:
    return i in found.at and found.at[i].reading not in {"person", "surname"}


def _by_office(found: Named, i: int, now: Discourse) -> Reading | None:
    """An office with the state or body it belongs to, and the person's name where one stands beside it."""
    tree = found.tree
    lemma = tree.lemma[i]
    name_like = tree.pos[i] == "PROPN" and lemma not in words("offices") and tree.lower[i] not in words("caucuses")
    offices = words("offices")
    office = office_beside(tree, i) if name_like else i
    if lemma not in offices and not (name_like and has_office(tree, i)):
        return None
    if office is not None and (is_former(tree, office) or is_partial(tree, office) or is_private(tree, office)):
        return outside(found, i, core(tree, i))
    person = (
        person_name(tree, i)
        if name_like
        else next((person_name(tree, k) for k in tree.children(i, "appos") if tree.pos[k] == "PROPN" and not _no_person(found, k)), None)
    )
    beside = tree.children(i, "appos", "compound", "poss")
    beside += [p for k in tree.children(i, "prep") if tree.lower[k] == "of" for p in tree.children(k, "pobj")]  # "the government of Mr. Xi"
    known = next((found.at[k] for k in beside if k in found.at and found.at[k].reading in {"person", "surname"}), None)
    speaker = gazetteer.full_name(known.code) if known else person
    if is_plural(tree, i) and len(several := owners(found, i)) > 1:
        return Reading(several, "offices of several", None, True)
    code = owner(found, i, now, {known.first} if known else ())
    if code is None and known is not None:
        code = gazetteer.office(known.code, now.date)
    general = tree.lower[i].startswith("secretary-general") or tree.lower[max(i - 2, 0) : i + 1] == ["secretary", "-", "general"]
    near = (*tree.kids[office], *tree.kids[i]) if office is not None else ()
    titled = office is not None and tree.words[office] == "Commissioner" and all(tree.lower[k] != "high" for k in near)
    if code is None and titled and "Commission" in now.offices:
        code = now.offices["Commission"].codes[0]  # where a text names the Union
    if code is None:
        code = state_of_title(tree.lower[i])
    if code is None and general:
        code = "UN" if gazetteer.kind("UN") != "Actor" else None
    if code is not None and lemma in words("chambers") and against_government(tree, i):
        return outside(found, i, core(tree, i))
    if code is not None:
        one_person = (lemma in words("persons") and tree.tag[i] not in {"NNS", "NNPS"}) or name_like
        rule = "person's office unnamed" if one_person and not speaker else "office"
        reading = Reading((code,), rule, speaker if one_person else None)
        if speaker and one_person:
            now.introduce(reading)
        if one_person and office is not None:
            now.appoint(post(tree, office), reading)
        now.offices[lemma] = replace(reading, speaker=None)
        return reading
    if lemma.startswith("spokes") and now.voice is not None and len(now.voice.codes) == 1 and tree.quote[i] < 0 and now.body is None:
        return replace(now.voice, rule="office of the document's voice", speaker=speaker)
    if name_like and now.voice is None and (whose := now.main) is not None and len(whose.codes) == 1 and person:
        # "spokesperson Mao Ning" after "the ministry": the last body speaks through its people
        reading = Reading(whose.codes, "office of the last body", person)
        now.introduce(reading)
        return reading
    return None


def _ours(found: Named, i: int, now: Discourse) -> Reading | None:
    """ "my country", "our region", "this Council": who speaks, of whom the noun may be said."""
    tree, lemma = found.tree, found.tree.lemma[i]
    first = next((k for k in tree.children(i, "poss") if tree.lower[k] in {"our", "my"}), None)
    if first is None or lemma not in words("own_names"):
        return None
    quoted = tree.quote[first] >= 0
    whose = now.whose(quoted=quoted) or (None if quoted else _sayer(found, i, now))
    if is_plural(tree, i) and lemma in words("polities") and not (whose is not None and (len(whose.codes) > 1 or is_body(whose))):
        return None  # "our two countries"
    if whose is not None and is_body(whose) and now.home is not None and lemma in words("of_home") and not quoted:
        return now.home
    return replace(whose, rule="the speaker's own") if whose else Reading((UNRESOLVED + plain(tree, core(tree, i)),), "unknown speaker")


def _sayer(found: Named, i: int, now: Discourse) -> Reading | None:
    """ "We oppose it, the minister said", without quotation marks: whoever is said to say it."""
    tree = found.tree
    for k in tree.ancestors(i):
        if tree.lemma[k] in words("saying") and (who := tree.child(k, "nsubj")) is not None and i not in tree.subtree(who):
            return resolve(found, who, now)
    return None
