"""What stands around a name, where the name alone leaves a choice."""

import re

from positiongraph.reference.candidates import Candidate, options, rows
from positiongraph.reference.index import Reference
from positiongraph.reference.names import bare, fold

_INTO = r"(?:in|at|near|outside|around|to|from|into|visit(?:s|ed|ing)?|toured?|left|through|via|downtown|central) (?:the )?"
_SPEAKS = (r"(?:['’]s (?:position|stance|view|government|policy|proposal|call|offer|demand|support|opposition)"
           r"| (?:(?:has|have|had|will|would|is|was|also|again|itself) )*"
           r"(?:said|says|believe[sd]?|calls?|called|insist\w*|warn\w*|condemn\w*|support\w*|oppos\w*|reject\w*|urge[sd]?|urging|welcom\w*|"
           r"announc\w*|demand\w*|accus\w*|den(?:y|ies|ied)|affirm\w*|reaffirm\w*|agree[sd]?|propos\w*|intends?|intended|vow\w*|pledg\w*))\b")
_LONGEST = 5


def narrowed(reference: Reference, candidates: tuple[Candidate, ...], text: str, on: str | None, context: str) -> tuple[Candidate, ...]:
    """Return the candidates that the context speaks for; all of them when it speaks for none, or for several alike.

    A preposition before the name speaks for the place, a verb of saying or a possessive after it for the actor. Else an
    actor is spoken for when the context names it otherwise, or one that is tied to it: its capital, its people, its body, its leaders.
    """
    plain = re.escape(bare(text))
    places = tuple(c for c in candidates if c.actor is None)
    actors = tuple(c for c in candidates if c.actor is not None)
    if places and actors:
        if re.search(rf"\b{plain}{_SPEAKS}", context):
            candidates = actors
        elif re.search(rf"\b{_INTO}{plain}\b", context, re.IGNORECASE):
            return places
    if len(options(candidates)) == 1:
        return candidates
    near = _named_in(reference, context, fold(bare(text)), on)
    spoken = tuple(c for c in candidates if c.actor and _ties(reference, c.actor.code, on) & near)
    return spoken if len(options(spoken)) == 1 else candidates


def _named_in(reference: Reference, context: str, own: str, on: str | None) -> set[str]:
    words = re.findall(r"[\w.'’&-]+", context)
    codes: set[str] = set()
    for start in range(len(words)):
        for length in range(1, min(_LONGEST, len(words) - start) + 1):
            phrase = bare(" ".join(words[start:start + length]))
            if fold(phrase) not in (own, "") and fold(phrase) in reference.names:
                found = rows(reference, phrase)
                best = [n.code for n in found if n.rank == found[0].rank]
                codes.update(best if len(set(best)) == 1 else ())
    return codes


def _ties(reference: Reference, code: str, on: str | None) -> set[str]:
    """Return the code itself and those it is tied to by an office or as a part."""
    entry = reference.entry(code)
    people = {m.member for m in reference.members(code, on, role=None) if m.role != "member"}
    bodies = {m.organization for m in reference.memberships(code, on) if m.role != "member"}
    return {code} | people | bodies | ({entry.part_of} if entry and entry.part_of else set())
