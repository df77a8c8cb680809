"""Pages of words → tables and table rows."""
