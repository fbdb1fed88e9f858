"""Common nouns and unknown names → actors: "the ministry", "the Council", "opposition lawmakers", "the African Group"."""

from collections.abc import Callable
from dataclasses import replace

from positiongraph.extraction import gazetteer
from positiongraph.extraction.discourse import Discourse, Named, Reading, is_body, is_state
from positiongraph.extraction.groups import SIZES, bound, is_group, is_plural, out_of, plain, unnamed
from positiongraph.extraction.offices import owner, person_name, post
from positiongraph.extraction.phrases import core
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words
from positiongraph.facts import UNNAMED, UNRESOLVED


def by_noun(found: Named, i: int, now: Discourse, resolve: Callable[[Named, int, Discourse], Reading | None]) -> Reading | None:
    """Return whom a common noun or a name that is not known means; `resolve` reads a phrase inside it."""
    tree, lemma = found.tree, found.tree.lemma[i]
    phrase = core(tree, i)
    modifiers = {tree.lower[k] for k in tree.kids[i]} | {tree.lemma[k] for k in tree.kids[i]}
    if lemma in words("outsiders") or (lemma == "party" and modifiers & {"ruling", "governing"}) or modifiers & words("outside_government"):
        whose = owner(found, i, now) if lemma in words("outsiders") else None
        if whose is not None and gazetteer.kind(whose) == "Organisation":
            return Reading((whose,), "members of a body")  # "the rebels of the M23"
        return outside(found, i, phrase)
    plural = is_plural(tree, i) or lemma in SIZES or lemma == "all" or "neither" in modifiers
    if lemma == "paper" and tree.lemma[tree.head[i]] in {"write", "comment"}:
        return None  # a newspaper
    if lemma in words("documents") and not modifiers & {"a", "an", "its", "another"} | (modifiers & {"joint"}):
        whose = owner(found, i, now)
        if whose:
            return Reading((whose,), "document as speaker")
        if lemma in {"text", "resolution"} and now.voice is None and now.principals is not None and now.principals.rule == "lead":
            return Reading((UNRESOLVED + plain(tree, phrase),), "document as speaker")  # a draft need not be theirs
        return now.principals and replace(now.principals, rule="document as speaker", speaker=None)
    if now.voice is not None and now.voice.codes[0].startswith(UNNAMED):
        own = now.voice.codes[0].removeprefix(UNNAMED).replace("+", "").split()
        below = out_of(tree, i) if lemma == "member" else i
        if below is not None and tree.words[below][:1].isupper() and tree.words[below] in own:
            # "the A3", "Members of the Group"
            return replace(now.voice, rule="short name of the document's voice", speaker=None)
    if plural and (body := _members(found, i, now, modifiers)) is not None:
        return body
    if (lemma in words("groups") and modifiers & words("unnamed")) or (
        lemma in words("paired") and plural and modifiers & words("unnamed_adjectives") and not modifiers & words("binding")
    ):
        return unnamed(tree, phrase, i)
    if is_group(tree, i, modifiers, plural=plural):
        if (below := out_of(tree, i)) is not None:
            # "the leaders of both countries", not "the heads of both firms"
            several = resolve(found, below, now)
            return several and (several if several.settled else unnamed(tree, phrase, i))
        return bound(found, i, now, phrase, modifiers)
    if lemma == "assembly" and tree.lower[i - 1] == "general":
        return Reading(("UNGA",), "name")
    if lemma in words("nobody"):
        return None
    house = tree.words[i] == "House" and modifiers == {"the"} and tree.dep[i] == "nsubj" and now.voice is not None and tree.quote[i] < 0
    here = "this" in modifiers and lemma in words("own_meetings")
    if house or (here and (now.voice is None or lemma in {"house", "motion"} or is_body(now.voice))):
        met = now.voice or now.principals  # "this meeting asks", "this House regrets"
        return replace(met, rule="the meeting", speaker=None) if met else Reading((UNRESOLVED + plain(tree, phrase),), "unknown speaker")
    if lemma in words("gatherings") and tree.words[i][:1].isupper() and len(phrase) <= 2 and tree.dep[i].startswith("nsubj"):
        met = now.voice or now.principals
        return met and replace(met, rule="the meeting", speaker=None)
    if _short_name(tree, i, phrase) and now.voice and is_body(now.voice):
        return replace(now.voice, rule="short name of the document's voice", speaker=None)
    named_ = tree.pos[i] == "PROPN" and tree.words[i][:1].isupper()
    if lemma in {"party", "group"} and any(tree.pos[k] == "PROPN" and k not in found.at for k in tree.children(i, "compound")):
        return _new_name(found, i, now, phrase)  # "the Congress party"
    if named_ and lemma in words("caucuses") and len(phrase) > 1 + _definite(tree, i):
        return _new_name(found, i, now, phrase)
    common = words("offices") | words("persons") | words("polities") | words("opposite")
    if lemma in common and not modifiers & {"no", "any", "every", "each"}:
        if plural or (modifiers & {"a", "an", "another"} and lemma in words("anybody") and not _definite(tree, i)):
            return unnamed(tree, phrase) if lemma in words("anybody") | words("of_one_state") else None
        return _again(found, i, now, modifiers) or (
            Reading((UNRESOLVED + plain(tree, phrase),), "unknown office") if "the" in modifiers else None
        )
    return _new_name(found, i, now, phrase) if named_ else None


