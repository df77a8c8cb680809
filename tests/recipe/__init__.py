"""Tests of the room `recipe`."""
