"""What a cue needs besides its frame to take a position: the `needs` of the cue files, and where nouns take none."""

from collections.abc import Callable

from positiongraph.extraction.cues import Cue
from positiongraph.extraction.frames import Slots, objects
from positiongraph.extraction.negation import negated, refuses
from positiongraph.extraction.predicates import being, carried, comes_from, named_owner
from positiongraph.extraction.sense import evaluation
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words
from positiongraph.facts import Act

TAKEN = frozenset({Act.URGE, Act.SUPPORT, Act.REJECT, Act.DEMAND, Act.CONDEMN})
"""Acts that a noun with its owner tells even where the sentence is about something else."""

_OWNED = TAKEN | {Act.CRITICISE, Act.CONCERN, Act.OFFER}
"""Acts of a noun that are those of whose it is."""


def fits(tree: Tree, i: int, cue: Cue, slots: Slots) -> bool:
    """Whether a cue whose frame is there takes a position where it stands."""
    if (tree.dep[i] == "amod" and cue.kind != "noun") or tree.dep[i] in {"compound", "aux"}:
        return False
    if _otherwise(tree, i, cue, slots):
        return False
    if cue.kind == "noun" and comes_from(tree, i) is not None:
        return not cue.needs and not cue.under
    if cue.kind == "noun" and cue.act in TAKEN and _sought(tree, i):
        return False  # "sought Japanese backing": not given yet
    if cue.kind == "noun" and tree.dep[i] in {"nsubj", "nsubjpass"} and tree.lemma[tree.head[i]] not in words("light") | {"be"}:
        if cue.stance is not None and cue.stance > 0 and _lasting(tree, tree.head[i]):
            return True
        said = tree.head[i]
        if tree.lower[said] in {"clear", "plain", "known", "felt"} and tree.lemma[tree.head[said]] in {"make", "let"}:
            return tree.child(i, "poss") is not None  # "made clear | its opposition", "let its regret be known"
        return named(tree, i, cue)  # "Chad's call for a truce went unheeded"; "the concerns of all must be met": nobody's
    if cue.frame == "felt" and all(tree.lower[k] == "nothing" for k in slots.issues):
        return False  # "nothing is more important to us than a truce"
    if tree.lower[i] == "attached" and any(tree.lemma[k] in words("attachable") for k in tree.children(i, "nsubjpass")):
        return False  # "importance is attached to it"
    if cue.frame in {"had", "given", "felt", "owned"}:
        return cue.needs not in NEEDS or NEEDS[cue.needs](tree, i, slots)
    if cue.kind == "noun" and cue.act not in TAKEN and tree.dep[i] == "nsubj" and all(k < tree.head[i] for k in slots.issues):
        return _steadfast(tree, tree.head[i])  # "Chad's decision to leave was regrettable": what is judged
    if cue.under and not (carried(tree, i, cue.under) and all(tree.tag[k] != "DT" for k in slots.issues)):
        return False
    called = tree.dep[i] in {"ccomp", "dobj", "pcomp"} and any(tree.lower[k] == "what" for k in tree.kids[i])
    if called and cue.stance is None and not cue.report:
        return False  # "denounced what it calls a massacre"
    if cue.act in {Act.URGE, Act.PRAISE} and any(tree.lower[k].endswith(("self", "selves")) for k in slots.targets or slots.issues):
        return False  # "we ask ourselves"
    if cue.act == Act.DEMAND and cue.frame == "object>inf" and tree.child(i, "auxpass") is not None and tree.child(i, "agent") is None:
        return False  # "we were compelled to vote against it": against it
    if cue.word == "duty" and cue.frame == "inf" and tree.lemma[tree.head[i]] in {"have", "bear", "share"}:
        return False  # "Chad has a duty to act": asked of Chad
    if cue.word == "apply" and tree.dep[i] == "relcl":
        return False  # "sanctions that it does not apply to gas"
    after = set(tree.lower[i + 1 : i + 2])
    if cue.word == "concerned" and i and tree.head[i] == i - 1 and not after & {"about", "over", "at", "by", "that"}:
        return False  # "the countries concerned"
    if cue.frame == "inf" and any(tree.lemma[k] == "abstain" for k in slots.issues):
        return False  # "decided to abstain": abstained
    if cue.word == "accept" and any(tree.lemma[k].startswith("assurance") for k in slots.issues):
        return False  # "Accept, Excellency, the assurances of my consideration"
    if cue.frame == "object" and tree.child(i, "auxpass") is not None and all(tree.lower[k] in {"we", "i"} for k in slots.issues):
        return False  # "we are encouraged"
    announced = cue.frame == "inf" and all(tree.lemma[k] in words("announcing") for k in slots.issues)
    if announced and cue.word in {"wish", "want", "like", "hope", "intend"}:
        return False  # "I wish to draw your attention to it"
    if cue.act == Act.OFFER and slots.issues and all(tree.lemma[k] in words("perceiving") for k in slots.issues):
        return False  # "happy to report"
    if cue.frame == "behind" and cue.word == "be" and all(tree.lemma[k] in words("plots") for k in slots.issues):
        return False  # "Chad was behind the raid": blamed for it
    if cue.act == Act.URGE and cue.frame == "that" and any(tree.tag[m] in {"WP", "WRB"} for k in slots.issues for m in tree.kids[k]):
        return False  # "asked who would pay"
    if cue.word == "charge" and tree.lower[i - 1] == "in":
        return False  # "in charge of the world's largest economy"
    if cue.word == "speak" and cue.frame == "for" and any(tree.pos[k] != "NOUN" for k in slots.issues):
        return False  # "spoke for many"
    if cue.frame in {"to", "by"} and any(tree.lemma[k] in words("opinion_nouns") and tree.child(k, "acl", "ccomp") for k in slots.issues):
        return False  # "stuck to its view that": what the view is, is said
    if cue.frame == "with" and tree.child(i, "ccomp") is not None:
        return False  # "agreed with Peru that": on what, is said
    if cue.word in {"decline", "refuse"} and cue.frame == "inf" and any(_silent(tree, k) for k in slots.issues):
        return False  # "declined to comment", "to give details"
    if cue.kind == "noun" and tree.dep[i] == "dobj" and tree.lemma[tree.head[i]] in words("hiding"):
        return cue.needs != "light" and _shown(tree, tree.head[i])
    if cue.kind == "noun" and cue.needs != "being" and not cue.under and _others(tree, i, cue):
        return False
    return cue.needs not in NEEDS or NEEDS[cue.needs](tree, i, slots)


