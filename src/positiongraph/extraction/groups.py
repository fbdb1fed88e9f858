"""Groups: whom "both", "the two", "the parties", "all but Peru" and "the latter" mean, and which groups a text leaves unnamed."""

from positiongraph.extraction.discourse import Discourse, Named, Reading, is_body
from positiongraph.extraction.phrases import coordinated
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words
from positiongraph.facts import UNNAMED, UNRESOLVED

SIZES = {"two": 2, "both": 2, "neither": 2, "pair": 2, "duo": 2, "three": 3, "trio": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_ALONE = frozenset({*SIZES, "all"})
"""What may stand for a group without a noun: "the three", "both"."""
_EXCEPT = frozenset({"except", "excepting", "excluding", "but", "save", "unlike"})


def is_plural(tree: Tree, i: int) -> bool:
    """Tell whether a noun stands in the plural, capitalised or not."""
    return tree.tag[i] in {"NNS", "NNPS"} or (tree.pos[i] == "PROPN" and tree.lemma[i] != tree.lower[i])


def is_group(tree: Tree, i: int, modifiers: set[str], *, plural: bool) -> bool:
    """Tell whether a noun may mean several that were named: "the parties", "both capitals", "the three"."""
    lemma = tree.lemma[i]
    counted = plural and lemma in words("paired") | words("of_one_state") and bool(modifiers & SIZES.keys())
    return lemma in _ALONE or (lemma in words("collectives") and plural) or counted


def out_of(tree: Tree, i: int) -> int | None:
    """Return the head of the phrase that a group is out of: "the leaders of both countries", "none of the three"."""
    below = [p for k in tree.children(i, "prep") if tree.lower[k] in {"of", "from"} for p in tree.children(k, "pobj")]
    if tree.lemma[i] == "head" and below and all(tree.lemma[p].lower() in {"state", "government"} for p in below):
        return None  # "Heads of Government", of whom the text is
    return below[0] if below else None


def excepted(tree: Tree, i: int) -> list[int]:
    """Return the heads of those whom a group is said to be without: "all members except Peru and Chile"."""
    near = [k for k in tree.kids[i] if k > i]
    out = [k for k in near if tree.lower[k] in _EXCEPT and tree.dep[k] in {"prep", "cc", "advmod"}]
    out += [k for n in near for k in (n, *tree.kids[n]) if tuple(tree.lower[k - 1 : k + 1]) in {("other", "than"), ("apart", "from")}]
    below = [p for k in out for p in tree.children(k, "pobj")]
    whole = any(tree.lower[k] in {"all", "any", "every", "no"} for k in (i, *tree.children(i, "det")))
    below += [m for k in out if tree.lower[k] == "but" and whole for m in tree.children(i, "conj") if m > k]
    return [m for p in below for m in coordinated(tree, p)]


def bound(found: Named, i: int, now: Discourse, phrase: list[int], modifiers: set[str]) -> Reading | None:
    """Return whom a group without members of its own means, None where it is nobody."""
    tree, lemma = found.tree, found.tree.lemma[i]
    size = max((SIZES[word] for word in (lemma, *modifiers) if word in SIZES), default=0)
    if size and "other" in modifiers and (left := now.the_others(size)):
        return Reading(left, "the others", None, True)
    if modifiers & {"our", "my", "its", "their"} and lemma in words("friends"):
        return unnamed(tree, phrase)  # of whom the speaker is none
    without = excepted(tree, i)
    gone = {k for m in without for k in tree.subtree(m)}
    if lemma == "people" and not modifiers & words("binding"):
        return None
    owned = [k for k in phrase if k in found.at and k not in gone]
    if modifiers & words("unnamed") or owned:
        owners = [found.at[k].code for k in owned if found.at[k].reading not in {"person", "surname", "place"}]
        if owners:
            return Reading(tuple(dict.fromkeys(owners)), "office", plural=True)
        return Reading((UNNAMED + plain(tree, phrase),), "unnamed group")
    if lemma in words("of_states") and any(_strange(found, k) for k in tree.children(i, "compound")):
        return unnamed(tree, phrase)  # "the ACP countries"
    if lemma in {"country", "state", "nation"} and not modifiers & words("binding") and _restricted(found, i):
        return unnamed(tree, phrase)  # "the lower riparian countries"
    if modifiers & (words("unnamed_adjectives") - {"other"}) and not modifiers & words("binding"):
        return unnamed(tree, phrase)
    if "the" in modifiers and lemma in now.unnamed and not modifiers & words("binding"):
        return now.unnamed[lemma]
    bare = not any(k < i for k in phrase)
    if lemma in words("functionaries") and bare and now.voice is None:
        return unnamed(tree, phrase, i)  # "Officials said"
    tied = modifiers & ({"the"} | words("binding") | words("not_of_states"))
    if lemma in words("of_states") and not tied and not bare:
        now.unnamed[lemma] = unnamed(tree, phrase, i)
        return now.unnamed[lemma]
    if not ("the" in modifiers or modifiers & (words("binding") | {"neither", "all"}) or bare):
        return None
    sort = UNRESOLVED if modifiers & words("binding") or lemma in SIZES else UNNAMED
    whole = _whom(tree, i, now, size)
    if whole is None:
        return unnamed(tree, phrase) if without else Reading((sort + plain(tree, phrase, i),), "unnamed group", plural=True)
    left = tuple(code for code in whole.codes if code not in {found.at[k].code for k in gone if k in found.at})
    if not without or (left and len(left) < len(whole.codes)):
        return Reading(left, whole.rule, None, True)
    return unnamed(tree, phrase)


def _whom(tree: Tree, i: int, now: Discourse, size: int) -> Reading | None:
    """Return whom a group binds to: "both" the two named last, "the Ministers" with a capital those whose text it is."""
    if size == 2 and tree.lemma[i] in SIZES and now.voice is None and (last := now.pair(1) or now.pair(2)):
        return Reading(last, "the two named last", None, True)
    own = now.principals
    if not size and i > 0 and tree.words[i][:1].isupper() and own is not None and len(own.codes) > 2:
        return Reading(own.codes, "collective anaphora", None, True)
    return _principals(now, tree.number, size)


def _restricted(found: Named, i: int) -> bool:
    """Whether an adjective says which of many are meant."""
    tree = found.tree
    near = [k for k in tree.children(i, "amod") if k not in found.at and tree.lower[k] not in words("fraternal") | words("members_by")]
    return any(tree.pos[k] == "ADJ" for k in near)


def _strange(found: Named, k: int) -> bool:
    """Whether a word is a name, and not one that is known or a title."""
    tree = found.tree
    return tree.pos[k] == "PROPN" and k not in found.at and tree.lower[k] not in words("titles") | words("members_by")


def one_of_two(tree: Tree, i: int, now: Discourse) -> Reading | None:
    """ "the former", "the latter", alone or before a noun: one of the two named last."""
    group = now.group if now.group is not None and tree.number - now.group_at <= 1 else None
    pair = group.codes if group is not None and len(group.codes) == 2 else now.pair(2)
    return Reading((pair[tree.lower[i] == "latter"],), "one of two") if pair else None


def unnamed(tree: Tree, phrase: list[int], head: int | None = None) -> Reading:
    """Return a group by its words."""
    return Reading((UNNAMED + plain(tree, phrase, head),), "unnamed group", plural=True)


def plain(tree: Tree, phrase: list[int], head: int | None = None) -> str:
    """Return the words of a phrase, up to its head where that is given, without its article."""
    if head is not None:
        phrase = [k for k in phrase if k <= head]
    text = tree.text(phrase).strip(' ",.')
    for article in ("the ", "The ", "a ", "A ", "an ", "An "):
        text = text.removeprefix(article)
    return " ".join(text.split())[:80]


def _principals(now: Discourse, paragraph: int, size: int = 0) -> Reading | None:
    """Whom a collective binds to: a pair just named, else the principals; those of a title first where their number is said."""
    recent = now.group if now.group is not None and paragraph - now.group_at <= 1 else None
    base = now.principals if now.principals and len(now.principals.codes) > 1 else None
    if now.voice is not None and base is None:
        base = now.voice
    ordered = [recent if base is None or now.voice is None else None, base, now.group]
    if size and base is not None and base.rule in {"title", "headline"}:
        ordered.insert(0, base)
    known = [reading for reading in ordered if reading is not None]
    if size:
        last = now.pair(2) if size == 2 else None
        exact = next((reading.codes for reading in known if len(reading.codes) == size), last)
        return Reading(exact, "collective anaphora", None, True) if exact else None
    chosen = known[0] if known else None
    if chosen is None or (len(chosen.codes) < 2 and not is_body(chosen)):
        return None
    return Reading(chosen.codes, "collective anaphora", None, True)
