"""What a document has said so far, and what its noun phrases were taken to mean."""

from dataclasses import dataclass, field, replace

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


_LOOSE = frozenset({"official", "leader", "diplomat", "chief", "head", "aide", "representative", "delegate", "ruler", "top diplomat"})
"""What anybody may be called whose post was named in other words."""
_SAME = {"spokesman": "spokesperson", "spokeswoman": "spokesperson", "envoy": "ambassador", "premier": "prime minister"}


def same_post(said: str, other: str) -> bool:
    """Tell whether somebody may be called by a post that was named in other words.

    >>> same_post("minister", "foreign minister"), same_post("minister", "prime minister"), same_post("president", "king")
    (True, False, False)
    """
    said, other = _SAME.get(said, said), _SAME.get(other, other)
    return said == other or (other.endswith(" " + said) and other not in {"prime minister", "vice president"})


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
    bloc: str | None = None
    """The bloc or organisation that was named last, as whatever."""
    group: Reading | None = None
    group_at: int = -9
    lately: list[tuple[str, int]] = field(default_factory=list)
    """The actors last named as subjects, each with the number of its sentence."""
    sentence: int = 0
    """How many sentences were begun."""
    others: Reading | None = None
    """Several whom the text leaves unnamed, or nobody's (no codes), when they were the last that "they" may mean."""
    quoted: Reading | None = None
    people: dict[str, Reading] = field(default_factory=dict)
    """Surname → who it is, for people introduced with an office."""
    offices: dict[str, Reading] = field(default_factory=dict)
    """Head noun → whose such an office was last named: "the Chilean ministry", then "the ministry"."""
    own: Reading | None = None
    """Whose document it is by its title: who answers the questions in it."""
    host: str | None = None
    """The principal in whose country they met."""
    home: Reading | None = None
    """The state of who speaks for a body: "my country"."""
    posts: list[tuple[str, Reading]] = field(default_factory=list)
    """Posts as they were named, each with who held it, the last at the end: "prime minister"."""
    unnamed: dict[str, Reading] = field(default_factory=dict)
    """Head noun → the group that it left unnamed last: "Pacific leaders", then "the leaders"."""

    def whose(self, *, quoted: bool) -> Reading | None:
        """Return who says "we": the one quoted, or the document's voice."""
        return self.quoted if quoted else self.voice

    def appoint(self, post: str, reading: Reading) -> None:
        """Keep who holds a post."""
        self.posts = [*[one for one in self.posts if one != (post, reading)][-20:], (post, reading)]

    def holder_of(self, post: str) -> Reading | None:
        """Return the person spoken of last who may hold a post, None where the text has named only others' posts."""
        last = self.person
        if last is None or post in _LOOSE:
            return last and replace(last, rule="office of the last person")
        own = [said for said, who in self.posts if who.codes == last.codes and who.speaker == last.speaker]
        if not any(same_post(post, said) for said in own):
            if (found := self.in_post(post)) is not None:
                return replace(found, rule="the last in that office")
            if any(said not in _LOOSE for said in own):
                return None
        return replace(last, rule="office of the last person")

    def in_post(self, post: str) -> Reading | None:
        """Return who was last said to hold a post, by its words."""
        return next((who for said, who in reversed(self.posts) if same_post(post, said)), None)

    def received(self, noun: str) -> Reading | None:
        """Return whom "the host" means, or "the guest" of two."""
        codes = self.principals.codes if self.principals is not None else ()
        if self.host is None or (noun == "guest" and len(codes) != 2):
            return None
        return Reading((next(c for c in codes if c != self.host) if noun == "guest" else self.host,), noun)

    def the_others(self, count: int) -> tuple[str, ...]:
        """Return the principals without those spoken of last, where as many are left: "the other two"."""
        codes = self.principals.codes if self.principals is not None else ()
        latest = max((where for _, where in self.lately), default=0)
        left = tuple(code for code in codes if (code, latest) not in self.lately)
        return left if len(left) == count else ()

    def other_side(self) -> Reading | None:
        """Return whom the one spoken of last faces, where two are there: "his counterpart"."""
        last, two = self.person or self.body, self.principals.codes if self.principals is not None else ()
        if last is None or len(two) != 2 or len(last.codes) != 1 or last.codes[0] not in two:
            return None
        return Reading((two[two[0] == last.codes[0]],), "the other side")

    def pair(self, sentences: int) -> tuple[str, str] | None:
        """Return the only two actors that were subjects in as many sentences before this one."""
        last = [code for code, where in self.lately if where >= self.sentence - sentences]
        return (last[0], last[1]) if len(last) == 2 else None

    def polity(self, noun: str) -> Reading | None:
        """Return whom "the country" or "the bloc" means: the last of its kind."""
        kinds = ("State",) if noun in _STATES else ("Bloc", "Organisation")
        code = next((code for code, _ in reversed(self.lately) if gazetteer.kind(code) in kinds), None)
        code = code if code is not None or noun in _STATES else self.bloc
        near = (self.body.codes[0] if self.body is not None else None, code, self.voice.codes[0] if self.voice is not None else None)
        fitting = [code for code in near if code is not None and gazetteer.kind(code) in kinds]
        return Reading((fitting[0],), "the last of its kind") if fitting else None

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
        if reading.settled:
            others = [one for one in self.lately if one[0] not in reading.codes]
            self.lately = [*others, *((code, self.sentence) for code in reading.codes)][-6:]
        if reading.plural or len(reading.codes) > 1:
            self.others = None if reading.settled and len(reading.codes) > 1 else reading
        if reading.rule == "unknown name":
            self.person = self.body = reading
        if reading.rule in {"unnamed body", "short name"}:
            self.body = reading
        if reading.speaker or reading.rule in {"person's office unnamed", "the last in that office"}:
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


_STATES = frozenset({"country", "nation", "state"})


def is_state(reading: Reading | None) -> bool:
    """Whether a reading is of one state."""
    return reading is not None and len(reading.codes) == 1 and gazetteer.kind(reading.codes[0]) == "State"


def is_body(reading: Reading) -> bool:
    """Whether a reading is of a bloc or an organisation, known or not, and of nobody else."""
    if len(reading.codes) > 1:
        return False
    unknown = reading.codes[0].startswith(UNNAMED) and not reading.plural
    return unknown or gazetteer.kind(reading.codes[0]) in {"Bloc", "Organisation"}


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
