"""The layouts in which roll calls of the United Nations are published, told apart by the header of the file.

| layout | as published by | a row is |
|---|---|---|
| voeten | Voeten, Harvard Dataverse hdl:1902.1/12379, `UNVotes.csv`, older and newer columns | a state's vote, with its roll call |
| unvotes | the package unvotes: `votes.csv`, with `roll_calls` and `issues` beside it | a state's vote |
| general-assembly | the UN Digital Library's General Assembly file | a member's vote, with the resolution and the totals |
| security-council | its Security Council file | the same; permanent members are marked |

Source: the packages' own documentation and the Library's data dictionaries (version of February 2026).
"""

import csv
import gzip
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from positiongraph.errors import Fault, InputError, UsageError

ABSENT, NO_MEMBER, NOT_VOTING, WITHOUT_VOTE = "absent", "not a member", "not voting", "adopted without a vote"

_LETTERS: dict[str, int | str] = {"Y": 2, "A": 0, "N": -2, "X": NOT_VOTING, "NV": NOT_VOTING}


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout: which columns it has, what its votes mean. A code means a stance, or a reason why there is no position."""

    name: str
    body: str
    roll_call: str
    voter: str
    voters: str
    """How the voter column names states: `cow` (Correlates of War), `name` or `code`."""
    vote: str
    codes: Mapping[str, int | str]
    needed: frozenset[str]
    known: frozenset[str]
    key_prefix: str = ""
    days_trusted: bool = False

    @property
    def expected(self) -> str:
        """The codes, for a message."""
        *first, last = self.codes
        return f"{', '.join(first)} or {last}"


_ROLL_CALL = frozenset({"session", "date", "unres", "importantvote", "amend", "para", "short", "descr", "year"})
_CLASSES = frozenset({"me", "nu", "di", "hr", "co", "ec"})
_TOTALS = frozenset({"total_yes", "total_no", "total_abstentions", "total_non_voting", "total_ms"})
_RECORD = frozenset({"undl_id", "ms_code", "ms_name", "ms_vote", "date", "resolution", "draft", "meeting", "subjects", "vote_note",
                     "undl_link"})

LAYOUTS = (
    Layout("general-assembly", "UNGA", "undl_id", "ms_code", "code", "ms_vote", _LETTERS,
           frozenset({"undl_id", "ms_code", "ms_vote", "date", "session", "resolution"}),
           _RECORD | _TOTALS | {"session", "committee_report", "title", "agenda_title"}, "undl", True),
    Layout("security-council", "UNSC", "undl_id", "ms_code", "code", "ms_vote", _LETTERS,
           frozenset({"undl_id", "ms_code", "ms_vote", "date", "resolution", "permanent_member", "modality"}),
           _RECORD | _TOTALS | {"permanent_member", "description", "agenda", "modality"}, "undl", True),
    Layout("voeten", "UNGA", "rcid", "ccode", "cow", "vote", {"1": 2, "2": 0, "3": -2, "8": ABSENT, "9": NO_MEMBER},
           frozenset({"rcid", "ccode", "vote", "session", "date"}),
           _ROLL_CALL | _CLASSES | {"rcid", "ccode", "vote", "member", "country", "Country", "Countryname", "yes", "no", "abstain"}),
    Layout("unvotes", "UNGA", "rcid", "country", "name", "vote", {"yes": 2, "abstain": 0, "no": -2},
           frozenset({"rcid", "country", "vote"}), frozenset({"rcid", "country", "country_code", "iso3", "vote"})),
)
"""In the order in which a header is compared with them."""

_MARKS = (frozenset({"rcid", "vote"}), frozenset({"rcid", "ccode"}), frozenset({"undl_id", "ms_vote"}), frozenset({"undl_id", "ms_code"}))


def header(path: str, encoding: str | None = None) -> list[str] | None:
    """Return the names in the first line of a CSV file, gzipped or not; None where the file is no such thing."""
    file = Path(path)
    if not file.is_file() or not file.name.casefold().endswith((".csv", ".csv.gz")):
        return None
    try:
        with gzip.open(file) if file.suffix.casefold() == ".gz" else file.open("rb") as stream:
            line = stream.readline(65536)
        return next(csv.reader(io.StringIO(line.decode(encoding or "utf-8-sig"))), [])
    except LookupError:
        raise UsageError(f"no encoding named {encoding!r}") from None
    except (OSError, EOFError, UnicodeDecodeError, csv.Error):
        return None


def recognise(path: str, encoding: str | None = None) -> Layout | None:
    """Return the layout of a file of votes, None where it is something else.

    Raises:
        InputError: the header is that of votes, but a column is missing or there twice.
    """
    names = header(path, encoding)
    if names is None or not any(mark <= set(names) for mark in _MARKS):
        return None
    twice = sorted({name for name in names if names.count(name) > 1 and name})
    if twice:
        raise InputError([Fault(path, 1, f"column {name!r} stands twice", "each column once") for name in twice])
    for layout in LAYOUTS:
        if layout.needed <= set(names):
            return layout
    near = min(LAYOUTS, key=lambda layout: len(layout.needed - set(names)))
    hint = f"the columns of {near.name} votes: {', '.join(sorted(near.needed))}"
    raise InputError([Fault(path, 1, f"no column {name!r}", hint) for name in sorted(near.needed - set(names))])
