"""Benchmarks: measured, not tested."""
