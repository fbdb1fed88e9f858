"""What a phrase comes to: turned round by "end" and "not", made an obligation by "must", good or bad by its words."""

from collections.abc import Iterable
from dataclasses import dataclass

from positiongraph.extraction.candidates import subject
from positiongraph.extraction.cues import is_infinitive
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words

_TURNED = ("of", "to", "on", "in", "against")


def negated(tree: Tree, i: int) -> bool:
    """Tell whether a verb, noun or adjective is negated: "does not", "no intention", "nor", "refuses to", "without"."""
    near = list(tree.kids[i])
    head = tree.head[i]
    if any(tree.lower[k] == "more" and k > i for k in near) and any(tree.lower[k] == "could" for k in near):
        return False  # "could not agree more"
    if (tree.pos[i] == "ADJ" or tree.dep[i] == "acomp") and (tree.pos[head] == "AUX" or tree.lemma[head] in {"remain", "stay", "stand"}):
        near += tree.kids[head]
    if any(
        tree.dep[k] == "neg"
        or (tree.lower[k] in {"no", "never", "neither", "nor", "cannot"} and tree.dep[k] in {"det", "preconj", "cc", "advmod", "neg"})
        for k in near
    ):
        return True
    if any(tree.lower[k] == "longer" and any(tree.lower[m] == "no" for m in tree.kids[k]) for k in near):
        return True
    if (
        tree.dep[i] == "conj"
        and tree.pos[i] == "VERB"
        and tree.child(i, "aux", "nsubj") is None
        and any(tree.dep[k] == "neg" for k in tree.kids[head])
        and any(tree.lower[k] == "or" for k in tree.kids[head])
    ):
        return True
    if tree.dep[i] == "conj" and any(tree.lower[k] in {"neither", "nor"} for k in tree.kids[head] if k < i):
        return True  # "neither recognise nor accept"
    subjects = [k for k in near if tree.dep[k] in {"nsubj", "nsubjpass"}]
    if any(tree.lower[m] in {"no", "neither", "nothing"} for k in subjects for m in (k, *tree.kids[k])):
        return True
    return tree.dep[i] == "pcomp" and tree.lower[head] == "without"


def refuses(tree: Tree, verb: int) -> bool:
    """Tell whether a verb itself is negated."""
    return any(tree.dep[k] == "neg" or (tree.lower[k] == "longer" and k > 0 and tree.lower[k - 1] == "no") for k in tree.kids[verb])


def turn(tree: Tree, head: int, *, events: bool = True, against: bool = False) -> tuple[int, int]:
    """Follow a phrase to what it is about: return +1 or −1, and the head of the issue.

    "the abandonment of sanctions" and "to stop the sales" give −1 and the inner object; "efforts to reach peace" gives +1 and `reach`.
    With `events` false a noun turns nothing: who regrets a withdrawal is against it. With `against`, "to condemn X" is turned too.
    """
    sign = 1
    for _ in range(6):
        lemma = tree.lemma[head]
        inner = None
        if tree.pos[head] in {"NOUN", "PROPN"} or (tree.dep[head] in {"dobj", "pobj", "nsubjpass"} and tree.pos[head] != "VERB"):
            if any(tree.lower[k] == "no" for k in tree.children(head, "det")):
                sign = -sign
            if lemma in words("flip_nouns") and events:
                inner = _object_of_noun(tree, head, _TURNED)
                if inner is None and tree.dep[head] == "dobj" and tree.lemma[tree.head[head]] in {"put", "bring"}:
                    inner = next((p for k in tree.children(tree.head[head], "prep", "dative") for p in tree.children(k, "pobj")), None)
                if inner is not None and tree.lemma[inner] not in words("no_flip_objects"):
                    sign, head = -sign, inner
                    continue
            if lemma in words("carriers"):
                inner = _object_of_noun(tree, head, ("of", "to", "for", "at", "in"), infinitive=True)
        elif tree.pos[head] in {"VERB", "AUX"}:
            if events and any(tree.dep[k] == "neg" for k in tree.kids[head]):
                sign = -sign
            if lemma in {"see", "have"} and is_infinitive(tree, head):
                # "would like to see it settled"; what is lifted or ended may hang on "see" or on its object
                seen = tree.child(head, "dobj")
                done = tree.child(head, "ccomp", "xcomp") or (tree.child(seen, "acl") if seen is not None else None)
                what = seen if seen is not None else tree.child(done, "nsubj", "nsubjpass") if done is not None else None
                if done is not None and what is not None and tree.tag[done] == "VBN" and stops(tree, done):
                    return -sign, what
                if (inner := tree.child(head, "ccomp", "xcomp")) is not None:
                    head = inner
                    continue
            if lemma in words("influence") and tree.child(head, "dobj") is not None:
                inner = next((k for k in tree.children(head, "xcomp", "ccomp") if is_infinitive(tree, k)), None)
                if inner is not None:
                    head = inner
                    continue
            if ((events or against) and stops(tree, head)) or (against and lemma in words("against_verbs")):
                inner = _object_of_verb(tree, head)
                if inner is not None and tree.lemma[inner] not in words("no_flip_objects"):
                    sign, head = -sign, inner
                    continue
            if lemma in {"make", "take", "continue", "begin", "start", "seek", "work", "remain", "come", "put", "bring"}:
                inner = _through(tree, head)
                if inner is not None and tree.pos[inner] == "NOUN" and tree.lemma[inner] in words("flip_nouns"):
                    head = inner
                    continue
                inner = inner if inner is not None and tree.pos[inner] == "VERB" else None
        if inner is None:
            return sign, head
        head = inner
    return sign, head


