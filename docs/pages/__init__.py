"""The sources of the pages, each room a function `pages(root)` that returns file name → text."""
