"""The frames of cues: where in the clause issue and target stand, as the heads of the cue files explain."""

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from positiongraph.extraction.cues import Cue, cues
from positiongraph.extraction.predicates import carrier, done_to, felt, in_series, is_infinitive, named_owner, owner, small_clause, under
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.unsaid import bare, copula, despite
from positiongraph.extraction.words import words as lists
from positiongraph.facts import Act

_DAYS = frozenset(name.lower() for name in (*calendar.day_name, *calendar.month_name) if name)
_RELATIVE = frozenset({"who", "which", "that"})
_LOOSE = frozenset({"over", "about", "regarding", "concerning"})
_GERUND = frozenset({"xcomp", "ccomp", "pcomp", "dobj"})


@dataclass(frozen=True, slots=True)
class Slots:
    """What a cue's frame found: heads of issue phrases and of targets, and the tokens of the cue."""

    issues: tuple[int, ...]
    targets: tuple[int, ...]
    cue: tuple[int, ...]


def matches(tree: Tree, i: int) -> Iterator[tuple[Cue, Slots]]:
    """Yield the cues that token i is, with their slots filled, in the order of the file; only frames that are there."""
    index = cues()
    pos, tag = tree.pos[i], tree.tag[i]
    found: tuple[Cue, ...] = ()
    if pos == "ADJ" or tag == "VBN":
        found = index.get(("adjective", tree.lower[i]), ())
    if pos == "NOUN":
        found = index.get(("noun", tree.lemma[i]), ())
    elif pos == "VERB" or (tree.lemma[i] == "be" and tree.dep[i] not in {"aux", "auxpass"}):
        found = (*found, *index.get(("verb", tree.lemma[i]), ()))
    for cue in found:
        particle = _particle(tree, i, cue.particle)
        if particle is not None and (slots := _slots(tree, i, cue, particle)) is not None:
            yield cue, slots


def _particle(tree: Tree, i: int, particle: tuple[str, ...]) -> tuple[int, ...] | None:
    """Return the tokens of a particle near its verb: `its` is any possessive, a leading `...` the object, an adjective may be added."""
    far = particle[:1] == ("...",)
    wanted = particle[far:]
    for first in range(i + 1, min(i + (10 if far else 4), len(tree))) if wanted else ():
        found: list[int] = []
        for k in range(first, tree.bounds[tree.sentence[i]][1]):
            if tree.lower[k] == wanted[len(found)] or (wanted[len(found)] == "its" and tree.tag[k] == "PRP$"):
                found.append(k)
                if len(found) == len(wanted):
                    apart = len(found) == 1 and tree.dep[k] == "prep" and any(tree.pos[m] == "NOUN" for m in range(i + 1, k))
                    return None if apart else tuple(found)  # "take part | on a small scale" is no "take on"
            elif not found or tree.pos[k] not in {"ADJ", "ADV"}:
                break
    return None if wanted else ()


