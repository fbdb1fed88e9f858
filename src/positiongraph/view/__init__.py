"""Network and rows → one self-contained page, and pyvis. The only room that knows pyvis; it opens no store."""

from positiongraph.view.drawing import pyvis_network
from positiongraph.view.page import page, page_html, srcdoc

__all__ = ["page", "page_html", "pyvis_network", "srcdoc"]
