"""Noun phrases: where they end, and which of several coordinated ones stand for themselves."""

from collections.abc import Iterable

from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words

_COORDINATED = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "DET", "NUM"})


def coordinated(tree: Tree, head: int) -> list[int]:
    """Return a noun and the nouns coordinated with it, in order.

    "X, as well as Y" hangs Y on X by another relation in this grammar; it is found too.
    """
    found, todo = [], [head]
    while todo:
        i = todo.pop()
        found.append(i)
        todo += [k for k in tree.kids[i] if tree.dep[k] == "conj" and tree.pos[k] in _COORDINATED]
        for k in tree.children(i, "advmod", "prep"):
            if k > i and tree.lower[k] in {"together", "along", "alongside"}:
                # "Peru, together with Chile"
                todo += [p for n in (k, *tree.children(k, "prep")) for p in tree.children(n, "pobj") if tree.pos[p] == "PROPN"]
    return sorted(found)


def core(tree: Tree, head: int) -> list[int]:
    """Return the noun phrase of one head, without clauses, appositions and what is coordinated with it."""
    loose = [
        k for k in tree.kids[head] if tree.dep[k] in {"relcl", "acl", "appos", "conj", "cc", "punct", "advcl", "parataxis"} and k > head
    ]
    return tree.trim(tree.subtree(head, loose))


def all_parts(tree: Tree, heads: Iterable[int], region: frozenset[int]) -> list[tuple[int, list[int]]]:
    """Split each of several issues: "for talks | and for their release" are two, each with its own words."""
    own = {head: region & set(tree.subtree(head)) or region for head in heads}
    apart = len(own) > 1 and not any(a != b and a in own[b] for a in own for b in own)
    return [part for head in own for part in issue_parts(tree, head, own[head] if apart else region)]


def issue_parts(tree: Tree, head: int, region: frozenset[int]) -> list[tuple[int, list[int]]]:
    """Split coordinated issues that each say enough: "the return of the hostages and an end to the siege", not "peace and stability"."""
    added = [k for k in sorted(region) if k > head and tree.dep[k] in {"dobj", "pobj", "appos", "conj"} and _as_well_as(tree, k)]
    heads = list(dict.fromkeys([head, *(k for k in _chain(tree, head) if k in region), *added]))
    apart = any(tree.lower[k] == "nor" for k in tree.kids[head])  # "neither the treaty nor the levy"
    heads = [k for k in heads if apart or k == head or (_substantial(tree, k) and not glued(tree, k) and not _shares(tree, k))]
    if not (apart or _substantial(tree, head) or tree.pos[head] == "VERB"):
        heads = heads[:1]
    found = []
    for n, k in enumerate(heads):
        later = heads[n + 1 :]
        whole = tree.subtree(k, [m for m in later if m in tree.kids[k]])
        if not later:
            whole = [*whole, *(t for t in region if t > max(whole))]
        if k in added:
            whole = [t for t in region if t >= min(tree.subtree(k))]
        tokens = [t for t in whole if t in region]
        if later:
            tokens = [t for t in tokens if t < min(min(tree.subtree(m)) for m in later)]
        while tokens and (tree.lower[tokens[-1]] in {"and", "or", "but", "as", "well", "also"} or tree.words[tokens[-1]] in {",", ";"}):
            tokens.pop()
        tokens = tree.trim(tokens)
        if tokens:
            found.append((k, _whole_words(tree, tokens)))
    return found


def _shares(tree: Tree, k: int) -> bool:
    """Whether what hangs on the last of two nouns is both's: "the effects and | impacts of climate change"."""
    first, own = tree.head[k], [m for m in tree.kids[k] if m < k]
    alone = not any(tree.dep[m] in {"prep", "poss", "acl", "relcl"} for m in tree.kids[first])
    return tree.dep[k] == "conj" and tree.pos[first] == "NOUN" and alone and not own and any(tree.lower[m] == "of" for m in tree.kids[k])


def glued(tree: Tree, i: int) -> bool:
    """Whether a token goes on a word with a hyphen: "escalation" in "de-escalation"."""
    return i > 1 and tree.words[i - 1] in {"-", "‑"} and tree.end[i - 2] == tree.start[i - 1] and tree.end[i - 1] == tree.start[i]


def _whole_words(tree: Tree, tokens: list[int]) -> list[int]:
    """Take in what a hyphen ties to the last word, and what hangs on that."""
    last = tokens[-1]
    while last + 2 < len(tree) and glued(tree, last + 2):
        more = [k for k in tree.subtree(last + 2) if k > last + 2]
        last = max([last + 2, *more])
    while tokens[0] > 1 and glued(tree, tokens[0]):
        tokens = [tokens[0] - 2, tokens[0] - 1, *tokens]
    return sorted({*tokens, *range(tokens[-1], last + 1)}) if last > tokens[-1] else tokens


def stretched(tree: Tree, verb: int, region: frozenset[int]) -> frozenset[int]:
    """Take in prepositional phrases that follow an object at once, which the parser hangs on the verb or on the object at random.

    "regrets the adoption of the law | on foreign influence"; a day, a place of saying or a span of time is left out.
    """
    if not region:
        return region
    found = set(region)
    for k in sorted(tree.kids[verb]):
        last = max(found)
        if tree.dep[k] not in {"prep", "agent"} or k != last + 1 or tree.lower[k] not in words("object_tails"):
            continue
        whole = tree.subtree(k)
        head = tree.child(k, "pobj", "pcomp")
        if head is None or tree.lemma[head] in words("said_in") or tree.tag[head] == "CD" or _time(tree, head):
            break
        found |= set(whole)
    return frozenset(found)


def _time(tree: Tree, i: int) -> bool:
    return tree.lower[i] in words("times") or any(tree.lower[k] in words("times") for k in tree.kids[i])


def _chain(tree: Tree, head: int) -> list[int]:
    found, todo = [], [head]
    while todo:
        i = todo.pop()
        for k in tree.kids[i]:
            if tree.dep[k] == "conj":
                found.append(k)
                todo.append(k)
    return sorted(found)


def _as_well_as(tree: Tree, i: int) -> bool:
    first = min(tree.subtree(i))
    return tuple(tree.lower[max(first - 3, 0) : first]) == ("as", "well", "as")


def _substantial(tree: Tree, i: int) -> bool:
    """Whether a coordinated phrase stands for an issue of its own: it has an object, a preposition or a determiner with a modifier."""
    if tree.pos[i] == "VERB":
        return any(tree.dep[k] in {"dobj", "prep", "xcomp", "ccomp"} for k in tree.kids[i])
    deps = {tree.dep[k] for k in tree.kids[i]}
    return "prep" in deps or "poss" in deps or "acl" in deps or ("det" in deps and bool(deps & {"amod", "compound", "nmod"}))
