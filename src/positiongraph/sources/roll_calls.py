"""A roll call → its document, statement and issue: what all its votes have in common."""

import csv
import datetime
import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow as pa
from slugify import slugify

from positiongraph import reference
from positiongraph.errors import Fault, InputError
from positiongraph.facts import Act, Attribution, Document, Issue, Kind, Statement, digest

FIRST_TRUSTED_SESSION = 58
"""Before it the days of the Voeten data are wrong: from 1946 to 1996 none lies after the 7th of its month. Months hold."""

BODIES = {"UNGA": "General Assembly", "UNSC": "Security Council"}

CLASSES = {"me": "palestinian-conflict", "nu": "nuclear-weapons", "di": "arms-control-and-disarmament", "hr": "human-rights",
           "co": "colonialism", "ec": "economic-development"}
"""The six classic codes of the Voeten data → issues."""

POLE = "adopting the text"

_OWN = (
    Issue(id="palestinian-conflict", label="Palestinian conflict", positive_pole="the rights and claims of the Palestinians"),
    Issue(id="nuclear-weapons", label="Nuclear weapons", positive_pole="limiting and abolishing nuclear weapons"),
    Issue(id="arms-control-and-disarmament", label="Arms control and disarmament", positive_pole="controlling and reducing arms"),
    Issue(id="human-rights", label="Human rights", positive_pole="protecting human rights by resolutions on them"),
    Issue(id="colonialism", label="Colonialism", positive_pole="ending colonial rule"),
    Issue(id="economic-development", label="Economic development", positive_pole="development and more equal economic relations"),
    *(Issue(id=f"{body.casefold()}-votes", label=f"Votes of the UN {name} without a subject", positive_pole=POLE)
      for body, name in BODIES.items()),
)

_ADDRESS = "https://hdl.handle.net/1902.1/12379"
"""Where the Voeten data, and with them those of the package unvotes, are published."""


@dataclass(frozen=True, slots=True)
class RollCall:
    """What is known of a roll call, cleaned of its layout."""

    body: str
    key: str
    date: str
    symbol: str
    title: str
    subjects: tuple[str, ...]
    """Ids of the issues it is about."""
    link: str
    headings: str
    """Subject headings as the source has them."""
    part: bool
    """Only an amendment or a paragraph was voted on."""
    totals: tuple[int, ...] | None
    """Yes, abstentions, no, as the source counts them; None where it does not, or where no vote was taken."""
    members: tuple[int, ...] | None
    """Members that did not vote, and all members, as the source counts them."""

    @property
    def name(self) -> str:
        """Name the roll call: its body and key, as in the ids of its votes."""
        return f"{self.body}-{self.key}"

    @property
    def label(self) -> str:
        """Name the roll call for a reader: symbol and title, as far as there are any."""
        words = self.title if len(self.title) <= 100 else self.title[:100].rsplit(" ", 1)[0] + " …"
        called = ": ".join(part for part in (self.symbol, words) if part)
        return called or f"Roll call {self.key} of the {BODIES[self.body]}"

    def document(self, votes: str, notes: tuple[str, ...]) -> Document:
        """Return the record of the roll call. Its hash is that of all that is known of it: a changed record is another document."""
        known = (self.name, self.date, self.symbol, self.title, *self.subjects, self.link, *notes, votes)
        whole = hashlib.sha256("\n".join(known).encode("utf-8", "surrogatepass")).hexdigest()
        return Document(identifier=f"{self.body} roll call {self.key}", title=f"Voting record of {self.symbol or 'roll call ' + self.key}",
                        source=self.link or (_ADDRESS if self.key.isdigit() else None), content_hash=whole)

    def statement(self, document: str, notes: tuple[str, ...]) -> Statement:
        """Return the roll call itself. Who voted is examined by voting: holders are not told again as parties."""
        return Statement(document=document, key=self.name, kind=Kind.ROLL_CALL, date=self.date, title=self.title or None, act=Act.VOTE,
                         attribution=Attribution.RECORD, notes=notes)

    @property
    def issue(self) -> Issue:
        """Return the issue that the roll call is: whether to adopt the text."""
        return Issue(id=self.name, label=self.label, positive_pole=POLE, aliases=(self.symbol,) if self.symbol else (),
                     broader=self.subjects or (f"{self.body.casefold()}-votes",))


def roll_call(body: str, prefix: str, key: str, row: Mapping[str, str], *, days_trusted: bool, subjects: tuple[str, ...] = ()) -> RollCall:
    """Read what a row says of its roll call. A day that is not to be trusted leaves the month, a missing date the year.

    Raises:
        ValueError: there is neither date nor year nor session.
    """
    session = int(float(row["session"])) if row.get("session", "").replace(".", "").isdigit() else None
    day = date_of(row.get("date", ""))
    if day and not days_trusted and session is not None and session < FIRST_TRUSTED_SESSION:
        day = day[:7]
    if not day and row.get("year", "").isdigit():
        day = row["year"]
    if not day and session is not None and body == "UNGA":
        day = str(session + 1945)
    if not day:
        raise ValueError(f"no date: {row.get('date', '')!r}")
    title = row.get("title") or row.get("description") or row.get("short") or row.get("descr") or ""
    classes = tuple(CLASSES[code] for code in CLASSES if row.get(code) in ("1", "1.0"))
    return RollCall(
        body=body, key=f"{prefix}{key}", date=day, symbol=_clean(row.get("unres") or row.get("resolution") or ""), title=_clean(title),
        subjects=tuple(sorted({*classes, *subjects, *(issue.id for issue in headings(row.get("subjects", "")))})),
        link=_clean(row.get("undl_link", "")), headings=row.get("subjects", ""),
        part="1" in (row.get("amend"), row.get("para")), totals=_totals(row),
        members=_counts(row, "total_non_voting", "total_ms"),
    )


