"""The lists of codes, and the printed names that their codes may carry."""
