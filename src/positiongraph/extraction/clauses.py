"""Clauses and coordinated phrases: where a position's words begin and end, and whose they are not."""

from positiongraph.extraction.duties import modal, shared, supposed
from positiongraph.extraction.hits import Hit
from positiongraph.extraction.negation import negated, refuses
from positiongraph.extraction.predicates import is_infinitive
from positiongraph.extraction.sense import Sense, evaluation, fails
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.turns import stops
from positiongraph.extraction.verdicts import judged, reproached, ruled
from positiongraph.extraction.words import words
from positiongraph.facts import Act


def within(tree: Tree, k: int, top: int) -> bool:
    """Whether token k hangs below the cue without a clause of its own between."""
    for above in (k, *tree.ancestors(k)):
        if above == top:
            return True
        if tree.dep[above] in {"conj", "relcl", "parataxis"} and tree.pos[above] == "VERB":
            return False
    return False


def act_of(sense: Sense, hit: Hit | None) -> Act:
    """Return what a weighed clause does: asks, promises, criticises, praises or asserts."""
    if sense.deontic:
        return Act.URGE
    if sense.pledge:
        return Act.PLEDGE if sense.stance >= 0 else Act.REJECT
    if hit is not None and hit.cue.report:
        return Act.CRITICISE if sense.stance < 0 else Act.ASSERT
    return Act.CRITICISE if sense.stance < 0 else Act.PRAISE if sense.stance > 0 else Act.ASSERT


def blamed(tree: Tree, verb: int) -> Sense | None:
    """ "Chad is to blame for the famine", "Chad bears responsibility for it": the famine is the issue, Chad is accused of it."""
    behind = [p for m in tree.children(verb, "prep") if tree.lower[m] == "behind" for p in tree.children(m, "pobj")]
    if tree.lemma[verb] == "be" and behind and tree.lemma[behind[0]] in words("plots"):
        who = tree.child(verb, "nsubj")
        return None if who is None or refuses(tree, verb) else Sense(-3, False, behind[0], who)  # "Chad was behind the raid"
    if tree.lemma[verb] in {"lie", "rest"} and (fault := tree.child(verb, "nsubj")) is not None:
        return _lying(tree, verb, fault) if tree.lemma[fault] in words("accountable") else None
    under = [verb, *(k for k in tree.children(verb, "dobj", "xcomp", "acomp") if tree.lemma[k] in words("accountable"))]
    if len(under) == 1 or tree.lemma[verb] not in {"be", "bear", "carry", "share"} or any(negated(tree, k) for k in under):
        return None
    for_ = [p for k in under for m in tree.children(k, "prep") if tree.lower[m] == "for" for p in tree.children(m, "pobj", "pcomp")]
    who = tree.child(verb, "nsubj")
    how = {tree.lower[k] for n in under[1:] for k in tree.children(n, "amod")}
    if how & words("dutiful") or any(tree.lemma[p] in words("good_things") | words("cared_for") for p in for_):
        return None  # "bears primary responsibility for peace": a duty
    if who is not None and not for_ and how & words("full") and tree.pos[who] in {"NOUN", "PROPN"}:
        return Sense(-3, False, who, who)  # "the junta bears full responsibility"
    return None if who is None or not for_ or tree.lower[who] in {"we", "i"} else Sense(-3, False, for_[0], who)


def _lying(tree: Tree, verb: int, fault: int) -> Sense | None:
    """ "The blame for the famine lies with Chad"."""
    of = [p for m in tree.children(fault, "prep") if tree.lower[m] == "for" for p in tree.children(m, "pobj")]
    whose = [p for m in tree.children(verb, "prep") if tree.lower[m] == "with" for p in tree.children(m, "pobj")]
    denied = any(tree.lower[k] == "not" for m in (verb, *tree.children(verb, "prep")) for k in tree.kids[m])
    blame = of and whose and not denied and tree.lemma[of[0]] not in words("cared_for")
    return Sense(-3, False, of[0], whose[0]) if blame else None