def _slots(tree: Tree, i: int, cue: Cue, particle: tuple[int, ...]) -> Slots | None:
    own = (i, *particle)
    if cue.frame in {"had", "given", "owned"}:
        issues = _borne(tree, i, cue)
        return Slots(tuple(issues), (), own) if issues else None
    target_frame, arrow, issue_frame = cue.frame.partition(">")
    if not arrow:
        issues = _issue(tree, i, cue.frame, cue.kind, particle)
        if not issues and particle and cue.frame not in {"quote", "object"}:
            # "attaches importance | to", "makes the point | that", "sees nothing wrong | with"
            issues = next((found for k in reversed(particle) if (found := _issue(tree, k, cue.frame, "noun", ()))), [])
        if not issues and particle and cue.kind == "verb" and tree.pos[particle[-1]] == "NOUN":
            under = [k for k in tree.subtree(particle[-1]) if k > particle[-1] and tree.lower[k] == cue.frame and tree.dep[k] == "prep"]
            issues = [p for k in under[:1] for p in tree.children(k, "pobj", "pcomp")]  # "pins the blame for the crash | on"
        if cue.particle[:1] == ("...",) and any(tree.head[k] in particle for k in issues):
            return None  # "met | with scepticism": met what?
        to = _receiver(tree, i, issues) if cue.frame == "object" and cue.kind == "verb" else ()
        issues = [k for k in issues if k not in to]
        if cue.needs == "evaluation":
            issues = issues[:1]
        if cue.frame == "that" and cue.act in {Act.URGE, Act.DEMAND}:
            to = tuple(tree.children(issues[0], "nsubj")) if issues else ()
        return Slots(tuple(issues), to, (*own, *_link(tree, issues, i))) if issues else None
    if target_frame == "object":
        targets = objects(tree, i) or [m for k in particle for m in tree.children(k, "nsubj")]  # "holds | them | to account"
        if issue_frame == "inf":
            found = [k for k in tree.children(i, "xcomp", "ccomp", "advcl") if k > i and is_infinitive(tree, k)]
            if not targets and found:
                targets = tree.children(found[0], "nsubj")
                if not targets and tree.child(found[0], "nsubjpass") is not None:
                    return Slots((found[0],), (), own)  # "wants the sanctions to be lifted"
            if not found or not targets or done_to(tree, targets[0]) is not None:
                return None
            return Slots(tuple(found[:1]), tuple(targets), own)
        under = [*targets, *tree.children(i, "oprd", "acomp", "ccomp"), *particle]  # "holds X responsible | for Y"
        issues = [p for t in (i, *under) for p in _prepositional(tree, t, issue_frame)]
        if issue_frame == "as" and issues and cue.act != Act.RECOGNISE:
            return Slots(tuple(targets[:1]), (), own) if targets else None  # "calls the raid | a crime": the raid is judged
        return Slots(tuple(issues[:1]), tuple(targets), (*own, *_link(tree, issues, i))) if issues and targets else None
    targets = _prepositional(tree, i, target_frame, cue.kind)
    if cue.frame == "for>inf":
        if (asked := _for_to(tree, i)) is not None:
            return Slots((asked,), tuple(tree.children(asked, "nsubj")), own)
        if any(done_to(tree, k) is not None for k in targets):
            return None  # "calls for the ban to be lifted": the ban is the issue
    if not targets and tree.child(i, "auxpass") is not None and any(tree.lower[k] == target_frame for k in tree.kids[i]):
        targets = tree.children(i, "nsubjpass")  # "States are called upon | to ratify it"
    if not targets:
        return None
    if issue_frame != "inf":
        # "thanks to X | for Y"
        verb = tree.head[i] if tree.dep[i] in {"dobj", "conj"} else i
        issues = [p for t in (i, *targets, verb) for p in _prepositional(tree, t, issue_frame)]
        return Slots(tuple(issues[:1]), tuple(targets), (*own, *_link(tree, issues, i))) if issues else None
    under = list(tree.kids[i])
    if target_frame != "for":  # "called for a right to develop it": the right's
        under += [k for t in targets for k in (*tree.kids[t], *tree.kids[tree.head[t]])]
    if cue.kind == "noun" and tree.dep[i] == "dobj":
        under += tree.kids[tree.head[i]]  # "put pressure on Peru | to leave"
    found = sorted(
        k for k in under if k > targets[0] and tree.dep[k] in {"xcomp", "advcl", "acl", "relcl", "ccomp"} and is_infinitive(tree, k)
        and not any(tree.lower[m] in {"so", "order"} for m in tree.kids[k])  # "so as to": what for
    )
    return Slots(tuple(found[:1]), tuple(targets), own) if found else None


def _borne(tree: Tree, i: int, cue: Cue) -> list[int]:
    """ "the plan has our support", "drew criticism from Peru": the plan; "gave Chad a welcome", "assures Chad of its support": Chad."""
    verb = carrier(tree, i, cue.under)
    if verb is None:
        return []
    if cue.frame == "owned":
        return [k for k in (owner(tree, i),) if k is not None]
    if cue.frame == "given":
        return tree.children(verb, "dative") or (objects(tree, verb) if tree.dep[i] == "pobj" else [])
    first = tree.head[verb] if tree.dep[verb] == "conj" and tree.child(verb, "nsubj", "nsubjpass") is None else verb
    what = [tree.head[verb] if tree.tag[k] == "WDT" else k for k in tree.children(first, "nsubj", "nsubjpass")]
    if named_owner(tree, i) is not None and under(tree, i, "for", "to"):
        return []  # "Kyiv secured American support | for the plan"
    return what if owner(tree, i, verb) is not None else []


def _for_to(tree: Tree, i: int) -> int | None:
    """ "called | for Iran to stop", "a call | for the ban to be lifted": the infinitive that has "for" for its mark."""
    clauses = [k for k in tree.children(i, "advcl", "acl", "relcl", "ccomp", "xcomp") if k > i and is_infinitive(tree, k)]
    return next((k for k in clauses if any(tree.lower[m] == "for" for m in tree.children(k, "mark"))), None)


