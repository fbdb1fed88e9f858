"""Facts, with what the packaged reference knows of the actors and issues that they name."""

from dataclasses import replace

from positiongraph import reference
from positiongraph.facts import UNNAMED, UNRESOLVED, Actor, ActorKind, Facts, Membership


def described(facts: Facts) -> Facts:
    """Add the actors, memberships and issues that the facts name and do not describe. What they describe themselves stands.

    Placeholders get an actor of their own; issues bring their broader ones; persons bring their offices, other actors their blocs.
    A name that nobody knows stays out: validation tells of it.
    """
    issues = {issue.id: issue for issue in facts.issues}
    for key in sorted({p.issue for p in facts.positions} | {b for issue in facts.issues for b in issue.broader}):
        for issue in (reference.issue(key), *reference.issue_ancestors(key)):
            if issue and issue.id not in issues:
                issues[issue.id] = issue
    actors = {actor.code: actor for actor in facts.actors}
    named = {code for p in facts.positions for code in (*p.holders, *p.targets, *([p.speaker] if p.speaker else []))}
    named |= {code for s in facts.statements for code in (*s.parties, *s.reported_by)}
    named |= {code for issue in issues.values() for code in issue.concerns}
    memberships: dict[str, Membership] = {m.id: m for m in facts.memberships}
    for code in sorted(named):
        for membership in reference.memberships(code):
            member, body = _actor(code), _actor(membership.organization)
            if (member and member.kind == ActorKind.PERSON) or (body and body.kind == ActorKind.BLOC):
                memberships.setdefault(membership.id, membership)
    for code in sorted(named | {m.organization for m in memberships.values()}):
        if code not in actors and (actor := _actor(code)):
            actors[code] = actor
    return replace(facts, actors=tuple(actors.values()), issues=tuple(issues.values()), memberships=tuple(memberships.values()))


def _actor(code: str) -> Actor | None:
    if code.startswith(UNNAMED):
        return Actor(code=code, kind=ActorKind.BLOC, name=code.removeprefix(UNNAMED).strip())
    if code.startswith(UNRESOLVED):
        return Actor(code=code, kind=ActorKind.ACTOR, name=code.removeprefix(UNRESOLVED).strip())
    return reference.actor(code)
