"""Tables of positions → facts: YAML, JSON Lines, CSV and Parquet, all with the schema of `records`.

YAML may also have sections: `document` or `documents` (with `text`, or `file` beside the table), `statements`, `actors`, `issues` and
`positions`. A row with a `positive_pole` but neither holders nor stance describes an issue, in any format.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from slugify import slugify

from positiongraph import reference
from positiongraph.errors import Fault, InputError, nearest
from positiongraph.facts import UNNAMED, UNRESOLVED, Actor, ActorKind, Document, Facts, Issue, Kind, Position, Statement, Voice, digest
from positiongraph.reference.described import described
from positiongraph.sources.readers import Row, rows
from positiongraph.sources.records import ActorRecord, DocumentRecord, IssueRecord, PositionRecord, Record, check, complaints
from positiongraph.sources.un_votes import Votes

TEXTS = {".txt", ".text", ".md"}


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was not taken: what is wrong with it, and the row itself."""

    faults: tuple[Fault, ...]
    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading gave: the facts, the rows refused, and what was left unused, counted."""

    facts: Facts
    rejects: tuple[Reject, ...]
    duplicates: int
    """Rows that say again, word for word, what another row said."""
    unused: tuple[tuple[str, str, int], ...]
    """(file, column, rows) for columns that mean nothing here."""
    origins: Mapping[str, tuple[Fault, dict[str, Any]]]
    """Position id → where its row stands (as a fault without words), and the row."""
    votes: tuple[Votes, ...] = ()
    """Files of votes: too large to be values."""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Every fault, in the order of the input."""
        return tuple(fault for reject in self.rejects for fault in reject.faults)


def read_table(*paths: str, keep_going: bool = False, encoding: str | None = None) -> Reading:
    """Read tables of positions into facts, with the actors, issues and memberships that they name.

    Every row of every file is checked before anything is said. With `keep_going` faulty rows are left out and returned as rejects.
    Text is UTF-8, or as its byte order mark says, unless `encoding` is given.

    Raises:
        InputError: with all faults of all files, unless `keep_going`; always when a file cannot be read at all.
    """
    gathering = Gathering(encoding)
    for path in paths:
        gathering.add(path)
    reading = gathering.reading()
    if reading.rejects and not keep_going:
        raise InputError(reading.faults)
    return reading


