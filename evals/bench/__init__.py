"""Benchmarks: retrieval beside stock peers, and at scale."""
