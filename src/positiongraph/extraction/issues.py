"""Issue phrases → issues of the reference by their aliases; a clean label of its own for what is new."""

import re
from dataclasses import dataclass
from functools import cache

from positiongraph.extraction.gazetteer import reference
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words
from positiongraph.reference.names import fold

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Link:
    """A label and, where the issue is a known one, its id; how sure that is, and by what."""

    label: str
    id: str | None
    score: float
    rule: str


@cache
def _aliases() -> tuple[dict[str, str], dict[str, int], frozenset[str]]:
    """Alias → issue; first word → most words; aliases shared by several issues are left out."""
    found: dict[str, set[str]] = {}
    for key, row in reference().issue_rows.items():
        for name in (row[0], key.replace("-", " "), *row[2]):
            if folded := _key(name):
                found.setdefault(folded, set()).add(key)
    single = {alias: next(iter(keys)) for alias, keys in found.items() if len(keys) == 1}
    longest: dict[str, int] = {}
    for alias in single:
        first, *_ = parts = alias.split()
        longest[first] = max(longest.get(first, 0), len(parts))
    return single, longest, frozenset(longest)


def _key(name: str) -> str:
    return " ".join(_singular(word) for word in fold(name).split() if word not in {"the", "a", "an"})


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


@cache
def _actor(name: str) -> bool:
    return fold(name) in reference().names


def link(tree: Tree, head: int, tokens: list[int]) -> Link:
    """Link an issue phrase: the longest alias inside it, the one nearest to its head before others; else a new label."""
    single, longest, firsts = _aliases()
    parts = [(i, part) for i in tokens for part in _key(tree.words[i]).split()]
    best: tuple[tuple[int, int], str] | None = None
    path = {head, *(k for k in tokens if tree.head[k] == head and tree.dep[k] in {"compound", "amod", "poss", "nmod", "dobj", "nsubj"})}
    for n, (_i, part) in enumerate(parts):
        if part not in firsts:
            continue
        for size in range(min(longest[part], len(parts) - n), 0, -1):
            if (key := single.get(" ".join(p for _, p in parts[n : n + size]))) is not None:
                near = -abs(parts[n][0] - head)
                inside = {i for i, _ in parts[n : n + size]}
                # a name in passing is no issue: "the report of the United Nations"
                if not inside & path and (size < 2 or _actor(" ".join(tree.words[i] for i in sorted(inside)))):
                    break
                if best is None or (size, near) > best[0]:
                    best = ((size, near), key)
                break
    label = new_label(tree, head, tokens)
    if best is None:
        return Link(label, None, 0.0, "new")
    issue = reference().issue(best[1])
    assert issue is not None
    return Link(issue.label, issue.id, min(1.0, 0.4 + 0.2 * best[0][0]), "alias")


def new_label(tree: Tree, head: int, tokens: list[int]) -> str:
    """Return a noun phrase that names an issue: the object of a verb, without articles, quotation marks and relative clauses."""
    at = head
    if tree.pos[at] in {"VERB", "AUX"}:
        below = [k for k in tree.kids[at] if tree.dep[k] in {"dobj", "nsubjpass", "attr"}]
        below += [p for k in tree.children(at, "prep") for p in tree.children(k, "pobj")]
        below += tree.children(at, "nsubj")
        inside = set(tokens)
        at = next((k for k in below if k in inside and tree.pos[k] != "PRON"), at)
    loose = [k for k in tree.kids[at] if tree.dep[k] in {"relcl", "appos", "punct", "parataxis"} and k > at]
    phrase = [k for k in tree.subtree(at, loose) if tree.words[k] != '"' and (at != head or k in set(tokens) or tree.dep[k] != "conj")]
    while phrase and (tree.lower[phrase[0]] in words("drop") or tree.pos[phrase[0]] in {"PUNCT", "CCONJ"}):
        phrase = phrase[1:]
    while phrase and (tree.pos[phrase[-1]] in {"PUNCT", "CCONJ", "ADP"}):
        phrase = phrase[:-1]
    text = " ".join(tree.text(phrase[:24]).split()) or " ".join(tree.text(tokens[:24]).split())
    return text[:1].upper() + text[1:]
