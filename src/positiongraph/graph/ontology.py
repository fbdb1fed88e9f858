"""Where the ontology's files are: in the installed package, or at the top of a checkout."""

from pathlib import Path

_PACKAGED = Path(__file__).parents[1] / "ontology"
ONTOLOGY = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parents[3] / "ontology"
