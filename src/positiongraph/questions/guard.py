"""What a query may not do: call another endpoint, have an engine fetch a file, or name a graph that is not here."""

import re
from collections.abc import Mapping

from positiongraph.errors import UsageError

_QUIET = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""' r"|'''(?:[^'\\]|\\.|'(?!''))*'''"  # long texts
    r'|"(?:[^"\\\n\r]|\\.)*"' r"|'(?:[^'\\\n\r]|\\.)*'"  # short texts
    r"|(?P<iri><[^<>\"{}|^`\\\s]*>)|#[^\n\r]*"  # IRIs and comments
)
_PLAIN = re.compile(r"<(?:\w[\w+.-]*://[^>]*|[^#>]*)>")
"""An IRI that can be nothing else. `?a<b:c#>` may be a comparison and a comment, `<b://c#>` may not."""
_NAMES = re.compile(r"[?$]\w+|:[\w-]*")
"""Variables, and the local part of prefixed names. Prefixes stay: `SERVICE:x` is a call as well."""


def refuse_calls(sparql: str, *, loading: bool = False) -> None:
    """Refuse a query with a SERVICE clause, however it is dressed; with `loading`, FROM too, which rdflib's own engine would fetch.

    When in doubt, it is refused.

    >>> refuse_calls('SELECT * { ?service <http://example.org/service#x> "SERVICE" }  # SERVICE')

    Raises:
        UsageError: it calls another endpoint or reads a file, or may.
    """
    for word in ("service", "from") if loading else ("service",):
        if word not in sparql.casefold():
            continue
        doubtful = any(found["iri"] and not _PLAIN.fullmatch(found["iri"]) for found in _QUIET.finditer(sparql))
        if doubtful or word in _NAMES.sub(" ", _QUIET.sub(" ", sparql)).casefold():
            hint = " (write IRIs in full: one of them could be a comment)" if doubtful else ""
            raise UsageError(f"{word.upper()} is refused: a query calls nobody and reads no file" + hint)


_FROM = re.compile(r"\bFROM\s*(?:\bNAMED\s*)?(<[^<>\s]*>|[\w.-]*:[\w.-]*)", re.I)
_PREFIX = re.compile(r"\bPREFIX\s*([\w.-]*):\s*<([^<>\s]*)>", re.I)


def datasets(sparql: str, prefixes: Mapping[str, str]) -> list[str]:
    """Return the graphs that FROM and FROM NAMED name, in the query's order.

    >>> datasets("PREFIX g: <urn:g:> ASK FROM <urn:a> FROM NAMED g:b { ?s ?p 'FROM <x>' }", {})
    ['urn:a', 'urn:g:b']
    """
    bare = _QUIET.sub(lambda found: found["iri"] or " ", sparql)
    known = {**prefixes, **dict(_PREFIX.findall(bare))}
    names = []
    for name in _FROM.findall(bare):
        prefix, _, local = name.partition(":")
        names.append(name[1:-1] if name.startswith("<") else known.get(prefix, prefix + ":") + local)
    return names
