"""Benchmarks of posts and scope."""