def _receiver(tree: Tree, i: int, issues: Iterable[int]) -> tuple[int, ...]:
    """ "offered Peru a loan", "offered a loan to Peru": who gets what is the issue, where there is more than the one object."""
    direct = [k for k in issues if tree.dep[k] == "dobj"]
    if not direct:
        return ()
    return tuple(
        p for k in tree.children(i, "dative") for p in ([k] if tree.pos[k] != "ADP" else tree.children(k, "pobj")) if p not in direct
    )


def objects(tree: Tree, i: int) -> list[int]:
    """Return the heads of a verb's object, or of the subject of its passive."""
    found = [k for k in tree.children(i, "dobj", "dative") if tree.pos[k] not in {"VERB", "ADP"}]
    found = [k for k in found if k == found[0] or tree.child(k, "relcl", "acl") is None]  # "opposes a fund, | a demand that …"
    if tree.dep[i] in {"relcl", "acl"} and any(tree.lower[k] == "that" or (tree.lower[k] == "which" and _beside(tree, k)) for k in found):
        return [tree.head[i]]  # "a decision that Canada called wrong", "the plan, which it opposes"
    if not found and tree.tag[i] in {"VBN", "VBD"}:
        first = i
        while tree.dep[first] == "conj" and tree.child(first, "nsubjpass", "nsubj") is None and tree.tag[tree.head[first]] == "VBN":
            first = tree.head[first]  # "was welcomed by A and criticised by B"
        found = tree.children(first, "nsubjpass") if tree.child(first, "auxpass") is not None else tree.children(i, "nsubjpass")
        if not found and tree.tag[i] == "VBN" and tree.dep[i] in {"relcl", "acl"} and tree.child(i, "agent") is not None:
            found = [tree.head[i]]
    where = any(tree.tag[k] == "WRB" for k in tree.kids[i])
    if not (found or where) and tree.dep[i] == "relcl" and (who := tree.child(i, "nsubj")) is not None and tree.lower[who] not in _RELATIVE:
        found = [tree.head[i]]  # "an idea that Canada welcomed"
    return found


def _beside(tree: Tree, which: int) -> bool:
    """Whether "which" stands next to the noun it hangs on; otherwise it often means another."""
    over = tree.head[tree.head[which]]
    return tree.words[which - 1] == "," and over == which - 2 and tree.child(tree.head[which], "nsubj") is not None


def _issue(tree: Tree, i: int, frame: str, kind: str, particle: tuple[int, ...]) -> list[int]:
    if frame == "object":
        gerunds = [
            k for k in tree.kids[i]
            if tree.tag[k] == "VBG" and k > i and tree.child(k, "nsubj") is None
            and (tree.dep[k] in _GERUND or (tree.dep[k] == "advcl" and particle and k == particle[-1] + 1))  # "ruled out | sending"
        ]  # fmt: skip
        found = _cleft(tree, i) or objects(tree, i) or gerunds or _what_is_called(tree, i) or _called(tree, i)
        return found or [p for k in particle for p in tree.children(k, "pobj", "pcomp", "nsubj")]  # "made | health | a priority"
    if frame == "manner":
        # "noted with satisfaction the progress": what is noted
        with_ = tree.head[i]
        verb = tree.head[with_]
        if tree.dep[i] != "pobj" or tree.lower[with_] not in {"with", "to"} or tree.pos[verb] != "VERB":
            return []
        noted = tree.children(verb, "dobj", "ccomp") or tree.children(i, "appos")
        return [k for k in noted if k > i] or noted or tree.children(i, "dobj")
    if frame == "felt":
        said = felt(tree, i)
        return [said[0]] if said is not None else []
    if frame == "heard":
        # "relieved to hear of the release", "sorry to learn that they had left"
        for k in _infinitives(tree, i, kind):
            if tree.lemma[k] in {"hear", "learn", "read", "see", "note", "witness"}:
                return tree.children(k, "dobj", "ccomp") or _prepositional(tree, k, "of")
        return []
    if frame == "despite":
        return despite(tree, i)
    if frame == "is":
        over = tree.head[i]
        return tree.children(over, "attr") if tree.dep[i] == "nsubj" and tree.lemma[over] == "be" and over > i else []
    if frame == "done":
        return [k for k in tree.children(i, "ccomp", "xcomp") if small_clause(tree, k)]
    if frame == "gerund":
        return [k for k in tree.children(i, "xcomp", "ccomp") if tree.tag[k] == "VBG"]
    if frame == "bare":
        return bare(tree, i, kind, particle)
    if frame == "while":
        return [k for k in tree.children(i, "advcl") if any(tree.lower[m] in {"while", "as", "when"} for m in tree.kids[k])][:1]
    if frame == "inf":
        return _infinitives(tree, i, kind)
    if frame in {"that", "quote"}:
        return _clauses(tree, i, kind, frame)
    return _prepositional(tree, i, frame, kind)


