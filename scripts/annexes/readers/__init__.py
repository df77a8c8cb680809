"""What the programs of readers do to a cell by default, and what the package says about it."""
