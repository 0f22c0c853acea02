"""`python -m portico.config.cli`: how the demo starts its children, wherever the console script is."""

from portico.config.cli import main

main()
