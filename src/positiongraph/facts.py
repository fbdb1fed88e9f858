"""Facts: what was said by whom, as plain frozen values. No RDF, no input or output.

Every source yields facts, and the graph is built from nothing else. Text is kept as it was found; offsets count Unicode
code points of a document's stored text, from 0, end exclusive. A date is ISO text at the precision that is known: `2025`,
`2025-05` or `2025-05-08`.

Actors go by codes: ISO 3166 alpha-3 for states (their dead codes too), the usual acronym for organisations, a slug of the name for
persons, `unnamed:<words>` for a group that the text leaves unnamed, `unresolved:<words>` for a name that nobody resolved.
"""

import calendar
import datetime
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from enum import StrEnum

STANCES = range(-3, 4)
"""The declared scale, −3 condemns … +3 endorses. Declared, not observed: one extreme statement never re-weights the rest."""

UNNAMED = "unnamed:"
UNRESOLVED = "unresolved:"


class Act(StrEnum):
    """What the words do. Values are the ontology's local names."""

    ASSERT = "assert"
    PRAISE = "praise"
    WELCOME = "welcome"
    SUPPORT = "support"
    AFFIRM = "affirm"
    PLEDGE = "pledge"
    OFFER = "offer"
    URGE = "urge"
    DEMAND = "demand"
    CONCERN = "concern"
    CRITICISE = "criticise"
    CONDEMN = "condemn"
    ACCUSE = "accuse"
    REJECT = "reject"
    DENY = "deny"
    THREATEN = "threaten"
    RECOGNISE = "recognise"
    SIGN = "sign"
    VOTE = "vote"


class Voice(StrEnum):
    """Joint: one text, two or more holders. Parallel: each said the same for itself."""

    UNILATERAL = "unilateral"
    JOINT = "joint"
    PARALLEL = "parallel"


class Modality(StrEnum):
    """Whether the position is taken, meant, conditional, imagined or denied."""

    ACTUAL = "actual"
    INTENDED = "intended"
    CONDITIONAL = "conditional"
    HYPOTHETICAL = "hypothetical"
    DENIED = "denied"


class Attribution(StrEnum):
    """How close the words are to the holder's own; `record` is a vote."""

    QUOTE = "quote"
    MIXED = "mixed"
    PARAPHRASE = "paraphrase"
    INFERENCE = "inference"
    RECORD = "record"


