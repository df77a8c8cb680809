"""Recipe and understood rows → package."""
