"""One question in, one checked and cited reply out. The way through is in `assistant.pipeline`."""
