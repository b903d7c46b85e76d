"""Benchmarks: what is measured, how and with what result stands in README.md."""