def _otherwise(tree: Tree, i: int, cue: Cue, slots: Slots) -> bool:
    """Whether a cue's words mean something else where they stand."""
    if cue.frame == "against" and all(tree.lemma[k] in {"backdrop", "background"} for k in slots.issues):
        return True  # "it is against this backdrop that we meet"
    if cue.word == "observe" and cue.act == Act.AFFIRM and not any(tree.lemma[k] in words("observed") for k in slots.issues):
        return True  # "has observed a decline"
    if cue.word == "suggest" and cue.frame == "that" and cue.act == Act.URGE and any(_stated(tree, k) for k in slots.issues):
        return True  # "suggested that it might fail": not proposed
    if cue.frame == "with" and cue.act == Act.CONCERN and all(tree.tag[k] == "VBG" for k in slots.issues):
        return True  # "concerned with winning"
    if cue.word.startswith("pull") and all(tree.lemma[k] in words("troubles") for k in slots.issues):
        return True  # "will pull out of its slump"
    if cue.word.startswith("rely") and tree.dep[i] == "relcl":
        return True  # "countries that rely on imports"
    if cue.word.startswith("shoot") and not any(tree.lemma[k] in words("shot_down") for k in slots.issues):
        return True  # "shot down a drone", "shot down 31 of them"
    won = cue.kind == "noun" and cue.act in TAKEN and tree.dep[i] == "dobj" and tree.lemma[tree.head[i]] in words("winning")
    return won and _unsure(tree, i)  # "could not get the support of Chad"