def stops(tree: Tree, verb: int) -> bool:
    """Tell whether a verb puts an end to its object: "lift", "give up"."""
    particles = {tree.lower[k] for k in tree.kids[verb] if tree.dep[k] in {"prt", "advmod", "prep"}}
    lemma = tree.lemma[verb]
    if lemma == "lift" and particles & {"from", "out"}:
        return False  # "lift people out of poverty"
    return lemma in words("flip_verbs") or any(f"{lemma}-{p}" in words("flip_verbs") for p in particles)


def _object_of_noun(tree: Tree, noun: int, prepositions: Iterable[str], *, infinitive: bool = False) -> int | None:
    for k in tree.kids[noun]:
        if k < noun:
            continue
        if tree.dep[k] == "prep" and tree.lower[k] in prepositions and (inner := tree.child(k, "pobj", "pcomp")) is not None:
            return inner
        if infinitive and tree.dep[k] in {"acl", "relcl"} and is_infinitive(tree, k):
            return k
    return None


def _object_of_verb(tree: Tree, verb: int) -> int | None:
    if tree.lemma[verb] in {"prevent", "stop", "deter", "keep"}:
        for k in tree.children(verb, "prep"):
            if tree.lower[k] == "from" and (inner := tree.child(k, "pcomp")) is not None:
                return inner  # "prevent Iran from acquiring arms"
    for k in tree.kids[verb]:
        if tree.dep[k] in {"dobj", "nsubjpass"} or (tree.dep[k] in {"xcomp", "ccomp"} and tree.tag[k] == "VBG"):
            return k
        if tree.dep[k] == "prep" and tree.lower[k] in {"from", "with", "out"} and (inner := tree.child(k, "pobj", "pcomp")) is not None:
            return inner
    return None


def _through(tree: Tree, verb: int) -> int | None:
    """ "work to end", "take steps to", "put an end to"."""
    inner = tree.child(verb, "xcomp", "advcl")
    if inner is not None and inner > verb and is_infinitive(tree, inner):
        return inner
    toward = [p for k in tree.children(verb, "prep") if tree.lower[k] in {"toward", "towards"} for p in tree.children(k, "pcomp")]
    return toward[0] if toward else tree.child(verb, "dobj")


@dataclass(frozen=True, slots=True)
class Sense:
    """What a clause says of itself: stance, whether it asks for something, and of whom."""

    stance: int = 0
    deontic: bool = False
    head: int | None = None
    """Head of what is asked for."""
    target: int | None = None
    """Head of who is asked, praised or blamed."""
    pledge: bool = False

    @property
    def why(self) -> str:
        """How a stance came about, for `--explain`."""
        if self.deontic or self.pledge:
            return "content: an obligation" if self.deontic else "content: a promise"
        return "content: its good and bad words" if self.stance else "content: no judgement"


