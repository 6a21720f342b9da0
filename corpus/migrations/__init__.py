"""Alembic's environment and the revisions of `dga.sqlite`; `corpus.database` runs them."""
