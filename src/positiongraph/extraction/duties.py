"""What ought to be: obligations and wants that a clause states of itself, "X must V", "it is vital to V", "there is no N without M"."""

from collections.abc import Callable

from positiongraph.extraction.exclusions import nothing, only, only_through, there_is_no
from positiongraph.extraction.negation import negated, refuses
from positiongraph.extraction.predicates import is_infinitive, is_now
from positiongraph.extraction.sense import Sense
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.turns import ends, stops, turn
from positiongraph.extraction.wants import ACTORS, asking, bound, wanted
from positiongraph.extraction.words import words


def deontic(tree: Tree, head: int) -> Sense | None:
    """Read an obligation off a clause: "X must V", "it is vital to V", "there is a need for N"; None when it is none."""
    if tree.pos[head] in {"ADJ", "NOUN"}:
        return _judged(tree, head)
    return next((sense for read in _READ if (sense := read(tree, head)) is not None), None)


def _judged(tree: Tree, head: int) -> Sense | None:
    """ "considers it essential to reform the bloc"."""
    if tree.lemma[head] not in words("deontic_adjectives") | words("deontic_nouns"):
        return None
    asked = next((k for k in tree.kids[head] if k > head and is_infinitive(tree, k)), None)
    return None if asked is None else asking(tree, asked, sign=-1 if negated(tree, head) else 1)


def shared(tree: Tree, head: int) -> int | None:
    """Return the verb whose "must" another verb shares: "Chad | must leave and return | the land"."""
    if tree.dep[head] != "conj" or tree.tag[head] != "VB" or tree.child(head, "dobj", "prep", "xcomp") is None:
        return None
    first = head
    while tree.dep[first] == "conj" and tree.child(first, "nsubj", "nsubjpass", "aux") is None:
        first = tree.head[first]
        if tree.tag[first] not in {"VB", "VBG"}:
            return None
    if first == head:
        return None
    if tree.tag[first] == "VBG" and tree.dep[first] == "xcomp":
        first = tree.head[first]  # "must stop shelling the town and | return the land"
    return first if any(tree.lower[k] in {"must", "should"} for k in tree.children(first, "aux")) and not refuses(tree, first) else None


def _first_subject(tree: Tree, head: int) -> int | None:
    """ "The fund is empty and | must be filled": the fund."""
    while tree.dep[head] == "conj" and tree.pos[tree.head[head]] in {"VERB", "AUX"}:
        head = tree.head[head]
        if (who := tree.child(head, "nsubj", "nsubjpass")) is not None:
            return who
    return None


def supposed(tree: Tree, verb: int) -> bool:
    """ "Should we fail, …": if we do."""
    while tree.dep[verb] == "conj" and tree.child(verb, "nsubj", "nsubjpass") is None:
        verb = tree.head[verb]
    who = tree.child(verb, "nsubj", "nsubjpass")
    first = min((k for k in tree.kids[verb] if tree.dep[k] not in {"cc", "punct"}), default=verb)
    return who is not None and tree.lower[first] == "should" and first < who


def why(tree: Tree, verb: int) -> bool:
    """ "That is why | we need it"."""
    over = tree.head[verb]
    return tree.dep[verb] == "advcl" and tree.lemma[over] == "be" and any(tree.lower[k] in {"why", "where"} for k in tree.kids[verb])


def modal(tree: Tree, verb: int) -> bool:
    """ "was harmed and | must be paid", "has backed it and | will back it": said of the subject before, with a modal of its own."""
    return any(tree.lower[k] in words("deontic") | {"will", "shall"} for k in tree.children(verb, "aux"))


