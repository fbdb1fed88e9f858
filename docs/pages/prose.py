"""The front page and the pages that stand in the repository as Markdown: guide, changes, reference data."""

import re
from pathlib import Path

FILES = {
    "README.md": "index.md", "CHANGELOG.md": "changes.md", "src/positiongraph/reference/data/README.md": "reference-data.md",
    "notebooks/data/README.md": "notebooks/data.md",
}
"""Files of the repository that are pages, and as what."""
ELSEWHERE = {"ontology/README.md": "ontology.md", "notebooks": "notebooks/index.md"}

CONTENTS = """
```{toctree}
:hidden:

Guide <self>
commands
api
ontology
questions
notebooks/index
reference-data
changes
```
"""


def pages(root: Path) -> dict[str, str | bytes]:
    """Return the pages, their links turned to pages; what they link to besides is taken along."""
    found: dict[str, str | bytes] = {}
    for file, page in FILES.items():
        text, taken = linked(root, root / file, (root / file).read_text("utf-8"), page)
        found[page] = text + (CONTENTS if page == "index.md" else "")
        found |= taken
    return found


def linked(root: Path, file: Path, text: str, page: str) -> tuple[str, dict[str, bytes]]:
    """Return a file's Markdown with its relative links as seen from a page, and the pictures that it shows.

    Raises:
        ValueError: a link leads to no file.
    """
    up = "../" * page.count("/")
    pictures: dict[str, bytes] = {}

    def turned(match: re.Match[str]) -> str:
        mark, label, target = match.groups()
        if re.match(r"[a-z]+:|#", target):
            return match[0]
        path, _, anchor = target.partition("#")
        goal = (file.parent / path).resolve()
        if not goal.exists():
            raise ValueError(f"{file}: no such file: {target}")
        name = goal.relative_to(root.resolve()).as_posix()
        if mark:
            pictures[f"pictures/{goal.name}"] = goal.read_bytes()
            return f"![{label}]({up}pictures/{goal.name})"
        known = FILES | ELSEWHERE | {name: name.replace(".ipynb", ".md") for name in [name] if name.endswith(".ipynb")}
        return f"[{label}]({up}{known[name]}{'#' if anchor else ''}{anchor})" if name in known else f"{label} (`{name}`)"

    return re.sub(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)", turned, text), pictures