def date_of(text: str) -> str:
    """Return a day in ISO form from `2015-12-23` or `12/23/2015`, empty where there is none.

    >>> date_of("1/5/1946"), date_of("2015-12-23"), date_of("NA")
    ('1946-01-05', '2015-12-23', '')

    Raises:
        ValueError: it is a date that does not exist.
    """
    text = text.strip()
    if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        return datetime.date(int(match[3]), int(match[1]), int(match[2])).isoformat()
    if match := re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:[T ].*)?", text):
        return datetime.date.fromisoformat(match[1]).isoformat()
    if text not in ("", "NA"):
        raise ValueError(f"no date: {text!r}")
    return ""


@cache
def headings(text: str) -> tuple[Issue, ...]:
    """Return the issues of subject headings: a known one where its name is known, else one made of the heading.

    >>> [issue.id for issue in headings("HUMAN RIGHTS--REPORTS|NUCLEAR WEAPONS")]
    ['human-rights-reports', 'nuclear-weapons']
    """
    found = []
    for heading in re.split(r"[|;\n]", text):
        words = _clean(heading)
        if words:
            known = reference.resolve_issue(words) or next((i for i in _OWN if i.label.casefold() == words.casefold()), None)
            label = words.replace("--", ", ").capitalize()
            key = slugify(words)[:80] or digest("issue", words)
            found.append(known or Issue(id=key, label=label, positive_pole=f"what the texts on it ask for: {label}"))
    return tuple(dict.fromkeys(found))


def subject(key: str) -> Issue:
    """Return a subject of roll calls by its id: as the packaged issues have it, else our own wording."""
    return reference.issue(key) or next(issue for issue in _OWN if issue.id == key)


def companions(path: str, encoding: str | None = None) -> tuple[dict[str, dict[str, str]], dict[str, tuple[str, ...]]]:
    """Return roll calls by key, and their subjects, from `roll_calls` and `issues` beside a `votes` table of the package unvotes.

    Raises:
        InputError: one of them is not there, or cannot be read.
    """
    faults: list[Fault] = []
    tables = []
    for name in ("roll_calls", "issues"):
        near = [file for ending in (".csv", ".csv.gz") if (file := Path(path).with_name(name + ending)).is_file()]
        if not near:
            what = f"its table {name} is missing"
            faults.append(Fault(path, None, what, f"{name}.csv or {name}.csv.gz in {Path(path).parent}"))
            continue
        tables.append(_table(near[0], {"rcid", "date", "session"} if name == "roll_calls" else {"rcid", "short_name"}, encoding))
    if faults:
        raise InputError(faults)
    subjects: dict[str, tuple[str, ...]] = {}
    for row in tables[1]:
        if row["short_name"] in CLASSES:
            subjects[row["rcid"]] = (*subjects.get(row["rcid"], ()), CLASSES[row["short_name"]])
    return {row["rcid"]: row for row in tables[0]}, subjects


def _table(file: Path, needed: set[str], encoding: str | None) -> list[dict[str, str]]:
    try:
        with pa.input_stream(str(file), compression="gzip" if file.suffix == ".gz" else None) as stream:
            text = stream.read().decode(encoding or "utf-8-sig")
    except (OSError, EOFError):
        raise InputError([Fault(str(file), None, "the compressed file ends too early or is damaged", "a whole .gz file")]) from None
    except UnicodeDecodeError:
        raise InputError([Fault(str(file), None, "it is no UTF-8 text", "UTF-8, or --encoding NAME")]) from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = sorted(needed - set(reader.fieldnames or ()))
    if missing:
        raise InputError([Fault(str(file), 1, f"no column {name!r}", ", ".join(sorted(needed))) for name in missing])
    return [{str(name): str(value) for name, value in row.items()} for row in reader]


def _totals(row: Mapping[str, str]) -> tuple[int, ...] | None:
    if "without" in row.get("modality", "").casefold():
        return None
    return _counts(row, "total_yes", "total_abstentions", "total_no") or _counts(row, "yes", "abstain", "no")


def _counts(row: Mapping[str, str], *names: str) -> tuple[int, ...] | None:
    values = [row.get(name, "") for name in names]
    return tuple(int(float(value)) for value in values) if all(re.fullmatch(r"\d+(\.0+)?", value) for value in values) else None


def _clean(text: str) -> str:
    """Take out line breaks and double spaces; backslashes and broken letters stay as the source has them."""
    text = " ".join(text.split())
    return "" if text == "NA" else text

