"""The published schema of a batch of positions: one record a position, the same in YAML, JSON Lines, CSV and Parquet.

`positiongraph extract` writes these records and `positiongraph build` reads them. In CSV a list is separated by `;`, an empty cell is
a missing value. `json_schema()` is the same schema for machines.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from positiongraph.errors import nearest
from positiongraph.facts import STANCES, Act, ActorKind, Attribution, Kind, Modality, Status, Voice, period

Complaint = tuple[str, str, str]
"""Field (empty for several together), what, and what was expected."""

LISTS = frozenset({"holders", "targets", "concerns", "parties", "reported_by", "propositions", "aliases", "broader"})


def _choice(*known: str) -> BeforeValidator:
    """Check a word of a closed list. Words are compared as they stand: a local name is a name."""

    def check(value: object) -> object:
        if value not in known:
            near = nearest(str(value), known)
            raise ValueError(f"unknown word {_short(value)}|{near[0] + ', or another of ' if near else 'one of '}{', '.join(known)}")
        return value

    return BeforeValidator(check)


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "…" + shown[0]


def _date(value: object) -> object:
    text = str(value)
    try:
        period(text)
    except ValueError:
        raise ValueError(f"no such date {_short(text)}|YYYY, YYYY-MM or YYYY-MM-DD") from None
    return text


def _stance(value: object) -> object:
    if isinstance(value, str) and value.strip().lstrip("+-−").isdigit():
        value = int(value.strip().replace("−", "-"))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value not in STANCES:
        raise ValueError(f"no such stance {_short(value)}|a whole number from -3 (condemns) to 3 (endorses)")
    return value


def _offset(value: object) -> object:
    if isinstance(value, str) and value.strip().isdigit():
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"no offset {_short(value)}|a whole number of code points, from 0")
    return value


def _confidence(value: object) -> object:
    try:
        number = float(value)  # type: ignore[arg-type]  # whatever a cell holds
    except (TypeError, ValueError):
        number = -1.0
    if isinstance(value, bool) or not 0 <= number <= 1:
        raise ValueError(f"no confidence {_short(value)}|a number from 0 to 1")
    return number


def _filled(value: str) -> str:
    if not value.strip():
        raise ValueError("an empty text|words")
    return value


Date = Annotated[str, BeforeValidator(_date), Field(json_schema_extra={"pattern": r"^\d{4}(-\d\d(-\d\d)?)?$"})]
Offset = Annotated[int, BeforeValidator(_offset), Field(ge=0)]
Words = Annotated[str, AfterValidator(_filled)]


class Record(BaseModel):
    """Strict about what a field holds, silent about nothing."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class IssueRecord(Record):
    """An issue that a file brings along: neutral label, written pole."""

    issue: Words
    issue_id: Words | None = None
    positive_pole: Words | None = None
    aliases: tuple[Words, ...] = ()
    broader: tuple[Words, ...] = ()
    concerns: tuple[Words, ...] = ()


class ActorRecord(Record):
    """An actor that a file brings along."""

    code: Words
    kind: Annotated[ActorKind, _choice(*ActorKind)] = ActorKind.ACTOR
    name: Words
    aliases: tuple[Words, ...] = ()


class DocumentRecord(Record):
    """What is known of a document. `document` is its path or address."""

    document: Words
    title: str | None = None
    issued: Date | None = None
    publisher: str | None = None
    language: str | None = None
    source: str | None = None
    license: str | None = None


