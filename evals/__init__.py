"""Question-answer regression: datasets, metrics, report."""
