"""`python scripts …` runs the engine from a checkout, without an install."""

from annexes.__main__ import main

main()