class PositionRecord(DocumentRecord):
    """One position, as `extract` prints it, with what tables may add.

    start, end are code points in the document's text, end exclusive; text is exactly that slice. holders and targets are codes or
    names of actors; `unnamed:<words>` stays unnamed. `statement` tells the statements of one document apart.
    """

    start: Offset | None = None
    end: Offset | None = None
    text: str | None = None
    holders: Annotated[tuple[Words, ...], Field(min_length=1)]
    targets: tuple[Words, ...] = ()
    speaker: Words | None = None
    act: Annotated[Act, _choice(*Act)]
    voice: Annotated[Voice | None, _choice(*Voice)] = None
    modality: Annotated[Modality, _choice(*Modality)] = Modality.ACTUAL
    attribution: Annotated[Attribution, _choice(*Attribution)] = Attribution.PARAPHRASE
    status: Annotated[Status, _choice(*Status)] = Status.ACCEPTED
    stance: Annotated[int, BeforeValidator(_stance), Field(ge=-3, le=3)]
    issue: Words
    issue_id: Words | None = None
    positive_pole: Words | None = None
    concerns: tuple[Words, ...] = ()
    date: Date
    confidence: Annotated[float, BeforeValidator(_confidence), Field(ge=0, le=1)] | None = None
    propositions: tuple[Words, ...] = ()
    statement: str = "statement"
    statement_kind: Annotated[Kind | None, _choice(*Kind)] = None
    statement_title: str | None = None
    parties: tuple[Words, ...] = ()
    reported_by: tuple[Words, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> "PositionRecord":
        if (self.start is None) != (self.end is None):
            raise ValueError("start without end, or end without start|both or neither")
        if self.start is not None and self.end is not None:
            if self.end <= self.start:
                raise ValueError(f"end {self.end} is not after start {self.start}|end > start")
            if self.text is not None and len(self.text) != self.end - self.start:
                raise ValueError(f"text has {len(self.text)} characters, but start and end span {self.end - self.start}|exactly that slice")
        if self.voice == Voice.JOINT and len(self.holders) < 2:
            raise ValueError("a joint position with one holder|two or more holders")
        if self.voice == Voice.UNILATERAL and len(self.holders) > 1:
            raise ValueError(f"a unilateral position with {len(self.holders)} holders|one holder, or voice joint")
        return self


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a position record."""
    return PositionRecord.model_json_schema()


_FILLER: dict[str, object] = {"document": "-", "holders": ("-",), "act": "assert", "stance": 0, "issue": "-", "date": "2000"}
_TOGETHER = {"start": ("end", "text"), "end": ("start", "text"), "holders": ("voice",), "text": ("start", "end")}


def check(row: Mapping[str, Any]) -> tuple[PositionRecord, list[Complaint]]:
    """Return the record of a row and every complaint about it, of single fields and of fields together.

    Where there are complaints, the record stands for what was sound: a faulty field has a filler, so that the rest can be checked.
    """
    try:
        return PositionRecord.model_validate(row), []
    except ValidationError as error:
        found = complaints(error)
    bad = {field for field, _, _ in found if field}
    bad.update(name for field in tuple(bad) for name in _TOGETHER.get(field, ()))
    if not bad:  # the fields are sound by themselves, but not together: take out what speaks of the words and the voice
        bad = {"start", "end", "text", "voice"}
    rest = {name: value for name, value in row.items() if name not in bad} | {name: _FILLER[name] for name in bad if name in _FILLER}
    record, more = check(rest)
    return record, found + more


def complaints(error: ValidationError) -> list[Complaint]:
    """Turn a validation error into (field, what, what was expected), one for each thing wrong."""
    found: list[Complaint] = []
    for item in error.errors(include_url=False):
        field = str(item["loc"][0]) if item["loc"] else ""
        name = f"{field}: " if field else ""
        if item["type"] == "missing":
            found.append((field, f"{field} is missing", _expected(field)))
        elif item["type"] == "value_error":
            what, _, expected = str(item["ctx"]["error"]).partition("|")
            found.append((field, name + what, expected))
        elif item["type"] == "too_short":
            found.append((field, f"{field} is empty", _expected(field)))
        else:
            found.append((field, f"{name}{_short(item['input'])} will not do", _expected(field) or item["msg"]))
    return found


def _expected(field: str) -> str:
    return {
        "document": "the path or address of the document", "holders": "at least one actor", "issue": "the issue's label",
        "act": "one of " + ", ".join(Act), "stance": "a whole number from -3 to 3", "date": "YYYY, YYYY-MM or YYYY-MM-DD",
        "name": "the actor's name", "code": "a code such as RUS or NATO",
    }.get(field, "a list" if field in LISTS else "text")
