"""The language of messages on the command line, and errors that speak to a person in both languages."""

import os

from corpus.passages import Language, Localized


def language_from_env() -> Language:
    """Return the language that the locale variables ask for: Thai where they name it, English otherwise.

    POSIX order: `LC_ALL`, then `LC_MESSAGES`, then `LANG`; the first that is set decides.
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "th" if value.lower().startswith("th") else "en"
    return "en"


def say(th: str, en: str) -> str:
    """Return the one of two sentences that is in the language of the environment."""
    return Localized(th=th, en=en).get(language_from_env())


class UserError(Exception):
    """An error to show to a person as it is: what happened, why, and what to do, in Thai and in English."""

    def __init__(self, th: str, en: str) -> None:
        super().__init__(th, en)
        self.message = Localized(th=th, en=en)

    def __str__(self) -> str:
        return self.message.get(language_from_env())
