"""What a clause says is wanted: needs, tasks, answers and duties, "what matters is a truce", "the solution lies in talks"."""

from positiongraph.extraction.negation import refuses
from positiongraph.extraction.predicates import is_infinitive
from positiongraph.extraction.sense import Sense
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.turns import turn
from positiongraph.extraction.words import words

ACTORS = ("groups", "collectives", "offices", "persons", "nobody", "addressed", "documents")
"""Lists of nouns that demand as somebody does: who they are is read elsewhere."""


def asking(tree: Tree, what: int, who: int | None = None, *, sign: int = 1) -> Sense:
    """Return that something is asked for, of somebody, or against it with a negative sign."""
    turned, core = turn(tree, what)
    return Sense(2 * sign * turned, True, core, who)


def wanted(tree: Tree, head: int) -> Sense | None:
    """ "what is needed is a reform", "the time has come to act", "the time for talks is now", "it is high time that they left"."""
    what = tree.child(head, "csubj", "nsubj")
    if what is None:
        return None
    lacking = {tree.lemma[what], *(tree.lower[k] for k in tree.kids[what])} & words("lacking")
    lacking |= {tree.lemma[k] for k in tree.children(what, "acomp")} & words("deontic_adjectives")  # "what is urgent is"
    if tree.lemma[head] == "be" and lacking and any(tree.lower[m] == "what" for k in tree.kids[what] for m in (k, *tree.kids[k])):
        needed = tree.child(head, "attr", "ccomp")
        return None if needed is None else asking(tree, needed)
    all_ = [k for k in tree.children(what, "relcl", "acl") if tree.lower[what] == "all" and tree.lemma[k] in words("lacking")]
    if tree.lemma[head] == "be" and all_ and (named := tree.child(head, "attr")) is not None:
        return asking(tree, named)  # "all we want is peace"
    now = tree.lemma[head] == "be" and tree.lower[head + 1 : head + 2] == ["now"]
    now = now or (tree.lemma[head] == "be" and tree.lower[head - 1] == "now")  # "now is the time to act"
    if tree.lemma[what] in {"time", "moment", "hour"} and (tree.lemma[head] == "come" or now):
        for_ = [p for n in (what, head) for k in tree.children(n, "prep") if tree.lower[k] == "for" for p in tree.children(k, "pobj")]
        acts = [k for n in (head, what) for k in tree.children(n, "xcomp", "acl", "advcl", "relcl") if is_infinitive(tree, k)]
        asked = next((k for k in acts if k > what), None) or next(iter(for_), None)
        return None if asked is None else asking(tree, asked)
    said = [k for k in tree.children(head, "attr", "ccomp") if k > head and any(tree.lower[m] == "what" for m in tree.kids[k])]
    matters = any(tree.lemma[k] in {"matter", "count", "need", "want", "require"} for k in said)
    if tree.lemma[head] == "be" and matters and not refuses(tree, head):
        return asking(tree, what)  # "a truce is what matters"
    if tree.lemma[head] in {"fall", "behove", "behoove"} and tree.lower[what] == "it":
        acts = [k for k in tree.children(head, "xcomp", "advcl", "ccomp") if is_infinitive(tree, k)]
        on = [p for k in tree.children(head, "prep", "dative") if tree.lower[k] in {"to", "on", "upon"} for p in tree.children(k, "pobj")]
        return asking(tree, acts[0], next(iter(on), None)) if acts else None  # "it falls to us to act"
    if tree.lemma[head] == "owe" and tree.child(head, "dobj") is not None:
        acts = [k for k in tree.children(head, "xcomp", "advcl", "ccomp") if is_infinitive(tree, k)]
        return asking(tree, acts[0], what) if acts else None  # "the parties owe it to them to stop"
    if tree.lemma[head] not in {"be", "lie"}:
        return None
    if tree.lower[what] == "it" and (time := next((k for k in tree.children(head, "attr") if tree.lemma[k] == "time"), None)) is not None:
        under = [m for n in (time, head) for m in tree.children(n, "ccomp", "xcomp", "relcl", "acl", "advcl") if m > time]
        under += [p for n in (time, head) for k in tree.children(n, "prep") if tree.lower[k] == "for" for p in tree.children(k, "pobj")]
        return asking(tree, under[0]) if under else None
    best = tree.lemma[what] in words("ways") and any(tree.lower[k] in {"only", "best"} for k in tree.kids[what])
    if best and not refuses(tree, head) and (named := tree.child(head, "attr")) is not None and tree.pos[named] == "NOUN":
        return asking(tree, named)  # "the only option is a truce"
    us = [p for k in tree.children(head, "prep", "advmod") if tree.lower[k] == "up" for m in tree.kids[k] for p in tree.children(m, "pobj")]
    acts = [k for k in tree.children(head, "xcomp") if is_infinitive(tree, k)]
    if us and acts and tree.lower[what] == "it":
        return asking(tree, acts[0], us[0])  # "it is up to us to act"
    for_to = [k for k in tree.children(head, "advcl", "ccomp", "xcomp") if _for(tree, head, k)]
    if for_to and tree.lower[what] in {"it", "that", "this"}:
        return asking(tree, for_to[0], tree.child(for_to[0], "nsubj"), sign=-1 if refuses(tree, head) else 1)
    sort = words("tasks" if tree.lemma[head] == "be" else "remedies")
    if tree.lemma[what] not in sort or tree.tag[head] == "VBD" or refuses(tree, head):
        return None
    acts = [k for k in tree.children(head, "xcomp") if is_infinitive(tree, k)]
    leads = {"through", "via", "by"} if tree.lemma[head] == "be" and tree.lemma[what] != "solution" else {"in", "with", "through"}
    by = [p for k in tree.children(head, "prep") if tree.lower[k] in leads for p in tree.children(k, "pobj", "pcomp")]
    by += [k for k in tree.children(head, "attr") if tree.lemma[what] in words("remedies") and tree.pos[k] == "NOUN"]
    return asking(tree, (acts or by)[0]) if acts or by else None


