"""Answers kept for whoever asks the same again, as long as the store is in the same state."""

import re
from collections import OrderedDict

from positiongraph.service.pool import Reply
from positiongraph.service.protocol import Asked

SPACE = 16_000_000
"""Bytes of answers and queries that are kept; beyond, those go that were asked for longest ago."""
EACH = 1_500
"""Bytes that Python takes for keeping one."""
LARGEST = 1_000_000
"""Bytes of an answer that is kept."""
_VARIES = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(", re.I)
"""Functions that give another value each time: an answer to a query that seems to have one is never kept."""


class Kept:
    """Good answers by state of the store and question.

    >>> kept, reply = Kept(), Reply(200, "text/csv", b"true")
    >>> kept.keep("state 1", Asked("ASK {}", "text/csv", None), reply)
    >>> kept.find("state 1", Asked("ASK {}", "text/csv", None)) is reply, kept.find("state 2", Asked("ASK {}", "text/csv", None))
    (True, None)
    >>> kept.keep("state 1", Asked("ASK { FILTER(RAND() < 0.5) }", "text/csv", None), reply)
    >>> kept.find("state 1", Asked("ASK { FILTER(RAND() < 0.5) }", "text/csv", None))
    """

    def __init__(self) -> None:
        self._replies, self._size = OrderedDict[tuple[str, Asked], Reply](), 0

    def find(self, state: str, asked: Asked) -> Reply | None:
        """Return the answer that was given in this state of the store, None where there is none."""
        reply = self._replies.get((state, asked))
        if reply:
            self._replies.move_to_end((state, asked))
        return reply

    def keep(self, state: str, asked: Asked, reply: Reply) -> None:
        """Keep an answer, if it is good, small enough, and the same the next time."""
        if reply.status != 200 or len(reply.body) > LARGEST or _VARIES.search(asked.query) or (state, asked) in self._replies:
            return
        self._replies[state, asked] = reply
        self._size += EACH + len(asked.query) + len(reply.body)
        while self._size > SPACE:
            (_, oldest), gone = self._replies.popitem(last=False)
            self._size -= EACH + len(oldest.query) + len(gone.body)
