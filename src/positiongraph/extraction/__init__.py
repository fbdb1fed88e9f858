"""Text → positions, offline and deterministic, each with the exact words.

`extract` gives facts, `records` the printed objects, `attributions` the layer below: who is said to have said what. `mentions` shows what
each capital, palace and name was taken for, `evaluate` scores predicted records against gold ones.
"""

from positiongraph.extraction.coders import agreement
from positiongraph.extraction.evaluation import evaluate
from positiongraph.extraction.judged import attributes
from positiongraph.extraction.layer import evaluate_attributions
from positiongraph.extraction.many import Account
from positiongraph.extraction.room import attributions, extract, mentions, records

__all__ = ["Account", "agreement", "attributes", "attributions", "evaluate", "evaluate_attributions", "extract", "mentions", "records"]