def _cleft(tree: Tree, i: int) -> list[int]:
    """ "what we cannot accept is a delay": the delay."""
    over = tree.head[i]
    if tree.dep[i] != "csubj" or tree.lemma[over] != "be" or not any(tree.lower[k] == "what" for k in tree.children(i, "dobj")):
        return []
    return [k for k in tree.children(over, "attr", "ccomp", "xcomp") if k > over][:1]


def _what_is_called(tree: Tree, i: int) -> list[int]:
    """ "criticised what it called the West's silence": what is called so."""
    for k in tree.children(i, "ccomp", "dobj"):
        if tree.lemma[k] in {"call", "describe", "term", "see", "say"} and any(tree.lower[m] == "what" for m in tree.kids[k]):
            called = [p for m in tree.children(k, "prep") if tree.lower[m] == "as" for p in tree.children(m, "pobj")]
            return [m for m in (*tree.children(k, "oprd", "dobj", "ccomp", "attr"), *called) if m > k][:1]
    return []


def _called(tree: Tree, i: int) -> list[int]:
    """ "called the tender flawed": the tender; not "considers it vital to act", where it stands for the clause."""
    said = [k for k in tree.children(i, "oprd", "ccomp") if tree.pos[k] == "ADJ" and tree.child(k, "xcomp", "ccomp", "advcl") is None]
    said += [k for k in tree.children(i, "ccomp", "xcomp") if tree.lower[k] == "be" and is_infinitive(tree, k)]  # "to be flawed"
    return [m for k in said for m in tree.children(k, "nsubj") if m > i][:1]


def _infinitives(tree: Tree, i: int, kind: str) -> list[int]:
    under = list(tree.kids[i])
    if kind != "verb" and copula(tree, i):
        under += tree.kids[tree.head[i]]
    if kind == "noun" and tree.dep[i] == "dobj":
        under += tree.kids[tree.head[i]]
    found = [k for k in under if k > i and tree.dep[k] in {"xcomp", "acl", "advcl", "relcl", "ccomp"} and is_infinitive(tree, k)]
    return [k for k in found if tree.child(k, "nsubj") is None][:1]


def _clauses(tree: Tree, i: int, kind: str, frame: str) -> list[int]:
    under = list(tree.kids[i])
    if kind == "adjective" and copula(tree, i):
        under += [k for k in tree.kids[tree.head[i]] if tree.dep[k] == "ccomp"]
    if kind == "noun" and (tree.dep[i] == "dobj" or (tree.dep[i] == "nsubj" and tree.lemma[tree.head[i]] == "be")):
        under += [k for k in tree.kids[tree.head[i]] if tree.dep[k] == "ccomp" and k > i]  # "our view is | that" too
    stops = [k for k in tree.children(i, "punct") if tree.words[k] == ";" and k < i]
    under = [k for k in under if not stops or k > stops[-1]]  # "Peru left; | Chad fears that …"
    under = [k for k in under if k != in_series(tree, i)]
    sorts = {"ccomp"} if kind == "verb" else {"ccomp", "acl", "advcl"}
    found = [k for k in under if k != i and (tree.dep[k] in sorts or _marked(tree, k, kind)) and _finite(tree, k)]
    if kind != "verb":
        found = [k for k in found if k > i and (tree.dep[k] == "ccomp" or any(tree.lower[m] in {"that", "whether"} for m in tree.kids[k]))]
    found = [_plain_that(tree, k) for k in found]
    if not found and kind == "verb" and frame == "quote" and tree.dep[i] == "parataxis":
        found = [tree.head[i]]
    return found


