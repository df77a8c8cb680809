"""Documents by their address or their number: fetched once, kept as they came, never guessed."""
