"""`python -m annexes`."""

from annexes.cli import main

main()
