"""Names as keys: what may differ between two spellings of one name, and what may not."""

import re
import unicodedata
from functools import lru_cache

_DASHES = re.compile(r"[-‐‑‒–—―−/_]+")
_DROPPED = re.compile(r"[.'’‘ʼʻ`´ʿʾ]")
_OTHER = re.compile(r"[^\w\s]")
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
ACRONYM = re.compile(r"[A-Z0-9&+-]{2,}\d*")
_SHORT = 3


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Return the key of a name: no case, accents, stops, apostrophes; dashes and other punctuation as spaces; no leading "the".

    >>> fold("The Élysée"), fold("Côte d’Ivoire"), fold("U.S.A."), fold("Trinidad & Tobago"), fold("Russia–China")
    ('elysee', 'cote divoire', 'usa', 'trinidad and tobago', 'russia china')
    """
    text = unicodedata.normalize("NFKD", name.replace("&", " and "))
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    text = text.replace("ø", "o").replace("ł", "l").replace("ı", "i").replace("đ", "d").replace("ə", "a")
    text = " ".join(_OTHER.sub(" ", _DASHES.sub(" ", _DROPPED.sub("", text))).split())
    return text.removeprefix("the ") if text != "the" else text


def bare(name: str) -> str:
    """Return the name without outer space, quotation marks and a possessive ending.

    >>> bare(" Russia's "), bare("the United States'"), bare("“Kremlin”")
    ('Russia', 'the United States', 'Kremlin')
    """
    text = " ".join(name.split()).strip("\"“”„«»()[],;:!?")
    return _POSSESSIVE.sub("", text)


def spelled_as(written: str, alias: str, *, strict: bool) -> bool:
    """Tell whether a written form may stand for an alias with the same key, by its capitals.

    An acronym of up to three letters needs its capitals ("WHO", never "who"); a longer one may be written as a word ("Nato").
    With `strict`, as for metonyms, a capital is needed somewhere ("Male", never "male").

    >>> spelled_as("us", "US", strict=False), spelled_as("Nato", "NATO", strict=False), spelled_as("russia", "Russia", strict=False)
    (False, True, True)
    """
    letters = alias.replace(".", "").replace(" ", "")
    if ACRONYM.fullmatch(letters) and letters.isascii():
        plain = written.removeprefix("the ").removeprefix("The ").replace(".", "").replace(" ", "")
        return plain == letters or plain.isupper() or (len(letters) > _SHORT and plain[:1].isupper())
    return not (strict and alias[:1].isupper() and written == written.lower() != written.upper())