def _stated(tree: Tree, verb: int) -> bool:
    """Whether a clause says what is or may be, not what should be."""
    aux = {tree.lower[k] for k in tree.children(verb, "aux", "auxpass")}
    told = aux & {"might", "may", "could", "would", "was", "were", "is", "are", "has", "had"}
    return bool(told) or tree.tag[verb] in {"VBD", "VBZ", "VBP"}


def _unsure(tree: Tree, noun: int) -> bool:
    """Whether what is got from others has not been got: it is denied or only possible."""
    verb = tree.head[noun]
    return tree.child(noun, "poss") is None and (refuses(tree, verb) or any(tree.tag[k] == "MD" for k in tree.children(verb, "aux")))


def named(tree: Tree, i: int, cue: Cue) -> bool:
    """Whether a noun takes a stance that is named somebody's: "Peru's objection", "Peruvian objections"; "Chinese demand for oil" isn't."""
    whose, over_ = named_owner(tree, i), tree.head[i]
    goods = cue.act == Act.DEMAND and tree.tag[i] == "NN"
    lacking = tree.dep[i] == "pobj" and (tree.lower[over_] in {"for", "without"} or tree.lemma[tree.head[over_]] in {"lack", "absence"})
    return whose is not None and cue.act in _OWNED and not (tree.dep[whose] != "poss" and (goods or lacking))


def _sought(tree: Tree, i: int) -> bool:
    over_ = tree.head[tree.head[i]] if tree.dep[i] == "pobj" else tree.head[i]
    foreign = named_owner(tree, i) is not None and tree.child(i, "poss") is None
    return foreign and tree.dep[i] in {"dobj", "pobj"} and tree.lemma[over_] in words("seeking")


def over(tree: Tree, i: int) -> int:
    """Return the verb that a noun, or the noun it is coordinated with, is the object of."""
    while tree.dep[i] == "conj" and tree.pos[tree.head[i]] == "NOUN":
        i = tree.head[i]
    return tree.head[i]


def _others(tree: Tree, i: int, cue: Cue) -> bool:
    """Whether a noun is somebody else's: "faces opposition", "sparked protests"; or narrative: "the credibility of its commitment"."""
    owner, verb = tree.child(i, "poss"), tree.head[i]
    if tree.dep[i] == "dobj":
        return owner is None and tree.lemma[verb] not in words("light") and not named(tree, i, cue)
    if tree.dep[i] == "nsubj" and tree.lemma[verb] == "be":
        return False  # "our preference is for talks"
    if tree.dep[i] not in {"pobj", "nsubj", "nsubjpass"} or cue.frame == "manner":
        return False
    above = tree.head[verb]
    if tree.lower[verb] == "with" and (cue.frame == "of" or (tree.lemma[above] == "meet" and owner is None)):
        return True  # "with the support of its allies": theirs
    if tree.lower[verb] == "in" and (tree.pos[above] == "ADJ" or tree.tag[above] == "VBN" or tree.child(above, "acomp") is not None):
        return False  # "is vocal in its criticism of"
    if tree.lower[verb] in {"in", "despite", "with", "given", "over", "to", "behind"} and cue.act in TAKEN:
        return False  # "despite its opposition to"
    return owner is not None and tree.pos[owner] == "PRON" and tree.lemma[above] not in words("light") | {"secret", "bone"}


def _steadfast(tree: Tree, verb: int) -> bool:
    """ "our commitment is unwavering", "Chad's loyalty remains"."""
    said = tree.children(verb, "acomp", "attr", "prep")
    return not negated(tree, verb) and any(tree.lower[k] in words("steadfast") | words("strong") for k in said)


def _shown(tree: Tree, verb: int) -> bool:
    """ "could hardly conceal its satisfaction", "did not hide its anger"."""
    return negated(tree, verb) or any(tree.lower[k] in {"hardly", "barely", "scarcely"} for k in tree.kids[verb])


