"""Packages over time: where a figure comes from, and how it came to be what it is."""
