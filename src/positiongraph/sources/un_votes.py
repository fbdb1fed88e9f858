"""Roll calls of the United Nations → facts: the small ones as values, the votes as flat rows, a batch at a time.

A yes is a stance of +2 on adopting the text, an abstention 0, a no −2. Absent, not voting, not a member and adopted without a vote are no
position: they are counted. What is wrong with a source is said, not mended: totals that do not add up and probable doubles stand as notes
on the roll call, days known to be wrong are left out of its date.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from positiongraph.errors import Fault, InputError
from positiongraph.facts import Act, Actor, ActorKind, Attribution, Facts, Modality, Position, Status, Voice, vote_id
from positiongraph.reference.described import described
from positiongraph.rows import SCHEMA
from positiongraph.sources.roll_calls import RollCall, companions, headings, roll_call, subject
from positiongraph.sources.vote_columns import NOTHING, Columns, lines_of, read_columns
from positiongraph.sources.vote_layouts import LAYOUTS, Layout, recognise
from positiongraph.sources.vote_notes import notes_on
from positiongraph.sources.voters import Voters

__all__ = ["LAYOUTS", "Layout", "Votes", "read_votes", "recognise"]

BATCH = 98_304
"""Votes in a batch of flat rows."""


STRANGERS = 20
"""So many voters may be unknown in any file; where it is most of more, the column is not one of voters."""


@dataclass(frozen=True, slots=True)
class Votes:
    """A file of votes, read. In memory: the facts that votes share, and seven bytes a vote."""

    path: str
    heads: Facts
    """Documents, statements, issues, actors and memberships; no positions."""
    codes: tuple[str, ...]
    """Actors, sorted."""
    roll_calls: tuple[RollCall, ...]
    """Sorted by key; `heads` has their documents, statements and first issues in the same order."""
    roll_call: np.ndarray
    actor: np.ndarray
    stance: np.ndarray
    """One entry a position, sorted by roll call and actor: index, index, stance."""
    rows: int
    """Rows of the file: positions, non-positions, doubles and rejects together."""
    nothing: Counter[str] = field(default_factory=Counter)
    """Rows that are no position, by reason."""
    doubles: int = 0
    rejects: tuple[tuple[Fault, dict[str, str]], ...] = ()
    unused: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.stance)

    @property
    def summary(self) -> str:
        """Say what became of the rows; the numbers add up."""
        parts = [f"{len(self):,} positions", *(f"{count:,} {reason}" for reason, count in sorted(self.nothing.items()) if count),
                 *(f"{count:,} {what}" for count, what in ((self.doubles, "told twice"), (len(self.rejects), "refused")) if count)]
        return f"{self.path}: {self.rows:,} rows in {len(self.roll_calls):,} roll calls: {', '.join(parts)}"

    def batches(self, without: Collection[str] = (), size: int = BATCH) -> Iterator[pa.RecordBatch]:
        """Yield the votes as flat rows (see `positiongraph.rows`), sorted by position, but for those of the documents named."""
        statements, documents = self.heads.statements, self.heads.documents
        issues = self.heads.issues[: len(statements)]
        keep = np.array([document.id not in without for document in documents], bool)[self.roll_call] if without else None
        chosen = (self.roll_call, self.actor, self.stance)
        roll_calls, actors, stances = chosen if keep is None else tuple(column[keep] for column in chosen)
        words = {
            "issue": pa.array([issue.id for issue in issues]), "issue_label": pa.array([issue.label for issue in issues]),
            "date": pa.array([s.date for s in statements]), "document": pa.array([d.id for d in documents]),
            "statement": pa.array([s.id for s in statements]),
        }
        prefixes = pa.array([vote_id(r.body, r.key, "") for r in self.roll_calls])
        codes = pa.array(self.codes, pa.string())
        for at in range(0, len(stances), size):
            part = slice(at, at + size)
            number = len(stances[part])
            r, a = pa.array(roll_calls[part], pa.int32()), pa.array(actors[part], pa.int32())
            nobody = pa.array([[]], SCHEMA.field("targets").type).take(pa.array(np.zeros(number, np.int32)))
            same = {"act": Act.VOTE, "voice": Voice.UNILATERAL, "modality": Modality.ACTUAL, "status": Status.ACCEPTED,
                    "attribution": Attribution.RECORD}
            columns: dict[str, pa.Array] = {
                "position": pc.binary_join_element_wise(prefixes.take(r), codes.take(a), ""),
                "holder": pa.DictionaryArray.from_arrays(a, codes), "holders": pa.array(np.ones(number, np.int16)),
                "stance": pa.array(stances[part]), "targets": nobody,
                **{name: pa.DictionaryArray.from_arrays(r, values) for name, values in words.items()},
                **{name: _constant(value.value, number) for name, value in same.items()},
            }
            arrays = [columns[f.name] if f.name in columns else pa.nulls(number, f.type) for f in SCHEMA]
            yield pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)

    def facts(self) -> Facts:
        """Return everything as values, votes too: for what is small, and for tests. Some 500 bytes a vote."""
        positions = []
        for r, a, stance in zip(self.roll_call.tolist(), self.actor.tolist(), self.stance.tolist(), strict=True):
            said, call, code = self.heads.statements[r], self.roll_calls[r], self.codes[a]
            positions.append(Position(
                document=said.document, statement=said.id, holders=(code,), issue=call.name, stance=stance, act=Act.VOTE,
                attribution=Attribution.RECORD, date=said.date, key=vote_id(call.body, call.key, code)))
        return replace(self.heads, positions=tuple(positions))


def read_votes(
    path: str, layout: Layout | None = None, *, keep_going: bool = False, encoding: str | None = None,
    tell: Callable[[int], None] = lambda _: None,
) -> Votes:
    """Read a file of votes in any of the layouts of `vote_layouts`, gzipped or not.

    Raises:
        InputError: with every fault, unless `keep_going`; always where the file cannot be read to its end or a table beside it is missing.
    """
    layout = layout or recognise(path, encoding)
    if layout is None:
        hint = "a CSV file in one of the layouts " + ", ".join(each.name for each in LAYOUTS)
        raise InputError([Fault(path, None, "no file of votes", hint)])
    beside = companions(path, encoding) if layout.name == "unvotes" else None
    columns = read_columns(path, layout, encoding=encoding, tell=tell)
    faults, calls = _roll_calls(columns, beside)
    if faults:  # without its roll call a vote means nothing: no row of it can be taken
        faults += [fault for fault, _ in columns.rejects]
        raise InputError(faults)
    votes = _sorted(columns, calls, encoding)
    if votes.rejects and not keep_going:
        raise InputError([fault for fault, _ in votes.rejects])
    return votes


def _roll_calls(
    columns: Columns, beside: tuple[dict[str, dict[str, str]], dict[str, tuple[str, ...]]] | None
) -> tuple[list[Fault], list[RollCall]]:
    layout, faults, calls = columns.layout, [], []
    for number, first in enumerate(columns.roll_calls):
        row, key = first, first[layout.roll_call]
        subjects: tuple[str, ...] = ()
        if beside:
            if key not in beside[0]:
                line = _first_line(columns, number)
                what = f"roll call {key!r} is not in the table roll_calls"
                faults.append(Fault(columns.path, line, what, "a roll call of that table"))
                continue
            row, subjects = beside[0][key], beside[1].get(key, ())
        try:
            calls.append(roll_call(layout.body, layout.key_prefix, key, row, days_trusted=layout.days_trusted, subjects=subjects))
        except ValueError as error:
            faults.append(Fault(columns.path, _first_line(columns, number), f"roll call {key!r}: {error}", "a date such as 2015-12-23"))
    return faults, calls


def _first_line(columns: Columns, number: int) -> int | None:
    row = int(np.argmax(columns.roll_call == number))
    return next((line for _, line, _ in lines_of(columns.path, {row})), None)


def _sorted(columns: Columns, calls: list[RollCall], encoding: str | None) -> Votes:
    """Look the voters up, put votes in order, take doubles out, and describe what the votes share."""
    lookup = Voters(columns.layout.voters)
    taken = np.flatnonzero(columns.stance != NOTHING)
    actor, codes = _actors(columns, calls, taken, lookup)
    if len(lookup.unknown) > max(STRANGERS, len(columns.voters) // 2):
        what = f"column {columns.layout.voter!r} holds nobody known in {len(lookup.unknown):,} of {len(columns.voters):,} names, " \
               f"such as {next(iter(lookup.unknown))!r}"
        raise InputError([Fault(columns.path, 1, what, "states; are names in the header swapped?")])
    order = sorted(range(len(calls)), key=lambda number: calls[number].name + "-")
    place = np.empty(len(calls), np.int32)
    place[order] = np.arange(len(calls), dtype=np.int32)
    calls = [calls[number] for number in order]
    roll_call, stance = place[columns.roll_call[taken]], columns.stance[taken]
    by = np.argsort(roll_call.astype(np.int64) * len(codes) + actor, kind="stable")  # the file's order decides between doubles
    roll_call, actor, stance, taken = roll_call[by], actor[by], stance[by], taken[by]
    again = np.zeros(len(by), bool)
    again[1:] = (roll_call[1:] == roll_call[:-1]) & (actor[1:] == actor[:-1])
    first = np.maximum.accumulate(np.where(again, 0, np.arange(len(by))))
    clash = again & (stance != stance[first])
    rejects = list(columns.rejects)
    whose = {int(taken[at]): int(at) for at in np.flatnonzero(clash)}
    for row, line, values in lines_of(columns.path, set(whose), encoding):
        at = whose[row]
        what = f"{codes[actor[at]]} votes twice in roll call {calls[roll_call[at]].key}, and differently"
        rejects.append((Fault(columns.path, line, what, "one vote a state"), values))
    kept = ~again
    roll_call, actor, stance = roll_call[kept], actor[kept], stance[kept]
    notes = notes_on(columns, calls, place, roll_call, actor, stance)
    heads = _heads(calls, notes, codes, roll_call, actor, stance)
    return Votes(
        columns.path, heads, codes, tuple(calls), roll_call, actor, stance, columns.rows, columns.nothing, int((again & ~clash).sum()),
        tuple(sorted(rejects, key=lambda reject: reject[0].line or 0)), tuple(columns.unused),
        tuple(_warnings(columns.path, calls, notes, sorted(lookup.unknown))))


def _warnings(path: str, calls: list[RollCall], notes: list[tuple[str, ...]], unknown: list[str]) -> Iterator[str]:
    if unknown:
        yield f"{path}: {len(unknown)} voters are not known: {', '.join(unknown)}; kept as unresolved"
    for beginning, what in (("The source's totals", "whose totals do not add up"), ("Probably a double", "that are probably doubles")):
        if count := sum(any(note.startswith(beginning) for note in each) for each in notes):
            yield f"{path}: {count:,} roll calls {what}"
    if count := sum(len(call.date) < 10 for call in calls):
        yield f"{path}: {count:,} roll calls are dated to the month: their day is wrong or missing in the source"


def _actors(columns: Columns, calls: list[RollCall], taken: np.ndarray, lookup: Voters) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return each taken row's actor as an index into the sorted codes."""
    dates = sorted({call.date for call in calls})
    number = {date: at for at, date in enumerate(dates)}
    day = np.array([number[call.date] for call in calls], np.int64)[columns.roll_call[taken]]
    pairs = columns.voter[taken].astype(np.int64) * len(dates) + day
    distinct, where = np.unique(pairs, return_inverse=True)
    names = [lookup.code(columns.voters[pair // len(dates)], dates[pair % len(dates)]) for pair in distinct.tolist()]
    codes = tuple(sorted(set(names)))
    index = {code: at for at, code in enumerate(codes)}
    return np.array([index[name] for name in names], np.int16)[where], codes


def _heads(
    calls: list[RollCall], notes: list[tuple[str, ...]], codes: tuple[str, ...],
    roll_call: np.ndarray, actor: np.ndarray, stance: np.ndarray,
) -> Facts:
    """Describe what the votes share. The hash of a document covers its votes."""
    bounds = np.searchsorted(roll_call, np.arange(len(calls) + 1))
    pair = actor.astype(np.int32) * 8 + stance + 2
    spelt = [f"{code}{value - 2:+d}" for code in codes for value in range(8)]
    documents, statements = [], []
    for number, call in enumerate(calls):
        votes = hashlib.sha256(" ".join([spelt[each] for each in pair[bounds[number]: bounds[number + 1]].tolist()]).encode()).hexdigest()
        documents.append(call.document(votes, notes[number]))
        statements.append(call.statement(documents[-1].id, notes[number]))
    issues = {issue.id: issue for issue in (call.issue for call in calls)}
    made = {issue.id: issue for call in calls for issue in headings(call.headings)}
    for key in sorted({broader for issue in issues.values() for broader in issue.broader}):
        issues[key] = made.get(key) or subject(key)
    placeholders = tuple(Actor(code=code, kind=ActorKind.ACTOR, name=code.split(":", 1)[1]) for code in codes if ":" in code)
    witness = replace(statements[0], parties=codes) if statements else None
    known = described(Facts(statements=(witness,) if witness else (), issues=tuple(issues.values()), actors=placeholders))
    return replace(known, documents=tuple(documents), statements=tuple(statements))


def _constant(word: str, number: int) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(number, np.int32)), pa.array([word]))