def _lasting(tree: Tree, verb: int) -> bool:
    """ "our support for the truce will endure", "Chad's commitment has not wavered"."""
    if refuses(tree, verb):
        return tree.lemma[verb] in {"waver", "falter", "change", "weaken", "wane", "budge", "diminish", "end", "flag", "cease", "stop"}
    on = any(tree.lower[k] == "on" for k in tree.kids[verb])
    return tree.lemma[verb] in {"continue", "endure", "persist", "last"} or (tree.lemma[verb] == "go" and on)


def _unfulfilled(tree: Tree, i: int, slots: Slots) -> bool:
    """ "would have liked it to stop", "wished that they had been asked": it was not so."""
    aux = {tree.lower[m] for k in tree.children(i, "aux") for m in (k, *tree.children(k, "aux"))}
    if tree.lemma[i] != "wish":
        return "would" in aux and "have" in aux
    return ("would" in aux and "have" in aux) or any(
        tree.tag[k] == "VBN" and any(tree.lower[m] == "had" for m in tree.children(k, "aux")) for k in slots.issues
    )


def _seeing(tree: Tree, i: int, slots: Slots) -> bool:
    """ "would like to see it settled"."""

    def done(verb: int) -> bool:
        what = tree.child(verb, "dobj")
        a_thing = what is not None and tree.pos[what] == "NOUN" and tree.lemma[what] not in words("offices") | words("persons")
        return tree.child(verb, "ccomp", "xcomp") is not None or a_thing or (what is not None and tree.child(what, "acl") is not None)

    return all(tree.lemma[k] in {"see", "have"} and done(k) for k in slots.issues)


def _subjunctive(tree: Tree, i: int, slots: Slots) -> bool:
    """ "insists that Iran stop", "demands that they be released": asked for, not asserted."""

    def bare(verb: int) -> bool:
        one = any(tree.tag[k] in {"NN", "NNP"} and tree.child(k, "conj") is None for k in tree.children(verb, "nsubj"))
        if one and tree.tag[verb] == "VBP" and tree.lemma[verb] != "be":
            return True  # "that the treaty remain"
        return (tree.tag[verb] == "VB" and not any(tree.tag[k] == "MD" for k in tree.children(verb, "aux"))) or any(
            tree.lower[k] == "be" and tree.tag[k] == "VB" for k in tree.children(verb, "auxpass") if tree.child(verb, "aux") is None
        )

    return any(bare(k) for k in slots.issues)


def _arranged(tree: Tree, i: int, slots: Slots) -> bool:
    """ "is to double its aid": decided; not "is to meet them", an event."""
    alone = tree.child(i, "acomp", "attr", "expl") is None and tree.lower[i + 1 : i + 2] != ["yet"]
    return tree.tag[i] in {"VBZ", "VBP"} and alone and all(
        tree.lemma[k] in words("measures") and tree.child(k, "dobj", "prep", "prt") is not None for k in slots.issues
    )


def _evaluated(tree: Tree, i: int, slots: Slots) -> bool:
    """ "called the raid a crime": judged by good or bad words, or said to be needed."""
    complements = [
        t
        for k in tree.kids[i]
        if k > i and (tree.dep[k] in {"oprd", "acomp", "xcomp", "advcl", "ccomp"} or (tree.dep[k] == "prep" and tree.lower[k] == "as"))
        for t in tree.subtree(k)
    ]
    seen = tree.lemma[i] == "see" and not complements
    said = [k for head in slots.issues for k in ((head, *tree.children(head, "amod", "conj")) if seen else tree.subtree(head))]
    judged = evaluation(tree, said + complements) != 0  # not "saw hundreds on perilous journeys"
    return judged or any(tree.lemma[k] in words("deontic_nouns") for k in slots.issues)


def _none(tree: Tree, i: int, slots: Slots) -> bool:
    """ "sees no alternative to it", "brooks no delay"."""
    nouns = slots.issues if tree.pos[i] == "VERB" else (i,)
    return all(tree.dep[n] == "dobj" and any(tree.lower[k] in {"no", "little"} for k in tree.children(n, "det", "amod")) for n in nouns)


def _silent(tree: Tree, verb: int) -> bool:
    return tree.lemma[verb] in words("silence") or any(tree.lemma[k] in words("details") for k in tree.children(verb, "dobj"))


