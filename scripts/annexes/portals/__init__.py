"""Package on disk → what portals and search engines ask for, one module each."""
