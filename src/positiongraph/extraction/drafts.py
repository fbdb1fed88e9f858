"""A position in the making: its slots, the words it stands in, and the rules that filled it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from positiongraph.extraction.dates import said_on
from positiongraph.extraction.discourse import Discourse, Named, Reading
from positiongraph.extraction.doers import cue_span
from positiongraph.extraction.hits import Hit
from positiongraph.extraction.predicates import extent, named_owner
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words
from positiongraph.facts import UNNAMED, UNRESOLVED, Act, Attribution, Modality, Voice

_UPPER, _LOWER = 3, -3
_MODALITIES = {"conditional": Modality.CONDITIONAL, "hypothetical": Modality.HYPOTHETICAL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a cue or a clause comes to: its act, stance, issue phrase and targets, each target with the rule that found it."""

    act: Act
    stance: int
    why: str
    """How the stance came about."""
    head: int
    tokens: list[int]
    """The issue phrase, within the tree."""
    targets: dict[str, str]
    start: int
    end: int


@dataclass(slots=True, eq=False)
class Draft:
    """A position before its issue is linked. `tokens` are the issue phrase in `found.tree`."""

    found: Named
    holders: Reading
    act: Act
    stance: int
    start: int
    end: int
    head: int
    tokens: list[int]
    targets: tuple[str, ...]
    attribution: Attribution
    modality: Modality
    voice: Voice
    speaker: str | None
    reporter: Reading | None
    cue: str
    date: str | None
    """The day that the text says it was said on, else the document's."""
    bare: bool = False
    """It names no issue: the one before is meant."""
    rules: dict[str, str] = field(default_factory=dict)
    """Slot → the rule that filled it."""
    features: dict[str, float] = field(default_factory=dict)


def drafted(
    found: Named, hit: Hit | None, holder: Reading, how: str, real: str, claim: Claim, reporter: Reading | None, now: Discourse
) -> Draft:
    """Fill the slots that a claim's words and surroundings give: attribution, modality, voice, speaker, date."""
    tree = found.tree
    inside = [i for i in range(len(tree)) if tree.start[i] >= claim.start and tree.end[i] <= claim.end]
    end = claim.end
    after = inside[-1] + 1 if inside else len(tree)
    if after < len(tree) and tree.words[after] == '"' and sum(tree.words[i] == '"' for i in inside) % 2:
        inside.append(after)
        end = tree.end[after]
    quoted = sum(tree.quote[i] >= 0 for i in inside)
    attribution = Attribution.QUOTE if inside and quoted > 0.8 * len(inside) else Attribution.MIXED if quoted else Attribution.PARAPHRASE
    if reporter is None and quoted:
        reporter = now.quoted
    speaker, by = _speaker(holder, reporter, now)
    modality = Modality.DENIED if claim.act == Act.DENY else _MODALITIES.get(real, Modality.ACTUAL)
    near = {tree.lower[k] for i in inside for k in tree.kids[i]} if len(holder.codes) > 1 else set()
    several = sorted(near & {"each", "separately", "individually"})
    voice = Voice.UNILATERAL if len(holder.codes) < 2 else Voice.PARALLEL if several else Voice.JOINT
    date, day = _date(tree, hit, now)
    cue = tree.text(hit.slots.cue) if hit is not None else "own words"
    kind, frame = (hit.cue.kind, hit.cue.frame) if hit is not None else ("voice", "clause")
    return Draft(
        found=found, holders=holder, act=claim.act, stance=max(min(claim.stance, _UPPER), _LOWER), start=claim.start, end=end,
        head=claim.head, tokens=claim.tokens, targets=tuple(claim.targets), attribution=attribution, modality=modality, voice=voice,
        speaker=speaker, reporter=reporter, cue=cue, date=date, bare=frame == "bare",
        rules={
            "holders": f"{how}: {holder.rule}",
            "act": f"cue {cue!r} ({kind}, {frame})" + (f": {hit.cue.act.value}" if hit is not None and hit.cue.act != claim.act else ""),
            "stance": claim.why,
            "targets": "; ".join(f"{code}: {rule}" for code, rule in claim.targets.items()) or "none named",
            "modality": {"conditional": "an if-clause", "hypothetical": "might, may or could"}.get(real, "said outright")
            if modality != Modality.DENIED else "the act is a denial",
            "attribution": f"{quoted} of {len(inside)} words in quotation marks",
            "voice": f"{several[0]!r}" if several else "one holder" if len(holder.codes) < 2 else "holders named together",
            "speaker": by,
            "date": day,
        },
        features=_features(hit, holder, how, real, claim, now),
    )  # fmt: skip


