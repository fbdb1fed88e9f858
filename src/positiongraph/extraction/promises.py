"""What a clause says of its subject's future, "we will lift the ban", or wishes, "France would rather see a common rule"."""

from collections.abc import Callable

from positiongraph.extraction.discourse import Reading
from positiongraph.extraction.doers import subject
from positiongraph.extraction.negation import refuses
from positiongraph.extraction.predicates import announces, is_infinitive
from positiongraph.extraction.sense import Sense
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.turns import turn
from positiongraph.extraction.words import words

Read = Callable[[int], Reading | None]
"""From a word to whom it means."""


def preference(tree: Tree, i: int, read: Read) -> tuple[Reading, Sense] | None:
    """ "France would rather see a common rule": what an actor prefers, said outright."""
    near = {tree.lower[k] for k in tree.kids[i]}
    said = near & {"rather", "sooner"} and near & {"would", "'d"} and tree.child(i, "mark") is None
    if not said or (who := tree.child(i, "nsubj")) is None:
        return None
    reading = read(who)
    sign, core = turn(tree, i)
    return (reading, Sense(2 * sign, True, core)) if reading is not None and reading.settled else None


def promise(tree: Tree, i: int, read: Read, holder: Reading) -> Sense | None:
    """ "We will …": what the speaker says of its own future."""
    aux = {tree.lower[k] for k in tree.children(i, "aux")}
    on = tree.children(i, "xcomp") if tree.lemma[i] == "go" and tree.tag[i] == "VBG" else []
    then = next((k for k in on if is_infinitive(tree, k)), None)  # "we are not going to | wait"
    who = subject(tree, i)[0] if not refuses(tree, i) else tree.child(i, "nsubjpass") or subject(tree, i)[0]
    top = tree.head[i] if tree.dep[i] == "conj" and tree.dep[tree.head[i]] in {"acl", "advcl", "ccomp"} else i
    # "gave an assurance that", "made clear that"
    under = tree.dep[top] in {"acl", "advcl"} and tree.pos[tree.head[top]] in {"NOUN", "ADJ"}
    over = tree.head[tree.head[top]] if under else tree.head[top]
    said = (under or tree.dep[top] in {"ccomp", "conj"}) and tree.tag[over] == "VBD"
    harm = tree.lemma[i] == "be" or (tree.lemma[i] in words("bad_verbs") and not refuses(tree, i))
    thing = who is not None and tree.lower[who] in words("things") and (tree.lower[who] != "it" or harm)
    going = tree.tag[i] == "VBG" and bool(aux & {"is", "was", "are", "were"}) and tree.lemma[i] in words("steps")
    ours = going and tree.lemma[i] != "leave" and bool(aux & {"are", "am"}) and who is not None and tree.lower[who] in {"we", "i"}
    what = tree.child(i, "nsubjpass") if said and "would" in aux and tree.lemma[i] in words("measures") else None
    if what is not None and tree.pos[what] == "NOUN" and tree.child(i, "agent") is None:
        sign, core = turn(tree, i)  # "said that aid would be doubled"
        return Sense(2 * sign, False, core if core != i else what, pledge=True)
    unable = bool(aux & {"can", "could", "ca"}) and refuses(tree, i) and tree.lemma[i] in words("assenting")
    ahead = bool(aux & {"will", "shall", "'ll", "wo"}) or ours or unable or then is not None
    if who is None or thing or not (ahead or (("would" in aux or going) and said)):
        return None
    reading = read(who)
    if reading is None or not set(reading.codes) & set(holder.codes):
        return None
    if refuses(tree, i) and tree.child(i, "auxpass") is not None and tree.child(i, "nsubjpass") == who:
        return None  # "we will not be intimidated": of what, is not said
    what = i if then is None else then
    if announces(tree, what, who):
        return None
    sign, core = turn(tree, what, against=True)
    return Sense(-2 * sign if then is not None and refuses(tree, i) else 2 * sign, False, core, pledge=True)

