"""Issue phrases → issues of the reference by their aliases; a clean label of its own for what is new."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from positiongraph.extraction.gazetteer import reference
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words
from positiongraph.reference.names import fold

_DOUBLED = re.compile(r"^[^aeiou]*[aeiou][bdgmnprt]$|(?:pel|mit|fer|cur|bel|bar)$")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Link:
    """A label and, where the issue is a known one, its id; how sure that is, and by what."""

    label: str
    id: str | None
    score: float
    rule: str
    named: frozenset[int] = frozenset()
    """The words of the phrase that are the issue's name."""


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
    return " ".join(_singular(word) for word in name.replace("-", " ").split() if word.lower() not in {"the", "a", "an"})


@lru_cache(maxsize=50_000)
def _singular(word: str) -> str:
    """A word folded, without the s of a plural; acronyms and names of actors keep theirs: TRIPS, Hamas."""
    folded = fold(word)
    if word.isupper() or len(folded) <= 3 or not folded.endswith("s") or folded.endswith(("ss", "us", "is")) or _actor(folded):
        return folded
    return folded[:-1]


@cache
def _actor(name: str) -> bool:
    return fold(name) in reference().names


def link(tree: Tree, head: int, tokens: list[int]) -> Link:
    """Link an issue phrase: of the aliases inside it the one nearest to its head, the longest of those; else a new label.

    An alias deep down, or in a clause that only qualifies, is no issue: "barriers under the pretext of protecting the climate".
    """
    single, longest, firsts = _aliases()
    parts = [(i, part) for i in tokens for part in _key(tree.words[i]).split()]
    best: tuple[tuple[int, int, int], str] | None = None
    named = frozenset[int]()
    for n, (i, part) in enumerate(parts):
        if part not in firsts:
            continue
        for size in range(min(longest[part], len(parts) - n), 0, -1):
            if (key := single.get(" ".join(p for _, p in parts[n : n + size]))) is None:
                continue
            inside = {k for k, _ in parts[n : n + size]}
            depth = min(_depth(tree, k, head) for k in inside)
            lone = size < 2 or len(inside) < 2
            # a name in passing is no issue ("the report of the United Nations"), nor is a verb's homonym ("to veto the expansion")
            passing = (depth > 1 and lone) or (depth > 0 and _actor(" ".join(tree.words[k] for k in sorted(inside))))
            fought = _fought(tree, inside, head)
            homonym = lone and tree.pos[i] == "VERB" and tree.tag[i] != "VBG"
            if depth <= _DEEPEST and not homonym and not fought and not (passing and tree.pos[i] == "PROPN"):
                rank = (-max(depth - 2, 0), size, -depth)
                if best is None or rank > best[0]:
                    best, named = (rank, key), frozenset(inside)
            break
    if tree.pos[head] == "VERB" and tree.lemma[head] in words("fighting"):
        # "combat terrorism": the reference may know the fight by its own name
        against = _clean(tree, [k for k in tokens if k > head])
        for name in (f"{_gerund(tree.lemma[head])} {against}", f"fight against {against}"):
            if (known := single.get(_key(name))) is not None:
                best, named = ((0, 2, 0), known), frozenset[int]()
    label = new_label(tree, head, tokens)
    if best is None:
        return Link(label, None, 0.0, "new")
    issue = reference().issue(best[1])
    assert issue is not None
    return Link(issue.label, issue.id, min(1.0, 0.4 + 0.2 * best[0][1]), "alias", named)


def _fought(tree: Tree, inside: set[int], head: int) -> bool:
    """Whether an alias is what a phrase is against: "action against armed groups", "to combat terrorism"."""
    i = min(inside)
    while i != head and tree.head[i] != i:
        i = tree.head[i]
        if i not in inside and (tree.lower[i] == "against" or (tree.pos[i] == "VERB" and tree.lemma[i] in words("fighting"))):
            return True
    return False


def _depth(tree: Tree, i: int, head: int) -> int:
    """How many links lie between a token and the head of its phrase; many where a relative clause lies between."""
    depth = 0
    while i != head and tree.head[i] != i and depth <= _DEEPEST:
        depth += _DEEPEST + 1 if tree.dep[i] in {"relcl", "advcl"} else tree.dep[i] != "prep"
        i = tree.head[i]
    return depth


