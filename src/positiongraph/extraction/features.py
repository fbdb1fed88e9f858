"""What the chooser sees of a candidate and of each of its readings, as short strings."""

from collections.abc import Mapping, Sequence

from positiongraph.extraction.candidates import Candidate
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words

QUOTE = '"'


Acts = Mapping[tuple[str, str], tuple[str, ...]]
"""(kind, lemma) → the acts that the cue file of positions knows the word for; "say" where it takes no side."""


def _length(n: int) -> str:
    return str(min(7, n.bit_length()))


def cue_features(tree: Tree, c: Candidate, acts: Acts, known: frozenset[str] = frozenset()) -> list[str]:
    """Describe a candidate: its word, its frame, its source, what stands around it.

    `known` holds the names of those who are said to say something elsewhere in the text.
    """
    v, lemma, dep = c.head, c.lemma(tree), tree.dep[c.head]
    head = tree.head[v]
    found = [
        f"l={lemma}",
        f"k={c.kind}",
        f"f={c.frame}",
        f"l,f={lemma},{c.frame}",
        f"s={c.control}",
        f"l,s={lemma},{c.control}",
        f"d={dep}",
        f"t={tree.tag[v]}",
        f"l,d={lemma},{dep}",
        f"l,t={lemma},{tree.tag[v]}",
        f"suf={lemma[-3:]}",
        f"h={tree.lemma[head]}",
        f"hd={tree.dep[head]}",
        f"far={min(3, abs(v - head).bit_length())}",
        f"inq={tree.quote[v] >= 0}",
        f"q={bool(c.quotes)}",
        f"f,q={c.frame},{bool(c.quotes)}",
        f"l,q={lemma},{bool(c.quotes)},{tree.quote[v] >= 0}",
        f"root={head == v}",
        f"nq={min(3, len(tree.quotes))}",
        f"n={_length(len(c.content))}",
        f"f,n={c.frame},{_length(len(c.content))}",
        f"-1={tree.lower[v - 1] if v else '^'}",
        f"+1={tree.lower[v + 1] if v + 1 < len(tree) else '$'}",
        f"l,+1={lemma},{tree.lower[v + 1] if v + 1 < len(tree) else '$'}",
        f"p={tree.number < 2}",
    ]
    if c.preposition is not None:
        word = tree.lower[c.preposition]
        found += [f"pr={word}", f"l,pr={lemma},{word}", f"f,pr={c.frame},{word}"]
    if (s := c.source_head) is not None:
        name, proper = tree.lemma[s], tree.pos[s] == "PROPN"
        found += [
            f"sp={tree.pos[s]}",
            f"st={tree.tag[s]}",
            f"sl={name}",
            f"l,sp={lemma},{tree.pos[s]}",
            f"sn={_length(len(c.source))}",
            f"f,sp={c.frame},{tree.pos[s]}",
            f"s<v={s < v}",
            f"suf={name[-3:]}" if proper else f"sl,f={name},{c.frame}",
        ]
        if tree.quote[v] >= 0 and tree.lower[s] in {"i", "we", "you"}:
            found.append("q-first-person")
        if tree.lower[s] in {"i", "we", "you", "it", "this", "that", "they", "he", "she", "who", "which"}:
            found.append(f"l,sl={lemma},{tree.lower[s]}")
    for k in tree.kids[v]:
        relation = tree.dep[k]
        if relation == "neg":
            found += ["neg", f"l,neg={lemma}"]
        elif relation == "aux":
            found += [f"aux={tree.lower[k]}", f"f,aux={c.frame},{tree.lower[k]}"]
        elif relation == "mark":
            found += [f"mark={tree.lower[k]}"]
        elif relation == "ccomp":
            that = any(tree.lower[m] == "that" for m in tree.kids[k])
            wh = next((tree.lower[m] for m in tree.kids[k] if tree.lower[m] in words("questions")), "-")
            found += [f"that={that}", f"left={k < v}", f"wh={wh}", f"l,that={lemma},{that}", f"cc={tree.lemma[k]}"]
        elif relation == "dobj":
            found += [f"o={tree.lemma[k]}", f"l,op={lemma},{tree.pos[k]}", f"l,o={lemma},{tree.lemma[k]}", f"os={tree.lemma[k][-3:]}"]
        elif relation == "xcomp":
            found += [f"x={tree.lemma[k]}", f"l,xt={lemma},{tree.tag[k]}"]
        else:
            found.append(f"has={relation}")
    for a in tree.ancestors(v):
        if tree.pos[a] == "VERB" and tree.child(a, "ccomp") is not None:
            found += [f"under={tree.lemma[a]}", "under", f"f,under={c.frame}"]
            break
    a, b = tree.bounds[tree.sentence[v]]
    found.append(f"caps={sum(w[:1].isupper() for w in tree.words[a:b]) > 0.7 * (b - a)}")
    found.append(f"len={_length(b - a)}")
    if c.kind == "noun" and v > min(c.cue) and tree.pos[min(c.cue)] == "VERB":
        found += [f"lv={tree.lemma[min(c.cue)]}", f"lv,l={tree.lemma[min(c.cue)]},{lemma}"]
    return found + _listed(tree, c, acts) + _sourced(tree, c, known) + _around(tree, c)