def judgement(tree: Tree, i: int, region: list[int]) -> Sense | None:
    """A judgement in somebody's own words: what is said of the subject must itself be good or bad."""
    if any(tree.lemma[k] in {"honour", "honor", "pleasure", "privilege"} for k in tree.children(i, "attr")):
        return None  # "it is an honour to address you"
    if (blame := blamed(tree, i)) is not None:
        return blame
    said = [k for k in tree.children(i, "acomp", "attr", "oprd") for k in tree.subtree(k)]
    if not said and (tree.lemma[i] == "amount" or (tree.lemma[i] == "strike" and tree.child(i, "dobj") is not None)):
        said = [m for k in tree.children(i, "prep") for m in tree.subtree(k)]  # "strikes us as unfair"
    if not said and tree.lemma[i] in words("committing"):
        # "poses a threat", "wages an illegal war"; not "represents a large share"
        said = [m for k in tree.children(i, "dobj") if tree.lemma[k] not in words("quantities") for m in tree.subtree(k)]
    done = tree.children(i, "dobj") if tree.lemma[i] in words("showing") else []
    done = done if not any(tree.lemma[k] in words("of_nature") for k in tree.children(i, "nsubj")) else []
    shown = any(tree.lemma[k] in words("bad_nouns") | words("harms") for k in done)  # "shows contempt", "causes harm"
    thing = tree.child(i, "nsubj") if refuses(tree, i) and tree.lemma[i] in words("availing") and tree.tag[i] == "VB" else None
    if thing is not None and tree.pos[thing] == "NOUN" and tree.lemma[thing] not in words("offices"):
        return Sense(-2, False, thing, thing)  # "sanctions do not work"
    boon = tree.lemma[i] in words("offering") and any(tree.lemma[k] in words("boons") for k in tree.children(i, "dobj"))  # "offers hope"
    boon = boon and tree.tag[i] in {"VBZ", "VBP"} and not any(tree.pos[k] != "NOUN" for k in tree.children(i, "nsubj"))
    value = (2 if boon else -2) if (shown or boon) and not refuses(tree, i) else evaluation(tree, said) if said else 0
    who = tree.child(i, "nsubj", "nsubjpass")
    if supposed(tree, i) or any(tree.lower[k] == "there" for k in tree.children(i, "expl")) or (who is not None and tree.tag[who] == "WP"):
        return None  # "there have been attacks": an event; "did what was right"
    if not said and tree.child(i, "auxpass") is None and (tree.lemma[i] in words("bad_verbs") - words("violent_verbs") or fails(tree, i)):
        value = evaluation(tree, [i])
    goes_on = tree.child(i, "xcomp") if tree.lemma[i] in {"continue", "keep", "persist"} and not refuses(tree, i) else None
    if goes_on is not None and who is not None and tree.pos[who] == "PROPN" and tree.lemma[goes_on] in words("bad_verbs"):
        return Sense(-2, False, goes_on, who)  # "Chad continues to violate the truce"
    if (meanwhile := reproached(tree, i)) is not None:
        return Sense(-2, False, meanwhile, who)
    if (fixed := ruled(tree, i)) != 0:
        return Sense(fixed, False, judged(tree, i), who)
    first = tree.lower[tree.bounds[tree.sentence[i]][0]]
    if value == 0 and tree.head[i] == i and first in words("sadly") | words("happily"):
        return Sense(-1 if first in words("sadly") else 1)
    if value == 0:
        return None
    what = who if who is not None else tree.child(i, "csubj")
    if who is not None and tree.lower[who] == "it":
        what = tree.child(i, "ccomp", "xcomp", "advcl", "csubj") or who  # "it is wrong that …", "it is wrong to …"
    return Sense(value, False, what, who)


def what_is_judged(tree: Tree, core: int, sense: Sense, region: list[int]) -> list[int]:
    """ "The siege is a breach of law": the siege alone, not what is said of it."""
    if tree.dep[core] == "advcl" and sense.stance and not sense.deontic and not sense.pledge:
        return [k for k in tree.subtree(core) if tree.dep[k] != "mark"]  # "cannot claim it while | arming them"
    subject = tree.dep[core] == "nsubj" and tree.pos[core] in {"NOUN", "PROPN"} and tree.lemma[tree.head[core]] != "have"
    alone = subject and sense.stance and not sense.deontic and not sense.pledge
    return tree.subtree(core) if alone or core not in region else region


def own_clause(tree: Tree, i: int) -> list[int]:
    """The clause of a verb without clauses coordinated with it."""
    drop = [k for k in tree.kids[i] if tree.dep[k] in {"conj", "parataxis", "cc"} and tree.pos[k] in {"VERB", "AUX", "CCONJ"}]
    drop += [k for k in tree.kids[i] if tree.dep[k] == "ccomp" and k < i]
    drop += [m for k in tree.children(i, "xcomp") for m in tree.children(k, "conj") if shared(tree, m) == i]
    found = tree.trim(tree.subtree(i, drop))
    colon = next((k for k in range(min(i, 14)) if tree.words[k] == ":" and found and k >= found[0]), None)
    if colon is not None:
        found = [k for k in found if k > colon]  # "Wang Yi: The move …"
    return [k for k in found if tree.words[k] not in {".", "!", ";"}] or found