def _speaker(holder: Reading, reporter: Reading | None, now: Discourse) -> tuple[str | None, str]:
    """The person who speaks for a holder: named as holder, as reporter for it, or as the voice of the document."""
    if holder.speaker is not None:
        return holder.speaker, "named with the holder"
    if reporter is not None and reporter.speaker and set(reporter.codes) & set(holder.codes):
        return reporter.speaker, "reports it for the holder"
    if now.voice is not None and now.voice.speaker and set(now.voice.codes) == set(holder.codes):
        return now.voice.speaker, "speaks in this document"
    return None, "no person named"


def _date(tree: Tree, hit: Hit | None, now: Discourse) -> tuple[str | None, str]:
    while hit is not None:
        verb = hit.light if hit.light is not None else hit.at if hit.cue.kind == "verb" else tree.head[hit.at]
        if (day := said_on(tree, verb, now.date)) is not None:
            return day
        hit = hit.over
    return now.date, "the document's" if now.date else "no date known"


def _features(
    hit: Hit | None, holder: Reading, how: str, real: str, claim: Claim, now: Discourse
) -> dict[str, float]:
    """What confidence is reckoned from."""
    act, targets = claim.act, claim.targets
    own = hit is None or (now.voice is not None and bool(set(holder.codes) & set(now.voice.codes)))
    return {
        "own voice": float(own),
        "pronoun": float(holder.rule in {"pronoun", "collective anaphora"} or holder.rule.startswith("office of the")),
        "far holder": float(how in {"inherited", "participle", "object", "acl", "relcl", "of", "poss", "passive", "none"}),
        "noun": float(hit is not None and hit.cue.kind == "noun" and hit.light is None),
        "promise": float(hit is None and act in {Act.PLEDGE, Act.REJECT}),
        "content": float(hit is None or hit.cue.stance is None),
        "neutral": float(claim.stance == 0 and (hit is None or hit.cue.stance is None)),
        "unresolved": float(any(c.startswith(UNRESOLVED) for c in holder.codes)),
        "unnamed": float(any(c.startswith(UNNAMED) for c in holder.codes)),
        "modal": float(bool(real)),
        "judged": float(hit is None and act in {Act.PRAISE, Act.CRITICISE}),
        "praise in own words": float(hit is None and act == Act.PRAISE and not targets),
        "another's plan": float(
            now.voice is not None and not set(holder.codes) & set(now.voice.codes) and act in {Act.PLEDGE, Act.OFFER}
        ),
    }  # fmt: skip


def span(tree: Tree, hit: Hit, region: Iterable[int], n: int) -> tuple[int, int]:
    """Return a position's words: from the cue's own subject, else from the cue, to the issue's end; a further issue stands alone."""
    tokens = sorted(region)
    if n:
        return tree.start[tokens[0]], tree.end[tokens[-1]]
    if hit.cue.frame in {"felt", "had", "given"} or hit.cue.needs == "being":
        tokens = sorted({*tokens, *extent(tree, hit.at)})
        return tree.start[tokens[0]], tree.end[tokens[-1]]
    verb = hit.light if hit.light is not None else hit.at
    first = min([*cue_span(tree, verb)[0], hit.at])
    is_ = tree.pos[tree.head[verb]] == "AUX" or tree.lemma[tree.head[verb]] == "remain"
    if hit.cue.kind == "adjective" and is_ and tree.dep[verb] in {"acomp", "attr", "oprd"}:
        verb = tree.head[verb]
        first = min(first, verb)
    own = tree.child(verb, "nsubj", "nsubjpass")
    if own is not None and own < first:
        first = min(first, *tree.subtree(own))
    elif hit.cue.kind == "noun":
        owners = [*tree.children(hit.at, "poss"), named_owner(tree, hit.at)]
        first = min([first, *(k for owner in owners[:1] if owner is not None for k in tree.subtree(owner))])
    agent = tree.child(verb, "agent")
    if tokens[-1] < verb and agent is not None:
        # a passive: its issue stands before, its holder after; one that is coordinated begins at itself
        start = first if tree.dep[verb] == "conj" and tree.child(verb, "nsubjpass") is None else min(first, tokens[0])
        return tree.start[start], tree.end[_clause_end(tree, agent)]
    return tree.start[min(first, tokens[0])], tree.end[max(tokens[-1], hit.at)]


def _clause_end(tree: Tree, agent: int) -> int:
    """The last word of an agent, without clauses that hang on it."""
    loose = [m for k in tree.kids[agent] for m in tree.kids[k] if tree.dep[m] in {"relcl", "acl", "advcl"}]
    return tree.trim(tree.subtree(agent, loose))[-1]


def plain_words(tree: Tree, phrase: Iterable[int]) -> str:
    """Return a noun phrase as the name of a placeholder: without its article, at most 80 characters.

    Its quotation marks and outer commas go too.
    """
    text = tree.text(phrase).strip(' ",.')
    first, _, rest = text.partition(" ")
    return " ".join((rest if first.lower() in words("articles") else text).split())[:80]
