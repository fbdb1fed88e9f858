"""What ought to be: obligations and wants that a clause states of itself, "X must V", "it is vital to V", "there is no N without M"."""

from collections.abc import Iterable
from dataclasses import dataclass

from positiongraph.extraction.predicates import is_infinitive
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.turns import negated, refuses, turn
from positiongraph.extraction.words import words


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
