"""Whose an office is: the state or body that a minister, ministry or spokesperson holds for, and the person's name beside it."""

from collections.abc import Iterable
from functools import cache

from positiongraph.extraction.discourse import Discourse, Named
from positiongraph.extraction.phrases import coordinated
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words

_KINDS = frozenset(
    {"prime", "foreign", "defence", "defense", "interior", "finance", "trade", "energy", "vice", "deputy", "justice", "treasury"}
)


def post(tree: Tree, i: int) -> str:
    """Return which post an office is, so that two ministers can be told apart: "prime minister", "foreign minister"."""
    if tree.lemma[i] == "premier":
        return "prime minister"
    if tree.lemma[i].lower() == "representative" and any(tree.lower[k] == "high" for k in tree.kids[i]):
        return "high representative"
    under = [p for k in tree.children(i, "prep") for p in tree.children(k, "pobj") if tree.lower[k] in {"of", "for"}]
    near = [tree.lower[k] for k in tree.kids[i] if tree.lower[k] in _KINDS]
    near += ["foreign" for p in under if tree.lower[p] == "affairs"] + [tree.lower[p] for p in under if tree.lower[p] in _KINDS]
    return " ".join([*near[:1], tree.lemma[i].lower()]).replace("defense", "defence")


def is_former(tree: Tree, i: int) -> bool:
    """Tell whether an office is no longer held, or is held against a government: "former minister", "opposition leader"."""
    near = [m for k in (i, *tree.kids[i]) for m in (k, *tree.kids[k]) if m < i and tree.dep[m] in _MODIFYING]
    return any(tree.lower[m] in words("outside_government") for m in near)


def is_partial(tree: Tree, i: int) -> bool:
    """Tell whether a government is of a part of its state, or of none: "the eastern government", "the government in exile"."""
    if tree.lemma[i] not in words("of_one_state"):
        return False
    return any(tree.lower[k] in words("below_states") for k in tree.kids[i]) or "exile" in tree.lower[i : i + 6]


def is_private(tree: Tree, i: int) -> bool:
    """Tell whether an office is of something that is no state's: "director of the Foundation for Peace", "head of a charity"."""
    whose = [p for k in tree.children(i, "prep") if tree.lower[k] in {"of", "at", "for", "with"} for p in tree.children(k, "pobj")]
    whose += tree.children(i, "compound", "nmod", "poss")
    return any(tree.lemma[k].lower() in words("private") for k in whose)


_MODIFYING = frozenset({"amod", "compound", "nmod"})


@cache
def chamber(name: str) -> str | None:
    """Return the state whose parliament goes by a name of its own.

    >>> chamber("bundestag"), chamber("senate")
    ('DEU', None)
    """
    return next((word[-3:] for word in words("parliaments") if word[:-4] == name), None)


@cache
def state_of_title(office: str) -> str | None:
    """Return the state whose office goes by a name of its own.

    >>> state_of_title("taoiseach"), state_of_title("president")
    ('IRL', None)
    """
    return next((word[-3:] for word in words("titles_of_states") if word[:-4] == office), None)


def against_government(tree: Tree, i: int) -> bool:
    """Tell whether a parliament addresses or judges its own government, so that it does not stand for the state."""
    verb = tree.head[i]
    if tree.lemma[verb] in {"back", "support", "endorse", "praise", "defend"}:
        return False
    asked = [*tree.children(verb, "dobj"), *(p for k in tree.children(verb, "prep") for p in tree.children(k, "pobj"))]
    return any(tree.lemma[k] in words("governments") and tree.child(k, "amod", "poss") is None for k in asked)


def office_beside(tree: Tree, i: int) -> int | None:
    """Return the office that stands beside a name: "President Macron", "Wang Yi, the minister"."""
    near = [k for k in tree.kids[i] if tree.dep[k] in {"compound", "amod", "nmod", "appos"}]
    near += ([tree.head[i]] if tree.dep[i] in {"appos", "compound"} else []) + _before(tree, i)
    return next((k for k in near if tree.lemma[k] in words("offices")), None)


def _before(tree: Tree, i: int) -> list[int]:
    """Return an office that the parser took for a second subject before a name: "Indonesia's minister | Siti Nurbaya"."""
    k = min(tree.subtree(i)) - 1
    second = k >= 0 and tree.dep[i] == tree.dep[k] == "nsubj" and tree.head[k] == tree.head[i] and tree.pos[i] == "PROPN"
    return [k] if second and tree.lemma[k] in words("offices") else []


def has_office(tree: Tree, i: int) -> bool:
    """Tell whether an office stands beside a name: "President Macron", "Wang Yi, the minister"."""
    near = [k for k in tree.kids[i] if tree.dep[k] in {"compound", "amod", "nmod", "appos", "poss"}]
    near += ([tree.head[i]] if tree.dep[i] in {"appos", "compound"} else []) + _before(tree, i)
    return any(tree.lemma[k] in words("offices") or tree.lower[k] in words("offices") for n in near for k in (n, *tree.kids[n]))


