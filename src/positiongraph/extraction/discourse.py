"""What a document has said so far, and what its noun phrases were taken to mean."""

from dataclasses import dataclass, field

from positiongraph.extraction import gazetteer
from positiongraph.extraction.gazetteer import Name
from positiongraph.extraction.tree import Tree
from positiongraph.facts import UNNAMED, UNRESOLVED


@dataclass(frozen=True, slots=True)
class Reading:
    """What a phrase means: actor codes, the person who speaks for them, and the rule that says so."""

    codes: tuple[str, ...]
    rule: str
    speaker: str | None = None
    plural: bool = False

    def __or__(self, other: "Reading") -> "Reading":
        return Reading(tuple(dict.fromkeys((*self.codes, *other.codes))), "coordination", None, True)

    @property
    def settled(self) -> bool:
        """Whether every actor is a known one."""
        return not any(code.startswith((UNNAMED, UNRESOLVED)) for code in self.codes)


@dataclass(slots=True)
class Discourse:
    """What a document has said so far: whom "they", "the ministry" and "both countries" may mean."""

    date: str | None = None
    principals: Reading | None = None
    """Signatories, hosts and guests: those the document is of or about."""
    voice: Reading | None = None
    """Who speaks where nobody is said to: the signatories of a communiqué, the speaker of a speech; None in a report."""
    said: Reading | None = None
    """Who last said something."""
    person: Reading | None = None
    body: Reading | None = None
    main: Reading | None = None
    """Whom the last sentence was about: the subject of its main clause, None where that is nobody known."""
    state: Reading | None = None
    group: Reading | None = None
    group_at: int = -9
    others: Reading | None = None
    """Several whom the text leaves unnamed, or nobody's (no codes), when they were the last that "they" may mean."""
    quoted: Reading | None = None
    people: dict[str, Reading] = field(default_factory=dict)
    """Surname → who it is, for people introduced with an office."""
    offices: dict[str, Reading] = field(default_factory=dict)
    """Head noun → whose such an office was last named: "the Chilean ministry", then "the ministry"."""
    unnamed: dict[str, Reading] = field(default_factory=dict)
    """Head noun → the group that it left unnamed last: "Pacific leaders", then "the leaders"."""

    def introduce(self, reading: Reading) -> None:
        """Keep a person by surname, which stands last in most names and first in some."""
        if reading.speaker:
            parts = reading.speaker.split()
            for part in parts[:-1]:
                if len(part) > 3:
                    self.people.setdefault(part, reading)
            self.people[parts[-1]] = reading

    def remember(self, reading: Reading | None, paragraph: int) -> None:
        """Keep a subject for the pronouns that follow."""
        if reading is None or not reading.codes:
            return
        if reading.plural or len(reading.codes) > 1:
            self.others = None if reading.settled and len(reading.codes) > 1 else reading
        if reading.rule == "unknown name":
            self.person = self.body = reading
        if reading.speaker or reading.rule == "person's office unnamed":
            self.person = reading
        if reading.speaker:
            pass  # "it" is not a person's state
        elif len(reading.codes) > 1:
            if reading.settled:
                self.group, self.group_at = reading, paragraph
        elif reading.settled:
            self.body = reading
            if gazetteer.kind(reading.codes[0]) == "State":
                self.state = reading


def is_body(reading: Reading) -> bool:
    """Whether a reading is of a bloc or an organisation, and of nobody else."""
    return len(reading.codes) == 1 and gazetteer.kind(reading.codes[0]) in {"Bloc", "Organisation"}


@dataclass(slots=True, eq=False)
class Named:
    """A tree with the names found in it."""

    tree: Tree
    names: list[Name]
    at: dict[int, Name] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.at = {i: name for name in self.names for i in range(name.first, name.stop)}


def named(tree: Tree, date: str | None) -> Named:
    """Find the names of a tree."""
    return Named(tree, gazetteer.names(tree, date))
