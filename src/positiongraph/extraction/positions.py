"""The position layer: paragraphs → drafts of positions, each with the rules that filled its slots.

Paragraph by paragraph, sentence by sentence: subjects are resolved and remembered, cues fitted, what they say is weighed, coordinated
issues are split. Sentences without a cue count only where somebody is known to speak: in a quotation, a speech, a communiqué.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from positiongraph.extraction.clauses import (
    act_of,
    asked,
    blamed,
    clauses,
    given_up,
    imposed,
    judgement,
    not_done,
    own_clause,
    what_is_judged,
    within,
    without_said,
)
from positiongraph.extraction.discourse import Named, Reading
from positiongraph.extraction.drafts import Claim, Draft, drafted, span
from positiongraph.extraction.duties import deontic, modal, shared, why
from positiongraph.extraction.echoes import echo, echoed
from positiongraph.extraction.hits import Hit, hits
from positiongraph.extraction.holders import fellows, holder_head, spoken_for
from positiongraph.extraction.listening import Listener
from positiongraph.extraction.negation import negated, refuses
from positiongraph.extraction.phrases import all_parts
from positiongraph.extraction.predicates import is_infinitive, under
from positiongraph.extraction.promises import preference, promise
from positiongraph.extraction.sense import Sense, evaluation, hypothetical, strength
from positiongraph.extraction.turns import turn
from positiongraph.extraction.verdicts import disowned, judged, reproached, ruled
from positiongraph.extraction.words import words
from positiongraph.facts import Act, Voice

_PROSPECTIVE = frozenset({Act.URGE, Act.DEMAND, Act.PLEDGE, Act.SUPPORT, Act.AFFIRM, Act.OFFER, Act.THREATEN})
"""Acts that look ahead: supporting the end of X is opposing X, while regretting it is not supporting X."""

_OF_ACTS = frozenset({Act.REJECT, Act.PLEDGE, Act.URGE, Act.DEMAND})
"""Acts whose object may be an act against something: who urges others to reject X is against X."""


def _faced(found: Named, hit: Hit, issue: int) -> Iterator[int]:
    """Yield actors that a cue is turned to or that are its issue: "protested | to Chad", "recognised | Kosovo", "will help | Peru"."""
    tree, verb = found.tree, hit.light if hit.light is not None else hit.at
    helped = tree.children(issue, "dobj") if tree.pos[issue] == "VERB" else []
    for k in (issue, *helped, *(p for n in dict.fromkeys((hit.at, verb)) for p in under(tree, n, "to"))):
        if k in found.at and found.at[k].reading in {"state", "body", "capital", "metonym"}:
            yield k


@dataclass(slots=True, eq=False)
class Reader(Listener):
    """Reads the paragraphs of one document in order."""

    idle: set[int] = field(default_factory=set)
    """Cues of the paragraph that tell nobody's own stance: somebody ought to follow them, or nobody is said to."""

    def paragraph(self, found: Named) -> Iterator[Draft]:
        """Yield the drafts of a paragraph in order of their cues."""
        tree, self.readings, self.idle = found.tree, {}, set()
        speakers = self.quote_speakers(found)
        every = hits(tree)
        self.colon(found)
        before: list[Draft] = []
        for number, (a, b) in enumerate(tree.bounds):
            mine = [hit for hit in every if tree.sentence[hit.at] == number]
            self.listen(found, a, b, speakers)
            drafts: list[tuple[Hit | None, Draft]] = []
            for hit in sorted(mine, key=lambda h: (h.cue.report, len(h.region) if h.cue.report else h.at)):
                told = list(self._of_hit(found, hit, [d for _, d in drafts], speakers))
                drafts += [(hit, draft) for draft in (*told, *self._of_fellows(found, hit, told))]
            drafts += [(None, draft) for draft in self._unreported(found, a, b, mine, speakers)]
            ordered = sorted((draft for _, draft in drafts), key=lambda draft: draft.start)
            echoes = list(self._echoes(found, a, b, [*before, *ordered]))
            before = [*ordered, *echoes] or before
            yield from ordered
            yield from echoes

    # -- what a cue says --------------------------------------------------------------------------------------------------------

    def _of_hit(self, found: Named, hit: Hit, before: list[Draft], speakers: list[int | None]) -> Iterator[Draft]:
        tree = found.tree
        real = hypothetical(tree, hit.at if hit.light is None else hit.light)
        if asked(tree, hit):
            return
        if real == "skip" or disowned(tree, hit.at):
            self.idle.add(hit.at)
            return
        verb = hit.light if hit.light is not None else hit.at
        failed = not_done(tree, verb)
        who = tree.child(verb, "nsubj") if is_infinitive(tree, verb) else None
        if (failed and tree.lemma[hit.at] not in words("judging")) or (who is not None and tree.lower[who] != "me"):
            return  # "no reason for X to oppose it", "failed to reach it"
        holder, how = self.holder(found, hit)
        if holder is None:
            self.idle.add(hit.at)
        if holder is None or (hit.over is not None and self._outsider(found, hit.over)):
            return
        own = imposed(tree, hit)
        if own:
            shell = (
                self.holder(found, hit.over)[0] if hit.over is not None else self.now.quoted if tree.quote[hit.at] >= 0 else self.now.voice
            )
            if shell is None or not set(shell.codes) & set(holder.codes):
                self.idle.add(hit.at)
                return
        if self.foretold(found, hit, holder):
            return
        if hit.over is not None and len(holder.codes) > 1:
            # one side cannot commit the other: what it says both do is its own position
            shell = self.holder(found, hit.over)[0]
            if shell is not None and len(shell.codes) == 1 and shell.codes[0] in holder.codes:
                holder = shell
        if hit.cue.stance is None:
            yield from self._weighed(found, hit, holder, how, before, real)
        else:
            for draft in self._plain(found, hit, holder, how, real):
                if own and how != "passive" and draft.act in {Act.SUPPORT, Act.AFFIRM, Act.REJECT}:
                    draft.act = Act.PLEDGE if draft.stance > 0 else draft.act  # "we must stand by each other"
                yield draft

    def _of_fellows(self, found: Named, hit: Hit, told: list[Draft]) -> Iterator[Draft]:
        """ "…, as did Peru and Chile": each draft again, for those who are said to hold the same by themselves."""
        for head in fellows(found.tree, hit) if told else ():
            reading = self.read(found, head)
            if reading is None or not reading.settled:
                continue
            for draft in told:
                if not set(reading.codes) & set(draft.holders.codes):
                    voice = Voice.PARALLEL if len(reading.codes) > 1 else Voice.UNILATERAL
                    rules = {**draft.rules, "holders": f"holds the same: {reading.rule}"}
                    end = max(draft.end, found.tree.end[max(found.tree.subtree(head))])
                    yield replace(draft, holders=reading, speaker=reading.speaker, voice=voice, rules=rules, end=end)

    def _outsider(self, found: Named, report: Hit) -> bool:
        """ "Experts believe that China wants gas": said by nobody whose word it is."""
        head, _ = holder_head(found.tree, report)
        return head is not None and found.tree.lemma[head] in words("nobody") and self.read(found, head) is None

    def _plain(self, found: Named, hit: Hit, holder: Reading, how: str, real: str) -> Iterator[Draft]:
        """A cue with a stance of its own, once for each coordinated issue."""
        tree, cue = found.tree, hit.cue
        assert cue.stance is not None
        verb = hit.light if hit.light is not None else hit.at
        parts = all_parts(tree, hit.slots.issues, hit.region)
        no = negated(tree, hit.at) or (verb != hit.at and negated(tree, verb) != given_up(tree, hit))
        if cue.needs in {"negation", "no", "unable"} or tree.lemma[verb] in words("hiding"):
            no = False
        failed = not_done(tree, verb)
        neither = any(tree.lower[k] == "neither" for head, _ in parts for k in tree.kids[head])
        for n, (head, region) in enumerate(parts):
            if head in spoken_for(tree, holder_head(tree, hit)[0]) or (cue.frame == "for" and tree.lemma[head] in words("times")):
                continue  # "speaking also for Chad", "speaking for the first time"
            if neither and cue.stance < 0:
                continue  # "criticised neither side"
            if tree.tag[head] == "WP" or (cue.act == Act.PRAISE and all(tree.lower[k] == "you" for k in region)):
                continue  # "did what it had promised", "Thank you."
            ahead = cue.act in _PROSPECTIVE or (cue.act == Act.ASSERT and cue.frame == "that")  # who hopes looks ahead too
            sign, core = 1, head
            if cue.act != Act.THREATEN and head != hit.at:
                sign, core = turn(tree, head, events=ahead, against=cue.act in _OF_ACTS)
            if cue.frame == "that" and cue.stance > 0 and (must := deontic(tree, head)) is not None and must.head is not None:
                sign, core = (1 if must.stance > 0 else -1), must.head  # "agreed that the embargo must end"
            elif cue.frame == "that" and cue.act == Act.AFFIRM and (said := judgement(tree, head, region)) is not None:
                # "agreed that the embargo was illegal"
                sign, core = (1 if said.stance > 0 else -1), core if said.head is None else said.head
            stance = cue.stance * sign
            extra = strength(tree, {hit.at, verb}) if stance else 0
            if extra:
                least = 3 if abs(cue.stance) > 1 else 2
                stance = (least if extra > 0 else 1) * (1 if stance > 0 else -1)
            if sign < 0 and cue.act in _PROSPECTIVE:
                stance = max(min(stance, 2), -2) if abs(cue.stance) < 3 else stance
            act = cue.act
            if failed:
                # who fails to condemn has not approved; who fails to support has not opposed outright
                yet = tree.lemma[tree.head[verb]] == "have" or tree.dep[verb] == "pcomp"  # "has yet to", "stopped short of"
                stance, act = (-1, Act.REJECT) if stance > 0 and not yet else (0, Act.ASSERT)
            elif no or neither:
                stance = -2 if stance > 0 else 1 if stance < 0 else 0
                act = Act.REJECT if stance < 0 and act != Act.DENY else Act.SUPPORT if stance > 0 and act == Act.REJECT else act
            elif (
                hit.light is not None and cue.kind == "noun" and tree.lemma[verb] in words("affirming") and act in {Act.SUPPORT, Act.AFFIRM}
            ):
                act = Act.AFFIRM
            elif act == Act.AFFIRM and cue.kind == "adjective" and tree.lemma[tree.head[hit.at]] == "be":
                act = Act.PLEDGE  # "is committed to"; who remains so affirms
            told = ", turned round" * (sign < 0) + ", negated" * (no or neither) + ", not done" * failed
            told += ", weighed by an adverb" * bool(extra)
            why = f"cue {cue.stance:+d}" + told
            start, end = span(tree, hit, region, n)
            if how == "where it is said":
                end = max(end, tree.end[max(k for p in under(tree, verb, "in") for k in tree.subtree(p))])
            claim = Claim(
                act=act, stance=stance, why=why, head=core, tokens=region, start=start, end=end,
                targets=self.targets(found, (*hit.slots.targets, *_faced(found, hit, head)), region, holder),
            )  # fmt: skip
            yield self._draft(found, hit, holder, how, real, claim)

    def _weighed(self, found: Named, hit: Hit, holder: Reading, how: str, before: list[Draft], real: str) -> Iterator[Draft]:
        """A report or description: what its content says, clause by clause; nothing where a cue inside has said it already."""
        tree = found.tree
        for content in hit.slots.issues:
            for head, whole in clauses(tree, content, hit.region):
                region = without_said(tree, head, whole, [d.start for d in before]) if hit.cue.report else whole
                inside = [d for d in before if hit.cue.report and d.start < tree.end[region[-1]] and d.end > tree.start[region[0]]]
                others = all(not set(d.holders.codes) & set(holder.codes) for d in inside)
                own = judgement(tree, head, region) or deontic(tree, head) if others else None
                own = own or (promise(tree, head, partial(self.read, found), holder) if others else None)
                if inside and own is None:
                    continue
                no = negated(tree, hit.at) or (hit.light is not None and negated(tree, hit.light))
                sense = self._sense(found, hit, head, region, holder)
                stance, act = sense.stance, act_of(sense, hit)
                if no:
                    if hit.cue.report and (sense.stance == 0 or tree.lemma[hit.at] not in words("opinion")):
                        continue
                    stance = -stance
                core = sense.head if sense.head is not None else turn(tree, head)[1]
                asked = (sense.target,) if sense.target is not None else ()
                if sense.deontic and asked:
                    asked_of = self.read(found, asked[0])
                    if asked_of is not None and set(asked_of.codes) & set(holder.codes):
                        act = Act.PLEDGE
                if hit.cue.report:
                    start, end = tree.start[region[0]], tree.end[region[-1]]
                else:
                    more = [k for k in tree.subtree(hit.at) if k > hit.at and within(tree, k, hit.at)]
                    start, end = span(tree, hit, region + more, 0)
                if stance == 0 and not hit.cue.report:
                    continue
                claim = Claim(
                    act=act, stance=stance, why=sense.why + ", negated" * no, head=core, tokens=what_is_judged(tree, core, sense, region),
                    start=start, end=end,
                    targets=self.targets(found, asked, region, holder),
                )  # fmt: skip
                yield self._draft(found, hit, holder, how, real, claim)

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
        if (blame := blamed(tree, head)) is not None:
            return blame
        if (meanwhile := reproached(tree, head)) is not None:
            return Sense(-2, False, meanwhile, tree.child(head, "nsubj"))
        if (fixed := ruled(tree, head)) != 0:
            return Sense(fixed, False, judged(tree, head))
        if refuses(tree, head) and any(tree.lower[k] in {"we", "i"} for k in tree.children(head, "nsubjpass")):
            return Sense()  # "we will not be intimidated": of what, is not said
        value = evaluation(tree, dict.fromkeys(near))
        if tree.pos[head] in {"VERB", "AUX"} and (promised := promise(tree, head, partial(self.read, found), holder)) is not None:
            return promised
        able = tree.lemma[head] in words("attained") and any(tree.lower[k] in {"can", "could"} for k in tree.children(head, "aux"))
        hopes = hit.cue.word in words("hopeful") or (hit.cue.word == "believe" and able)
        hoped = tree.child(head, "nsubj", "nsubjpass") if hit.cue.frame == "that" and hopes else None
        you = hoped is not None and tree.lower[hoped] == "you"
        thing = hoped is not None and tree.pos[hoped] == "NOUN" and tree.child(head, "dobj") is None
        if (you or thing) and value == 0 and not refuses(tree, head):
            return Sense(1, False, head if you else hoped)  # "confident that you will lead us", "that a deal can be reached"
        if tree.pos[head] == "ADJ" and value and (clause := tree.child(head, "ccomp") or tree.child(tree.head[head], "ccomp")) is not None:
            return Sense(value, False, clause if clause != head else None)  # "finds it regrettable that …"
        who = tree.child(head, "nsubj") if tree.pos[head] in {"VERB", "AUX"} else None
        itself = tree.lemma[head] == "be" or (value < 0 and tree.lemma[head] in words("bad_verbs"))
        what = who if itself and who is not None and tree.pos[who] == "NOUN" else None
        return Sense(value, False, what, who if value and who is not None else None)

    def _unreported(self, found: Named, a: int, b: int, mine: list[Hit], speakers: list[int | None]) -> Iterator[Draft]:
        """Obligations and judgements in sentences of a known speaker that no cue covers."""
        tree = found.tree
        covered = {k for hit in mine if hit.at not in self.idle for k in (hit.at, *hit.region, *hit.slots.cue)}
        called = {hit.at for hit in mine if hit.cue.needs == "being"}  # "is a strong supporter of it"
        verbs = [i for i in range(a, b) if tree.pos[i] in {"VERB", "AUX"}]
        heads = [i for i in verbs if tree.head[i] == i or tree.dep[i] in {"conj", "ccomp"} or why(tree, i)]
        for i in heads:
            own = [k for k in tree.kids[i] if k not in heads or tree.child(k, "nsubj", "nsubjpass", "expl") is None]
            if i in covered or any(k in called or (k in covered and tree.pos[k] in {"VERB", "AUX", "ADJ"}) for k in own):
                continue
            alone = tree.child(i, "nsubj", "nsubjpass") is None and shared(tree, i) is None and not modal(tree, i)
            if (tree.dep[i] == "conj" and alone and self.refusing(found, i) is None) or (
                tree.dep[i] == "ccomp" and tree.head[i] not in heads
            ):
                continue
            q = tree.quote[i]
            if q >= 0 and tree.quotes[q][1] - tree.quotes[q][0] < 6:
                continue
            rather = preference(tree, i, partial(self.read, found))
            holder = self.now.quoted if q >= 0 else self.according(found, a, b) or self.refusing(found, i) or self.now.voice
            holder = rather[0] if rather is not None else holder
            if holder is None or (tree.lemma[i] in words("saying") and tree.child(i, "ccomp") is not None):
                continue
            if "?" in tree.words[b - 2 : b] or hypothetical(tree, i) == "skip":
                continue
            region = own_clause(tree, i)
            sense = deontic(tree, i) or promise(tree, i, partial(self.read, found), holder) or judgement(tree, i, region)
            sense = rather[1] if rather is not None else sense
            if sense is None or not region:
                continue
            act = act_of(sense, None)
            who = self.read(found, sense.target) if sense.target is not None else None
            if sense.deontic and who is not None and set(who.codes) & set(holder.codes):
                act = Act.PLEDGE
            core = sense.head if sense.head is not None else turn(tree, i)[1]
            claim = Claim(
                act=act, stance=sense.stance, why=sense.why, head=core, tokens=what_is_judged(tree, core, sense, region),
                start=tree.start[region[0]], end=tree.end[region[-1]],
                targets=self.targets(found, (sense.target,) if sense.target is not None else (), region, holder),
            )  # fmt: skip
            yield self._draft(found, None, holder, "voice", hypothetical(tree, i), claim)

    def _echoes(self, found: Named, a: int, b: int, before: list[Draft]) -> Iterator[Draft]:
        for i in range(a, b):
            if (said := echo(found.tree, i)) is None or (reading := self.read(found, said[0])) is None or not reading.settled:
                continue
            if any(draft.start < found.tree.end[i] <= draft.end and draft.holders.codes == reading.codes for draft in before):
                continue  # "voiced similar concern" has been read
            if (draft := echoed(found.tree, i, *said, reading, before)) is not None:
                yield draft

    def _draft(self, found: Named, hit: Hit | None, holder: Reading, how: str, real: str, claim: Claim) -> Draft:
        reporter = self.holder(found, hit.over)[0] if hit is not None and hit.over is not None else None
        return drafted(found, hit, holder, how, real, claim, reporter, self.now)
