"""Who speaks, who is meant and who holds: what a document's sentences say of the people and states in them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_

from positiongraph.extraction import gazetteer
from positiongraph.extraction.discourse import Discourse, Named, Reading, is_body
from positiongraph.extraction.doers import subject
from positiongraph.extraction.drafts import plain_words
from positiongraph.extraction.duties import modal
from positiongraph.extraction.hits import Hit
from positiongraph.extraction.holders import company, holder_head, hung_low, spoken_for
from positiongraph.extraction.mentions import resolve
from positiongraph.extraction.negation import impersonal, refuses
from positiongraph.extraction.offices import has_office, person_name
from positiongraph.extraction.phrases import coordinated, core
from positiongraph.extraction.predicates import owner, under
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words
from positiongraph.facts import UNNAMED, UNRESOLVED, Act

_FELT = frozenset({Act.WELCOME, Act.PRAISE, Act.CONDEMN, Act.CRITICISE, Act.REJECT, Act.CONCERN})
"""Acts that a capital stands for where something is received so in it: not "was agreed in Paris"."""


def _before_colon(tree: Tree, colon: int) -> list[int]:
    """ "Peru's foreign minister: "We reject it."": the minister."""
    phrase = range(tree.bounds[tree.sentence[colon]][0], colon) if colon > 0 and tree.words[colon] == ":" else range(0)
    named = [k for k in phrase if tree.pos[k] in {"NOUN", "PROPN"} and (tree.head[k] not in phrase or tree.head[k] == k)]
    return named[:1] if all(tree.pos[k] not in {"VERB", "AUX"} for k in phrase) else []


def _hung_low(tree: Tree, i: int) -> bool:
    """Whether a noun that the parser made the root is the subject of a finite verb after it: "His counterpart, Wang Yi, | called"."""
    return tree.dep[i] == "ROOT" and tree.pos[i] in {"NOUN", "PROPN"} and any(hung_low(tree, k) == i for k in tree.subtree(i))


def _short_for(tree: Tree, i: int) -> str | None:
    """Return the name that a phrase is given for later: "the Federal Department (FDA)", "…, known as the Quint"."""
    if "(" in tree.words[i : i + 4]:
        short = tree.words[min(tree.words.index("(", i) + 1, len(tree) - 1)]
        return short if short.isupper() and short.isalpha() and 1 < len(short) < 9 else None
    called = [k for k in tree.subtree(i) if tree.lower[k] in {"known", "called", "dubbed"} and tree.dep[k] in {"acl", "relcl", "advcl"}]
    named = [p for k in called for n in (k, *tree.children(k, "prep")) for p in tree.children(n, "pobj", "oprd")]
    return next((tree.words[p] for p in named if tree.pos[p] == "PROPN"), None)


def _introduces(tree: Tree, i: int) -> bool:
    if tree.pos[i] != "PROPN" or tree.lemma[i] in words("persons"):
        return tree.lemma[i] in words("persons") and tree.child(i, "prep", "amod", "poss", "compound") is not None
    return any(tree.lemma[k] in words("persons") for k in tree.kids[i])


def group_of(reading: Reading) -> Reading | None:
    """Return a group that the reference does not know by its own words, where somebody speaks for it."""
    code = reading.codes[0]
    if len(reading.codes) > 1 or reading.rule not in {"unknown name", "unnamed body"} or reading.speaker:
        return None
    return Reading((UNNAMED + code.removeprefix(UNRESOLVED).removeprefix(UNNAMED),), "unnamed body")


@dataclass(slots=True, eq=False)
class Listener:
    """Follows a document in order and keeps what its phrases mean."""

    now: Discourse
    readings: dict[int, Reading | None] = field(default_factory=dict)
    """By head token of the paragraph at hand."""

    def quote_speakers(self, found: Named) -> list[int | None]:
        """For each quotation the head of the phrase that names its speaker: said in the same sentence, else said of the one before."""
        tree = found.tree
        speakers: list[int | None] = []
        sayings = [i for i in range(len(tree)) if tree.pos[i] == "VERB" and tree.quote[i] < 0 and tree.lemma[i] in words("saying")]
        for a, b in tree.quotes:
            sentences = {tree.sentence[a], tree.sentence[b - 1]}
            near = [i for i in sayings if tree.sentence[i] in sentences] or ([] if speakers and speakers[-1] is not None else sayings[:1])
            heads = [head for i in near if (head := subject(tree, i)[0]) is not None and tree.quote[head] < 0]
            heads = heads or _before_colon(tree, a - 1)
            speakers.append(heads[0] if heads else speakers[-1] if speakers else None)
        return speakers

    def colon(self, found: Named) -> None:
        """ "Mao Ning: ..." in a record of questions and answers gives the voice to that person; a question takes it away."""
        tree = found.tree
        if ":" not in tree.words[1:14]:
            return
        at = tree.words.index(":", 1)
        before = tree.text(range(at)).strip()
        if before.lower() in {"q", "question", "journalist", "reporter", "press"} or before.lower().startswith(("question", "q ")):
            self.now.voice = None
            return
        alone = self.now.principals if self.now.principals is not None and len(self.now.principals.codes) == 1 else None
        if before.lower() in {"a", "answer"}:
            self.now.voice = self.now.own or alone
            return
        if all(word[:1].isupper() or not word[:1].isalpha() or word in {"of", "the", "for", "and"} for word in tree.words[:at]):
            named_ = [name for name in found.names if name.stop <= at and name.reading in {"person", "surname", "state", "body"}]
            in_post = self.now.in_post(before.lower().removeprefix("the ")) if not named_ else None
            asks = "?" in tree.words and in_post is None and not any(name.reading in {"person", "surname", "state"} for name in named_)
            if in_post is not None:
                self.now.voice = in_post
            elif asks or not named_:
                self.now.voice = None if asks else self.now.own or alone
            elif (reading := resolve(found, named_[-1].stop - 1, self.now)) is not None and reading.settled:
                self.now.voice = reading
                self.now.remember(reading, tree.number)
            elif "?" not in tree.words and self.now.own is not None and len(self.now.own.codes) == 1:
                self.now.voice = self.now.own  # "MR SMITH:", of whom nothing is known, answers for whose briefing it is

    def listen(self, found: Named, a: int, b: int, speakers: list[int | None]) -> None:
        """Resolve the subjects of a sentence in order and remember them for the pronouns that follow."""
        tree, now = found.tree, self.now
        several = False
        now.sentence += 1
        if now.home is not None and any(tree.lower[i : i + 2] == ["national", "capacity"] for i in range(a, b)):
            now.voice = now.home
        for i in range(a, b):
            q = tree.quote[i]
            if q >= 0 and (i == tree.quotes[q][0] or i == a):
                self._open_quote(found, q, speakers)
            if i in found.at and found.at[i].reading == "body":
                now.bloc = found.at[i].code
                for word in (tree.lower[i], *gazetteer.full_name(now.bloc).lower().split()):
                    if word in words("called_so"):  # "the UN refugee agency" or "the IAEA", then "the agency"
                        now.offices[word] = Reading((now.bloc,), "body named before")
            dep = "nsubj" if _hung_low(tree, i) else tree.dep[i]
            if dep in {"nsubj", "nsubjpass"} or (dep == "pobj" and tree.dep[tree.head[i]] == "agent") or dep == "poss":
                reading = self.read(found, i)
                if reading is None and dep != "poss" and tree.pos[i] in {"NOUN", "PROPN"}:
                    if tree.lemma[i] in words("nobody") | {"people", "company", "firm", "group"} and tree.tag[i] == "NNS":
                        now.others = Reading((), "nobody")
                    elif tree.lemma[i] in words("nobody"):
                        now.person = None
                    elif tree.lemma[i] in words("opinion_nouns") and (whose := tree.child(i, "poss")) in found.at and whose is not None:
                        now.remember(self.read(found, whose), tree.number)  # "Brazil's view is known. It …"
                if dep == "nsubj" and tree.dep[tree.head[i]] == "ROOT" and tree.pos[i] != "PRON":
                    now.main = reading if reading is not None and reading.settled and len(reading.codes) == 1 else None
                if reading is not None and dep != "poss":
                    several = several or (dep == "nsubj" and (reading.plural or len(reading.codes) > 1))
                    aside = tree.dep[tree.head[i] if dep.startswith("nsubj") else tree.head[tree.head[i]]] in {"relcl", "acl"}
                    if tree.pos[i] != "PRON" and (not aside or len(reading.codes) > 1 or (now.body is None and now.person is None)):
                        now.remember(reading, tree.number)
                    if tree.lemma[tree.head[i]] in words("saying") and dep == "nsubj":
                        now.said = reading
                if reading is not None and dep != "poss" and (short := _short_for(tree, i)) is not None:
                    now.people.setdefault(short, replace(reading, speaker=None, rule="short name"))
            elif dep in {"pobj", "dobj"} and _introduces(tree, i):
                self.read(found, i)  # "met his counterpart Wang Yi", "spoke with the president of Chile": introduced
            elif dep in {"pobj", "dobj"} and any(tree.dep[k] == "conj" for k in tree.kids[i]) and i in found.at:
                reading = self.read(found, i)
                aside = tree.lower[tree.head[i]] == "between" and now.principals is not None and len(now.principals.codes) > 1
                if reading is not None and len(reading.codes) > 1 and not several and not aside:
                    now.remember(replace(reading, speaker=None), tree.number)

    def _open_quote(self, found: Named, q: int, speakers: list[int | None]) -> None:
        head = speakers[q]
        if head is not None:
            self.now.quoted = self.read(found, head)
        elif self.now.quoted is None:
            self.now.quoted = self.now.voice or self.now.person

    def read(self, found: Named, head: int) -> Reading | None:
        """Return whom a phrase means, resolved once a paragraph."""
        if head not in self.readings:
            self.readings[head] = resolve(found, head, self.now)
        return self.readings[head]

    def holder(self, found: Named, hit: Hit) -> tuple[Reading | None, str]:
        """Return who holds what a cue says, and by which tie to the cue."""
        reading, how = self._holder(found, hit)
        head = holder_head(found.tree, hit)[0]
        if reading is not None and reading.settled and head is not None:
            reading = self._spoken_for(found, head, reading)
        if reading is not None and not reading.settled and head is not None and hit.cue.report:
            reading = self._for_whom(found, head, hit) or reading
        others = [other for k in company(found.tree, hit) if (other := self.read(found, k)) is not None and other.settled]
        if reading is None or not reading.settled or not others:
            return reading, how
        return reduce(or_, others, reading), how

    def _whose(self, found: Named, head: int) -> Reading | None:
        """Read a word, as "Turkish and Greek" before "objections" where it stands so: of whom the adjectives or names are."""
        if found.tree.dep[head] not in {"amod", "compound", "nmod"}:
            return self.read(found, head)
        names = [found.at[k] for k in coordinated(found.tree, head) if k in found.at]
        codes = [name.code for name in names if name.reading in {"adjective", "inhabitants", "state", "body", "capital", "metonym"}]
        return Reading(tuple(dict.fromkeys(codes)), "adjective") if codes else self.read(found, head)

    @staticmethod
    def _speaks(found: Named, i: int) -> bool:
        """Whether a name is a seat of government, from which a state speaks."""
        return i in found.at and found.at[i].reading in {"capital", "metonym"}

    def _for_whom(self, found: Named, head: int, hit: Hit) -> Reading | None:
        """ "Britain will not send troops, Defence Secretary John Healey said": an office of the state that it promises for."""
        tree = found.tree
        who = tree.child(hit.slots.issues[0], "nsubj") if has_office(tree, head) else None
        will = any(tree.lower[k] in {"will", "wo", "would", "'ll"} for k in tree.children(hit.slots.issues[0], "aux"))
        other = self.read(found, who) if who is not None and will and tree.pos[who] == "PROPN" else None
        if other is None or not other.settled or len(other.codes) > 1 or gazetteer.kind(other.codes[0]) != "State":
            return None
        reading = Reading(other.codes, "office of the state it speaks of", person_name(tree, head))
        self.readings[head] = reading
        self.now.introduce(reading)
        self.now.remember(reading, tree.number)
        return reading

    def _spoken_for(self, found: Named, head: int, reading: Reading) -> Reading:
        """ "Peru, on behalf of the Group of 77, urged": the group; "Peru, speaking also for Chad, urged": both."""
        read = [other for k in spoken_for(found.tree, head) if (other := self.read(found, k)) is not None]
        if read and (group := group_of(read[0])) is not None:
            return replace(group, speaker=reading.speaker)
        named_ = [other for other in read if other.settled]
        bodies = [other for other in named_ if is_body(other)]
        return replace(bodies[0], speaker=reading.speaker) if bodies else reduce(or_, named_, reading)

    def _holder(self, found: Named, hit: Hit) -> tuple[Reading | None, str]:
        tree = found.tree
        head, how = holder_head(tree, hit)
        if head is not None and how == "poss" and tree.pos[head] == "PRON" and hit.light is not None and self._bare(tree, hit.light):
            return self.now.voice, "no subject"  # "Reaffirms its commitment to …"
        if how == "inherited" and impersonal(tree, hit.at):
            sayer = self.holder(found, hit.over)[0] if hit.over is not None else None
            return sayer or (self.now.quoted if tree.quote[hit.at] >= 0 else self.now.voice), "who says it"  # "it is wrong to oppose it"
        reading = self._whose(found, head) if head is not None else None
        if head is not None and (how != "modifier" or reading is not None):
            if tree.lower[tree.head[head]] == "in" and how in {"poss", "of"} and not self._speaks(found, head):
                return None, how  # "drew criticism in parliament"
            outer = hit.over or hit.follows
            if reading is not None and reading.rule == "document as speaker" and how == "inherited" and hit.over is not None:
                return None, how  # "insists that the pact is alive and has defended it"
            if reading is None and outer is not None and how in {"inherited", "acl"} and tree.dep[hit.at] == "conj":
                return self.holder(found, outer)[0], "cue hung too low"
            if (
                reading is None
                and tree.lower[head] in {"it", "that", "this", "there"}
                and hit.over is not None
                and hit.cue.kind == "adjective"
            ):
                return None, how
            return (None if hit.cue.word == "sense" and tree.lower[head] == "it" else reading), how
        if hit.follows is not None:
            return self.holder(found, hit.follows)
        verb = hit.light if hit.light is not None else hit.at
        passive = tree.child(verb, "auxpass") is not None or tree.child(tree.head[verb], "auxpass") is not None
        if (hit.cue.kind == "verb" and passive) or (hit.light is not None and passive):
            if hit.cue.act in _FELT and (where := next((p for p in under(tree, verb, "in") if self._speaks(found, p)), None)) is not None:
                return self.read(found, where), "where it is said"  # "was welcomed in Oslo"
            if hit.over is not None:
                reading = self.holder(found, hit.over)[0]
                themselves = [self.read(found, k) for k in hit.slots.issues if tree.pos[k] == "PRON"]
                return (None if reading is not None and reading in themselves else reading), "passive"  # "Spain says it was never asked"
            if tree.quote[hit.at] >= 0:
                return self.now.quoted, "passive"
            if any(tree.lower[m] in {"our", "my"} for k in tree.children(verb, "nsubjpass") for m in tree.kids[k]):
                return None, "passive"  # "our efforts were recognized": by others
            if self.now.voice is not None and (tree.lemma[verb] in words("performed") or (hit.cue.under and not modal(tree, verb))):
                return self.now.voice, "passive"
            if tree.lemma[verb] in words("performed") and self.now.principals is not None and len(self.now.principals.codes) > 1:
                return replace(self.now.principals, rule="document as speaker", speaker=None), "passive"
            return None, "passive"
        if self._bare(tree, verb):
            # "Condemns the attack;": who speaks
            return (self.now.quoted if tree.quote[hit.at] >= 0 else self.now.voice), "no subject"
        return None, how

    @staticmethod
    def _bare(tree: Tree, verb: int) -> bool:
        """Whether a sentence begins with a verb that has no subject, as this one or one before it."""
        top = verb
        while tree.dep[top] == "conj" and {tree.tag[tree.head[top]], tree.tag[top]} in ({tree.tag[top]}, {"VBD", "VBN"}):
            top = tree.head[top]
        # "Resolves to share them", "(c) call upon Peru to leave", taken for a noun
        first = tree.bounds[tree.sentence[top]][0]
        item = tree.tag[top] in {"NN", "NNS"} and all(tree.dep[k] in {"punct", "meta"} for k in range(first, top))
        item = item or tree.pos[top] in {"VERB", "ADJ"}
        return item and tree.dep[top] == "ROOT" and tree.child(top, "nsubj", "nsubjpass", "expl") is None

    def refusing(self, found: Named, i: int) -> Reading | None:
        """ "Berlin will not send tanks": an actor's own refusal, said outright."""
        tree = found.tree
        if not refuses(tree, i) or not any(tree.lower[k] in {"will", "shall", "wo"} for k in tree.children(i, "aux")):
            return None
        who = subject(tree, i)[0]
        reading = self.read(found, who) if who is not None and tree.pos[who] in {"PROPN", "NOUN"} else None
        return reading if reading is not None and reading.settled else None

    def foretold(self, found: Named, hit: Hit, holder: Reading) -> bool:
        """ "Britain will send troops, an expert said": no promise, since somebody else says it."""
        shell = self.holder(found, hit.over)[0] if hit.cue.needs == "modal" and hit.over is not None else holder
        return shell is None or not set(shell.codes) & set(holder.codes)

    def according(self, found: Named, a: int, b: int) -> Reading | None:
        """ "According to X, …", "In the view of X, …": X's words."""
        tree = found.tree
        to = tree.child(a, "pobj") if tree.lower[a] in {"for", "to"} else None
        after = max(tree.subtree(to)) + 1 if to is not None else a
        said = tree.words[after : after + 1] == [","] or tree.tag[after : after + 1] in (["DT"], ["PRP"])
        if to is not None and said and any(k in found.at for k in tree.subtree(to)):
            return self.read(found, to)  # "For Norway, the deal is a mistake"
        for i in range(a, b - 1):
            if tree.lower[i : i + 2] == ["according", "to"] and (name := tree.child(i + 1, "pobj")) is not None:
                return self.read(found, name)
            if tree.lower[i] in {"view", "opinion", "eyes"} and tree.lower[tree.head[i]] == "in" and (whose := owner(tree, i)) is not None:
                return self.read(found, whose)
        return None

    def targets(self, found: Named, heads: Iterable[int], region: Iterable[int], holder: Reading) -> dict[str, str]:
        """Return who is addressed or judged, each with its rule: the target slot, and who owns, does or shares what the issue names."""
        tree = found.tree
        codes: dict[str, str] = {}
        for head in heads:
            reading = self.read(found, head)
            none = any(tree.lower[k] == "no" for k in tree.kids[head])  # "no country can": nobody is asked
            if reading is None and not none and tree.lemma[head] in words("groups") | words("collectives") | words("addressed"):
                # "urge all major emitters to …": addressed, and left unnamed
                reading = Reading((UNNAMED + plain_words(tree, core(tree, head)),), "unnamed group", plural=True)
            codes |= dict.fromkeys(reading.codes if reading is not None else (), "target slot")
        inside = list(region)
        for k in inside:
            reading = self.read(found, k) if (how := self._ties(found, k)) else None
            if reading is not None and not (codes and reading.plural and not reading.settled):
                codes = dict.fromkeys(reading.codes, how) | codes
        codes |= self._partners(tree, inside, holder)
        return {
            code: how
            for code, how in codes.items()
            if code not in holder.codes and not code.startswith(UNRESOLVED)
        }

    @staticmethod
    def _ties(found: Named, k: int) -> str:
        """How a token inside an issue phrase names who owns, does or shares it, "" where it does not."""
        tree, over = found.tree, found.tree.head[k]
        if tree.dep[k] == "poss":
            return "owner" if tree.pos[k] != "PRON" else ""
        if tree.dep[k] != "pobj":
            return ""
        if tree.dep[over] == "agent" or tree.lower[over] in {"by", "with", "between"}:
            return f"named with {tree.lower[over]!r}"
        deed = tree.head[over]  # "the mediation of Qatar"; "Chad's invasion of Peru" is Chad's
        of = tree.lower[over] == "of" and tree.lemma[deed] in words("deeds") and tree.child(deed, "poss") is None
        return "whose deed it is" if of else ""

    def _partners(self, tree: Tree, inside: list[int], holder: Reading) -> dict[str, str]:
        """ "mutual trust", "cooperation between the two countries" of one of two: the other."""
        both = self.now.principals
        if both is None or len(both.codes) != 2 or len(holder.codes) != 1 or holder.codes[0] not in both.codes:
            return {}
        low = {tree.lower[k] for k in inside}
        between = "between" in low and bool({"countries", "sides", "states"} & low)
        if {"mutual", "bilateral"} & low or {"each", "other"} <= low or between:
            return {code: "the other side" for code in both.codes if code not in holder.codes}
        return {}
