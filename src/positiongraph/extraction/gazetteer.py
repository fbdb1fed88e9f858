"""Names of actors in a tree, from the packaged reference, as of a date.

A name is looked up by its words; what it is taken for (a state, a capital, an adjective, a person, a body) stands in the reference.
"""

import calendar
from dataclasses import dataclass, replace
from functools import cache

from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words
from positiongraph.reference.index import Reference, overlaps, read_index
from positiongraph.reference.names import fold, spelled_as

LONGEST = 9
"""Words in a name."""


@dataclass(frozen=True, slots=True)
class Name:
    """An actor's name in a tree: tokens [first, last + 1), code, and what it is taken for.

    `reading` is state, adjective, inhabitants, capital, metonym, body or person.
    """

    first: int
    stop: int
    code: str
    reading: str


@cache
def reference() -> Reference:
    """Return the packaged reference."""
    return read_index()


@cache
def _longest() -> dict[str, int]:
    """For each first word of a name, how many words its longest name has."""
    found: dict[str, int] = {}
    for key in reference().names:
        parts = key.split()
        if parts and len(parts) <= LONGEST:
            found[parts[0]] = max(found.get(parts[0], 0), len(parts))
    return found


_MONTHS = frozenset(calendar.month_name)
_BEFORE_MONTHS = frozenset({"in", "since", "until", "early", "late", "mid", "last", "this", "next", "every"})
_READINGS = {
    "state": "state",
    "adjective": "adjective",
    "inhabitants": "inhabitants",
    "capital": "capital",
    "person": "person",
    "surname": "surname",
    "metonym:both": "metonym",
    "metonym:state": "state",
    "metonym:place": "place",
}


_NO_END = frozenset({"'s", "'", "-", ",", ".", ";", ":", ")", "(", '"', "the", "of", "and"})


def at_seats(names: list[Name], all_names: list[Name]) -> list[Name]:
    """Take the name of a capital for the body that sits there, where nothing else in the text is of the capital's state.

    "Brussels" is the European Union unless the text is of Belgium.
    """
    stated = {name.code for name in all_names if name.reading != "capital"}
    return [
        replace(name, code=body, reading="metonym")
        if name.reading == "capital" and name.code not in stated and (body := _seats().get(name.code)) is not None
        else name
        for name in names
    ]


def halves(tree: Tree, all_names: list[Name]) -> list[Name]:
    """Return what "the North" and "the South" name in a text of Korea."""
    if not any(name.code == "PRK" for name in all_names):
        return []
    alone = [i for i, word in enumerate(tree.words) if word in _HALVES and tree.lower[max(i - 1, 0)] == "the" and tree.dep[i] in _HEADS]
    return [Name(i, i + 1, _HALVES[tree.words[i]], "state") for i in alone]


_HEADS = frozenset({"poss", "nsubj", "nsubjpass", "pobj"})
_HALVES = {"North": "PRK", "South": "KOR"}


@cache
def _seats() -> dict[str, str]:
    """State → the body that goes by the name of its capital."""
    return {
        capital[0]: body[0]
        for rows in reference().names.values()
        for capital in rows
        if capital[1] == "capital"
        for body in rows
        if body[1].startswith("metonym") and kind(body[0]) == "Bloc"
    }


def strangers(found: list[tuple[Tree, list[Name]]]) -> frozenset[str]:
    """Return the surnames that a text gives to somebody whom the reference does not know: "Rick Gates" is no Robert Gates."""
    return frozenset(
        tree.words[name.first]
        for tree, names_ in found
        for name in names_
        if name.reading in {"surname", "person"} and name.stop == name.first + 1 and other_first_name(tree, name.first)
    )


def other_first_name(tree: Tree, i: int) -> bool:
    """Tell whether a name that is known alone has another before it, or is one."""
    if i + 1 < len(tree) and tree.pos[i + 1] == "PROPN" and tree.head[i] == i + 1 and tree.dep[i] == "compound":
        return True  # "Lee Kinyanjui": a first name
    if i == 0 or tree.pos[i - 1] != "PROPN" or tree.head[i - 1] != i:
        return False
    return tree.lemma[i - 1] not in words("offices") and tree.lower[i - 1].rstrip(".") not in words("titles")


def names(tree: Tree, date: str | None) -> list[Name]:
    """Return the names in a paragraph, longest first where they overlap, in order."""
    found: list[Name] = []
    i, longest = 0, _longest()
    while i < len(tree):
        word = tree.words[i]
        name = _at(tree, i, longest, date) if word[:1].isupper() or not word.isascii() else None
        common = tree.tag[i] in {"NNS", "NN"} and not word.isupper()  # "Times of crisis", but ECOWAS
        if name and name.stop == i + 1 and common and name.reading in {"body", "surname"}:
            name = None
        if name and name.stop == i + 1 and name.reading == "surname" and _month(tree, i):
            name = None  # "12 May 2023" is nobody
        house = name and (name.reading == "metonym" or tree.lower[name.stop - 1] in words("offices"))
        if house and _part_of_another(tree, i):
            name = None
        if name:
            if found and found[-1].reading == name.reading == "adjective" and found[-1].stop == name.first:
                found.pop()  # "Greek Cypriot"
            found.append(name)
            i = name.stop
        else:
            i += 1
    return found


