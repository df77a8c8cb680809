"""Tests of the room `package`."""