def deontic(tree: Tree, head: int) -> Sense | None:
    """Read an obligation off a clause: "X must V", "it is vital to V", "there is a need for N"; None when it is none."""
    verb = head
    if tree.pos[head] in {"ADJ", "NOUN"}:
        # "considers it essential to reform the bloc"
        if tree.lemma[head] not in words("deontic_adjectives") | words("deontic_nouns"):
            return None
        asked = next((k for k in tree.kids[head] if k > head and is_infinitive(tree, k)), None)
        if asked is None:
            return None
        sign, core = turn(tree, asked)
        return Sense(-2 * sign if negated(tree, head) else 2 * sign, True, core)
    if any(tree.lower[k] in words("deontic") and tree.dep[k] == "aux" for k in tree.kids[verb]) or _has_to(tree, verb):
        if tree.lemma[verb] in {"need", "have"} and (inner := tree.child(verb, "xcomp")) is not None:
            verb = inner
        who = tree.child(head, "nsubj", "nsubjpass")
        sign, core = turn(tree, verb)
        if who is not None and any(tree.lower[k] in {"no", "neither"} for k in (who, *tree.kids[who])):
            sign = -sign
        passive = who is not None and tree.dep[who] == "nsubjpass"
        if who is not None and core == verb and tree.lemma[verb] in {"stop", "end", "cease", "halt", "withdraw", "finish"} | (
            set() if tree.children(verb, "prep", "advmod", "xcomp", "acomp", "prt") else {"go"}
        ):
            # "the war must stop", "the sanctions have to go": its end is asked for
            return Sense(-2 * sign, True, who)
        if passive and who is not None and core == verb:
            core = who
        return Sense(2 * sign, True, core, None if passive else who)
    if tree.lemma[head] == "let" and (asked := tree.child(head, "ccomp", "xcomp")) is not None:
        who = tree.child(asked, "nsubj")
        told = tree.child(asked, "dobj", "prep", "xcomp") is not None and not refuses(tree, asked)
        if who is not None and tree.lower[who] == "us" and told:
            sign, core = turn(tree, asked)
            return Sense(2 * sign, True, core)
    if (asked := _wanted(tree, head)) is not None:
        sign, core = turn(tree, asked)
        return Sense(2 * sign, True, core)
    for k in tree.children(head, "attr"):
        if tree.lemma[k] == "time" and tree.lemma[head] == "be" and any(tree.lower[m] == "it" for m in tree.children(head, "nsubj")):
            # "it is high time to end it", "it is time that they left"
            asked = next((m for n in (k, head) for m in tree.children(n, "ccomp", "xcomp", "relcl", "acl", "advcl") if m > k), None)
            if asked is not None:
                sign, core = turn(tree, asked)
                return Sense(2 * sign, True, core)
        if any(tree.lower[m] == "no" for m in tree.kids[k]) and tree.child(head, "expl") is not None:
            # "there is no alternative to dialogue", "there can be no military solution"
            inner = next((p for m in tree.children(k, "prep") for p in tree.children(m, "pobj", "pcomp")), None)
            if tree.lemma[k] in {"alternative", "substitute"} and inner is not None:
                return Sense(2, True, inner)
            if tree.lemma[k] in words("no_place") and inner is not None:
                return Sense(-2, True, inner)
            if (without := _without(tree, (k, head))) is not None and tree.lemma[k] in words("good_things"):
                return Sense(2, True, without)  # "there is no growth without peace"
            if tree.lemma[k] == "solution":
                return Sense(-2, True, k)
    for k in tree.children(head, "acomp", "attr", "oprd"):
        if tree.lemma[k] in words("deontic_adjectives") | words("deontic_nouns"):
            first = tree.child(head, "csubj")
            if first is not None and is_infinitive(tree, first):
                sign, core = turn(tree, first)  # "to prevent war is a duty"
                return Sense(-2 * sign if negated(tree, k) else 2 * sign, True, core)
            below = [m for n in (k, head) for m in tree.kids[n] if m > k and tree.dep[m] in {"xcomp", "ccomp", "advcl", "acl", "prep"}]
            for m in below:
                if tree.dep[m] != "prep" and (is_infinitive(tree, m) or tree.dep[m] in {"ccomp", "advcl"}):
                    sign, core = turn(tree, m)
                    return Sense(-2 * sign if negated(tree, k) else 2 * sign, True, core, tree.child(m, "nsubj"))
                if tree.dep[m] == "prep" and tree.lower[m] in {"of", "for", "to"} and (inner := tree.child(m, "pobj", "pcomp")) is not None:
                    sign, core = turn(tree, inner)
                    return Sense(2 * sign, True, core)
    return None


