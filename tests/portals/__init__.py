"""Tests of the room `portals`."""
