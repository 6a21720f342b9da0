"""What is measured of a reply and of many; deterministic, and without a model."""
