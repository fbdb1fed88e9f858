"""Bytes → text. UTF-8 and what says of itself what it is are read for certain; a guess is named, and never changes or drops a character."""

import re

from charset_normalizer import from_bytes

from positiongraph.errors import Fault, InputError, UsageError

MARKS = ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
"""Byte order marks. UTF-8's own stays in the text as its first character, as it was given."""
SORTS = ((b"%PDF", "a PDF"), (b"PK\x03\x04", "a ZIP archive, as Word and Excel make them"), (b"\xd0\xcf\x11\xe0", "an Office file"),
         (b"{\\rtf", "Rich Text"), (b"\x1f\x8b", "gzipped data"))  # fmt: skip
_HIGH = re.compile(rb"[\x80-\xff]")


def decode(data: bytes, name: str = "-", encoding: str | None = None) -> tuple[str, str | None]:
    """Return the text of bytes, and a sentence where its encoding was guessed. Line ends stay as they are.

    Guessed is only what is neither UTF-8 nor bears a mark. Mostly ASCII is taken for cp1252, the encoding of such English texts; anything
    else for what charset-normalizer finds likeliest. A UTF-8 text with a few broken bytes is refused: read otherwise, each of its
    characters beyond ASCII would become two wrong ones.

    >>> decode("Zürich\\r\\n".encode())
    ('Zürich\\r\\n', None)
    >>> decode("Zürich".encode("latin-1"), "a.txt")
    ('Zürich', "a.txt: not UTF-8; read as cp1252 by a guess on which 'ü' depends; --encoding NAME where that is wrong")

    Raises:
        InputError: the bytes are no text, or none in the encoding told.
        UsageError: there is no encoding of that name.
    """
    for start, sort in SORTS:
        if data.startswith(start):
            raise InputError([Fault(name, None, f"{sort}, no text", "text; save it as text or HTML first")])
    told = encoding or next((code for mark, code in MARKS if data.startswith(mark)), None)
    if told is None and b"\0" in data:
        raise InputError([Fault(name, None, "binary data", "text")])
    try:
        return data.decode(told or "utf-8"), None
    except LookupError:
        raise UsageError(f"no encoding named {told!r}; known: utf-8, utf-16, latin-1, cp1252, cp1251, gb18030 and the like") from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        broken = Fault(name, line, f"byte {data[error.start]:#04x} is no {told or 'utf-8'}", "UTF-8, or --encoding NAME")
        if told is not None:
            raise InputError([broken]) from None
    if _damaged(data):
        raise InputError([broken])
    high = len(_HIGH.findall(data))
    guess = "cp1252" if high < 0.2 * len(data) and _decodes(data, "cp1252") else None
    if guess is None:
        best = from_bytes(data[:200_000]).best()
        guess = best.encoding if best is not None and _decodes(data, best.encoding) else None
    if guess is None:
        raise InputError([broken])
    text = data.decode(guess)
    strange = sorted({character for character in text if not character.isascii()})
    shown = ", ".join(map(repr, strange[:5])) + (f" and {len(strange) - 5} others" if len(strange) > 5 else "")
    return text, f"{name}: not UTF-8; read as {guess} by a guess on which {shown} depends; --encoding NAME where that is wrong"


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _damaged(data: bytes) -> bool:
    """Tell whether most of what is beyond ASCII is sound UTF-8."""
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    return sum(not character.isascii() for character in text) - wrong > wrong
