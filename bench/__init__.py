"""Benchmarks: every figure is a ratio, measured in one run with the peer or the floor beside it."""
