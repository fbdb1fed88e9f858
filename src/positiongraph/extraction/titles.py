"""Whose words a document is by its title: "Statement by X on Y", "Joint communiqué of X and Y", "Remarks at Z by the President of X"."""

import re
from collections.abc import Sequence

from positiongraph.extraction import gazetteer
from positiongraph.extraction.discourse import Discourse, Named, Reading
from positiongraph.extraction.document import Part
from positiongraph.extraction.places import is_place
from positiongraph.extraction.tree import Tree
from positiongraph.extraction.words import words
from positiongraph.facts import UNNAMED

OWN = re.compile(
    r"\b(statement|communiqu[eé]|declaration|remarks|address|speech|press release|readout|intervention|message|conclusions|resolution"
    r"|keynote|response|reply|answers?|press conference|(?:press |weekly )?briefing|explanations? of (?:vote|position)|note verbale"
    r"|excerpts?|interview|q ?& ?a|questions and answers|aide[- ]m[eé]moire|speaking notes|talking points|chair's summary|letter|comment"
    r"|memorandum|outcome document|(?:lecture|testimony|toast|appeal|motion|commentary|article|op-ed|essay|post|thread|blog|opinion"
    r"|final document|call to action|verbal note|(?:white|position|policy) paper|government (?:report|programme)|non-paper|policy concept)"
    r" (?=by |of |adopted by |from ))s?\b",
    re.I,
)
_ABOUT = re.compile(
    r"\b(?:on (?!behalf)|regarding|concerning|following|about|after|amid|marking|in response to|to|at|in(?! exercise)|against|during|before"
    r"|(?<!spokesperson )(?<!spokesman )(?<!spokeswoman )for the)\b",
    re.I,
)
_BEHALF = re.compile(
    r"\bon behalf of (?:the )?(?:delegation of (?:the )?|Government(?: and(?: the)? people)? of (?:the )?"
    r"|people(?: and(?: the)? Government)? of (?:the )?|Republic of |Kingdom of "
    r"|(?:Heads|Leaders|Foreign Ministers|members?)[\w ]* of (?:the )?)*",
    re.I,
)
GROUP = re.compile(r"(?:[A-Z][\w-]*|A3\+?)(?: (?:[A-Z][\w-]*|of|for|the|in|on|and|against|\d+))*")
"""A group by its own words: "Group of Friends of the Great Lakes"."""
_OFFICE = re.compile(r"\b(?:Spokes\w+|Ambassador|Minist\w+|President|Secretary|Representative|Chancellor|King|Queen|Senate|Parliament)\b")
_BY_OFFICE = re.compile(rf"(?:\bby|,) (?=(?:the |H\.? ?E\.? |Mr\.? |Ms\.? |Mrs\.? |Dr\.? )*(?:[A-Z][\w-]+ ){{,3}}{_OFFICE.pattern})")
"""Who says it, after when or on what: "Remarks at the Assembly by the President of X"."""
_COMMISSIONER = re.compile(r"(?<!High )\bCommissioner\b")


def by_title(paragraphs: Sequence[tuple[Part, Named]], now: Discourse) -> Reading | None:
    """ "Joint statement by X and Y on Z": whom it is on behalf of, else those between "statement" and "on", else those before it."""
    for part, found in paragraphs[:4]:
        tree = found.tree
        title = spaced(tree)
        if part not in {Part.TITLE, Part.HEADING, Part.BYLINE} or (own := OWN.search(title)) is None:
            continue
        if {"i", "me"} & set(tree.lower):
            continue  # the speech has begun
        spans = [_titled(title, own)]
        if (behalf := _BEHALF.search(title)) is not None:
            about = _ABOUT.search(title, behalf.end())
            spans.insert(0, (behalf.end(), about.start() if about else len(title)))
            by = codes_in(found, now, (tree.start[0] + own.end(), tree.start[0] + behalf.start()))[0]
            now.home = Reading((by[0],), "title") if by and gazetteer.kind(by[0]) == "State" else None
            group = title[slice(*spans[0])].strip(" .,-–:")
            a, b = (tree.start[0] + at for at in spans[0])
            if GROUP.fullmatch(group) and not codes_in(found, now, (a, b))[0]:
                return Reading((UNNAMED + group,), "title")
        if (late := _BY_OFFICE.search(title, max(spans[-1]))) is not None and " by " not in title[slice(*spans[-1])]:
            spans.append((late.end(), about.start() if (about := _ABOUT.search(title, late.end())) else len(title)))
        if not any(tree.tag[i] in {"VBZ", "VBP", "VBD"} for i in range(len(tree))):
            # "G7 Leaders' statement"; not what stands before a colon, which is the topic; and no headline: "X issues a statement"
            colon = -1 if _OFFICE.search(title, 0, own.start()) else title.find(":", 0, own.start())
            spans.append((max(colon, 0), own.start()))
        for a, b in spans:
            codes, speaker = codes_in(found, now, (tree.start[0] + a, tree.start[0] + b))
            if codes:
                return Reading(tuple(codes), "title", speaker, len(codes) > 1)
        if "secretary-general" in title.lower():
            return Reading(("UN",), "title")
        if _COMMISSIONER.search(title) and any("commission" in item.tree.lower for _, item in paragraphs):
            kinds = {"Bloc", "Organisation"}
            bodies = [name.code for _, item in paragraphs for name in item.names if gazetteer.kind(name.code) in kinds]
            if not bodies or any(code.split("-")[0] == "EU" for code in bodies):  # others have commissioners too
                return Reading(("EU-COMMISSION",), "title")
    return None


def _titled(title: str, own: re.Match[str]) -> tuple[int, int]:
    attributed = re.compile(r" attributable to", re.I).match(title, own.end())
    start = attributed.end() if attributed else own.end()
    about = _ABOUT.search(title, start)
    return start, about.start() if about else len(title)


def unknown_body(paragraphs: Sequence[tuple[Part, Named]]) -> Reading | None:
    """ "Communiqué of the Lake Basin Authority": a body that the reference does not know, by its own words."""
    for part, found in paragraphs[:1]:
        title = spaced(found.tree)
        own = OWN.search(title) if part == Part.TITLE else None
        group = re.compile(rf" (?:of|by|from) (?:the )?({GROUP.pattern})").match(title, own.end()) if own is not None else None
        if group is not None and len(group[1].split()) > 1 and set(group[1].lower().split()) & words("organised"):
            return Reading((UNNAMED + group[1],), "title")
    return None


def spaced(tree: Tree) -> str:
    """The words of a tree at their places."""
    out: list[str] = []
    at = tree.start[0]
    for i, word in enumerate(tree.words):
        out.append(" " * (tree.start[i] - at) + word)
        at = tree.end[i]
    return "".join(out)


def codes_in(found: Named, now: Discourse, span: tuple[int, int]) -> tuple[list[str], str | None]:
    """Return the actors named between two characters, persons by their office, and the one person among them."""
    codes, speakers = [], []
    for name in found.names:
        if not span[0] <= found.tree.start[name.first] < span[1] or (is_place(found, name) and name.reading != "metonym"):
            continue
        if name.reading in {"person", "surname"}:
            speakers.append(gazetteer.full_name(name.code))
            if office := gazetteer.office(name.code, now.date):
                codes.append(office)
        elif name.reading != "capital":
            codes.append(name.code)
    return list(dict.fromkeys(codes)), speakers[0] if len(speakers) == 1 else None
