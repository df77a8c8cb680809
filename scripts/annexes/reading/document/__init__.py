"""The bytes of a document → pages of words, the same for all kinds."""
