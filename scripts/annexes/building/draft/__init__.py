"""A new document → a recipe for it, to be confirmed by a person."""