def _listed(tree: Tree, c: Candidate, acts: Acts) -> list[str]:
    """What the cue file says of the word, so that a rare one is known by its class."""
    found = []
    for act in acts.get(("noun" if c.kind == "noun" else "verb", c.lemma(tree)), ()):
        found += [f"act={act}", f"act,f={act},{c.frame}", f"act,s={act},{c.control}"]
        if c.source_head is not None:
            found.append(f"act,sp={act},{tree.pos[c.source_head]}")
    return found


def _sourced(tree: Tree, c: Candidate, known: frozenset[str]) -> list[str]:
    if (s := c.source_head) is None:
        return []
    lemma, pos = c.lemma(tree), tree.pos[s]
    talks = tree.lower[s] in known
    owner = next((tree.lower[k] for k in tree.kids[s] if tree.dep[k] in {"det", "poss"}), "-")
    return [
        f"talk={talks}", f"talk,f={talks},{c.frame}", f"talk,sp={talks},{pos}", f"talk,l={talks},{lemma}",
        f"l,f,sp={lemma},{c.frame},{pos}",
        f"l,f,s={lemma},{c.frame},{c.control}", f"d,f,s={tree.dep[c.head]},{c.frame},{c.control}", f"sdet={owner}",
    ]  # fmt: skip


def _around(tree: Tree, c: Candidate) -> list[str]:
    v = c.head
    head = tree.head[v]
    found = [
        f"h,d={tree.lemma[head]},{tree.dep[v]}", f"hp={tree.pos[head]},{tree.dep[v]}", f"t,f={tree.tag[v]},{c.frame}",
        f"-2={tree.lower[v - 2] if v > 1 else '^'}", f"+2={tree.lower[v + 2] if v + 2 < len(tree) else '$'}",
    ]  # fmt: skip
    if c.content:
        first = c.content[0]
        found += [f"c1={tree.lower[first]}", f"f,c1={c.frame},{tree.lower[first]}", f"c1p={tree.pos[first]},{c.frame}"]
        found.append(f"cq={any(tree.quote[i] >= 0 for i in c.content)}")
    return found


