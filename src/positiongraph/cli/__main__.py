"""`python -m positiongraph.cli`."""

from positiongraph.cli import main

main()