def _well(tree: Tree, head: int) -> Sense | None:
    """ "Chad would do well to wait", "would be well advised to"."""
    if not any(tree.lower[k] in {"would", "'d"} for k in tree.children(head, "aux")):
        return None
    acts = [k for k in tree.children(head, "xcomp", "advcl") if is_infinitive(tree, k) and k > head]
    acts += [m for k in tree.children(head, "acomp") for m in tree.children(k, "xcomp") if is_infinitive(tree, m)]
    do = tree.lemma[head] == "do" and any(tree.lower[k] in {"well", "better"} for k in tree.kids[head])
    advised = tree.lower[head] == "advised" or any(tree.lower[k] in {"advised", "wise"} for k in tree.children(head, "acomp"))
    who = tree.child(head, "nsubj", "nsubjpass")
    if not acts or not (do or advised) or who is None or tree.lower[who] == "it":
        return None
    return asking(tree, acts[0], who)


def _must(tree: Tree, head: int) -> Sense | None:
    verb = head
    over = tree.head[head]
    if tree.dep[head] == "ccomp" and tree.lemma[over] == "be" and any(
        tree.lemma[k] in words("bad") | words("good") for k in tree.children(over, "acomp")
    ):
        return None  # "it is wrong that they should wait": what is judged, not asked for
    if (well := _well(tree, head)) is not None:
        return well
    if tree.child(head, "expl") is not None and (there := there_is_no(tree, head)) is not None:
        return there
    if (first := shared(tree, head)) is not None:
        who = tree.child(first, "nsubj", "nsubjpass")
        over_with = ends(tree, head) and tree.child(head, "dobj", "xcomp") is None  # "must be condemned and stop at once"
        return Sense(-2, True, who) if over_with and who is not None else asking(tree, head, who)
    if not (any(tree.lower[k] in words("deontic") for k in tree.children(verb, "aux")) or _has_to(tree, verb) or _cannot(tree, verb)
            or _may_not(tree, verb)):  # fmt: skip
        return None
    if tree.lemma[verb] in {"need", "have"} and (inner := tree.child(verb, "xcomp")) is not None:
        verb = inner
    who = tree.child(head, "nsubj", "nsubjpass")
    if supposed(tree, head) or (who is not None and tree.lower[who] == "i" and tree.lemma[verb] in words("saying") | words("owning")):
        return None  # "I must say", "I must confess that it is flawed"
    taken_over = who is None and tree.child(head, "expl") is None
    who = _first_subject(tree, head) if taken_over else who
    if who is not None and (said := _must_not(tree, head, verb, who)) is not None:
        return said
    sign, core = turn(tree, verb)
    if who is None:
        return Sense(2 * sign, True, core)
    if any(tree.lower[k] in {"no", "neither", "nobody", "nothing"} for k in (who, *tree.kids[who])):
        sign = -sign
    if any(tree.lower[m] == "never" for k in tree.children(head, "advmod") for m in tree.kids[k]):
        sign = -sign  # "never again should the world stand idle"
    if tree.lemma[verb] == "continue" and tree.child(verb, "xcomp", "dobj") is None:
        return Sense(2 * sign, True, who)  # "the siege cannot continue"
    goes = tree.lemma[verb] == "go" and not tree.children(verb, "prep", "advmod", "xcomp", "acomp", "prt")
    if core == verb and (goes or ends(tree, verb)):
        return Sense(-2 * sign, True, who)  # "the war must stop", "the sanctions have to go": its end is asked for
    if verb != head and core == verb and tree.child(verb, "auxpass") is not None:
        return Sense((-2 if stops(tree, verb) else 2) * sign, True, who)  # "the flow of arms has to be cut off"
    kept = tree.child(verb, "dobj") if tree.lemma[verb] in words("slighting") and refuses(tree, head) else None
    if kept is not None and tree.dep[who] == "nsubj":
        return Sense(2, True, kept, who)  # "we must not forget them"
    if tree.dep[who] != "nsubjpass" if not taken_over else tree.child(head, "auxpass") is None:
        return Sense(2 * sign, True, core, who)
    if core != verb:
        return Sense(2 * sign, True, core)
    if tree.lemma[verb] in {"allow", "permit", "let"} and (done := tree.child(verb, "xcomp")) is not None:
        turned, core = turn(tree, done)  # "hunger must not be allowed to spread"
        return Sense(2 * sign * turned, True, who if core == done else core)
    behind = tree.lemma[verb] == "leave" and any(tree.lower[k] == "behind" for k in tree.kids[verb])
    seized = any(tree.lower[k] == "as" for k in tree.children(verb, "prep"))  # "must be seized as a chance"
    if behind or (tree.lemma[verb] in words("slighting") | words("bad_verbs") | words("against_verbs") and not seized):
        sign = -sign  # "the truce must not be undermined"
    return Sense(2 * sign, True, who)


