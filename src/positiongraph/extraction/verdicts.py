"""Set phrases that judge a subject: "is out of the question", "has outlived its usefulness", "the door to talks remains open"."""

from functools import cache

from positiongraph.extraction.negation import refuses
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words

_BEING = frozenset({"be", "go", "get", "remain", "stand", "seem", "belong"})
_NOBODY = frozenset({"no", "nobody", "none", "neither"})
_OPEN = frozenset({"open", "ajar"})
_SHUT = frozenset({"closed", "shut", "closing"})


def ruled(tree: Tree, verb: int) -> int:
    """Weigh set phrases said of a subject: "is out of the question" −2, "has no place in" −2, "is not negotiable" +2, else 0."""
    if (said := _said(tree, verb)) != 0:
        return said
    if tree.lemma[verb] in {"have", "serve"} and (what := tree.child(verb, "dobj")) is not None:
        no = any(tree.lower[k] == "no" for n in (what, *tree.children(what, "poss")) for k in tree.kids[n])
        nothing = words("no_place") | ({"interest", "purpose"} if tree.lemma[verb] == "serve" else set())
        if tree.lemma[what] in nothing and no:
            return -2
        if tree.lemma[what] != "right":
            return 0
        nobody = any(tree.lower[m] in _NOBODY for k in tree.children(verb, "nsubj") for m in (k, *tree.kids[k]))
        return -2 if no or nobody or refuses(tree, verb) else 2
    if _too_long(tree, verb):
        return -2
    if tree.lemma[verb] not in _BEING:
        return 0
    for first in range(verb + 1, min(verb + 4, len(tree))):
        for length in range(1, 6):
            phrase = "-".join(word for word in tree.lower[first : first + length] if word != "-")
            if phrase in words("ruled_out"):
                return 2 if tree.lower[verb + 1] == "not" and first > verb + 1 else -2
            if phrase in words("upheld"):
                return -2 if tree.lower[verb + 1] == "not" and first > verb + 1 else 2
    return 0


def judged(tree: Tree, verb: int) -> int | None:
    """Return what a verdict is on: the subject, what "it" stands for, or what a door leads to."""
    who = tree.child(verb, "nsubj", "nsubjpass", "csubj")
    if who is None:
        return None
    if tree.lower[who] == "it":
        return tree.child(verb, "ccomp", "xcomp", "advcl") or who
    right = tree.child(verb, "dobj")
    if tree.lemma[verb] == "have" and right is not None and tree.lemma[right] == "right" and ruled(tree, verb) < 0:
        return tree.child(right, "acl", "relcl") or who  # "has no right | to block the strait"
    return _given(tree, verb) or _brooked(tree, verb) or (_behind(tree, verb, who) if door(tree, verb) else None) or who


def door(tree: Tree, verb: int) -> int:
    """Weigh "the door to talks remains open": +2 where it is open, −2 where it is shut, 0 where no door is spoken of."""
    who = tree.child(verb, "nsubj", "nsubjpass")
    if who is None or tree.lemma[who] != "door" or _behind(tree, verb, who) is None:
        return 0
    said = {tree.lower[k] for k in (verb, *tree.children(verb, "acomp", "oprd", "attr", "advmod"))}
    sign = 2 if said & _OPEN else -2 if said & _SHUT else 0
    return -sign if refuses(tree, verb) else sign


def reproached(tree: Tree, verb: int) -> int | None:
    """ "one cannot claim to want peace while arming one side": what is done meanwhile, for which somebody is blamed."""
    if tree.lemma[verb] not in words("professing") or not any(tree.lower[k] in {"can", "could"} for k in tree.children(verb, "aux")):
        return None
    nobody = any(tree.lower[k] in {"nobody", "none"} for k in tree.children(verb, "nsubj"))
    if not refuses(tree, verb) and not nobody:
        return None
    for n in (verb, *tree.children(verb, "xcomp", "ccomp")):
        for k in tree.children(n, "advcl"):
            if any(tree.lower[m] in {"while", "whilst", "when"} for m in tree.children(k, "mark", "advmod")):
                return k
    return None


def disowned(tree: Tree, i: int) -> bool:
    """Whether a cue stands in such a reproach, and so tells what somebody is blamed for, and no stance of theirs."""
    return any(reproached(tree, k) is not None for k in (i, *tree.ancestors(i)) if tree.pos[k] == "VERB")


def _behind(tree: Tree, verb: int, noun: int) -> int | None:
    """ "the door | to talks | is open", "the door is open | to talks"."""
    over = (noun, *tree.children(verb, "acomp", "oprd"), verb)
    led = [k for n in over for k in tree.children(n, "prep") if tree.lower[k] in {"to", "for"}]
    return next((p for k in led for p in tree.children(k, "pobj", "pcomp")), tree.child(noun, "poss"))


def _given(tree: Tree, verb: int) -> int | None:
    """ "our hearts go out to the people", "our thoughts are with them", "credit goes to Qatar": to whom."""
    who = tree.child(verb, "nsubj")
    if who is None or tree.lemma[verb] not in {"go", "be", "remain"} or tree.lemma[who] not in words("feelings") or refuses(tree, verb):
        return None
    to = {"with"} if tree.lemma[verb] != "go" else {"to", "with"}
    return next((p for k in tree.children(verb, "prep") if tree.lower[k] in to for p in tree.children(k, "pobj")), None)