def reading_features(
    tree: Tree, c: Candidate, role: str, name: str, tokens: Sequence[int], known: frozenset[str] = frozenset()
) -> list[str]:
    """Describe one reading of a role (C content, S source, Q cue)."""
    v, lemma = c.head, c.lemma(tree)
    base = role + name
    found = [
        base,
        f"{base}|{lemma}",
        f"{base}|{c.frame}",
        f"{base}|{c.control}",
        f"{base}|{c.kind}",
        f"{base}|d{tree.dep[v]}",
        f"{base}|t{tree.tag[v]}",
        f"{base}|q{bool(c.quotes)}",
        f"{base}|iq{tree.quote[v] >= 0}",
        f"{base}|f{c.frame}q{bool(c.quotes)}",
    ]
    if c.preposition is not None:
        found += [f"{base}|p{tree.lower[c.preposition]}", f"{base}|lp{lemma}{tree.lower[c.preposition]}"]
    if not tokens:
        return found
    first, last, n = tokens[0], tokens[-1], len(tokens)
    original = {"C": c.content, "S": c.source, "Q": c.cue}[role]
    found += [
        f"{role}n{_length(n)}",
        f"{base}n{_length(n)}",
        f"{role}base{list(tokens) == original}",
        f"{role}gap{last - first + 1 - n > 2}",
        f"{base}fq{tree.words[first] == QUOTE}",
        f"{base}lq{tree.words[last] == QUOTE}",
        f"{role}odd{sum(tree.words[i] == QUOTE for i in tokens) % 2}",
        f"{base}adj{min(abs(first - v), abs(last - v)) <= 2}",
        f"{base}first{tree.pos[first]}",
        f"{role}firstw{tree.lower[first]}",
        f"{role}end{'$' if last + 1 >= len(tree) else 'P' if tree.pos[last + 1] == 'PUNCT' else tree.dep[last + 1]}",
        f"{role}side{first > v}{last > v}",
        f"{base}quoteshare{_share(tree, tokens)}",
    ]
    found.append(f"{base}|l{lemma}n{_length(n)}")
    if role == "S":
        inside = set(tokens)
        h = next((i for i in tokens if tree.head[i] not in inside or tree.head[i] == i), first)
        found += [
            f"Sp{tree.pos[h]}",
            f"Sl{tree.lemma[h]}",
            f"{base}p{tree.pos[h]}",
            f"{base}t{tree.tag[h]}",
            f"Sinq{tree.quote[h] >= 0}{tree.quote[v] >= 0}",
            f"Sdist{min(6, abs(h - v).bit_length())}",
            f"{base}l{tree.lower[h]}",
        ]
        talks = tree.lower[h] in known
        found += [f"Stalk{talks}", f"{base}talk{talks}", f"{base}l{lemma}c{c.control}", f"Sdep{tree.dep[last]}{c.frame}"]
    elif role == "Q":
        found += [
            "Q" + " ".join(tree.lemma[i] for i in tokens),
            f"{base}w{tree.lower[last]}",
            f"{base}v{tree.lower[first]}",
            f"Qlast{tree.lower[last]}",
        ]
    else:
        found += _content_features(tree, c, base, tokens)
    return found


def _content_features(tree: Tree, c: Candidate, base: str, tokens: Sequence[int]) -> list[str]:
    v, last = c.head, tokens[-1]
    found = []
    if tokens[0] > v:
        at = last
        while tree.head[at] != v and tree.head[at] != at:
            at = tree.head[at]
        kind = (tree.lower[at] if tree.dep[at] == "prep" else tree.dep[at]) if tree.head[at] == v else "-"
        found += [f"{base}last{kind}", f"Clast{kind}", f"Clastl{kind}{tree.lemma[v]}"]
        deeper = next((tree.dep[k] for k in tree.ancestors(last) if tree.dep[k] in {"advcl", "relcl", "acl", "conj", "ccomp"}), "-")
        found.append(f"Cdeep{deeper}")
    sentences = tree.sentence[last] - tree.sentence[tokens[0]]
    found += [f"Csent{min(3, sentences)}", f"{base}sent{min(3, sentences)}"]
    following = tree.lower[last + 1] if last + 1 < len(tree) else "$"
    where = f"{tree.sentence[tokens[0]] - tree.sentence[v]}{tree.sentence[last] - tree.sentence[v]}"
    found += [f"Cnext{following}", f"{base}next{following}", f"Cfirstd{tree.dep[tokens[0]]}", f"Cps{where}", f"{base}ps{where}"]
    found.append(f"{base}fs{tokens[0] - v if abs(tokens[0] - v) < 4 else 'far'}")
    found.append(f"Callq{all(tree.quote[i] >= 0 or tree.pos[i] == 'PUNCT' for i in tokens)}{bool(c.quotes)}")
    whole = set(tokens)
    partly = sum(1 for n in c.quotes if 0 < sum(i in whole for i in range(*tree.quotes[n])) < tree.quotes[n][1] - tree.quotes[n][0] - 2)
    missed = sum(1 for n in c.quotes if not any(i in whole for i in range(*tree.quotes[n])))
    found += [f"Cpart{min(2, partly)}", f"Cmiss{min(2, missed)}", f"{base}miss{min(2, missed)}"]
    return found


def _share(tree: Tree, tokens: Sequence[int]) -> int:
    return round(4 * sum(tree.quote[i] >= 0 for i in tokens) / len(tokens))
