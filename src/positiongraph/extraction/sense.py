"""What a phrase weighs: good or bad by its words, strengthened or weakened, said outright or only supposed."""

from collections.abc import Iterable
from dataclasses import dataclass

from positiongraph.extraction.negation import negated
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words

_SAID_OF = frozenset({"speak of", "talk of", "amount to", "boil down", "lead to", "result in"})
"""Verbs whose prepositional object says what is thought of it."""


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


def evaluation(tree: Tree, tokens: Iterable[int]) -> int:
    """Weigh the good and bad words of a phrase, −3 … 3: predicates and what modifies the main nouns.

    A topic such as terrorism weighs nothing.
    """
    total, strong = 0, False
    for i in tokens:
        lemma, pos, dep = tree.lemma[i], tree.pos[i], tree.dep[i]
        value = int(tree.lower[i] in {"highest", "best"})
        if pos == "ADJ" or dep in {"amod", "acomp"} or tree.words[i - 1] == "-":
            lemma = _whole(tree, i)
            predicate = dep in {"acomp", "oprd"} or tree.lower[tree.head[i]] == "as"
            value += predicate and lemma in words("vital") | words("apt")
            value -= 2 * (predicate and lemma in words("faulty"))
            value += dep == "amod" and lemma in words("vital") and tree.lemma[tree.head[i]] in words("parts")
            value += (lemma in words("good")) - 2 * (lemma in words("bad"))
            if predicate and tree.dep[tree.head[i]] != "advcl" and any(tree.lower[k] == "too" for k in tree.children(i, "advmod") if k < i):
                value = -2  # "thought the figure too high"
            if dep == "amod" and tree.dep[tree.head[i]] == "pobj" and value > 0 and tree.lower[tree.head[tree.head[i]]] != "as":
                value = 0
            if lemma == "terrorist" and (tree.dep[tree.head[i]] in {"oprd", "attr"} or tree.lower[tree.head[tree.head[i]]] == "as"):
                value = -2  # "lists the group as a terrorist organisation"
            if lemma == "strong" and tree.lemma[tree.head[i]] in words("felt_strongly"):
                value = 0  # "strong concerns"
            if lemma == "responsible" and any(tree.lower[k] == "for" for k in tree.kids[i]):
                value = 0  # "is responsible for the staff"
            if lemma == "serious" and tree.lemma[tree.head[i]] not in words("bad_nouns"):
                value = 0  # "a serious proposal"
        elif pos == "NOUN":
            over = tree.head[tree.head[i]]
            led = tree.lower[tree.head[i]] if dep == "pobj" else ""
            of_predicate = led == "of" and tree.dep[over] in {"attr", "oprd"} and tree.lemma[over] in words("kinds")
            said_of = led in {"as", "but"} or f"{tree.lemma[over]} {led}" in _SAID_OF
            if of_predicate or said_of or dep in {"attr", "dobj", "conj", "nsubj", "oprd", "ROOT"}:
                value = (lemma in words("good_nouns")) - 2 * (lemma in words("bad_nouns"))
                if dep == "attr" and lemma in words("blights"):
                    value = -2
                if of_predicate and value == 0:
                    value = (lemma in words("merits")) - 2 * (lemma in words("wrongs"))  # "is a matter of fairness"
                if lemma == "step":
                    value = _step(tree, i)
                if value > 0 and dep == "dobj" and tree.lemma[tree.head[i]] in words("naming"):
                    value = 0  # "brands the step a provocation"
                if lemma in words("ways") and any(tree.lower[k] in {"only", "best"} for k in tree.kids[i]):
                    value = 1  # "sees it as the only realistic option"
        elif pos == "VERB" and dep != "amod":
            value = (lemma in words("good_verbs")) - 2 * (lemma in words("bad_verbs"))
            if tree.tag[i] in {"VBN", "VBG"} and tree.lower[i] in words("good") | words("bad") | words("apt") | words("faulty"):
                value = 1 if tree.lower[i] in words("good") | words("apt") else -2  # "was misguided", taken for a verb
            if lemma in words("violent_verbs") and ((doer := tree.child(i, "nsubj")) is None or tree.pos[doer] != "PROPN"):
                value = 0  # "killing 12 people": a deed that is told, and nobody's that is blamed
            if fails(tree, i):
                value = -2
        elif pos == "ADV" and lemma in {"illegally", "unlawfully", "brutally", "wrongly", "falsely"}:
            value = -2
        if value < 0 and _kept_off(tree, i):
            value = 0
        if value and (
            ((negated(tree, i) or (dep != "ccomp" and negated(tree, tree.head[i]))) and not _never_more(tree, i))
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


def _whole(tree: Tree, i: int) -> str:
    """Return an adjective with what a hyphen ties to it: "short-sighted"; one that denies a good word is bad: "unreliable"."""
    whole = f"{tree.lower[i - 2]}-{tree.lower[i]}"
    if i > 1 and tree.words[i - 1] == "-" and (whole in words("good") | words("bad") or tree.lower[i - 2] in {"self", "non"}):
        return whole
    if tree.tag[i] == "VBN" and tree.dep[i] == "amod":
        return tree.lower[i]  # "fabricated evidence"
    denied = next((tree.lemma[i][len(k) :] for k in ("un", "in", "im", "ir", "dis") if tree.lemma[i].startswith(k)), "")
    known = tree.lemma[i] in words("good") | words("bad") | words("vital") | {"incredible"}
    return "unfair" if denied in words("good") - words("strong") and not known else tree.lemma[i]


def _never_more(tree: Tree, i: int) -> bool:
    """ "has never been more urgent": it is so."""
    more = tree.tag[i] == "JJR" or any(tree.lower[k] == "more" for k in tree.kids[i])
    return more and any(tree.lower[k] == "never" for above in tree.ancestors(i) for k in tree.kids[above])


def _step(tree: Tree, i: int) -> int:
    """A step is good or bad by where it leads: "a step forward", "a step back"; "not a step we take lightly" is neither."""
    after = set(tree.lower[i + 1 : i + 3])
    if after & {"back", "backward", "backwards"}:
        return -2
    return int(bool(after & {"forward", "forwards", "towards", "toward", "in", "closer"}) or tree.child(i, "amod") is not None)


def fails(tree: Tree, verb: int) -> bool:
    """Whether a verb is a reproach by its particle: "runs counter to", "falls short", "lets the people down", "goes against"."""
    if any(f"{tree.lemma[verb]} {tree.lower[k]}" in _FAILING for k in tree.kids[verb]):
        return True
    if tree.lemma[verb] == "use":  # "uses hunger as a weapon"
        as_ = [p for k in tree.kids[verb] for m in (k, *tree.kids[k]) if tree.lower[m] == "as" for p in tree.children(m, "pobj")]
        return any(tree.lemma[p] in {"weapon", "pretext", "pawn", "shield"} for p in as_)
    return tree.lemma[verb] in {"go", "fly", "amount"} and any(tree.lower[k] == "against" for k in tree.children(verb, "prep"))


_FAILING = frozenset({"run counter", "fall short", "let down", "fall apart", "drag down", "tear apart", "run roughshod", "ride roughshod"})


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
    if modal & {"might", "could"} and "have" in modal and tree.tag[verb] == "VBN":
        return "skip"  # "might have backed it": did not
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