def _wanted(tree: Tree, head: int) -> int | None:
    """ "what is needed is a reform", "the time has come to act": what there ought to be."""
    if tree.lemma[head] == "be" and (what := tree.child(head, "csubj", "nsubj")) is not None and tree.lemma[what] in {"need", "require"}:
        return tree.child(head, "attr") if any(tree.lower[k] == "what" for k in tree.kids[what]) else None
    if tree.lemma[head] == "come" and (time := tree.child(head, "nsubj")) is not None and tree.lemma[time] == "time":
        asked = [k for n in (head, time) for k in tree.children(n, "xcomp", "acl", "advcl", "relcl") if is_infinitive(tree, k)]
        return next((k for k in asked if k > head), None)
    return None


def _without(tree: Tree, over: Iterable[int]) -> int | None:
    return next((p for n in over for k in tree.children(n, "prep") if tree.lower[k] == "without" for p in tree.children(k, "pobj")), None)


def _has_to(tree: Tree, verb: int) -> bool:
    if tree.lemma[verb] in {"need", "have", "ought"}:
        inner = tree.child(verb, "xcomp")
        return inner is not None and is_infinitive(tree, inner) and (tree.lemma[verb] != "have" or tree.child(verb, "dobj") is None)
    return False


def evaluation(tree: Tree, tokens: Iterable[int]) -> int:
    """Weigh the good and bad words of a phrase, −3 … 3: predicates and what modifies the main nouns.

    A topic such as terrorism weighs nothing.
    """
    total, strong = 0, False
    for i in tokens:
        lemma, pos, dep = tree.lemma[i], tree.pos[i], tree.dep[i]
        value = int(tree.lower[i] in {"highest", "best"})
        if pos == "ADJ" or dep in {"amod", "acomp"}:
            value += (lemma in words("good")) - 2 * (lemma in words("bad"))
            if dep == "amod" and tree.dep[tree.head[i]] == "pobj" and value > 0:
                value = 0
            if lemma == "serious" and tree.lemma[tree.head[i]] not in words("bad_nouns"):
                value = 0  # "a serious proposal"
        elif pos == "NOUN":
            over = tree.head[tree.head[i]]
            of_predicate = (
                dep == "pobj" and tree.lower[tree.head[i]] == "of" and tree.dep[over] == "attr" and tree.lemma[over] in words("kinds")
            )
            if (
                of_predicate
                or dep in {"attr", "dobj", "conj", "nsubj", "oprd", "ROOT"}
                or (dep == "pobj" and tree.lower[tree.head[i]] == "as")
            ):
                value = (lemma in words("good_nouns")) - 2 * (lemma in words("bad_nouns"))
        elif pos == "VERB" and dep != "amod":
            value = (lemma in words("good_verbs")) - 2 * (lemma in words("bad_verbs"))
            if lemma in words("violent_verbs") and ((doer := tree.child(i, "nsubj")) is None or tree.pos[doer] != "PROPN"):
                value = 0  # "killing 12 people": a deed that is told, and nobody's that is blamed
            if any((lemma, tree.lower[k]) in {("run", "counter"), ("fall", "short")} for k in tree.kids[i]) or (
                lemma in {"go", "fly", "amount"} and any(tree.lower[k] == "against" for k in tree.children(i, "prep"))
            ):
                value = -2
        elif pos == "ADV" and lemma in {"illegally", "unlawfully", "brutally", "wrongly", "falsely"}:
            value = -2
        if value < 0 and _kept_off(tree, i):
            value = 0
        if value and (
            negated(tree, i)
            or negated(tree, tree.head[i])
            or tree.lemma[tree.head[i]] in words("fighting") | words("settling")
        ):
            value = -1 if value > 0 else 1
        if value and any(
            tree.lemma[k] in words("strong") or tree.lower[k] in {"very", "highest", "most"}
            for k in (*tree.kids[i], *tree.kids[tree.head[i]])
        ):
            strong = True
        total += value
    if total == 0:
        return 0
    return (3 if strong else 2) * (1 if total > 0 else -1)


