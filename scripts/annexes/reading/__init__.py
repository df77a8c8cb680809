"""Document → understood rows; what cannot be read with certainty is refused, with its place."""
