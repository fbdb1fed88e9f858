"""Any sources → facts: who reads what is decided here, by what a source is."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from positiongraph.errors import Fault, InputError
from positiongraph.facts import Facts, merge
from positiongraph.reference.described import described
from positiongraph.sources import Reading, Reject, dna_reading, read_table
from positiongraph.sources.readers import FORMATS
from positiongraph.sources.un_votes import Votes, read_votes, recognise

TEXTS = (".txt", ".text", ".md", ".html", ".htm")


def read(*sources: str | Path) -> Facts:
    """Return the facts of any number of sources.

    Tables of positions in YAML, JSON Lines, CSV or Parquet; texts (.txt .md .html), out of which positions are extracted; databases of the
    Discourse Network Analyzer (.dna); files of UN votes (see `sources.vote_layouts`), gzipped or not.

    Raises:
        InputError: with every fault of every source; nothing is left out in silence.
    """
    found = reading([str(source) for source in sources])
    return merge([found.facts, *(each.facts() for each in found.votes)]) if found.votes else found.facts


def reading(sources: Sequence[str], *, keep_going: bool = False, encoding: str | None = None) -> Reading:
    """Read sources as `read` does, and tell what was refused, doubled and unused. Votes stay in columns (`Reading.votes`).

    Raises:
        InputError: as `read`; with `keep_going` only where a source cannot be read at all.
    """
    sheets = {source: layout for source in sources if (layout := recognise(source, encoding))}
    if sheets:
        votes = [read_votes(source, layout, keep_going=keep_going, encoding=encoding) for source, layout in sheets.items()]
        rest = [source for source in sources if source not in sheets]
        return with_votes(reading(rest, keep_going=keep_going, encoding=encoding), votes)
    kinds = {source: "-" if source == "-" else Path(source).suffix.casefold() for source in sources}
    unknown = [source for source, kind in kinds.items() if kind not in ("-", ".dna", *FORMATS, *TEXTS)]
    if unknown:
        hint = "one of " + ", ".join((*FORMATS, *TEXTS, ".dna"))
        raise InputError([Fault(s, None, f"unknown kind of source {Path(s).suffix or Path(s).name!r}", hint) for s in unknown])
    tables = [source for source, kind in kinds.items() if kind in ("-", *FORMATS)]
    found = read_table(*tables, keep_going=keep_going, encoding=encoding)
    discourse = {source: dna_reading(source) for source, kind in kinds.items() if kind == ".dna"}
    others = [one.facts for one in discourse.values()]
    texts = [source for source, kind in kinds.items() if kind in TEXTS]
    if texts:
        from positiongraph.extraction import extract

        others.append(extract(*texts))
    if not others:
        return found
    unused = (*found.unused, *((source, item.what, item.count) for source, one in discourse.items() for item in one.unmapped))
    return replace(found, facts=merge([found.facts, *map(described, others)]), unused=unused)


def with_votes(found: Reading, votes: Sequence[Votes]) -> Reading:
    """Return a reading with files of votes beside it: their rejects, doubles and unused columns are told with the others."""
    return replace(
        found, votes=(*found.votes, *votes), duplicates=found.duplicates + sum(each.doubles for each in votes),
        rejects=(*found.rejects, *(Reject((fault,), dict(row)) for each in votes for fault, row in each.rejects)),
        unused=(*found.unused, *((each.path, name, each.rows) for each in votes for name in each.unused)))
