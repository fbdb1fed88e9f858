"""The position layer: paragraphs → drafts of positions, each with the rules that filled its slots.

Paragraph by paragraph, sentence by sentence: subjects are resolved and remembered, cues fitted, what they say is weighed, coordinated
issues are split. Sentences without a cue count only where somebody is known to speak: in a quotation, a speech, a communiqué.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from positiongraph.extraction.candidates import cue_span, subject
from positiongraph.extraction.clauses import act_of, asked, clauses, imposed, judgement, own_clause, within
from positiongraph.extraction.discourse import Discourse, Named, Reading
from positiongraph.extraction.hits import Hit, hits, holder_head
from positiongraph.extraction.mentions import resolve
from positiongraph.extraction.phrases import issue_parts
from positiongraph.extraction.sense import Sense, deontic, evaluation, hypothetical, negated, strength, turn
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words
from positiongraph.facts import UNNAMED, UNRESOLVED, Act, Attribution, Modality

_UPPER, _LOWER = 3, -3
_PROSPECTIVE = frozenset({Act.URGE, Act.DEMAND, Act.PLEDGE, Act.SUPPORT, Act.AFFIRM, Act.OFFER, Act.THREATEN})
"""Acts that look ahead: supporting the end of X is opposing X, while regretting it is not supporting X."""


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
    speaker: str | None
    reporter: Reading | None
    cue: str
    severally: bool = False
    """Each of several holders is said to hold it for itself."""
    rules: list[str] = field(default_factory=list)
    features: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Reader:
    """Reads the paragraphs of one document in order."""

    now: Discourse
    readings: dict[int, Reading | None] = field(default_factory=dict)
    """By head token of the paragraph at hand."""
    imposed: set[int] = field(default_factory=set)
    """Cues of the paragraph that somebody else ought to follow."""

    def paragraph(self, found: Named) -> Iterator[Draft]:
        """Yield the drafts of a paragraph in order of their cues."""
        tree, self.readings, self.imposed = found.tree, {}, set()
        speakers = self._quote_speakers(found)
        every = hits(tree)
        self._colon(found)
        for number, (a, b) in enumerate(tree.bounds):
            mine = [hit for hit in every if tree.sentence[hit.at] == number]
            self._listen(found, a, b, speakers)
            drafts: list[tuple[Hit | None, Draft]] = []
            for hit in sorted(mine, key=lambda h: (h.cue.report, len(h.region) if h.cue.report else h.at)):
                drafts += [(hit, draft) for draft in self._of_hit(found, hit, [d for _, d in drafts], speakers)]
            drafts += [(None, draft) for draft in self._unreported(found, a, b, mine, speakers)]
            yield from (draft for _, draft in sorted(drafts, key=lambda pair: pair[1].start))

    # -- who speaks -------------------------------------------------------------------------------------------------------------

    def _quote_speakers(self, found: Named) -> list[int | None]:
        """For each quotation the head of the phrase that names its speaker: said in the same sentence, else said of the one before."""
        tree = found.tree
        speakers: list[int | None] = []
        sayings = [i for i in range(len(tree)) if tree.pos[i] == "VERB" and tree.quote[i] < 0 and tree.lemma[i] in words("saying")]
        for a, b in tree.quotes:
            sentences = {tree.sentence[a], tree.sentence[b - 1]}
            near = [i for i in sayings if tree.sentence[i] in sentences] or ([] if speakers and speakers[-1] is not None else sayings[:1])
            heads = [head for i in near if (head := subject(tree, i)[0]) is not None and tree.quote[head] < 0]
            speakers.append(heads[0] if heads else speakers[-1] if speakers else None)
        return speakers

    def _colon(self, found: Named) -> None:
        """ "Mao Ning: ..." in a record of questions and answers gives the voice to that person; a question takes it away."""
        tree = found.tree
        if ":" not in tree.words[1:14]:
            return
        at = tree.words.index(":", 1)
        before = tree.text(range(at)).strip()
        if before.lower() in {"q", "question", "journalist", "reporter", "press"} or before.lower().startswith(("question", "q ")):
            self.now.voice = None
            return
        if all(word[:1].isupper() or not word[:1].isalpha() or word in {"of", "the", "for", "and"} for word in tree.words[:at]):
            named_ = [name for name in found.names if name.stop <= at and name.reading in {"person", "surname", "state", "body"}]
            asks = "?" in tree.words and not any(name.reading in {"person", "surname", "state"} for name in named_)
            if asks or not named_:
                alone = self.now.principals is not None and len(self.now.principals.codes) == 1
                self.now.voice = self.now.principals if alone and not asks else None
            elif named_ and (reading := resolve(found, named_[-1].stop - 1, self.now)) is not None and reading.settled:
                self.now.voice = reading
                self.now.remember(reading, tree.number)

    def _listen(self, found: Named, a: int, b: int, speakers: list[int | None]) -> None:
        """Resolve the subjects of a sentence in order and remember them for the pronouns that follow."""
        tree, now = found.tree, self.now
        for i in range(a, b):
            q = tree.quote[i]
            if q >= 0 and (i == tree.quotes[q][0] or i == a):
                self._open_quote(found, q, speakers)
            dep = tree.dep[i]
            if dep in {"nsubj", "nsubjpass"} or (dep == "pobj" and tree.dep[tree.head[i]] == "agent") or dep == "poss":
                reading = self._read(found, i)
                if reading is None and dep != "poss" and tree.pos[i] in {"NOUN", "PROPN"}:
                    if tree.lemma[i] in words("nobody") | {"people", "company", "firm", "group"} and tree.tag[i] == "NNS":
                        now.others = Reading((), "nobody")
                    elif tree.lemma[i] in words("nobody"):
                        now.person = None
                if reading is not None and dep != "poss":
                    if tree.pos[i] != "PRON":
                        now.remember(reading, tree.number)
                    if tree.lemma[tree.head[i]] in words("saying") and dep == "nsubj":
                        now.said = reading
            elif dep in {"pobj", "dobj"} and any(tree.dep[k] == "conj" for k in tree.kids[i]) and i in found.at:
                reading = self._read(found, i)
                if reading is not None and len(reading.codes) > 1:
                    now.remember(replace(reading, speaker=None), tree.number)

    def _open_quote(self, found: Named, q: int, speakers: list[int | None]) -> None:
        head = speakers[q]
        if head is not None:
            reading = self._read(found, head)
            if reading is not None:
                self.now.quoted = reading
        elif self.now.quoted is None:
            self.now.quoted = self.now.voice or self.now.person

    def _read(self, found: Named, head: int) -> Reading | None:
        if head not in self.readings:
            self.readings[head] = resolve(found, head, self.now)
        return self.readings[head]

    # -- what a cue says --------------------------------------------------------------------------------------------------------

    def _of_hit(self, found: Named, hit: Hit, before: list[Draft], speakers: list[int | None]) -> Iterator[Draft]:
        tree = found.tree
        real = hypothetical(tree, hit.at if hit.light is None else hit.light)
        if real == "skip" or asked(tree, hit):
            return
        holder, how = self._holder(found, hit)
        if holder is None:
            return
        own = imposed(tree, hit)
        if own:
            shell = (
                self._holder(found, hit.over)[0] if hit.over is not None else self.now.quoted if tree.quote[hit.at] >= 0 else self.now.voice
            )
            if shell is None or not set(shell.codes) & set(holder.codes):
                self.imposed.add(hit.at)
                return
        if hit.over is not None and len(holder.codes) > 1:
            # one side cannot commit the other: what it says both do is its own position
            shell = self._holder(found, hit.over)[0]
            if shell is not None and len(shell.codes) == 1 and shell.codes[0] in holder.codes:
                holder = shell
        if hit.cue.stance is None:
            yield from self._weighed(found, hit, holder, how, before, real)
        else:
            for draft in self._plain(found, hit, holder, how, real):
                if own and how != "passive" and draft.act in {Act.SUPPORT, Act.AFFIRM, Act.REJECT}:
                    draft.act = Act.PLEDGE if draft.stance > 0 else draft.act  # "we must stand by each other"
                yield draft

    def _holder(self, found: Named, hit: Hit) -> tuple[Reading | None, str]:
        tree = found.tree
        head, how = holder_head(tree, hit)
        if head is not None:
            reading = self._read(found, head)
            if reading is None and hit.over is not None and how == "inherited" and tree.dep[hit.at] == "conj":
                return self._holder(found, hit.over)[0], "cue hung too low"
            if (
                reading is None
                and tree.lower[head] in {"it", "that", "this", "there"}
                and hit.over is not None
                and hit.cue.kind == "adjective"
            ):
                return None, how
            return reading, how
        if hit.follows is not None:
            return self._holder(found, hit.follows)
        verb = hit.light if hit.light is not None else hit.at
        passive = tree.child(verb, "auxpass") is not None or tree.child(tree.head[verb], "auxpass") is not None
        if (hit.cue.kind == "verb" and passive) or (hit.light is not None and passive):
            if hit.over is not None:
                return self._holder(found, hit.over)[0], "passive"
            if tree.quote[hit.at] >= 0:
                return self.now.quoted, "passive"
            if self.now.voice is not None and tree.lemma[verb] in words("performed"):
                return self.now.voice, "passive"
            if tree.lemma[verb] in words("saying") and self.now.principals is not None and len(self.now.principals.codes) > 1:
                return replace(self.now.principals, rule="document as speaker", speaker=None), "passive"
            return None, "passive"
        top = verb
        while tree.dep[top] == "conj" and tree.tag[tree.head[top]] == tree.tag[top]:
            top = tree.head[top]
        if tree.dep[top] == "ROOT" and tree.pos[top] in {"VERB", "ADJ"} and tree.child(top, "nsubj", "nsubjpass", "expl") is None:
            # "Condemns the attack;": who speaks
            return (self.now.quoted if tree.quote[hit.at] >= 0 else self.now.voice), "no subject"
        return None, how

    def _plain(self, found: Named, hit: Hit, holder: Reading, how: str, real: str) -> Iterator[Draft]:
        """A cue with a stance of its own, once for each coordinated issue."""
        tree, cue = found.tree, hit.cue
        assert cue.stance is not None
        verb = hit.light if hit.light is not None else hit.at
        parts = [part for head in hit.slots.issues for part in issue_parts(tree, head, hit.region)]
        no = negated(tree, hit.at) or (verb != hit.at and negated(tree, verb))
        if cue.needs in {"negation", "no"}:
            no = False
        for n, (head, region) in enumerate(parts):
            if cue.act == Act.PRAISE and all(tree.lower[k] == "you" for k in region):
                continue  # "Thank you."
            sign, core = (
                (1, head)
                if cue.act == Act.THREATEN
                else turn(tree, head, events=cue.act in _PROSPECTIVE, against=cue.act in {Act.REJECT, Act.PLEDGE, Act.DENY})
            )
            stance = cue.stance * sign
            if stance and (extra := strength(tree, {hit.at, verb})):
                stance = (3 if stance > 0 else -3) if extra > 0 else (1 if stance > 0 else -1)
            if sign < 0 and cue.act in _PROSPECTIVE:
                stance = max(min(stance, 2), -2) if abs(cue.stance) < _UPPER else stance
            act = cue.act
            if no:
                stance = -2 if stance > 0 else 1 if stance < 0 else 0
                act = Act.REJECT if stance < 0 and act != Act.DENY else act
            elif (
                hit.light is not None and cue.kind == "noun" and tree.lemma[verb] in words("affirming") and act in {Act.SUPPORT, Act.AFFIRM}
            ):
                act = Act.AFFIRM
            targets = self._targets(found, hit.slots.targets, head, region, holder)
            start, end = self._span(tree, hit, region, n)
            yield self._draft(found, hit, holder, how, real, act, stance, start, end, core, region, targets)

    def _weighed(self, found: Named, hit: Hit, holder: Reading, how: str, before: list[Draft], real: str) -> Iterator[Draft]:
        """A report or description: what its content says, clause by clause; nothing where a cue inside has said it already."""
        tree = found.tree
        for content in hit.slots.issues:
            for head, region in clauses(tree, content, hit.region):
                if any(
                    draft.start < tree.end[region[-1]] and draft.end > tree.start[region[0]] and draft.found is found
                    for draft in before
                    if hit.cue.report
                ):
                    continue
                no = negated(tree, hit.at)
                sense = self._sense(found, hit, head, region, holder)
                stance, act = sense.stance, act_of(sense, hit)
                if no:
                    if hit.cue.report and (sense.stance == 0 or tree.lemma[hit.at] not in words("opinion")):
                        continue
                    stance = -stance
                core = sense.head if sense.head is not None else turn(tree, head)[1]
                asked = (sense.target,) if sense.target is not None else ()
                targets = self._targets(found, asked, head, region, holder)
                if sense.deontic and asked:
                    asked_of = self._read(found, asked[0])
                    if asked_of is not None and set(asked_of.codes) & set(holder.codes):
                        act, targets = Act.PLEDGE, tuple(t for t in targets if t not in holder.codes)
                if hit.cue.report:
                    start, end = tree.start[region[0]], tree.end[region[-1]]
                else:
                    start, end = self._span(
                        tree, hit, region + [k for k in tree.subtree(hit.at) if k > hit.at and within(tree, k, hit.at)], 0
                    )
                if stance == 0 and not hit.cue.report:
                    continue
                yield self._draft(found, hit, holder, how, real, act, stance, start, end, core, region, targets)

    def _sense(self, found: Named, hit: Hit, head: int, region: list[int], holder: Reading) -> Sense:
        tree = found.tree
        asked = deontic(tree, head) if tree.pos[head] in {"VERB", "AUX"} or tree.dep[head] in {"ccomp", "oprd"} else None
        if asked is not None:
            return asked
        if tree.lemma[head] in words("deontic_nouns") or (tree.pos[head] == "VERB" and tree.dep[head] == "pcomp" and hit.cue.report):
            sign, core = turn(tree, head)
            return Sense(2 * sign, True, core)
        if hit.cue.kind == "adjective" and tree.dep[head] == "pobj":
            sign, core = turn(tree, head)
            return Sense(2 * sign if core != head else 0, core != head, core)
        near = region if hit.cue.report else [*region, *(t for k in tree.kids[hit.at] if k > hit.at for t in tree.subtree(k))]
        value = evaluation(tree, dict.fromkeys(near))
        if tree.pos[head] in {"VERB", "AUX"} and (promise := self._promise(found, head, holder)) is not None:
            return promise
        who = tree.child(head, "nsubj") if tree.pos[head] in {"VERB", "AUX"} else None
        return Sense(value, False, None, who if value and who is not None else None)

    def _unreported(self, found: Named, a: int, b: int, mine: list[Hit], speakers: list[int | None]) -> Iterator[Draft]:
        """Obligations and judgements in sentences of a known speaker that no cue covers."""
        tree = found.tree
        covered = {k for hit in mine if hit.at not in self.imposed for k in (hit.at, *hit.region, *hit.slots.cue)}
        heads = [i for i in range(a, b) if tree.pos[i] in {"VERB", "AUX"} and (tree.head[i] == i or tree.dep[i] in {"conj", "ccomp"})]
        for i in heads:
            if i in covered or any(k in covered and tree.pos[k] in {"VERB", "AUX", "ADJ"} for k in tree.kids[i]):
                continue
            if (tree.dep[i] == "conj" and tree.child(i, "nsubj", "nsubjpass") is None and self._refusing(found, i) is None) or (
                tree.dep[i] == "ccomp" and tree.head[i] not in heads
            ):
                continue
            q = tree.quote[i]
            if q >= 0 and tree.quotes[q][1] - tree.quotes[q][0] < 6:
                continue
            holder = self.now.quoted if q >= 0 else self._according(found, a, b) or self._refusing(found, i) or self.now.voice
            if holder is None or (tree.lemma[i] in words("saying") and tree.child(i, "ccomp") is not None):
                continue
            if "?" in tree.words[b - 2 : b]:
                continue
            region = own_clause(tree, i)
            sense = deontic(tree, i) or self._promise(found, i, holder) or judgement(tree, i, region)
            if sense is None or not region:
                continue
            targets = self._targets(found, (sense.target,) if sense.target is not None else (), i, region, holder)
            act = act_of(sense, None)
            who = self._read(found, sense.target) if sense.target is not None else None
            if sense.deontic and who is not None and set(who.codes) & set(holder.codes):
                act = Act.PLEDGE
            core = sense.head if sense.head is not None else turn(tree, i)[1]
            yield self._draft(
                found,
                None,
                holder,
                "voice",
                hypothetical(tree, i),
                act,
                sense.stance,
                tree.start[region[0]],
                tree.end[region[-1]],
                core,
                region,
                targets,
            )

    def _refusing(self, found: Named, i: int) -> Reading | None:
        """ "Berlin will not send tanks": an actor's own refusal, said outright."""
        tree = found.tree
        if not _not(tree, i) or not any(tree.lower[k] in {"will", "shall", "wo"} for k in tree.children(i, "aux")):
            return None
        who = subject(tree, i)[0]
        reading = self._read(found, who) if who is not None and tree.pos[who] in {"PROPN", "NOUN"} else None
        return reading if reading is not None and reading.settled else None

    def _according(self, found: Named, a: int, b: int) -> Reading | None:
        """ "According to X, …": X's words."""
        tree = found.tree
        for i in range(a, b - 1):
            if tree.lower[i] == "according" and tree.lower[i + 1] == "to" and (name := tree.child(i + 1, "pobj")) is not None:
                return self._read(found, name)
        return None

    def _promise(self, found: Named, i: int, holder: Reading) -> Sense | None:
        """ "We will …": what the speaker says of its own future."""
        tree = found.tree
        aux = {tree.lower[k] for k in tree.children(i, "aux")}
        who = subject(tree, i)[0] if not _not(tree, i) else tree.child(i, "nsubjpass") or subject(tree, i)[0]
        said = tree.dep[i] in {"ccomp", "conj"} and tree.tag[tree.head[i]] == "VBD"
        if who is None or tree.lower[who] in words("things") or not (aux & {"will", "shall", "'ll", "wo"} or ("would" in aux and said)):
            return None
        reading = self._read(found, who)
        if reading is None or not set(reading.codes) & set(holder.codes):
            return None
        sign, core = turn(tree, i)
        return Sense(2 * sign, False, core, pledge=True)

    # -- parts of a draft -------------------------------------------------------------------------------------------------------

    def _targets(self, found: Named, heads: Iterable[int], issue: int, region: Iterable[int], holder: Reading) -> tuple[str, ...]:
        """Who is addressed or judged: the target slot, and who owns, does or shares what the issue names."""
        tree = found.tree
        readings = [self._read(found, head) for head in heads]
        first = [r for r in readings if r is not None]
        inside = list(region)
        more: list[Reading | None] = []
        for k in inside:
            if (tree.dep[k] == "poss" and tree.pos[k] != "PRON") or (
                tree.dep[k] == "pobj"
                and (
                    tree.dep[tree.head[k]] == "agent"
                    or tree.lower[tree.head[k]] in {"by", "with", "between"}
                    or (tree.lower[tree.head[k]] == "of" and (k in found.at or tree.lemma[k] in words("groups")))
                )
            ):
                more.append(self._read(found, k))
        codes = [
            code
            for reading in (*first, *(r for r in more if r is not None and not (first and r.plural and not r.settled)))
            for code in reading.codes
        ]
        return tuple(dict.fromkeys(c for c in codes if c not in holder.codes and not c.startswith(UNRESOLVED)))

    @staticmethod
    def _span(tree: Tree, hit: Hit, region: Iterable[int], n: int) -> tuple[int, int]:
        """From the subject, where the cue has its own, else from the cue, to the end of the issue; further issues alone."""
        tokens = sorted(region)
        if n:
            return tree.start[tokens[0]], tree.end[tokens[-1]]
        verb = hit.light if hit.light is not None else hit.at
        first = min([*cue_span(tree, verb)[0], hit.at])
        if hit.cue.kind == "adjective" and tree.pos[tree.head[verb]] == "AUX" and tree.dep[verb] in {"acomp", "attr", "oprd"}:
            verb = tree.head[verb]
            first = min(first, verb)
        own = tree.child(verb, "nsubj", "nsubjpass")
        if own is not None and own < first:
            first = min(first, *tree.subtree(own))
        elif hit.cue.kind == "noun" and (owner := tree.child(hit.at, "poss")) is not None:
            first = min(first, *tree.subtree(owner))
        agent = tree.child(verb, "agent")
        if tokens[-1] < verb and agent is not None:
            # a passive: its issue stands before, its holder after; one that is coordinated begins at itself
            start = first if tree.dep[verb] == "conj" and tree.child(verb, "nsubjpass") is None else min(first, tokens[0])
            return tree.start[start], tree.end[_clause_end(tree, agent)]
        return tree.start[min(first, tokens[0])], tree.end[max(tokens[-1], hit.at)]

    def _draft(
        self,
        found: Named,
        hit: Hit | None,
        holder: Reading,
        how: str,
        real: str,
        act: Act,
        stance: int,
        start: int,
        end: int,
        head: int,
        region: list[int],
        targets: tuple[str, ...],
    ) -> Draft:
        tree = found.tree
        inside = [i for i in range(len(tree)) if tree.start[i] >= start and tree.end[i] <= end]
        after = inside[-1] + 1 if inside else len(tree)
        if after < len(tree) and tree.words[after] == '"' and sum(tree.words[i] == '"' for i in inside) % 2:
            inside.append(after)
            end = tree.end[after]
        quoted = sum(tree.quote[i] >= 0 for i in inside)
        how_close = Attribution.QUOTE if inside and quoted > 0.8 * len(inside) else Attribution.MIXED if quoted else Attribution.PARAPHRASE
        reporter = None
        if hit is not None and hit.over is not None:
            reporter = self._holder(found, hit.over)[0]
        elif quoted and self.now.quoted is not None:
            reporter = self.now.quoted
        speaker = holder.speaker
        if speaker is None and reporter is not None and reporter.speaker and set(reporter.codes) & set(holder.codes):
            speaker = reporter.speaker
        if speaker is None and self.now.voice is not None and self.now.voice.speaker and set(self.now.voice.codes) == set(holder.codes):
            speaker = self.now.voice.speaker
        modality = {"conditional": Modality.CONDITIONAL, "hypothetical": Modality.HYPOTHETICAL}.get(real, Modality.ACTUAL)
        if act == Act.DENY:
            modality = Modality.DENIED
        cue = tree.text(hit.slots.cue) if hit is not None else "own words"
        kind = hit.cue.kind if hit is not None else "voice"
        draft = Draft(
            found,
            holder,
            act,
            max(min(stance, _UPPER), _LOWER),
            start,
            end,
            head,
            region,
            targets,
            how_close,
            modality,
            speaker,
            reporter,
            cue,
            rules=[f"cue {cue!r} ({kind}{', ' + hit.cue.frame if hit else ''})", f"holder by {how}, {holder.rule}"],
        )
        near = {tree.lower[k] for i in inside for k in tree.kids[i]} if len(holder.codes) > 1 else set()
        draft.severally = bool(near & {"each", "separately", "individually"})
        draft.features = {
            kind: 1.0,
            f"holder {how}": 1.0,
            f"rule {holder.rule}": 1.0,
            "content": float(hit is None or hit.cue.stance is None),
            "neutral": float(stance == 0 and (hit is None or hit.cue.stance is None)),
            "unresolved": float(any(c.startswith(UNRESOLVED) for c in holder.codes)),
            "unnamed": float(any(c.startswith(UNNAMED) for c in holder.codes)),
            "reported": float(reporter is not None),
            "modal": float(bool(real)),
            "judged": float(hit is None and act in {Act.PRAISE, Act.CRITICISE}),
            "praise in own words": float(hit is None and act == Act.PRAISE and not targets),
            "another's plan": float(
                self.now.voice is not None and not set(holder.codes) & set(self.now.voice.codes) and act in {Act.PLEDGE, Act.OFFER}
            ),
            "light": float(hit is not None and hit.light is not None),
        }
        return draft


def _not(tree: Tree, verb: int) -> bool:
    return any(tree.dep[k] == "neg" for k in tree.kids[verb])


def _clause_end(tree: Tree, agent: int) -> int:
    """The last word of an agent, without clauses that hang on it."""
    loose = [m for k in tree.kids[agent] for m in tree.kids[k] if tree.dep[m] in {"relcl", "acl", "advcl"}]
    return tree.trim(tree.subtree(agent, loose))[-1]
