"""Benchmarks: figures against a peer in the same run, printed by `make bench`."""