def ruled(tree: Tree, verb: int) -> int:
    """Weigh set phrases said of a subject: "is out of the question" −2, "has no place in" −2, "is not negotiable" +2, else 0."""
    if tree.lemma[verb] in {"have", "serve"} and (what := tree.child(verb, "dobj")) is not None:
        no = any(tree.lower[k] == "no" for k in tree.kids[what])
        if tree.lemma[what] in words("no_place") and no:
            return -2
        return 2 if tree.lemma[what] == "right" and not no and not refuses(tree, verb) else 0
    if tree.lemma[verb] not in {"be", "go", "remain", "stand", "seem"}:
        return 0
    for first in range(verb + 1, min(verb + 4, len(tree))):
        for length in range(1, 6):
            phrase = "-".join(word for word in tree.lower[first : first + length] if word != "-")
            if phrase in words("ruled_out"):
                return 2 if tree.lower[verb + 1] == "not" and first > verb + 1 else -2
            if phrase in words("upheld"):
                return -2 if tree.lower[verb + 1] == "not" and first > verb + 1 else 2
    return 0


def _kept_off(tree: Tree, i: int) -> bool:
    """ "protected from negative trends": what one is kept safe from says nothing bad of the rest."""
    for level, above in zip(range(5), tree.ancestors(i), strict=False):
        if (
            level >= 0
            and tree.dep[above] == "prep"
            and tree.lower[above] in {"from", "against"}
            and tree.lemma[tree.head[above]] in words("guarding")
        ):
            return True
    return False


def strength(tree: Tree, tokens: Iterable[int]) -> int:
    """Return 1 where words around a cue strengthen it, −1 where they weaken it, else 0."""
    near = {tree.lower[k] for i in tokens for k in (i, *tree.kids[i])}
    return 1 if near & words("strong") else -1 if near & words("weak") else 0


def hypothetical(tree: Tree, i: int) -> str:
    """Return how real a cue is: "" (said outright), conditional ("would, if"), hypothetical ("might"), or skip (inside an if-clause)."""
    for at in (i, *tree.ancestors(i)):
        if tree.dep[at] == "advcl" and any(tree.dep[k] == "mark" and tree.lower[k] in {"if", "unless"} for k in tree.kids[at]):
            return "skip"
        if tree.dep[at] in {"ccomp", "relcl", "ROOT"}:
            break
    verb = i if tree.pos[i] in {"VERB", "AUX"} else tree.head[i]
    modal = {tree.lower[k] for k in tree.kids[verb] if tree.dep[k] == "aux"}
    if modal & {"would", "could", "'d"} and _if_clause(tree, verb):
        return "conditional"
    if _if_clause(tree, verb) and not modal & {"must", "should"}:
        return "conditional"
    return "hypothetical" if modal & {"might", "may", "could"} else ""


def _if_clause(tree: Tree, verb: int) -> bool:
    return any(
        tree.dep[k] == "advcl"
        and any(tree.dep[m] == "mark" and tree.lower[m] in {"if", "unless", "provided", "once"} for m in tree.kids[k])
        for k in tree.kids[verb]
    )


def same_subject(tree: Tree, verb: int) -> int | None:
    """Return the head of a clause's own or inherited subject."""
    return subject(tree, verb)[0]