def _must_not(tree: Tree, head: int, verb: int, who: int) -> Sense | None:
    """Obligations whose verb says what is wrong: "cannot afford another war", "must answer for the raid", "must not go unpunished"."""
    felt = tree.child(verb, "dobj") if tree.lemma[verb] in words("alarming") else None
    if felt is not None and {tree.lower[felt], *(tree.lower[k] for k in tree.kids[felt])} & words("everybody"):
        return Sense(-2, False, who, who) if not refuses(tree, head) else None  # "that should alarm us all"
    if tree.lemma[verb] in words("losing") and (lost := tree.child(verb, "dobj", "xcomp")) is not None:
        turned, core = turn(tree, lost)
        return Sense(-2 * turned, True, core, who if tree.pos[lost] == "VERB" else None)
    so = tree.children(verb, "acomp", "oprd")
    if tree.lemma[verb] == "go" and any(tree.lower[k] in words("unanswered") for k in so):
        return Sense(-2, True, who)
    paid = [p for k in tree.children(verb, "prep") if tree.lower[k] == "for" for p in tree.children(k, "pobj", "pcomp")]
    answers = tree.lemma[verb] in {"answer", "atone"} or (tree.lemma[verb] == "pay" and tree.pos[who] == "PROPN")
    if paid and answers and not refuses(tree, head):
        return Sense(-2, True, paid[0], who)
    kept = tree.child(verb, "dobj") if tree.lemma[verb] == "leave" and any(tree.lower[k] == "behind" for k in tree.kids[verb]) else None
    if kept is not None and refuses(tree, head):
        return Sense(2, True, kept, who)  # "must not leave them behind"
    if tree.lemma[verb] == "do" and tree.lower[who] in {"more", "much", "all", "everything", "something"}:
        for_ = [p for k in tree.children(verb, "prep") if tree.lower[k] == "for" for p in tree.children(k, "pobj")]
        acts = [k for k in tree.children(verb, "advcl", "xcomp") if is_infinitive(tree, k)]
        return asking(tree, (acts or for_)[0]) if acts or for_ else None  # "more must be done to protect them"
    bad = any(tree.lemma[k] in words("bad_nouns") | words("slighted") for k in tree.children(verb, "attr"))
    return Sense(2, True, who) if bad and refuses(tree, head) else None  # "Africa must not be an afterthought"


def _let(tree: Tree, head: int) -> Sense | None:
    """ "Let us end X", "Let there be no more X"."""
    if tree.lemma[head] != "let" or (asked := tree.child(head, "ccomp", "xcomp")) is None:
        return None
    if tree.child(asked, "expl") is not None and (what := tree.child(asked, "attr")) is not None:
        none = -1 if any(tree.lower[m] == "no" for k in tree.children(what, "amod") for m in tree.kids[k]) else 1  # "no more wars"
        return asking(tree, what, sign=none) if tree.lemma[what] not in {"doubt", "mistake"} else None
    who = tree.child(asked, "nsubj")
    kept = tree.child(asked, "dobj") if tree.lemma[asked] in words("slighting") and refuses(tree, asked) else None
    if who is not None and kept is not None:
        return Sense(2, True, kept) if tree.lower[who] == "us" else None  # "let us not forget them"
    done = tree.child(asked, "nsubjpass")
    if done is not None and not refuses(tree, asked):
        return Sense(-2 if stops(tree, asked) else 2, True, done)  # "let their voices be heard"
    told = tree.child(asked, "dobj", "prep", "xcomp", "advcl") is not None and not refuses(tree, asked)
    return asking(tree, asked) if who is not None and tree.lower[who] == "us" and told else None


