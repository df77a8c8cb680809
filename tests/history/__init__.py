"""Packages over time."""