def new_label(tree: Tree, head: int, tokens: list[int]) -> str:
    """Return a noun phrase that names an issue: without articles, pronouns, quotation marks, relative clauses and loose ends.

    Of a verb it is the object with what follows it, "Support for Ukraine" and the like where that is only an actor's name.
    """
    at, inside, opening = head, set(tokens), ""
    if tree.pos[at] in {"VERB", "AUX"}:
        direct = [k for k in tree.children(at, "dobj", "nsubjpass", "attr") if k in inside]
        under = [p for k in tree.children(at, "prep") for p in tree.children(k, "pobj") if k in inside]
        fight = tree.lemma[at] in words("fighting") | words("bad_verbs") | words("altering")
        below = [k for k in (*direct, *under, *tree.children(at, "nsubj")) if k in inside and tree.pos[k] != "PRON" and (direct or k > at)]
        if not below and tree.lemma[at] == "be" and (what := tree.child(at, "nsubj")) is not None:
            below = [what]
        who = tree.child(at, "nsubj")
        if not below and who in inside and who is not None and tree.pos[who] == "NOUN" and not _does(tree, who):
            below = [who]  # "that the talks resume"
        if not below and at in inside:
            rest = _clean(tree, [k for k in tokens if k > at])
            label = f"{_gerund(tree.lemma[at])} {rest}".strip() if tree.tag[at] != "VBN" else _clean(tree, tokens)
            return label[:1].upper() + label[1:]
        if below:
            verb, at = at, below[0]
            after = tree.lower[tree.head[at]] if tree.dep[at] == "pobj" else ""
            if fight:
                opening = _gerund(tree.lemma[verb])
            elif tree.pos[at] == "PROPN" or after:
                opening = _NOUN_OF.get((tree.lemma[verb], after), "")
                opening = opening or (_gerund(tree.lemma[verb]) + f" {after}".rstrip() if tree.pos[at] == "PROPN" and verb < at else "")
    loose = [k for k in tree.kids[at] if tree.dep[k] in {"punct", "cc"} and k > at]
    loose += [k for k in tree.subtree(at) if tree.dep[k] in {"relcl", "appos", "parataxis", "advcl"} and k > at]
    loose += [k for k in tree.kids[at] if tree.dep[k] == "conj" and (tree.pos[k] == "VERB" or k not in inside)]
    phrase = [k for k in tree.subtree(at, loose) if tree.words[k] != '"' and k in inside]
    if at != head and phrase:
        # "energy as a weapon": what hangs on the verb and goes on with its object
        for k in tree.children(head, "prep"):
            if k == phrase[-1] + 1 and tree.lower[k] in {"of", "in", "on", "as", "for", "against", "with", "between"} and k in inside:
                phrase += [t for t in tree.subtree(k) if t in inside]
    text = " ".join(part for part in (opening, _clean(tree, phrase, keep=bool(opening))) if part) or _clean(tree, tokens)
    return text[:1].upper() + text[1:]


def _does(tree: Tree, who: int) -> bool:
    """Whether a subject is somebody rather than something."""
    return any(tree.lemma[who] in words(sort) for sort in ("groups", "collectives", "offices", "persons", "nobody", "addressed"))


_NOUN_OF = {
    ("support", ""): "support for", ("back", ""): "support for", ("assist", ""): "assistance to", ("help", ""): "help for",
    ("aid", ""): "aid to", ("cooperate", "with"): "cooperation with", ("work", "with"): "cooperation with",
    ("engage", "with"): "engagement with", ("recognise", ""): "recognition of", ("recognize", ""): "recognition of",
    ("negotiate", "with"): "negotiations with", ("join", ""): "membership of", ("return", "to"): "return to",
    ("withdraw", "from"): "withdrawal from", ("leave", ""): "withdrawal from", ("comply", "with"): "compliance with",
    ("abide", "by"): "compliance with", ("adhere", "to"): "adherence to", ("talk", "to"): "talks with", ("trade", "with"): "trade with",
    ("participate", "in"): "participation in", ("contribute", "to"): "contribution to", ("respond", "to"): "response to",
    ("refrain", "from"): "", ("accede", "to"): "accession to",
}  # fmt: skip
LONGEST_LABEL = 10
"""Words in a label. A longer phrase is cut before a preposition or comma."""


def _gerund(verb: str) -> str:
    """
    >>> _gerund("make"), _gerund("attack"), _gerund("expel"), _gerund("be")
    ('making', 'attacking', 'expelling', 'being')
    """
    if _DOUBLED.search(verb):
        return verb + verb[-1] + "ing"
    return (verb[:-1] if verb.endswith("e") and verb != "be" and not verb.endswith(("ee", "ye")) else verb) + "ing"


def _clean(tree: Tree, phrase: list[int], *, keep: bool = False) -> str:
    """Write a phrase without what opens and closes it loosely, and without pronouns inside; `keep` leaves its article."""
    kept = [k for k in phrase if tree.tag[k] not in {"PRP", "PRP$", "WP", "WDT", "EX"} and tree.words[k] != '"']
    if len(kept) > LONGEST_LABEL:
        cuts = [n for n in range(3, LONGEST_LABEL + 1) if tree.pos[kept[n]] in {"ADP", "PUNCT", "SCONJ"} or tree.tag[kept[n]] == "VBG"]
        kept = kept[: cuts[-1]] if cuts else kept[:LONGEST_LABEL]
    while kept and not keep and not _hyphened(tree, kept) and (tree.lower[kept[0]] in words("drop") or tree.pos[kept[0]] in _OPENERS):
        kept = kept[1:]
    while kept and (tree.pos[kept[-1]] in {"PUNCT", "CCONJ", "ADP", "DET", "AUX", "PART", "SPACE"} or tree.lower[kept[-1]] in _LOOSE_ENDS):
        kept = kept[:-1]
    return " ".join(tree.text(kept).split())


def _hyphened(tree: Tree, kept: list[int]) -> bool:
    return len(kept) > 2 and tree.words[kept[1]] == "-" and tree.end[kept[0]] == tree.start[kept[1]]


_OPENERS = frozenset({"PUNCT", "CCONJ", "DET", "ADV", "ADP", "PART", "SPACE"})
_LOOSE_ENDS = frozenset({"including", "such", "namely", "also", "which", "that", "who", "where"})
_DEEPEST = 4
"""Links between an issue's head and an alias that still names it."""