def _order(tree: Tree, head: int) -> Sense | None:
    """ "Stop the war.", "Do not forget them.": not "Thank you" or "Take the case of Chad"."""
    bare = tree.tag[head] == "VB" and tree.dep[head] == "ROOT" and tree.lemma[head] not in words("no_orders")
    what = tree.child(head, "dobj")
    if not bare or what is None or tree.pos[what] == "VERB" or tree.child(head, "nsubj", "nsubjpass", "expl") is not None:
        return None
    first = tree.bounds[tree.sentence[head]][0]
    opened = all(tree.lower[k] in {"do", "not", "n't", "never", "please", "and", "so", ",", '"'} for k in range(first, head))
    return asking(tree, head) if opened else None


def _wish(tree: Tree, head: int) -> Sense | None:
    """ "May this Assembly find the courage to act": not "May I thank you"."""
    may = next((k for k in tree.children(head, "aux") if tree.lower[k] == "may"), None)
    who = tree.child(head, "nsubj")
    if may is None or who is None or may > who or tree.tag[head] != "VB" or tree.pos[who] not in {"NOUN", "PROPN"}:
        return None
    told = tree.child(head, "dobj", "prep", "xcomp") is not None and tree.lower[who] not in {"god", "allah"}
    return asking(tree, head, who) if told else None


def _called_for(tree: Tree, head: int) -> Sense | None:
    """ "we need a fund", "Africa deserves a seat", "the crisis requires a response", "elections are needed"; not "deserves attention"."""
    needed, who, lemma = tree.child(head, "dobj"), tree.child(head, "nsubj"), tree.lemma[head]
    if lemma in {"need", "require"} and (what := tree.child(head, "nsubjpass")) is not None and tree.pos[what] == "NOUN":
        now = any(tree.lower[k] in {"is", "are"} for k in tree.children(head, "auxpass"))
        return Sense(-2 if refuses(tree, head) else 2, True, what) if now and tree.child(head, "xcomp", "agent") is None else None
    if lemma not in words("needing") | words("requiring") or who is None or not is_now(tree, head):
        return None
    if lemma == "call":
        needed = next((p for k in tree.children(head, "prep") if tree.lower[k] == "for" for p in tree.children(k, "pobj")), None)
    if needed is None or tree.pos[needed] not in {"NOUN", "PROPN"} or tree.lemma[needed] in words("attention") or tree.lower[who] == "you":
        return None
    if lemma in words("requiring") and (tree.pos[who] != "NOUN" or any(tree.lemma[who] in words(sort) for sort in ACTORS)):
        return None
    return asking(tree, needed, sign=-1 if negated(tree, head) else 1)


def _predicate(tree: Tree, head: int) -> Sense | None:
    """ "it is vital to act", "to prevent war is a duty", "there is a need for talks"."""
    for k in tree.children(head, "acomp", "attr", "oprd"):
        if tree.lemma[k] not in words("deontic_adjectives") | words("deontic_nouns"):
            continue
        sign = -1 if negated(tree, k) else 1
        first = tree.child(head, "csubj")
        if first is not None and (is_infinitive(tree, first) or tree.tag[first] == "VBG"):
            return asking(tree, first, sign=sign)
        for m in [m for n in (k, head) for m in tree.kids[n] if m > k and tree.dep[m] in {"xcomp", "ccomp", "advcl", "acl", "prep"}]:
            if tree.dep[m] != "prep" and (is_infinitive(tree, m) or tree.dep[m] in {"ccomp", "advcl"}):
                return asking(tree, m, tree.child(m, "nsubj"), sign=sign)
            if tree.dep[m] == "prep" and tree.lower[m] in {"of", "for", "to"} and (inner := tree.child(m, "pobj", "pcomp")) is not None:
                return asking(tree, inner)
    return None