def clauses(tree: Tree, head: int, region: frozenset[int]) -> list[tuple[int, list[int]]]:
    """Split coordinated clauses of a content: "that A and that B"; those that lack a subject stay with the first."""
    heads = [head]
    if tree.pos[head] in {"VERB", "AUX"}:
        for k in tree.kids[head]:
            own = tree.child(k, "nsubj", "nsubjpass") is not None or shared(tree, k) is not None or modal(tree, k)
            tied = tree.dep[k] == "conj" or (tree.dep[k] in {"ccomp", "advcl"} and k > head and _and_that(tree, k))
            if tied and k in region and tree.pos[k] in {"VERB", "AUX"} and own:
                heads.append(k)
    found = []
    for k in heads:
        others = [o for o in heads if o != k]
        tokens = tree.trim(t for t in tree.subtree(k, [o for o in others if o in tree.kids[k]]) if t in region)
        while tokens and tree.lower[tokens[0]] in {"that", "and", "but", "whether"}:
            tokens = tokens[1:]
        while tokens and tree.lower[tokens[-1]] in {"and", "but", ","}:
            tokens = tokens[:-1]
        if tokens:
            found.append((k, tokens))
    return found


def _and_that(tree: Tree, k: int) -> bool:
    """ "that A and, furthermore, | that B", hung below A."""
    first = min(tree.subtree(k))
    before = [tree.lower[m] for m in range(max(first - 4, 0), first)]
    return tree.lower[first] == "that" and bool({"and", "but"} & set(before))


def without_said(tree: Tree, head: int, region: list[int], starts: list[int]) -> list[int]:
    """ "said it was unlawful and urged an end": without what is coordinated and has been read, which starts at one of these characters."""
    said: set[int] = set()
    for k in tree.children(head, "conj"):
        under = tree.subtree(k)
        alone = tree.pos[k] == "VERB" and tree.child(k, "nsubj", "nsubjpass") is None
        if alone and any(tree.start[under[0]] <= start < tree.end[under[-1]] for start in starts):
            said |= set(under)
    rest = tree.trim(t for t in region if t not in said)
    while rest and tree.lower[rest[-1]] in {"and", "but", ","}:
        rest = rest[:-1]
    return rest if head in rest else region


def not_done(tree: Tree, verb: int) -> bool:
    """Whether somebody only failed to do it, or has not done it yet: "has yet to endorse", "stopped short of endorsing"."""
    over = tree.head[verb]
    held_back = {tree.lower[tree.head[over]], tree.lemma[tree.head[over]]} & {"short", "refrain", "abstain"}
    if tree.dep[verb] == "pcomp" and held_back:
        return True  # "stopped short of condemning it", "refrained from criticising it"
    if tree.lower[over] == "able" and negated(tree, over):
        return True  # "has not been able to condemn it"
    yet = tree.lemma[over] == "have" and any(tree.lower[k] == "yet" for k in (*tree.kids[over], *tree.kids[verb]))
    return is_infinitive(tree, verb) and (yet or tree.lemma[over] in words("failing"))


def given_up(tree: Tree, hit: Hit) -> bool:
    """Whether a stance is one no more: "dropped its objections", "withdrew its support"."""
    return hit.cue.kind == "noun" and hit.light is not None and tree.dep[hit.at] == "dobj" and stops(tree, hit.light)


def imposed(tree: Tree, hit: Hit) -> bool:
    """Whether a cue is what somebody ought to do: "Damascus must oppose terrorism" is no stance of Damascus."""
    verb = hit.light if hit.light is not None else hit.at
    if tree.pos[verb] == "ADJ" or hit.cue.kind == "adjective":
        verb = tree.head[verb]
    if tree.dep[verb] == "acl" and tree.lemma[tree.head[verb]] in words("deontic_nouns") | {"right"} and is_infinitive(tree, verb):
        return True  # "Chad had a right to defend it"
    while tree.child(verb, "nsubj") is None and tree.pos[tree.head[verb]] in {"VERB", "AUX"} and (
        tree.dep[verb] in {"xcomp", "conj"} or (tree.dep[verb] == "advcl" and is_infinitive(tree, verb))
    ):
        if any(tree.lower[k] in words("deontic") for k in tree.children(verb, "aux")):
            return True
        if is_infinitive(tree, verb) and tree.lemma[tree.head[verb]] == "have" and not not_done(tree, verb):
            return True  # "Chad had to respect it"
        verb = tree.head[verb]
    return any(tree.lower[k] in words("deontic") for k in tree.children(verb, "aux")) or tree.lemma[verb] in {"need", "ought"}


def asked(tree: Tree, hit: Hit) -> bool:
    """Whether a cue stands in a question, or in a clause of whether."""
    a, b = tree.bounds[tree.sentence[hit.at]]
    if "?" in tree.words[max(a, b - 2) : b]:
        return True
    if tree.lemma[hit.at] in {"question", "doubt", "query", "cast", "dispute", "contest", "challenge"}:
        return False  # "questions whether it is lawful"
    return any(tree.lower[k] == "whether" for verb in (hit.at, *hit.slots.issues) for k in tree.kids[verb])
