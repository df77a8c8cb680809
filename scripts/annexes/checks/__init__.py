"""Checks: they take what was read or made and return problems; they never raise or print."""