def _month(tree: Tree, i: int) -> bool:
    """Whether a name such as May is the month: beside a number, or after "in", "since", "early"."""
    if tree.words[i] not in _MONTHS:
        return False
    beside = [k for k in (i - 1, i + 1) if 0 <= k < len(tree)]
    return any(tree.tag[k] == "CD" for k in beside) or (i > 0 and tree.lower[i - 1] in _BEFORE_MONTHS)


def _part_of_another(tree: Tree, i: int) -> bool:
    """ "the Federal Foreign Office" is not the Foreign Office; "the German Foreign Office" is Germany's."""
    before = i - 1
    if before < 0 or not tree.words[before][:1].isupper() or tree.tag[before] not in {"NNP", "NNPS", "JJ"}:
        return False
    return tree.head[before] >= i and tree.sentence[before] == tree.sentence[i]


def _at(tree: Tree, i: int, longest: dict[str, int], date: str | None) -> Name | None:
    owned = i + 1 < len(tree) and tree.words[i + 1] == "'s" and tree.end[i] == tree.start[i + 1]
    first = fold(tree.words[i] + "'s" * owned).split() if owned else fold(tree.words[i]).split()
    if owned and first and first[0] not in longest:
        first = fold(tree.words[i]).split()
    most = longest.get(first[0], 0) if first else 0
    # a hyphen is a token of its own, and an apostrophe may be: a name has at most twice as many tokens as words
    for stop in range(min(i + 2 * most, len(tree)), i, -1):
        if most == 1 and stop > i + 2:
            continue
        if tree.lower[stop - 1] in _NO_END or tree.sentence[stop - 1] != tree.sentence[i]:
            continue
        written = tree.text(range(i, stop))
        after = tree.words[stop] if stop < len(tree) else ""
        if written == "States" and (i == 0 or tree.lower[i - 1] != "the" or after[:1].isupper()):
            continue  # "Member States", "the States Parties"
        if (chosen := _choose(written, date)) is not None:
            return Name(i, stop, *chosen)
    return None


@cache
def _choose(written: str, date: str | None) -> tuple[str, str] | None:
    """Return code and reading of a written name: of several, the one that exists on the date and is named so first of all."""
    # "IT" is no Italy in a text, while "US" is a name too
    named = [row for row in reference().names.get(fold(written), ()) if row[1] != "alpha2"]
    rows = [row for row in named if spelled_as(written, row[2], strict=row[3] > 1)]
    alive = [row for row in rows if overlaps(row[4], row[5], date) and _exists(row[0], date)]
    if not alive:
        return None
    alive.sort(key=lambda row: (_ended(row[0]), row[3]))
    code, reading = alive[0][0], alive[0][1]
    if reading in {"person", "surname"} and written.lower() in words("offices") | words("collectives"):
        return None  # a provisional government is no Mr. Government
    kind = reference().rows[code][0]
    return code, _READINGS.get(reading, "person" if kind == "Person" else "state" if kind == "State" else "body")


def _exists(code: str, date: str | None) -> bool:
    row = reference().rows.get(code)
    return row is not None and overlaps(row[5], row[6], date)


def _ended(code: str) -> bool:
    return reference().rows[code][6] is not None


@cache
def office(person: str, date: str | None) -> str | None:
    """Return the state or body that a person speaks for on a date, None out of office; without a date the last one."""
    ties = [tie for tie in reference().ties.get(person, ()) if tie[0] in reference().rows]
    # a party's office says less of a person than a state's; a later one more than an earlier one
    ties.sort(key=lambda tie: (reference().rows[tie[0]][0] == "State", reference().rows[tie[0]][4] != "party", tie[2] or ""))
    held = [tie for tie in ties if date is None or overlaps(tie[2], tie[3], date)]
    return str(held[-1][0]) if held else None


@cache
def part_of(code: str) -> str | None:
    """Return the body that a body is an organ of."""
    row = reference().rows.get(code)
    return row[10] if row is not None else None


@cache
def full_name(person: str) -> str:
    """Return a person's usual name."""
    return str(reference().rows[person][1])


@cache
def person(name: str) -> str | None:
    """Return the code of the person who goes by exactly this name."""
    return next((row[0] for row in reference().names.get(fold(name), ()) if kind(row[0]) == "Person"), None)


@cache
def media(code: str) -> bool:
    """Whether an actor is a paper or agency: it reports, and holds nothing."""
    row = reference().rows.get(code)
    return row is not None and row[4] == "media"


@cache
def kind(code: str) -> str:
    """Return the class of an actor by its code, `Actor` for a placeholder."""
    row = reference().rows.get(code)
    return str(row[0]) if row else "Actor"