def _for(tree: Tree, head: int, verb: int) -> bool:
    """ "it is | for Libyans to decide", "it is up to them | to decide"; not "it is good for them to decide"."""
    judged = tree.child(head, "acomp", "attr", "oprd")
    mark = tree.child(verb, "mark")
    return judged is None and mark is not None and tree.lower[mark] == "for" and is_infinitive(tree, verb)


def bound(tree: Tree, head: int) -> Sense | None:
    """ "Chad has a duty to end it", "the protection of the seas is our common duty"."""
    who = tree.child(head, "nsubj")
    if who is None or refuses(tree, head):
        return None
    thing = tree.pos[who] == "NOUN" and not any(tree.lemma[who] in words(sort) for sort in ACTORS)
    for k in tree.children(head, "dobj") if thing and tree.lemma[head] in words("bearing_out") else ():
        inner = [m for m in tree.children(k, "acl", "relcl") if is_infinitive(tree, m)]
        inner += [p for m in tree.children(k, "prep") if tree.lower[m] in {"for", "of"} for p in tree.children(m, "pobj", "pcomp")]
        if tree.lemma[k] in words("deontic_nouns") and inner:
            return asking(tree, inner[0])  # "recent events underscore the need to act"
    for k in tree.children(head, "dobj") if tree.lemma[head] in {"have", "bear", "share"} else ():
        acts = [m for m in tree.children(k, "acl", "relcl", "xcomp") if is_infinitive(tree, m)]
        if tree.lemma[k] in words("deontic_nouns") - {"need"} and acts and not any(tree.lower[m] == "no" for m in tree.kids[k]):
            return asking(tree, acts[0], who)
    owed = [k for k in tree.children(head, "attr") if tree.lemma[k] in words("deontic_nouns") and len(tree.kids[k]) > 1]
    if tree.lemma[head] not in {"be", "remain"} or not owed or tree.pos[who] != "NOUN" or tree.tag[head] == "VBD":
        return None
    alone = all(tree.dep[m] in {"det", "amod", "poss", "nummod"} for m in tree.kids[owed[0]])
    return asking(tree, who) if alone and tree.child(head, "xcomp", "ccomp", "advcl") is None else None