def _plain_that(tree: Tree, k: int) -> int:
    """ "made plain | that it will", "made it clear | that": the clause that hangs on the adjective."""
    under_ = tree.children(k, "ccomp", "advcl") if tree.pos[k] == "ADJ" else []
    return next((m for m in under_ if tree.dep[m] == "ccomp" or any(tree.lower[n] == "that" for n in tree.children(m, "mark"))), k)


def _marked(tree: Tree, k: int, kind: str) -> bool:
    """ "regret | that it had failed", which the parser takes for "regret that had failed"."""
    return kind == "noun" and tree.dep[k] == "relcl" and any(tree.lower[m] == "that" for m in tree.children(k, "mark"))


def _finite(tree: Tree, i: int) -> bool:
    return (tree.tag[i] != "VBG" or tree.child(i, "aux") is not None) and not is_infinitive(tree, i)


def _prepositional(tree: Tree, i: int, words: str, kind: str = "verb") -> list[int]:
    """Return the objects of a preposition, which may have several words ("in favour of")."""
    first, *more = words.split()
    under = list(tree.kids[i])
    if kind == "noun" and (tree.dep[i] in {"dobj", "attr", "nsubjpass"} or (tree.dep[i] == "nsubj" and tree.lemma[tree.head[i]] == "be")):
        under += [k for k in tree.kids[tree.head[i]] if k > i]  # "our preference is | for talks" too
    if kind == "adjective" and copula(tree, i):
        under += [k for k in tree.kids[tree.head[i]] if k > i]
    found: list[int] = []
    for k in under:
        if k > i - 1 and tree.lower[k] == first and tree.dep[k] in {"prep", "agent", "dative", "prt", "advmod", "mark"} and k != i:
            if more:
                rest = tuple(tree.lower[k + 1 : k + 1 + len(more)])
                if rest != tuple(more):
                    continue
                k += len(more)  # noqa: PLW2901  # the last word of the preposition carries the object
            if kind == "verb" and not more and tree.dep[k] in {"prep", "prt"} and tree.child(k, "pobj", "pcomp") is None:
                found += [m for m in tree.children(i, "dobj") if m > k][:1]  # "calls upon | all States", taken for its object
            again = [m for m in tree.children(k, "conj") if tree.lower[m] == first and not more]  # "for talks and | for their release"
            found += [m for n in (k, *again) for m in tree.children(n, "pobj", "pcomp") or _cut_off(tree, n) if not _day(tree, m)]
    if found and first == "for" and kind == "verb":
        found += [k for k in tree.children(i, "conj") if is_infinitive(tree, k) and any(tree.lower[m] == "for" for m in tree.kids[k])]
    if not found and kind == "noun" and not more and words in _LOOSE and tree.dep[i] in {"dobj", "conj"}:
        # "lodged a protest with the embassy over the remarks": hung somewhere below
        top = i
        while tree.dep[top] == "conj":
            top = tree.head[top]
        for k in tree.subtree(tree.head[top]):
            if k > i and tree.lower[k] == words and tree.dep[k] == "prep":
                return tree.children(k, "pobj", "pcomp")
            if k > i and tree.pos[k] == "VERB":
                break
    if not found and kind == "verb":
        # "summoned the ambassador over the raid", "severed ties with": hung on the object
        under = [k for o in tree.children(i, "dobj") if words in _LOOSE or tree.lemma[o] in lists("ties") for k in tree.children(o, "prep")]
        found = [p for k in under if tree.lower[k] == words for p in tree.children(k, "pobj")]
    return found


def _cut_off(tree: Tree, k: int) -> list[int]:
    """Return the object of a preposition that the parser took for the subject of what is done to it: "calling for | it to be raised"."""
    if k + 1 >= len(tree) or tree.lower[k] != "for":
        return []
    above = next((m for m in (k + 1, *tree.ancestors(k + 1)) if tree.dep[m] in {"nsubj", "nsubjpass"}), None)
    first = above is not None and min(tree.subtree(above)) == k + 1 and is_infinitive(tree, tree.head[above])
    return [above] if above is not None and first else []


def _day(tree: Tree, i: int) -> bool:
    """ "agreed on Thursday": no issue."""
    return tree.lower[i] in _DAYS or tree.pos[i] == "NUM"


def _link(tree: Tree, issues: Iterable[int], i: int) -> list[int]:
    """The preposition between a cue and its issue belongs to the cue."""
    return [tree.head[k] for k in issues if tree.dep[k] in {"pobj", "pcomp"} and tree.head[k] > i][:1]