class Status(StrEnum):
    """Judgement without deletion: questions show accepted positions unless asked otherwise."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


class Kind(StrEnum):
    """Kinds of statement."""

    JOINT_STATEMENT = "jointStatement"
    PRESS_CONFERENCE = "pressConference"
    SPEECH = "speech"
    PRESS_RELEASE = "pressRelease"
    COMMUNIQUE = "communique"
    DECLARATION = "declaration"
    INTERVIEW = "interview"
    LETTER = "letter"
    RESOLUTION = "resolution"
    REPORT = "report"
    ROLL_CALL = "rollCall"
    OTHER = "otherStatement"


class ActorKind(StrEnum):
    """Classes of actor. `Actor` alone is a placeholder of unknown class."""

    STATE = "State"
    ORGANISATION = "Organisation"
    BLOC = "Bloc"
    PERSON = "Person"
    ACTOR = "Actor"


def vote_id(body: str, roll_call: str, actor: str) -> str:
    """Return a vote's id. It is no hash: what makes a vote is short, and a million of them can be read and compressed.

    >>> vote_id("UNGA", "3", "USA")
    'UNGA-3-USA'
    """
    return f"{body}-{roll_call}-{actor}"


def digest(*parts: str) -> str:
    """Return 20 hexadecimal digits of the SHA-256 of the parts, each preceded by its length in UTF-8 bytes.

    The lengths keep ("ab", "c") apart from ("a", "bc").

    >>> digest("position", "RUS", "one-china-policy")
    'b1d3b286b07b33e514b9'
    """
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode()
        whole.update(b"%d:" % len(data) + data)
    return whole.hexdigest()[:20]


_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def period(date: str) -> tuple[datetime.date, datetime.date]:
    """Return the first and the last day that a date at known precision covers.

    >>> period("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))

    Raises:
        ValueError: when it is no date of the form YYYY, YYYY-MM or YYYY-MM-DD.
    """
    match = _DATE.fullmatch(date)
    if not match:
        raise ValueError(f"no date: {date!r}")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if month is None:
        return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    if day is None:
        last = calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 0
        return datetime.date(year, month, 1), datetime.date(year, month, last)
    return datetime.date(year, month, day), datetime.date(year, month, day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A state, organisation, bloc or person; a placeholder where the text names nobody."""

    code: str
    kind: ActorKind
    name: str
    aliases: tuple[str, ...] = ()
    exact_matches: tuple[str, ...] = ()
    """IRIs of the same actor elsewhere (Wikidata and the like)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A dated tie of an actor to a body: an office that a person holds, a seat that a state has. Both ends are inclusive."""

    member: str
    organization: str
    role: str = "member"
    since: str | None = None
    until: str | None = None

    @property
    def id(self) -> str:
        """A hash of who, where, as what and since when."""
        return digest("membership", self.member, self.organization, self.role, self.since or "")

    def covers(self, date: str) -> bool:
        """Tell whether the membership may hold on the date: precision that is not known counts in its favour.

        >>> Membership(member="x", organization="FRA", role="president", since="2012-05-15", until="2017").covers("2017-03-01")
        True
        """
        first, last = period(date)
        return (self.since is None or period(self.since)[0] <= last) and (self.until is None or first <= period(self.until)[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What positions are about: neutral in its label, with its positive pole written down."""

    id: str
    label: str
    positive_pole: str
    aliases: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()
    exact_matches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What is cited. `identifier` is its path or address as given; `text`, where held, is stored exactly as read."""

    identifier: str
    title: str | None = None
    issued: str | None = None
    publisher: str | None = None
    language: str | None = None
    source: str | None = None
    """The address where it can be read."""
    license: str | None = None
    text: str | None = field(default=None, repr=False)
    content_hash: str | None = None
    """SHA-256 of the exact stored text in UTF-8; filled from `text` where that is held."""

    def __post_init__(self) -> None:
        if self.text is not None:
            found = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
            if self.content_hash not in (None, found):
                raise ValueError(f"content hash {self.content_hash} is not that of the text, {found}")
            object.__setattr__(self, "content_hash", found)

    @property
    def id(self) -> str:
        """The content's hash where it is known, so that a moved file stays the same document; else the identifier's."""
        return digest("document", self.content_hash or self.identifier)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The act of saying: a joint statement, a press conference, a roll call. `key` tells the statements of a document apart."""

    document: str
    """The id of the document that records it."""
    key: str
    kind: Kind
    date: str
    title: str | None = None
    parties: tuple[str, ...] = ()
    """Who was examined: signatories, speakers' sides, members voting. Silence can be asked for only of these."""
    reported_by: tuple[str, ...] = ()
    act: Act | None = None
    attribution: Attribution | None = None
    notes: tuple[str, ...] = ()
    """What is odd about the record: totals that do not add up, a probable double."""

    @property
    def id(self) -> str:
        """A hash of the document, the key, the kind and the date."""
        return digest("statement", self.document, self.key, self.kind, self.date)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A stance that actors hold on an issue: one holder set, one issue, one stance, one clause. Never an office.

    `document` and `statement` are ids; `issue` is an issue's id; holders, targets and speaker are actor codes.
    `text` is the document's text at [start, end), word for word.

    >>> p = Position(document="d", statement="s", holders=("RUS",), issue="one-china-policy", stance=3, act=Act.AFFIRM,
    ...              attribution=Attribution.PARAPHRASE, date="2025-05-08", start=2471, end=2526)
    >>> p.id
    '77c71bcc665434bc163f'
    """

    document: str
    statement: str
    holders: tuple[str, ...]
    issue: str
    stance: int
    act: Act
    attribution: Attribution
    date: str
    voice: Voice = Voice.UNILATERAL
    targets: tuple[str, ...] = ()
    speaker: str | None = None
    modality: Modality = Modality.ACTUAL
    status: Status = Status.ACCEPTED
    confidence: float | None = None
    start: int | None = None
    end: int | None = None
    text: str | None = None
    propositions: tuple[str, ...] = ()
    revises: str | None = None
    key: str | None = None
    """The id of a recorded vote, see `vote_id`; other positions have none and go by their hash."""

    @property
    def id(self) -> str:
        """The key, else a hash of document, statement, span, holders, issue, stance, act, date, speaker and targets."""
        if self.key is not None:
            return self.key
        span = f"{'' if self.start is None else self.start}-{'' if self.end is None else self.end}"
        return digest("position", self.document, self.statement, span, "\n".join(sorted(self.holders)), self.issue,
                      str(self.stance), self.act, self.date, self.speaker or "", "\n".join(sorted(self.targets)))


@dataclass(frozen=True, slots=True)
class Facts:
    """What a source yields: values that belong together, each sort in the order read."""

    positions: tuple[Position, ...] = ()
    statements: tuple[Statement, ...] = ()
    documents: tuple[Document, ...] = ()
    actors: tuple[Actor, ...] = ()
    issues: tuple[Issue, ...] = ()
    memberships: tuple[Membership, ...] = ()

    def __add__(self, other: "Facts") -> "Facts":
        return Facts(*(tuple(dict.fromkeys((*getattr(self, f.name), *getattr(other, f.name)))) for f in fields(Facts)))


def merge(parts: Iterable[Facts]) -> Facts:
    """Join the facts of several sources; equal values are kept once, in the order of their first appearance."""
    whole = list(parts)
    return Facts(*(tuple(dict.fromkeys(value for part in whole for value in getattr(part, f.name))) for f in fields(Facts)))