def owners(found: Named, i: int) -> tuple[str, ...]:
    """Return the states or bodies that a plural noun belongs to: "the French and German ministers", "the leaders of X, Y and Z"."""
    tree = found.tree
    heads = [k for k in tree.kids[i] if tree.dep[k] in {"amod", "compound", "poss", "nmod"}]
    under = [p for k in tree.children(i, "prep") if tree.lower[k] in {"of", "from"} for p in tree.children(k, "pobj")]
    # "the ministers of foreign affairs of X and Y"
    heads += under + [p for n in under for k in tree.children(n, "prep") if tree.lower[k] == "of" for p in tree.children(k, "pobj")]
    near = [m for k in heads for m in (coordinated(tree, k) if tree.dep[k] == "pobj" else tree.subtree(k))]
    names = [found.at[k] for k in near if k in found.at and found.at[k].reading not in {"person", "surname", "place"}]
    return tuple(dict.fromkeys(name.code for name in names))


def owner(found: Named, i: int, now: Discourse, without: Iterable[int] = ()) -> str | None:
    """Return the code of the state or body that a noun phrase belongs to: its adjective, its possessor, "of X", its apposition's."""
    tree = found.tree
    ordered: list[int] = []
    near = [k for k in tree.kids[i] if tree.dep[k] in {"compound", "amod", "nmod", "poss", "npadvmod", "nummod"}]
    for k in near:
        ordered += [k, *(m for m in tree.kids[k] if tree.dep[m] in {"compound", "amod", "poss", "nmod", "conj"})]
    for k in tree.kids[i]:
        if (
            tree.dep[k] == "prep"
            and tree.lower[k] in {"of", "for", "from", "at", "in"}
            and (tree.lower[k] != "in" or tree.lemma[i] not in words("posted"))
            and (tree.lower[k] == "of" or tree.lower[i] not in {"ambassador", "envoy", "side"})
        ):
            for p in tree.children(k, "pobj"):
                ordered += [p, *tree.kids[p], *(n for m in tree.kids[p] if tree.lower[m] in {"of", "for", "from"} for n in tree.kids[m])]
    for k in tree.children(i, "appos"):
        ordered += [
            k,
            *tree.kids[k],
            *(n for m in tree.kids[k] if tree.dep[m] == "prep" for n in (*tree.kids[m], *(q for p in tree.kids[m] for q in tree.kids[p]))),
        ]
    if tree.dep[i] == "appos":
        above = tree.head[i]
        ordered += [above, *(k for k in tree.kids[above] if tree.dep[k] in {"compound", "amod", "poss"})]
    ordered += _seat(tree, i)
    ordered += [tree.head[tree.head[tree.head[k]]] for k in near if tree.tag[k] == "WP$" and tree.dep[tree.head[tree.head[k]]] == "relcl"]
    ordered += [m for k in _before(tree, i) for m in tree.subtree(k)]
    gone = set(without)
    for k in ordered:
        name = found.at.get(k)
        if name is not None and name.first not in gone and name.reading not in {"person", "surname", "place"}:
            return name.code
        if tree.lemma[k] in words("polities") and tree.dep[k] in {"poss", "pobj"} and tree.pos[k] == "NOUN" and tree.tag[k] == "NN":
            whose = now.polity(tree.lemma[k]) if any(tree.lower[m] == "the" for m in tree.kids[k]) else None
            if whose is not None:
                return whose.codes[0]
        again = tree.dep[k] in {"compound", "poss"} and tree.lemma[k].lower() in words("named_again")
        if again and (body := now.offices.get(tree.lemma[k]) or now.offices.get(tree.words[k])) is not None:
            return body.codes[0]  # "a ministry spokesman", "the Commission's negotiators"
        if tree.lemma[i] in words("opposite") and tree.pos[k] == "PRON":
            continue
        if tree.lower[k] in {"our", "my"}:
            whose = now.whose(quoted=tree.quote[k] >= 0)
            if whose and len(whose.codes) == 1:
                return whose.codes[0]
        if tree.lower[k] in {"his", "her", "its"} and now.body is not None and tree.lower[k] == "its":
            return now.body.codes[0]
        if tree.lower[k] in {"his", "her"} and now.person is not None:
            return now.person.codes[0]
    return None


def _seat(tree: Tree, i: int) -> list[int]:
    """Return the place before a clause that says whose a ministry is: "In Paris, | the foreign ministry said"; ministers travel."""
    if tree.dep[i] != "nsubj" or tree.lemma[i] not in (words("of_one_state") - words("persons")) | {"official"}:
        return []
    if tree.dep[tree.head[i]] == "relcl" and any(tree.lower[k] == "where" for k in tree.children(tree.head[i], "advmod")):
        return [tree.head[tree.head[i]]]  # "Paris, where the government opposes it"
    first = tree.bounds[tree.sentence[i]][0]
    fronted = [k for k in tree.children(tree.head[i], "prep") if k == first and tree.lower[k] == "in"]
    return [p for k in fronted for p in tree.children(k, "pobj") if tree.pos[p] == "PROPN"]


def person_name(tree: Tree, i: int) -> str | None:
    """Return the name that ends in token i, without titles and offices."""
    first = i
    while (
        first > 0
        and tree.pos[first - 1] == "PROPN"
        and tree.head[first - 1] in range(first - 1, i + 1)
        and tree.words[first - 1][:1].isupper()
        and tree.lemma[first - 1] not in words("offices")
        and tree.lower[first - 1].rstrip(".") not in words("titles") | {"foreign", "prime", "security", "national"}
    ):
        first -= 1
    return tree.text(range(first, i + 1)) if first < i else None