def _home(tree: Tree, verb: int) -> int | None:
    """ "Ukraine's place is in Europe", "their future lies within the Union": it, which it is said to be for."""
    who = tree.child(verb, "nsubj")
    if who is None or tree.lemma[verb] not in {"be", "lie"} or tree.lemma[who] not in {"place", "future", "destiny"}:
        return None
    led = any(tree.lower[k] in {"in", "within", "with", "inside", "among"} for k in tree.children(verb, "prep"))
    return who if led and tree.child(who, "poss", "prep") is not None and not _unsure(tree, who, verb) else None


def _unsure(tree: Tree, who: int, verb: int) -> bool:
    """ "its future is in doubt", "in our hands"."""
    return any(tree.lemma[p] in words("doubtful") for k in tree.children(verb, "prep") for p in tree.children(k, "pobj"))


def _brooked(tree: Tree, verb: int) -> int | None:
    """ "the matter brooks no delay": the delay."""
    if tree.lemma[verb] not in {"brook", "tolerate", "admit", "allow", "permit", "bear"} or tree.tag[verb] not in {"VBZ", "VBP", "VB"}:
        return None
    return next((k for k in tree.children(verb, "dobj") if any(tree.lower[m] == "no" for m in tree.children(k, "det"))), None)


def _moved(tree: Tree, verb: int) -> int:
    """ "it saddens us that they left", "the truce gladdens my country"."""
    what, whom = tree.child(verb, "nsubj"), tree.child(verb, "dobj")
    ours = whom is not None and (tree.lower[whom] in {"us", "me"} or any(tree.lower[k] in {"my", "our"} for k in tree.kids[whom]))
    if what is None or not ours or refuses(tree, verb) or tree.pos[what] == "PROPN" or tree.tag[verb] not in {"VBZ", "VBP"}:
        return 0
    return 2 if tree.lemma[verb] in words("gladdening") else -1 if tree.lemma[verb] in words("saddening") else 0


def _unanswered(tree: Tree, verb: int) -> bool:
    """ "the raid will not go unanswered", "will not be left without an answer"."""
    if not refuses(tree, verb) or not any(tree.lower[k] in {"will", "wo", "would", "shall"} for k in tree.children(verb, "aux")):
        return False
    said = {tree.lower[k] for k in tree.children(verb, "acomp", "oprd")}
    without = [p for k in tree.children(verb, "prep") if tree.lower[k] == "without" for p in tree.children(k, "pobj")]
    left = any(tree.lemma[p] in {"answer", "response", "reply", "consequence"} for p in without)
    return (tree.lemma[verb] == "go" or tree.child(verb, "auxpass") is not None) and (bool(said & words("unanswered")) or left)


def _said(tree: Tree, verb: int) -> int:
    """Weigh a verb with the words that make it a verdict; other adverbs and adjectives may stand between."""
    being = tree.tag[verb] == "VBG" and any(tree.lemma[k] == "be" for k in tree.children(verb, "aux"))
    if being and tree.child(verb, "dobj") is None and tree.lower[verb] in words("good") | words("bad"):
        return 2 if tree.lower[verb] in words("good") else -2  # "it is heartening that"
    if sign := door(tree, verb):
        return sign
    if _given(tree, verb) is not None or _home(tree, verb) is not None:
        return -2 if refuses(tree, verb) else 2
    if _brooked(tree, verb) is not None or _unanswered(tree, verb):
        return -2
    if (moved := _moved(tree, verb)) != 0:
        return moved
    for k in tree.children(verb, "attr") if tree.lemma[verb] in {"be", "remain"} else ():
        if tree.lemma[k] in words("aims") and any(tree.lower[m] in {"our", "my"} for m in tree.kids[k]):
            return -2 if refuses(tree, verb) else 2  # "membership remains our goal"
    for phrase, sign in _verdicts().get(tree.lemma[verb], ()):
        at = 0
        for k in range(verb + 1, min(verb + 8, len(tree))):
            if tree.lower[k] == phrase[at] or (phrase[at] == "its" and tree.tag[k] == "PRP$"):
                at += 1
                if at == len(phrase):
                    # "cannot come at the expense of": it must not
                    ought = any(tree.lower[m] in {"can", "ca", "must", "should"} for m in tree.children(verb, "aux"))
                    return sign if not refuses(tree, verb) or (ought and sign < 0) else 1 if sign < 0 else -2
            elif tree.pos[k] not in {"ADJ", "ADV", "PART"}:
                break
    return 0


@cache
def _verdicts() -> dict[str, tuple[tuple[tuple[str, ...], int], ...]]:
    """Phrases by the lemma of their verb."""
    found: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for name, sign in (("verdicts_against", -2), ("verdicts_for", 2)):
        for phrase in words(name):
            verb, *rest = phrase.split("-")
            found.setdefault(verb, []).append((tuple(rest), sign))
    return {verb: tuple(sorted(phrases)) for verb, phrases in found.items()}


def _too_long(tree: Tree, verb: int) -> bool:
    """ "has gone on for too long"."""
    long = tree.lemma[verb] in {"go", "last", "continue", "drag", "endure", "persist", "be"} and tree.child(verb, "dobj") is None
    return long and ("too", "long") in zip(tree.lower[verb : verb + 6], tree.lower[verb + 1 : verb + 7], strict=False)
