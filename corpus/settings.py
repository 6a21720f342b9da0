"""Settings, read from the environment with the prefix `DGA_` (for example `DGA_DATA_DIR`)."""

from functools import cache
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

CORPUS = Path(__file__).parent


class Settings(BaseSettings):
    """Where things lie. Every default works offline."""

    model_config = SettingsConfigDict(env_prefix="DGA_", frozen=True)

    data_dir: Path = CORPUS.parent / "var"
    """Index generations and the database; everything here can be made again but the conversations."""

    official_dir: Path = CORPUS / "official"
    """Where an agency puts the official files; ignored by git."""

    embedding_model: str = str(CORPUS / "models" / "static-th")
    """A sentence-transformers model folder or hub name."""

    reranker: str = ""
    """A sentence-transformers cross-encoder, folder or hub name, that reorders the first hits; empty: none."""


@cache
def settings() -> Settings:
    """Return the settings of this process."""
    return Settings()