class Gathering:
    """Facts in the making: rows of any number of tables, one set of documents, statements, actors and issues."""

    def __init__(self, encoding: str | None = None) -> None:
        self.encoding = encoding
        self.documents: dict[str, dict[str, Any]] = {}
        self.statements: dict[tuple[str, str], dict[str, Any]] = {}
        self.actors: dict[str, Actor] = {}
        self.issues: dict[str, Issue] = {}
        self.found: list[tuple[str, Row, PositionRecord]] = []
        self.rejects: list[Reject] = []
        self.unused: Counter[tuple[str, str]] = Counter()
        self.duplicates = 0
        self._names: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self._codes: dict[tuple[str, str], str | Fault] = {}

    def add(self, path: str) -> None:
        """Read one table. Actors, issues and documents that it describes count for its positions wherever they stand in it."""
        broken: list[Fault] = []
        table: list[Row] = []
        for row in rows(path, broken, self.encoding):
            if row.section == "broken":
                self.rejects.append(Reject((broken.pop(),), row.values))
            else:
                table.append(row)
        order = {"actors": 0, "issues": 1, "document": 2, "documents": 2, "statements": 3}
        table.sort(key=lambda row: order.get(_section(row), 4))
        only = [row.values.get("document") for row in table if _section(row) in ("document", "documents")]
        for row in table:
            section = _section(row)
            if section == "actors":
                self._describe(path, row, ActorRecord, self._actor)
            elif section == "issues":
                self._describe(path, row, IssueRecord, self._issue)
            elif section in ("document", "documents"):
                self._describe(path, row, DocumentRecord, self._document)
            elif section == "statements":
                self._statement(path, row, only)
            elif section == "positions":
                if len(only) == 1:
                    row.values.setdefault("document", only[0])
                self._position(path, row)
            else:
                known = "document, documents, statements, actors, issues, positions"
                self._reject(row, [Fault(path, row.line, f"unknown section {section!r}", f"one of {known}")])

    def reading(self) -> Reading:
        """Return what was gathered, with what the packaged reference knows of the actors and issues named."""
        positions: dict[str, Position] = {}
        origins: dict[str, tuple[Fault, dict[str, Any]]] = {}
        statements: dict[str, Statement] = {}
        documents = {name: self._made_document(values) for name, values in self.documents.items()}
        for path, row, record in self.found:
            position, statement, faults = self._facts(path, row, record, documents)
            if faults or position is None or statement is None:
                self._reject(row, faults)
                continue
            earlier = positions.get(position.id)
            if earlier == position:
                self.duplicates += 1
            elif earlier:
                where = origins[position.id][0]
                again = f"the position of {where.source}:{where.line} again, told differently"
                self._reject(row, [Fault(path, row.line, again, "each position once")])
            else:
                positions[position.id] = position
                origins[position.id] = Fault(path, row.line, ""), row.values
                known = statements.get(statement.id)
                parties = tuple(sorted({*statement.parties, *(known.parties if known else ()), *position.holders}))
                statements[statement.id] = replace(known or statement, parties=parties)
        facts = Facts(
            positions=tuple(positions.values()), statements=tuple(statements.values()),
            documents=tuple(documents.values()), actors=tuple(self.actors.values()), issues=tuple(self.issues.values()),
        )
        self.rejects.sort(key=lambda reject: (reject.faults[0].source, reject.faults[0].line or 0))
        unused = tuple((path, name, count) for (path, name), count in sorted(self.unused.items()))
        return Reading(described(facts), tuple(self.rejects), self.duplicates, unused, origins)

    def _reject(self, row: Row, faults: Iterable[Fault]) -> None:
        self.rejects.append(Reject(tuple(faults), row.values))

    def _describe(self, path: str, row: Row, model: type[Record], take: Any) -> None:
        try:
            record = model.model_validate(row.values)
        except ValidationError as error:
            self._reject(row, [Fault(path, row.lines.get(field, row.line), what, hint) for field, what, hint in complaints(error)])
            return
        self._count_unused(path, row, {*model.model_fields, "text", "file"} if model is DocumentRecord else {*model.model_fields})
        take(path, row, record)

    def _actor(self, path: str, row: Row, record: ActorRecord) -> None:
        self.actors[record.code] = Actor(code=record.code, kind=record.kind, name=record.name, aliases=record.aliases)
        for name in (record.name, *record.aliases):
            self._names[name.casefold()] = record.code

    def _issue(self, path: str, row: Row, record: IssueRecord) -> None:
        concerns, faults = self._actor_codes(path, row, "concerns", record.concerns, "")
        if faults:
            self._reject(row, faults)
            return
        key = record.issue_id or issue_id(record.issue)
        self.issues[key] = Issue(
            id=key, label=record.issue, positive_pole=record.positive_pole or default_pole(record.issue), aliases=record.aliases,
            broader=tuple(self._issue_key(name, None) for name in record.broader), concerns=concerns,
        )
        for name in (record.issue, *record.aliases):
            self._labels[name.casefold()] = key

    def _document(self, path: str, row: Row, record: DocumentRecord) -> None:
        values = record.model_dump(exclude_none=True)
        text, file = row.values.get("text"), row.values.get("file")
        if isinstance(text, str):
            values["text"] = text
        elif isinstance(file, str):
            held = Path(path).parent / file
            if not held.is_file():
                self._reject(row, [Fault(path, row.lines.get("file", row.line), f"no such file {file!r}", "the text beside the table")])
                return
            values["text"] = held.read_bytes().decode("utf-8", "replace")
        self.documents.setdefault(record.document, {"text": _text_at_hand(path, record.document)}).update(values)

    def _statement(self, path: str, row: Row, only: list[Any]) -> None:
        document = row.values.get("document") or (only[0] if len(only) == 1 else None)
        filler = {"document": document, "holders": ["-"], "act": "assert", "stance": 0, "issue": "-", "date": "2000"}
        record, found = check(filler | row.values)
        faults = [Fault(path, row.lines.get(field, row.line), what, hint) for field, what, hint in found]
        parties, more = self._actor_codes(path, row, "parties", record.parties, row.values.get("date") or "")
        reporters, most = self._actor_codes(path, row, "reported_by", record.reported_by, row.values.get("date") or "")
        if faults or more or most:
            self._reject(row, faults + more + most)
            return
        self._count_unused(path, row, {"document", "statement", "statement_kind", "statement_title", "date", "parties", "reported_by"})
        self.statements[record.document, record.statement] = {
            "kind": record.statement_kind, "title": record.statement_title, "date": row.values.get("date") and record.date,
            "parties": parties, "reported_by": reporters,
        }

    def _position(self, path: str, row: Row) -> None:
        record, found = check(row.values)
        faults = [Fault(path, row.lines.get(field, row.line), what, hint) for field, what, hint in found]
        faults += self._count_unused(path, row, set(PositionRecord.model_fields))
        bad = {field for field, _, _ in found}
        if bad:  # names are looked at too, so that one run tells everything
            for field in {"holders", "targets", "concerns", "parties", "reported_by"} - bad:
                faults += self._actor_codes(path, row, field, getattr(record, field), "" if "date" in bad else record.date)[1]
        if faults:
            self._reject(row, faults)
            return
        values = record.model_dump(include=set(DocumentRecord.model_fields), exclude_none=True)
        held = self.documents.setdefault(record.document, {"text": _text_at_hand(path, record.document)})
        clash = sorted(name for name in values if name in held and held[name] != values[name])
        if clash:
            self._reject(row, [Fault(path, row.lines.get(name, row.line), f"{name}: {values[name]!r} here, but {held[name]!r} before",
                                     "one document, one " + name) for name in clash])
            return
        held.update(values)
        self.found.append((path, row, record))

    def _count_unused(self, path: str, row: Row, known: set[str]) -> list[Fault]:
        """Count the fields that mean nothing here; one that looks like a slip of the pen is a fault."""
        faults = []
        for name in row.values:
            if name not in known:
                near = [word for word in nearest(name, known, 1) if word not in row.values]
                if near:
                    faults.append(Fault(path, row.lines.get(name, row.line), f"unknown field {name!r}", near[0]))
                else:
                    self.unused[path, name] += 1
        return faults

    def _facts(
        self, path: str, row: Row, record: PositionRecord, documents: dict[str, Document]
    ) -> tuple[Position | None, Statement | None, list[Fault]]:
        faults: list[Fault] = []
        codes = {}
        for field in ("holders", "targets", "concerns", "parties", "reported_by"):
            codes[field], more = self._actor_codes(path, row, field, getattr(record, field), record.date)
            faults += more
        if both := set(codes["holders"]) & set(codes["targets"]):
            line = row.lines.get("targets", row.line)
            faults.append(Fault(path, line, f"{', '.join(sorted(both))} is holder and target", "others as targets"))
        document = documents[record.document]
        span, more = _span(path, row, record, document)
        speaker, also = self._speaker(path, row, record)
        faults += more + also
        if faults:
            return None, None, faults
        said = self.statements.get((record.document, record.statement), {})
        statement = Statement(
            document=document.id, key=record.statement, date=said.get("date") or record.date,
            kind=said.get("kind") or record.statement_kind or kind_of(record.statement),
            title=said.get("title") or record.statement_title, parties=tuple(sorted({*codes["parties"], *said.get("parties", ())})),
            reported_by=tuple(sorted({*codes["reported_by"], *said.get("reported_by", ())})),
        )
        position = Position(
            document=document.id, statement=statement.id, holders=codes["holders"], issue=self._issue_key(record.issue, record),
            stance=record.stance, act=record.act, attribution=record.attribution, date=record.date,
            voice=record.voice or (Voice.JOINT if len(codes["holders"]) > 1 else Voice.UNILATERAL),
            targets=codes["targets"], speaker=speaker, modality=record.modality, status=record.status, confidence=record.confidence,
            start=span[0], end=span[1], text=span[2], propositions=record.propositions,
        )
        return position, statement, []

    def _actor_codes(self, path: str, row: Row, field: str, names: Iterable[str], date: str) -> tuple[tuple[str, ...], list[Fault]]:
        """Resolve the names of a field, as of the date. Codes come back sorted, each once."""
        codes, faults = set(), []
        for name in names:
            if (name, date) not in self._codes:
                self._codes[name, date] = self._code(name, date)
            found = self._codes[name, date]
            if isinstance(found, Fault):
                faults.append(Fault(path, row.lines.get(field, row.line), f"{field}: {found.what}", found.expected))
            else:
                codes.add(found)
        return tuple(sorted(codes)), faults

    def _code(self, name: str, date: str) -> str | Fault:
        if name in self.actors or name.casefold() in self._names:
            return self._names.get(name.casefold(), name)
        for prefix in (UNNAMED, UNRESOLVED):
            if name.startswith(prefix):
                return name if name.removeprefix(prefix).strip() else Fault("", None, f"{name!r} without words", f"{prefix}<words>")
        found = reference.resolve(name, on=date or None)
        if found.actor:
            return found.actor.code
        actors = {candidate.actor.code: candidate.actor for candidate in found.candidates if candidate.actor}
        if len(actors) == 1:  # a place of that name takes no position: "Moscow" as a holder is the state
            return next(iter(actors))
        if actors:
            which = [f"{actor.code} ({actor.name})" for actor in actors.values()]
            return Fault("", None, f"{name!r} may be several actors", "one of " + ", ".join(which))
        near = reference.nearest(name)
        hint = f"; nearest: {', '.join(near)}" if near else ""
        return Fault("", None, f"unknown actor {name!r}", f"a code or name of an actor, or {UNRESOLVED}{name}{hint}")

    def _speaker(self, path: str, row: Row, record: PositionRecord) -> tuple[str | None, list[Fault]]:
        """Return the speaker's code; a person whom nobody described is taken by name."""
        name = record.speaker
        if name is None:
            return None, []
        code = self._names.get(name.casefold(), name)
        actor: Actor | None = self.actors.get(code) or reference.actor(code) or reference.resolve(name, on=record.date).actor
        if actor is None:
            actor = Actor(code=slugify(name) or digest("actor", name), kind=ActorKind.PERSON, name=name)
            self.actors[actor.code] = actor
            self._names[name.casefold()] = actor.code
        if actor.kind != ActorKind.PERSON:
            line = row.lines.get("speaker", row.line)
            return None, [Fault(path, line, f"speaker: {name!r} is {actor.name}, no person", "a person's name")]
        return actor.code, []

    def _issue_key(self, label: str, record: PositionRecord | None) -> str:
        """Return the id of an issue, making a new one where neither the file nor the reference knows it."""
        given = record.issue_id if record else None
        known = reference.issue(given) if given else reference.resolve_issue(label)
        key = given or self._labels.get(label.casefold()) or (known.id if known else issue_id(label))
        if record and key not in self.issues and not known:
            concerns = self._actor_codes("", Row("", 0, {}), "", record.concerns, record.date)[0]
            self.issues[key] = Issue(id=key, label=label, positive_pole=record.positive_pole or default_pole(label), concerns=concerns)
        return key

    def _made_document(self, values: dict[str, Any]) -> Document:
        return Document(identifier=values["document"], **{name: value for name, value in values.items() if name != "document"})


