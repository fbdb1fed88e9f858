"""What actors, issues, documents and statements are called: from the facts at hand, else from the packaged reference."""

from collections.abc import Collection, Iterable

from positiongraph import reference
from positiongraph.facts import UNNAMED, UNRESOLVED, Actor, Document, Facts, Issue, Membership, Statement
from positiongraph.view.drawing import label_of


class Lexicon:
    """Looks up what a page must name. What the facts describe goes before what the reference knows; a stranger keeps its code."""

    def __init__(self, about: Facts, documents: Iterable[Document] = ()):
        self.actors = {actor.code: actor for actor in about.actors}
        self.issues = {issue.id: issue for issue in about.issues}
        self.documents: dict[str, Document] = {document.id: document for document in (*about.documents, *documents)}
        self.statements: dict[str, Statement] = {statement.id: statement for statement in about.statements}
        self.names: dict[str, str] = {}
        """Actors' names that the rows bring themselves, for actors that nobody describes."""
        self._memberships = about.memberships

    def actor(self, code: str) -> Actor | None:
        """Return the actor of a code, None where nobody knows it."""
        return self.actors.get(code) or reference.actor(code)

    def issue(self, key: str) -> Issue | None:
        """Return the issue of an id, None where nobody knows it."""
        return self.issues.get(key) or reference.issue(key)

    def name(self, code: str) -> str:
        """Return an actor's name, else its code; a placeholder's words in quotation marks."""
        actor = self.actor(code)
        named = {"label": actor.name if actor else self.names.get(code)}
        return label_of(code, {} if code.startswith((UNNAMED, UNRESOLVED)) else named)

    def topic(self, key: str) -> str | None:
        """Return the id of the issue that an issue is filed under, None at the top.

        The way up takes the first broader issue each time, and the topic is the last but one on it: "security in Europe" says more than
        "security", and groups more than "the war in Ukraine". An issue just below the top is filed under the top.
        """
        above: list[str] = []
        while (issue := self.issue(above[-1] if above else key)) and issue.broader and issue.broader[0] not in (key, *above):
            above.append(issue.broader[0])
        return above[-2] if len(above) > 1 else above[0] if above else None

    def label(self, key: str) -> str:
        """Return an issue's label, else its id."""
        issue = self.issue(key)
        return issue.label if issue else key

    def memberships(self, codes: Collection[str]) -> list[Membership]:
        """Return the seats of these actors in blocs and organisations, each once, sorted; offices of persons are no seats."""
        known = {m.id: m for code in codes for m in reference.memberships(code)} | {m.id: m for m in self._memberships}
        wanted = frozenset(codes)
        seats = [m for m in known.values() if m.member in wanted and m.role == "member"]
        return sorted(seats, key=lambda m: (m.organization, m.member, m.since or ""))
