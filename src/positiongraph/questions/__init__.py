"""Named questions to the graph: one .rq file each, asked by name or number."""

from positiongraph.questions.answers import Answer
from positiongraph.questions.asking import ask, query
from positiongraph.questions.registry import Parameter, Question, question, questions
from positiongraph.questions.sparql import serialised

__all__ = ["Answer", "Parameter", "Question", "ask", "query", "question", "questions", "serialised"]
