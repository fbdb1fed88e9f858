"""Texts as the parser should see them: one space where several stand, nothing where a tag parts a word; and the places of each token."""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from positiongraph.extraction.beside import forms
from positiongraph.extraction.cues import cues
from positiongraph.extraction.markup import JOINER
from positiongraph.extraction.parse import trees
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words

_IDLE = re.compile(rf"{JOINER}+|(?<=\s)[ \t\xa0]+")


_ADDRESS = re.compile(
    r"(?<=\w), (?:(?:Mr\.|Madam|Madame|Mister|Ms\.|Your|Honou?rable|Dear|dear|distinguished) )?(?:President|Chair(?:man|person|woman)?"
    r"|Speaker|Secretary-General|Excellenc(?:y|ies)|Sir|Madam|ladies and gentlemen|friends|colleagues|delegates),(?= )"
)
_SHOUTED = re.compile(r"(?<=\n)(?:[A-Z]+LY )?(?!UNITED)[A-Z]+(?:ED|ING|FUL)(?= [a-z])")


def unaddressed(copy: str) -> str:
    """Return a copy of the same length without an address that parts a clause, ", Mr. President,", and with "CONCERNED that" as a word.

    >>> unaddressed("We thank you, Mr. President, for the report.")
    'We thank you                 for the report.'
    """
    copy = _ADDRESS.sub(lambda match: " " * len(match[0]), copy)
    return _SHOUTED.sub(lambda match: match[0].capitalize(), copy)


def headlined(copy: str, paragraphs: Sequence[tuple[int, int]]) -> str:
    """Return a copy with verbs of the cue file in small letters where every word is capitalised: "Peru Rejects the Treaty".

    >>> headlined("Peru Rejects the New Fish Treaty", [(0, 32)])
    'Peru rejects the New Fish Treaty'
    """
    parts, last = [], 0
    for a, b in paragraphs:
        line = copy[a:b]
        long = [word for word in line.split() if len(word) > 3 and word.isalpha()]
        if len(line) < 160 and len(long) > 1 and all(word[0].isupper() for word in long) and not line.isupper():
            small = re.sub(r"(?<= )[A-Z][a-z]+\b", lambda match: match[0].lower() if match[0].lower() in _verbs() else match[0], line)
            parts += [copy[last:a], small]
            last = b
    return "".join([*parts, copy[last:]])


@cache
def _verbs() -> frozenset[str]:
    """Return the forms of verbs that have an ending and are no part of a name."""
    known = (word for kind, word in cues() if kind == "verb" and word.isalpha() and len(word) > 2)
    return frozenset(form for verb in known for form in forms(verb)[1:]) - words("capitalised")


def spaced_trees(paragraphs: Sequence[tuple[int, int]], copy: str) -> Iterator[Tree]:
    """Parse paragraphs as `trees` does, without what masked markup leaves: runs of spaces and joiners."""
    short, at, last = [], array("I"), 0
    for match in _IDLE.finditer(copy):
        short.append(copy[last : match.start()])
        at.extend(range(last, match.start()))
        last = match.end()
    if not last:
        yield from trees(paragraphs, copy)
        return
    short.append(copy[last:])
    at.extend(range(last, len(copy)))
    spans = [(bisect_left(at, a), bisect_left(at, b)) for a, b in paragraphs]
    for tree in trees(spans, "".join(short)):
        tree.start, tree.end = [at[k] for k in tree.start], [at[k - 1] + 1 for k in tree.end]
        yield tree
