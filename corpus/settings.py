"""Settings, read from the environment with the prefix `DGA_` (for example `DGA_DATA_DIR`)."""

import re
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

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

    chat_model: str | None = None
    """A chat model by provider and name, as LangChain's `init_chat_model` takes it ("openai:NAME"). None: no model."""

    chat_base_url: str | None = None
    """Where the chat model is served, for one that is not at its provider's own address."""

    chat_api_key: SecretStr | None = None
    """The key for the chat model; None leaves it to the provider's own environment variable."""

    chat_timeout: float = Field(default=20.0, gt=0)
    """Seconds from a message's arrival by which its reply is made, with the chat model or without it."""

    chat_structured: Literal["json_schema", "function_calling", "json_mode"] | None = None
    """How the chat model is asked for structured answers; None: as its provider's client does by default."""

    chat_concurrency: int = Field(default=4, ge=1)
    """Calls of the chat model at once; a reply that finds no place is made without it."""

    chat_reads_facts: bool = False
    """Whether the chat model may propose facts of a project as well, which may change what a verdict rests on."""

    chat_rewrites: bool = False
    """Whether the chat model may put a follow-up that finds nothing into words that stand alone, to search with."""

    max_chat_requests: int = Field(default=100, ge=1)
    """Chat requests that a server holds at once; one more is refused with the time after which to try again."""

    widget_origins: Annotated[tuple[str, ...], NoDecode] = ()
    """Origins whose pages may hold the widget, such as "https://www.example.go.th", separated by white space or commas."""

    @field_validator("widget_origins", mode="before")
    @classmethod
    def _origins(cls, written: object) -> object:
        return (
            re.split(r"[\s,]+", written.strip(" ,"))
            if isinstance(written, str) and written.strip(" ,")
            else written or ()
        )

    @field_validator("widget_origins")
    @classmethod
    def _are_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            if not re.fullmatch(r"https?://[^/?#@*\s]+", origin):
                raise ValueError(
                    f"{origin} is not an origin: scheme, host and port, without a path or wildcard"
                )
        return origins

    log_format: Literal["plain", "json"] = "plain"
    """How `dga serve` logs on stderr: lines for a terminal, or one JSON object a line."""

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """The least level that is logged; requests are at INFO."""

    log_messages: bool = False
    """Whether a request's line in the log carries what was asked. People tell of their projects: off."""

    otel: bool = False
    """Whether `dga serve` sends OpenTelemetry traces (extra `otel`), to where `OTEL_EXPORTER_OTLP_ENDPOINT` says."""


@cache
def settings() -> Settings:
    """Return the settings of this process."""
    return Settings()
