"""Whose speech it is, where neither title nor metadata say: by what it says of its own state, counted against all others."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from positiongraph.extraction import gazetteer
from positiongraph.extraction.discourse import Named
from positiongraph.extraction.document import Part, Text
from positiongraph.extraction.gazetteer import Name
from positiongraph.extraction.words import words

STATED, AVOWED, CLAIMED, HINTED = 8, 4, 2, 1
"""Weights of a phrase that says it, of a stance in the present, of what speakers say of themselves more than of others, of the rest."""
ENOUGH = 6
"""One stance in the present may be reported of anybody: two are a speaker's, or one and a phrase."""
MARGIN = 2
"""How far the best must be before the next."""
LITTLE, WIDE = 5, 3
"""Less is enough where nobody else comes near."""

_LONG = r"(?:the )?(?:(?:[A-Z]\w+ ){,3}(?:Republic|Kingdom|State|Commonwealth|Principality|Sultanate) of (?:the )?)?"
_BETWEEN = r"(?:(?!(?:I|we|to|with|for|by|in)\b)[\w’'-]+,? )"
_PEOPLE = rf"{_BETWEEN}{{,12}}?(?:[Gg]overnments?|[Pp]eoples?|[Nn]ation|[Cc]itizens|delegation|President|Prime Minister) of "
_OFFICE = r"(?:President|Prime Minister|Minister[\w ]{,30}|Head of (?:State|Government)|leader|citizen) of "
_STATES_IT = re.compile(
    r"\b(?:[Mm]y (?:own,? |beloved |dear |small )*(?:country|nation|homeland|island|delegation|Government|own)(?: of|,)? "
    r"|[Oo]ur (?:own |beloved |dear |small )*(?:country|nation|homeland),? |[Ww]e in "
    rf"|(?:[Gg]reetings|[Ss]alutations|best wishes) (?:of|from) (?:{_PEOPLE})?"
    rf"|(?:As|capacity as|here as|before you as|[Ss]peak as|address[\w ]* as|I am|I,) (?:the |a )?{_OFFICE}"
    rf"|[Oo]n behalf of (?:{_PEOPLE})?){_LONG}$"
)
OTHERS = re.compile(
    r"(?:\b(?:align|associat|subscrib|endors|support|echo)\w*\b[^.]*|\b(?:statement|address|speech|remarks|words)\b[^.]*\bby\b[^.]*)"
    r"\bon behalf of\b[^.]*$",
    re.I,
)
"""What others were said to speak for: "we align ourselves with the statement delivered on behalf of"."""
_SUGGESTS_IT = re.compile(
    rf"\b(?:us (?:in|from)|[Oo]ur experiences? in|I (?:come|am) from|here representing|representatives? of (?:{_PEOPLE})?) ?{_LONG}$"
)
_FIRST = frozenset({"we", "us", "our", "ours", "i", "me", "my", "mine"})
_WINDOW = 160


def speaker(text: Text, paragraphs: Sequence[tuple[Part, Named]], *, quotes: bool = False) -> str | None:
    """Return the state or bloc whose words a speech is, None where the text does not settle it.

    `quotes` reads what stands in quotation marks too.
    """
    best = evidence(text, paragraphs, quotes=quotes).most_common(2)
    second = best[1][1] if len(best) > 1 else 0
    if best and ((best[0][1] >= ENOUGH and best[0][1] >= MARGIN * second) or (best[0][1] >= LITTLE and best[0][1] >= WIDE * second)):
        return best[0][0]
    return None


def evidence(text: Text, paragraphs: Sequence[tuple[Part, Named]], *, quotes: bool = False) -> Counter[str]:
    """Return for each state and bloc how much a text says as its own."""
    counts: Counter[str] = Counter()
    for code, weight in _evidence(text, paragraphs, quotes):
        counts[code] += weight
    return counts


def _evidence(text: Text, paragraphs: Sequence[tuple[Part, Named]], quotes: bool) -> Iterator[tuple[str, int]]:
    for _, found in paragraphs:
        for name in found.names:
            if not quotes and found.tree.quote[name.first] >= 0:
                continue
            stated = _stated(text, found, name)
            if name.reading == "state":
                yield name.code, stated + _said_of_itself(found, name)
            elif name.reading == "body" and stated == STATED and gazetteer.kind(name.code) == "Bloc":
                # what a speech says of a body says little: it is held in one
                yield name.code, stated


def _stated(text: Text, found: Named, name: Name) -> int:
    """ "My country, X", "on behalf of the people of X", "as President of X", "greetings from X"; less, "us in X"."""
    start = found.tree.start[name.first]
    before = text.copy[max(start - _WINDOW, 0) : start].replace("\n", ". ")
    if _STATES_IT.search(before):
        return 0 if OTHERS.search(before) else STATED
    if _SUGGESTS_IT.search(before):
        return AVOWED
    return 0


def _said_of_itself(found: Named, name: Name) -> int:
    """Return how much a name's place in its clause says that the words are its own: "Estonia welcomes", "Estonia stands ready".

    What the speaker addresses is somebody else: "we urge Estonia".
    """
    tree = found.tree
    span = range(name.first, name.stop)
    i = next((k for k in span if tree.head[k] not in span or tree.head[k] == k), name.stop - 1)
    over = tree.head[tree.head[i]]
    if tree.dep[i] == "pobj" and tree.lower[tree.head[i]] == "of" and tree.lemma[over] in words("speaking_for"):
        i = over  # "the Government of X"
    a, b = tree.bounds[tree.sentence[i]]
    verb = tree.head[i]
    if tree.dep[verb] == "auxpass":
        verb = tree.head[verb]  # "is" of "is committed"
    if tree.dep[i] == "dobj" and any(tree.lower[k] in _FIRST for k in tree.children(verb, "nsubj")):
        return -CLAIMED
    mine = HINTED * any(tree.lower[k] in _FIRST for k in range(a, b))
    if tree.dep[i] == "poss":
        return CLAIMED + mine if tree.lemma[verb] in words("avowals") else 0
    if not tree.dep[i].startswith("nsubj"):
        return 0
    aux = {tree.lower[k] for k in tree.children(verb, "aux")}
    said = {tree.lower[k] for k in tree.children(verb, "acomp", "attr", "oprd")}
    if tree.lemma[verb] in words("bad_verbs") | words("violent_verbs"):
        return -CLAIMED  # nobody says of itself that it invades
    if "must" in aux:
        return -HINTED
    present = tree.tag[verb] == "VBZ" or bool(aux & {"will", "has", "is", "would"})
    if ((said | {tree.lower[verb]}) & words("avowed")) and (present or "is" in {tree.lower[k] for k in tree.children(verb, "auxpass")}):
        return AVOWED + mine
    if tree.dep[i] != "nsubj":
        return 0
    return mine + (AVOWED if present and tree.lemma[verb] in words("avowing") else HINTED if present else 0)
