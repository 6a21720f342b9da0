"""Dates as the corpus writes them: ISO 8601 in C.E. in data, the long form with the B.E. year for readers."""

import re
from datetime import date, datetime, timedelta, timezone
from typing import Annotated, Literal

from pydantic import AfterValidator

from corpus.atoms import BUDDHIST_ERA, MONTHS, MONTHS_EN, buddhist_year

THAILAND = timezone(timedelta(hours=7))
"""Thailand has kept UTC+7 since 1920, without summer time."""

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def today() -> date:
    """Return the date in Thailand."""
    return datetime.now(THAILAND).date()


def read_date(written: str) -> date:
    """Return the date of `YYYY-MM-DD`, whose year may be C.E. or, from 2400 on, B.E.; ValueError for anything else."""
    match = _ISO.fullmatch(written)
    if match is None:
        raise ValueError("a date is written YYYY-MM-DD")
    year = buddhist_year(int(match[1])) - BUDDHIST_ERA
    return date(year, int(match[2]), int(match[3]))


def _in_ce(written: str) -> str:
    return read_date(written).isoformat()


IsoDate = Annotated[str, AfterValidator(_in_ce)]
"""A date as text, in a form that compares: ISO 8601 in C.E., whichever era it was written in."""


def long(on: str, language: Literal["th", "en"]) -> str:
    """Return an ISO date in words: '20 กันยายน 2567', '20 September 2567 B.E. (2024)'."""
    day = date.fromisoformat(on)
    year = day.year + BUDDHIST_ERA
    if language == "th":
        return f"{day.day} {MONTHS[day.month - 1]} {year}"
    return f"{day.day} {MONTHS_EN[day.month - 1].capitalize()} {year} B.E. ({day.year})"
