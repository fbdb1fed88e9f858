"""Who does what a verb says, and which words belong to a cue, its source, its content."""

from collections.abc import Iterable

from positiongraph.extraction.tree import Tree


def subject(tree: Tree, verb: int, depth: int = 0) -> tuple[int | None, str]:
    """Find who does what a verb says, and how that was found: its own subject or agent, or by control through the words above it."""
    if depth > 6:
        return None, "none"
    agent = tree.child(verb, "agent")
    if agent is not None and (by := tree.child(agent, "pobj")) is not None:
        return by, "agent"
    if tree.child(verb, "auxpass", "nsubjpass") is not None:
        return None, "passive"
    own = tree.child(verb, "nsubj", "csubj")
    if own is not None:
        return own, "nsubj" if depth == 0 else "inherited"
    head, dep = tree.head[verb], tree.dep[verb]
    if head == verb:
        return None, "none"
    if dep == "acl":
        return _of_noun(tree, verb, head, depth)
    if dep == "relcl":
        return head, "relcl"
    verbal = tree.pos[head] in {"VERB", "AUX"}
    if dep == "xcomp":
        if tree.lemma[head] not in {"promise", "threaten"}:
            for k in tree.children(head, "dobj", "dative"):
                if k < verb:
                    return k, "object"
        return subject(tree, head, depth + 1)
    if dep in {"conj", "advcl", "ccomp"} and (verbal or tree.pos[head] in {"ADJ", "NOUN"}):
        return (None, "none") if dep == "ccomp" and depth == 0 else subject(tree, head, depth + 1)
    if dep in {"pcomp", "prep"}:
        over = tree.head[head] if dep == "pcomp" else head
        if tree.pos[over] in {"VERB", "AUX"}:
            return subject(tree, over, depth + 1)
        if tree.pos[over] == "NOUN":
            if (owner := tree.child(over, "poss")) is not None:
                return owner, "poss"
            if tree.pos[tree.head[over]] in {"VERB", "AUX"}:
                return subject(tree, tree.head[over], depth + 1)
    if dep == "acomp":
        return subject(tree, head, depth + 1)
    return None, "none"


def _of_noun(tree: Tree, verb: int, noun: int, depth: int) -> tuple[int | None, str]:
    """The doer of a clause that hangs on a noun: "its plan to go", "the men accusing him"."""
    if tree.pos[noun] not in {"NOUN", "PROPN", "PRON"}:
        return None, "none"
    if tree.tag[verb] == "VBN":
        return None, "passive"
    if tree.tag[verb] == "VB":
        if (owner := tree.child(noun, "poss")) is not None:
            return owner, "poss"
        if tree.pos[tree.head[noun]] in {"VERB", "AUX"} and tree.dep[noun] in {"dobj", "attr"}:
            return subject(tree, tree.head[noun], depth + 1)
    return noun, "acl"


def source_span(tree: Tree, head: int, cue: Iterable[int]) -> list[int]:
    """Return the noun phrase of a source, without the clause that the cue itself stands in."""
    cues, stack, found = set(cue), [head], set()
    while stack:
        i = stack.pop()
        found.add(i)
        for k in tree.kids[i]:
            if k in cues or tree.words[k] == '"' or (i == head and tree.dep[k] == "case"):
                continue
            if tree.dep[k] in {"relcl", "acl"} and cues & set(tree.subtree(k)):
                continue
            stack.append(k)
    first = last = head
    while first - 1 in found:
        first -= 1
    while last + 1 in found:
        last += 1
    return tree.trim(range(first, last + 1))


def cue_span(tree: Tree, verb: int) -> tuple[list[int], int]:
    """Return a verb with its auxiliaries, negation, adverbs and particle, and the first token after them."""
    kids = set(tree.kids[verb])
    first, after = verb, verb + 1
    while first - 1 in kids and tree.dep[first - 1] in {"aux", "auxpass", "neg", "advmod"}:
        first -= 1
    while after in kids and tree.dep[after] in {"prt", "neg"}:
        after += 1
    return list(range(first, after)), after


def below(tree: Tree, heads: Iterable[int]) -> list[int]:
    """Return the words and all below them."""
    return [k for head in heads for k in tree.subtree(head)]


def inside(tree: Tree, heads: Iterable[int]) -> list[int]:
    """What hangs on the words, without the words: the object of a preposition."""
    return [k for head in heads for kid in tree.kids[head] for k in tree.subtree(kid)]
