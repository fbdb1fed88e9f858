"""Any sources → facts: who reads what is decided here, by what a source is."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from positiongraph.errors import Fault, InputError
from positiongraph.facts import Facts, merge
from positiongraph.reference.described import described
from positiongraph.sources import Reading, Reject, dna_reading, read_table
from positiongraph.sources.readers import FORMATS
from positiongraph.sources.un_votes import Votes, read_votes, recognise

if TYPE_CHECKING:
    from positiongraph.extraction.many import Account

TEXTS = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml")
LINES = (".jsonl", ".ndjson", "-")
"""What may hold positions or texts; its first line says which."""


def read(*sources: str | Path) -> Facts:
    """Return the facts of any number of sources.

    Tables of positions in YAML, JSON Lines, CSV or Parquet; texts (.txt .md .html, and .jsonl whose lines are texts with metadata), out of
    which positions are extracted; databases of the Discourse Network Analyzer (.dna); files of UN votes (see `sources.vote_layouts`),
    gzipped or not.

    Raises:
        InputError: with every fault of every source; nothing is left out in silence.
    """
    found = reading([str(source) for source in sources])
    return merge([found.facts, *(each.facts() for each in found.votes)]) if found.votes else found.facts


def reading(
    sources: Sequence[str], *, keep_going: bool = False, encoding: str | None = None, date: str | None = None, processes: int | None = 1,
    vectors: bool = False, held: Collection[str] = (), account: "Account | None" = None,
) -> Reading:
    """Read sources as `read` does, and tell what was refused, doubled and unused. Votes stay in columns (`Reading.votes`).

    `date`, `processes`, `vectors`, `held` and `account` are for texts, as `extract` takes them: with an account a text that cannot be
    read becomes a reject, and the rest goes on. No number of processes is as many as there are processors, where that pays.

    Raises:
        InputError: as `read`; with `keep_going` only where a source cannot be read at all; with an account not for texts, unless
            there is nothing else.
    """
    sheets = {source: layout for source in sources if (layout := recognise(source, encoding))}
    votes = [read_votes(source, layout, keep_going=keep_going, encoding=encoding) for source, layout in sheets.items()]
    kinds = {source: "-" if source == "-" else Path(source).suffix.casefold() for source in sources if source not in sheets}
    unknown = [source for source, kind in kinds.items() if kind not in ("-", ".dna", *FORMATS, *TEXTS)]
    if unknown:
        hint = "one of " + ", ".join((*FORMATS, *TEXTS, ".dna"))
        raise InputError([Fault(s, None, f"unknown kind of source {Path(s).suffix or Path(s).name!r}", hint) for s in unknown])
    texts = [source for source, kind in kinds.items() if kind in TEXTS or (kind in LINES and _holds_texts(source))]
    tables = [source for source, kind in kinds.items() if kind in ("-", *FORMATS) and source not in texts]
    found = read_table(*tables, keep_going=keep_going, encoding=encoding)
    discourse = {source: dna_reading(source) for source, kind in kinds.items() if kind == ".dna"}
    others = [one.facts for one in discourse.values()]
    rejects = list(found.rejects)
    if texts:
        from positiongraph.extraction import Account, extract
        from positiongraph.extraction.many import processes_for

        kept, processes = account or Account(), processes or processes_for(texts)
        others.append(extract(*texts, date=date, encoding=encoding, processes=processes, vectors=vectors, held=held, account=kept))
        if kept.faults and (account is None or not (kept.read or kept.held or tables or discourse or votes)):
            raise InputError(kept.faults)
        rejects += [Reject((fault,), {}) for fault in kept.faults]
    if others:
        unused = (*found.unused, *((source, item.what, item.count) for source, one in discourse.items() for item in one.unmapped))
        facts = merge([found.facts, *map(described, others)])
        found = replace(found, facts=facts, rejects=tuple(rejects), unused=unused)
    return with_votes(found, votes) if votes else found


def _holds_texts(source: str) -> bool:
    from positiongraph.extraction.reading import begins_with_text

    return begins_with_text(source)


def with_votes(found: Reading, votes: Sequence[Votes]) -> Reading:
    """Return a reading with files of votes beside it: their rejects, doubles and unused columns are told with the others."""
    return replace(
        found, votes=(*found.votes, *votes), duplicates=found.duplicates + sum(each.doubles for each in votes),
        rejects=(*found.rejects, *(Reject((fault,), dict(row)) for each in votes for fault, row in each.rejects)),
        unused=(*found.unused, *((each.path, name, each.rows) for each in votes for name in each.unused)))