def _members(found: Named, i: int, now: Discourse, modifiers: set[str]) -> Reading | None:
    """ "members of NATO", "the Council's member states", "Allies": the body."""
    tree, lemma = found.tree, found.tree.lemma[i]
    if lemma in {"ally", "member"} and (whose := owner(found, i, now)) and gazetteer.kind(whose) in {"Bloc", "Organisation"}:
        return Reading((whose,), "members of a body")
    theirs = tree.words[i][:1].isupper() or any(tree.lemma[k].lower() in words("short_names") for k in tree.children(i, "poss"))
    some = bool(modifiers & ({"all"} | words("unnamed")))
    if theirs and not some and modifiers & words("members_by") and now.voice is not None and is_body(now.voice):
        return replace(now.voice, rule="members of a body", speaker=None)
    if lemma == "ally" and tree.words[i] == "Allies" and now.voice is not None and gazetteer.kind(now.voice.codes[0]) == "Bloc":
        return replace(now.voice, rule="members of a body")
    return None


def _definite(tree: Tree, i: int) -> bool:
    return any(tree.lower[k] == "the" for k in tree.children(i, "det"))


def outside(found: Named, i: int, phrase: list[int]) -> Reading:
    """ "opposition lawmakers", "a former minister": people of a state for whom it does not stand; a name among them is its own."""
    tree = found.tree
    named_ = person_name(tree, i) if tree.pos[i] == "PROPN" and tree.lemma[i] not in words("offices") else None
    named_ = named_ or next((name for k in tree.children(i, "appos") if tree.pos[k] == "PROPN" and (name := person_name(tree, k))), None)
    if named_:
        return Reading((UNRESOLVED + named_,), "unknown name", named_)
    if tree.lemma[i] in words("of_one_state") and not is_plural(tree, i):
        return Reading((UNNAMED + plain(tree, phrase),), "unnamed body")
    return unnamed(tree, phrase)


def _again(found: Named, i: int, now: Discourse, modifiers: set[str]) -> Reading | None:
    """ "the ministry", "the minister": the one named last that it may be."""
    tree, lemma = found.tree, found.tree.lemma[i]
    short = [k for k in tree.kids[i] if tree.pos[k] in {"PROPN", "NOUN", "ADJ"}] == [] and tree.words[i]
    known = now.offices.get(lemma) or now.offices.get(short or "")
    if "the" in modifiers and lemma in words("named_again") and known is not None:
        return replace(known, rule="office named before")
    if lemma in words("opposite") or "host" in modifiers:
        lemma = lemma if lemma in words("opposite") else "host"  # "the host president"
        return now.received(lemma) if "the" in modifiers else now.other_side()
    if lemma in words("persons"):
        if lemma in words("moderating") and "the" in modifiers:
            return None
        if now.person is not None:
            return now.holder_of(post(tree, i))
        if (known := now.in_post(post(tree, i))) is not None:
            return replace(known, rule="the last in that office")
    if lemma in words("polities"):
        return now.polity(lemma) if not modifiers & words("political") else unnamed(tree, core(tree, i))
    if now.voice is not None and is_state(now.voice) and lemma in words("of_one_state") and tree.words[i][:1].isupper():
        return replace(now.voice, rule="office of the document's voice", speaker=None)  # "the Federal Government"
    if lemma in words("short_names") and tree.words[i][:1].isupper() and now.body is not None and is_state(now.body):
        return None  # no state is "the Council"
    last = (now.state if lemma in words("of_one_state") else None) or now.body or now.voice or now.principals or now.person
    if last is not None and is_state(last) and lemma in words("short_names") and tree.words[i][:1].isupper():
        return None
    if lemma.lower() == "congress" and last is not None and not set(last.codes) <= words("congresses"):
        return None
    if last is not None and len(last.codes) == 1:
        return replace(last, rule="office of the last body", speaker=None)
    return None


def _new_name(found: Named, i: int, now: Discourse, phrase: list[int]) -> Reading | None:
    """A capitalised name that the reference does not know: a body's short name, a group by its own words, or nobody known."""
    tree, lemma = found.tree, found.tree.lemma[i]
    if any(tree.pos[k] == "NUM" for k in phrase):
        return None  # a date, a resolution
    last = now.body or (now.principals if now.principals and len(now.principals.codes) == 1 else None)
    if tree.lower[i] in words("called_so") and (known := now.offices.get(tree.lower[i])) and len(phrase) == 1 + _definite(tree, i):
        return known
    if lemma in words("short_names") and last and is_body(last) and not [k for k in phrase if k != i and tree.dep[k] != "det"]:
        return replace(last, rule="short name of the last body")
    if tree.lower[i] in words("caucuses") and len(phrase) > 1 + _definite(tree, i):
        return Reading((UNNAMED + plain(tree, phrase),), "unnamed body")
    return Reading((UNRESOLVED + plain(tree, phrase),), "unknown name")


def _short_name(tree: Tree, i: int, phrase: list[int]) -> bool:
    """ "the Council", "the Supreme Council", not "the African Group"."""
    other = any(tree.lower[k] in words("unnamed_adjectives") for k in phrase)
    return tree.lemma[i] in words("short_names") and tree.words[i][:1].isupper() and len(phrase) <= 3 and not other