def _named_so(tree: Tree, head: int) -> Sense | None:
    """ "Hunger is a problem that must be ended", "it is the parties that must act"."""
    who, what = tree.child(head, "nsubj"), tree.child(head, "attr")
    if tree.lemma[head] != "be" or who is None or what is None or refuses(tree, head):
        return None
    verb = next((k for m in tree.subtree(what) for k in tree.children(m, "relcl") if m != k), None)
    if verb is None or refuses(tree, verb) or not any(tree.lower[k] in words("deontic") for k in tree.children(verb, "aux")):
        return None
    if tree.lower[who] == "it":
        return asking(tree, verb, what) if tree.child(verb, "nsubj") is not None else None
    asked = tree.child(verb, "nsubjpass")
    told = asked is not None and tree.pos[who] == "NOUN" and tree.lower[asked] in {"that", "which"}
    return Sense(-2 if stops(tree, verb) else 2, True, who) if told else None


_READ: tuple[Callable[[Tree, int], Sense | None], ...] = (
    _must, _let, _wish, _order, wanted, there_is_no, _called_for, only, only_through, nothing, bound, _predicate, _named_so,
)  # fmt: skip


def _has_to(tree: Tree, verb: int) -> bool:
    if tree.lemma[verb] in {"need", "have", "ought"}:
        inner = tree.child(verb, "xcomp")
        if inner is None or any(tree.lower[k] == "yet" for k in tree.kids[verb]):
            return False  # "has yet to be done"
        if tree.lemma[inner] == "do" and any(tree.lower[k] == "with" for k in tree.children(inner, "prep")):
            return False  # "has much to do with"
        if tree.tag[verb] == "VBN" or (tree.tag[verb] == "VBD" and not is_now(tree, verb)):
            return False  # "had to flee": told, not asked for
        return is_infinitive(tree, inner) and (tree.lemma[verb] != "have" or tree.child(verb, "dobj") is None)
    return False


def _may_not(tree: Tree, verb: int) -> bool:
    """ "No State may invoke it"."""
    who = tree.child(verb, "nsubj", "nsubjpass")
    may = who is not None and any(tree.lower[k] == "may" and k > who for k in tree.children(verb, "aux"))
    return may and who is not None and any(tree.lower[k] == "no" for k in tree.kids[who]) and tree.lemma[verb] not in {"be", "have"}


def _cannot(tree: Tree, verb: int) -> bool:
    """ "the world cannot ignore it", "the siege cannot continue": must not."""
    reported = tree.dep[verb] == "ccomp" and tree.tag[tree.head[verb]] == "VBD"
    able = any(tree.lower[k] in {"can", "ca"} or (reported and tree.lower[k] == "could") for k in tree.children(verb, "aux"))
    if able and (refuses(tree, verb) or tree.lemma[verb] == "afford"):
        if tree.lemma[verb] in words("losing"):
            return refuses(tree, verb) or any(tree.lower[k] in {"ill", "hardly", "scarcely"} for k in tree.kids[verb])
        if tree.lemma[verb] == "go" and tree.child(verb, "acomp", "oprd") is not None:
            return True  # "cannot go unpunished"
        if tree.child(verb, "nsubjpass") is not None and tree.lemma[verb] in words("altering"):
            return True  # "borders cannot be redrawn"
    let = tree.lemma[verb] in {"allow", "permit"} and tree.child(verb, "nsubjpass") is not None
    kept = tree.lemma[verb] in words("slighting") and tree.child(verb, "dobj", "nsubjpass") is not None
    return able and refuses(tree, verb) and (let or kept or tree.lemma[verb] in words("not_to_be"))
