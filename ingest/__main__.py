"""`python -m ingest` is `dga ingest`."""

import typer

from ingest.cli import ingest

typer.run(ingest)
