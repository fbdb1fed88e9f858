"""Finished positions → printed records and facts; attributions → their records."""

from collections.abc import Iterable
from typing import Any

from slugify import slugify

from positiongraph.errors import Fault, InputError
from positiongraph.extraction import gazetteer
from positiongraph.extraction.attributions import Attribution
from positiongraph.extraction.discourse import Reading
from positiongraph.extraction.document import Text
from positiongraph.extraction.finding import Found
from positiongraph.facts import Actor, ActorKind, Document, Facts, Issue, Kind, Position, Statement, digest


def record(found: Found, text: Text) -> dict[str, Any]:
    """Return one position as `extract` prints it. Codes are sorted; the date is null where the text gives none."""
    draft = found.draft
    return {
        "document": text.identifier, "start": draft.start, "end": draft.end, "text": text.text[draft.start:draft.end],
        "holders": sorted(draft.holders.codes), "targets": sorted(draft.targets), "speaker": draft.speaker, "act": draft.act.value,
        "voice": draft.voice.value, "modality": draft.modality.value, "attribution": draft.attribution.value, "status": found.status.value,
        "stance": draft.stance, "issue": found.link.label, "issue_id": found.link.id, "date": draft.date, "confidence": found.confidence,
    }  # fmt: skip


def attribution_record(found: Attribution, text: Text, explain: bool = False) -> dict[str, Any]:
    """Return one attribution as `extract --layer attributions` prints it: lists of [start, end]; `explain` adds how sure, how deep, why."""
    spans = {role: [list(span) for span in getattr(found, role)] for role in ("source", "cue", "content")}
    more = {"confidence": found.confidence, "depth": found.depth, "rule": found.rule} if explain else {}
    return {"document": text.identifier, **spans, **more}


def explanation(found: Found) -> dict[str, Any]:
    """Return for every slot what filled it, as `--explain` shows it."""
    draft = found.draft
    return {
        "cue": draft.cue, **draft.rules, "issue": f"{found.link.rule} ({found.link.score:.2f})",
        "reporter": sorted(draft.reporter.codes) if draft.reporter else [],
        "confidence": {name: value for name, value in sorted(draft.features.items()) if value},
    }  # fmt: skip


def facts_of(text: Text, found: Iterable[Found], parties: Reading | None = None, kind: Kind = Kind.REPORT) -> Facts:
    """Translate the positions of one text into facts: its document with the stored text, one statement, new issues and people.

    Raises:
        InputError: when the text gives no date: a position has one.
    """
    if text.date is None:
        raise InputError([Fault(text.identifier, None, "no date in the text", "a date line such as 'date 2025-05-08', or --date")])
    document = Document(
        identifier=text.identifier, title=text.title, issued=text.date, publisher=text.publisher, language=text.language or "en",
        source=text.source, license=text.license, text=text.text,
    )  # fmt: skip
    examined = sorted(parties.codes) if parties is not None and parties.settled else ()
    statement = Statement(document=document.id, key="statement", kind=kind, date=text.date, title=text.title, parties=tuple(examined))
    positions, issues, people = [], {}, {}
    for item in found:
        draft = item.draft
        key = item.link.id
        if key is None:
            key = issue_key(item.link.label)
            issues[key] = Issue(id=key, label=item.link.label, positive_pole=f"being for: {item.link.label}")
        speaker = None
        if draft.speaker is not None:
            speaker = gazetteer.person(draft.speaker) or slugify(draft.speaker) or digest("actor", draft.speaker)
            if gazetteer.kind(speaker) == "Actor":
                people[speaker] = Actor(code=speaker, kind=ActorKind.PERSON, name=draft.speaker)
        positions.append(Position(
            document=document.id, statement=statement.id, holders=tuple(sorted(draft.holders.codes)), issue=key, stance=draft.stance,
            act=draft.act, attribution=draft.attribution, date=draft.date or text.date, voice=draft.voice,
            targets=tuple(sorted(draft.targets)), speaker=speaker,
            modality=draft.modality, status=item.status, confidence=item.confidence, start=draft.start, end=draft.end,
            text=text.text[draft.start:draft.end],
        ))  # fmt: skip
    return Facts(
        positions=tuple(dict.fromkeys(positions)), statements=(statement,), documents=(document,), actors=tuple(people.values()),
        issues=tuple(issues.values()),
    )  # fmt: skip


def issue_key(label: str) -> str:
    """Return the id of a new issue: its label as a slug, as tables have it.

    >>> issue_key("China's position on the Ukraine crisis")
    'chinas-position-on-the-ukraine-crisis'
    """
    slug = slugify(label.replace("'", "").replace("’", ""))
    return slug if 0 < len(slug) <= 100 else f"{slug[:80]}-{digest('issue', label)}".lstrip("-")
