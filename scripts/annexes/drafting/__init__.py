"""A document that nobody has described yet → a proposal for its recipe, to be confirmed."""
