"""Sphinx: pages that `docs/build.py` writes, and the docstrings of the package. Nothing in them is fetched from elsewhere."""

import sys
from importlib import metadata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from docstrings import readable

project = "positiongraph"
release = metadata.version("positiongraph")
copyright = "positiongraph's authors, MIT licence"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
source_suffix = {".md": "markdown"}

html_theme = "furo"  # brings its own styles, system fonts, light and dark
html_title = f"positiongraph {release}"
html_static_path = [str(Path(__file__).parent / "static")]
html_css_files = ["docs.css"]
html_copy_source = False
html_show_sphinx = False
html_show_search_summary = False  # it would fetch pages, which a browser refuses to a file
html_theme_options = {"light_css_variables": {"color-brand-primary": "#0072B2", "color-brand-content": "#0072B2"},
                      "dark_css_variables": {"color-brand-primary": "#56B4E9", "color-brand-content": "#56B4E9"}}
html_last_updated_fmt = None  # the same sources, the same pages

myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence", "deflist"]
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
autodoc_default_options = {"members": True, "undoc-members": False, "imported-members": True}
python_use_unqualified_type_names = True
maximum_signature_line_length = 100


def setup(app: object) -> None:
    """Let docstrings be read as they are written here."""
    app.connect("autodoc-process-docstring", readable)  # type: ignore[attr-defined]