def issue_id(label: str) -> str:
    """Make an issue's id from its label.

    >>> issue_id("China's position on the Ukraine crisis")
    'chinas-position-on-the-ukraine-crisis'
    """
    slug = slugify(label.replace("'", "").replace("’", ""))
    return slug if 0 < len(slug) <= 100 else f"{slug[:80]}-{digest('issue', label)}".lstrip("-")


def default_pole(label: str) -> str:
    """Say what +3 means where nobody wrote it down."""
    return f"being for: {label}"


def kind_of(key: str) -> Kind:
    """Read a statement's kind off its key, where the key is one.

    >>> kind_of("joint-statement"), kind_of("Tuesday")
    (<Kind.JOINT_STATEMENT: 'jointStatement'>, <Kind.OTHER: 'otherStatement'>)
    """
    flat = "".join(character for character in key.casefold() if character.isalnum())
    return next((kind for kind in Kind if kind.value.casefold() == flat), Kind.OTHER)


def _section(row: Row) -> str:
    if row.section:
        return row.section
    describes_issue = "positive_pole" in row.values and not {"holders", "stance", "act"} & set(row.values)
    return "issues" if describes_issue else "positions"


def _text_at_hand(path: str, identifier: str) -> str | None:
    """Return the document's text where its identifier is a text file, beside the table or where one stands."""
    if Path(identifier).suffix.casefold() not in TEXTS or "://" in identifier:
        return None
    for folder in (Path(path).parent, Path()):
        file = folder / identifier
        if file.is_file():
            try:
                return file.read_bytes().decode("utf-8")
            except UnicodeDecodeError:
                return None
    return None


def _span(path: str, row: Row, record: PositionRecord, document: Document) -> tuple[tuple[int | None, int | None, str | None], list[Fault]]:
    """Return (start, end, words), each checked against the document's text where that is held, or found in it."""
    start, end, words, text = record.start, record.end, record.text, document.text
    if text is None:
        return (start, end, words), []
    line = row.lines.get("text", row.lines.get("start", row.line))
    if start is None or end is None:
        if words is None:
            return (None, None, None), []
        count = text.count(words)
        if count != 1:
            what = f"text stands {count} times in {document.identifier}"
            return (None, None, None), [Fault(path, line, what, "start and end" if count else "its exact words")]
        start = text.index(words)
        return (start, start + len(words), words), []
    if end > len(text):
        return (None, None, None), [Fault(path, line, f"end {end} lies beyond {document.identifier}", f"at most {len(text)}")]
    if words is not None and text[start:end] != words:
        what = f"text is not what stands at {start}–{end} of {document.identifier}"
        return (None, None, None), [Fault(path, line, what, repr(text[start:end][:60]))]
    return (start, end, text[start:end]), []
