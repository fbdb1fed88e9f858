"""The notebooks as they were saved, each a page with its pictures and tables."""

import re
from pathlib import Path

from nbconvert import MarkdownExporter

from pages.prose import linked

INTRODUCTION = """# Notebooks

Each asks a question and answers it with pictures; `make notebooks` runs them again, offline. The files are in `notebooks/`.

```{{toctree}}
:maxdepth: 1

{names}
data
```
"""


def pages(root: Path) -> dict[str, str | bytes]:
    """Return a page for each notebook, its pictures, and the one that lists them."""
    found: dict[str, str | bytes] = {}
    files = sorted((root / "notebooks").glob("*.ipynb"))
    for file in files:
        named = {"unique_key": file.stem, "output_files_dir": file.stem}
        text, resources = MarkdownExporter().from_filename(str(file), resources=named)
        page = f"notebooks/{file.stem}.md"
        text, _ = linked(root, file, tidy(text), page)
        found[page] = text.replace("](made:", "](")
        found |= {f"notebooks/{name}": content for name, content in resources["outputs"].items()}
    return {"notebooks/index.md": INTRODUCTION.format(names="\n".join(file.stem for file in files)), **found}


def tidy(text: str) -> str:
    """Return a notebook's Markdown for these pages: no styles of its own, magics as they are, its pictures marked as made with it."""
    text = re.sub(r"<style scoped>.*?</style>\s*", "", text, flags=re.S)
    return text.replace("```python\n%%sparql", "```text\n%%sparql").replace("![png](", "![picture](made:")
