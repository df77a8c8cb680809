"""`python scripts …` runs the engine from a checkout, without an install."""

from annexes.cli import main

main()
