"""A name → the actor it means, as of a date; all that it may mean, with reasons; nothing when in doubt.

The rules, in this order:

1. A placeholder's code (`unnamed:…`, `unresolved:…`) is its own actor.
2. What a user's own file says goes before all else.
3. A code or a main or official name goes before other names; other names before adjectives. So `Guinea` is Guinea, `NA` Namibia;
   an ISO alpha-2 code that is also the acronym of a body, as `AU`, is the body, and the reason says so.
4. What does not exist on the date is no answer. A state that took over another's seat passes its name back ("Russia" in 1985 is the
   Soviet Union); a name that outlives its state is answered by nobody, and the successors are offered.
5. Several persons of one name: the one who holds an office on that day. A family name alone counts only for someone in office.
6. A capital or a seat of government may be the place as well as the state: both are offered, and the context may decide.
7. What no name matches is read as an office ("the French president") or a government ("the Chinese side"): see `grammar`.
"""

from dataclasses import dataclass

from positiongraph.facts import UNNAMED, UNRESOLVED, Actor
from positiongraph.reference.candidates import Candidate, named, options, rows
from positiongraph.reference.context import narrowed
from positiongraph.reference.grammar import read
from positiongraph.reference.index import Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The answer to "who is that?": `actor` only when there is exactly one right answer."""

    name: str
    on: str | None
    actor: Actor | None
    candidates: tuple[Candidate, ...]
    reason: str


def resolved(reference: Reference, name: str, on: str | None, context: str | None) -> Resolution:
    """Apply the rules above to one name."""
    text = " ".join(name.split())
    if text.startswith((UNNAMED, UNRESOLVED)):
        actor = reference.actor(text)
        reason = "a placeholder stands for itself"
        return Resolution(name=name, on=on, actor=actor, reason=reason,
                          candidates=(Candidate(actor=actor, reading="placeholder", reason=reason, alias=text),))
    candidates = named(reference, text, on) or read(reference, text, on) or named(reference, _turned(text), on)
    if context and len(options(candidates)) != 1:
        candidates = narrowed(reference, candidates, text, on, context)
    actor = _answer(candidates)
    return Resolution(name=name, on=on, actor=actor, candidates=candidates, reason=_because(reference, text, on, actor, candidates))


def _answer(candidates: tuple[Candidate, ...]) -> Actor | None:
    if len(options(candidates)) != 1 or not any(c.decisive for c in candidates):
        return None
    return candidates[0].actor


def _turned(text: str) -> str:
    """Return "Korea, South" as "South Korea"; nothing for a text without a comma."""
    last, comma, first = text.partition(", ")
    return f"{first} {last}" if comma else ""


def _because(reference: Reference, text: str, on: str | None, actor: Actor | None, candidates: tuple[Candidate, ...]) -> str:
    when = f" on {on}" if on else ""
    if not candidates:
        lives = [entry for n in rows(reference, text) if n.rank <= 2 and (entry := reference.entry(n.code))]
        known = dict.fromkeys(f"{e.actor.name} is known from {e.since or '…'} to {e.until or 'today'}" for e in lives if e.since or e.until)
        return f"nothing known is called {text!r}{when}" + "".join(f"; {life}" for life in known)
    if actor or len(candidates) == 1:
        return next((c.reason for c in candidates if c.decisive), candidates[0].reason)
    return f"{text!r} may mean {len(candidates)} things{when}: " + "; ".join(
        f"{c.actor.name if c.actor else c.alias} ({c.reading})" for c in candidates)