def _helped(tree: Tree, i: int, *auxiliaries: str) -> bool:
    return any(tree.lower[k] in auxiliaries for k in tree.children(i, "aux", "neg"))


NEEDS: dict[str, Callable[[Tree, int, Slots], bool]] = {
    "able": lambda tree, i, slots: _helped(tree, i, "can", "could", "cannot"),
    "accountable": lambda tree, i, slots: any(tree.lower[k] in words("accountable") for k in range(i + 1, min(i + 9, len(tree)))),
    "active": lambda tree, i, slots: tree.tag[i] != "VBN"
    and tree.child(i, "dobj") is None
    and not any(_silent(tree, k) for k in slots.issues),
    "attacked": lambda tree, i, slots: all(tree.lemma[k] in words("attacked") for k in slots.issues),
    "bad": lambda tree, i, slots: any(tree.lemma[k] in words("bad") for k in tree.children(i, "amod")),
    "arranged": _arranged,
    "being": lambda tree, i, slots: being(tree, i) is not None,
    "cold": lambda tree, i, slots: any(tree.lemma[k] in words("cold") for k in tree.children(i, "amod")),
    "denied": lambda tree, i, slots: being(tree, i) is not None and negated(tree, i),
    "envoy": lambda tree, i, slots: any(tree.lemma[k] in words("envoy") for k in objects(tree, i)),
    "evaluation": _evaluated,
    "good": lambda tree, i, slots: any(tree.lemma[k] in words("good") for k in tree.children(i, "amod")),
    "intransitive": lambda tree, i, slots: tree.child(i, "dobj") is None,
    "lasting": lambda tree, i, slots: tree.dep[i] == "nsubj" and _lasting(tree, tree.head[i]),
    "light": lambda tree, i, slots: tree.dep[i] in {"dobj", "attr", "conj", "nsubj"}
    and tree.lemma[over(tree, i)] in words("light") | {"be"},
    "modal": lambda tree, i, slots: tree.pos[i] == "VERB" and _helped(tree, i, "will", "shall", "'ll"),
    "negation": lambda tree, i, slots: negated(tree, i),
    "no": _none,
    "noun": lambda tree, i, slots: all(
        tree.pos[k] in {"NOUN", "PROPN"}
        and (tree.lemma[k] not in words("carriers") or any(tree.tag[m] == "JJR" for m in tree.children(k, "amod")))
        for k in slots.issues
    ),
    "pending": lambda tree, i, slots: all(tree.lemma[k] in words("pending") for k in slots.issues),
    "plan": lambda tree, i, slots: all(tree.lemma[k] in words("plans") for k in slots.issues),
    "progressive": lambda tree, i, slots: tree.tag[i] == "VBG" and _helped(tree, i, "are", "is", "am"),
    "reprisal": lambda tree, i, slots: all(tree.lemma[k] in words("reprisals") for k in slots.issues),
    "seeing": _seeing,
    "step": lambda tree, i, slots: all(tree.lemma[k] in words("flip_nouns") | words("new") for k in slots.issues),
    "subjunctive": _subjunctive,
    "ties": lambda tree, i, slots: any(tree.lemma[k] in words("ties") for k in objects(tree, i)),
    "unfulfilled": _unfulfilled,
    "would": lambda tree, i, slots: _helped(tree, i, "would", "'d") and all(tree.pos[k] in {"NOUN", "PROPN"} for k in slots.issues),
    "warm": lambda tree, i, slots: any(tree.lemma[k] in words("warm") for k in tree.children(i, "amod")),
    "thing": lambda tree, i, slots: all(tree.pos[k] == "NOUN" and tree.lemma[k] not in words("offices") for k in slots.issues),
    "unable": lambda tree, i, slots: _helped(tree, i, "can", "could", "will", "wo", "would", "must", "should") and negated(tree, i),
    "view": lambda tree, i, slots: any(tree.lemma[k] in {"view", "position", "concern", "assessment", "vision"} for k in slots.issues),
}
