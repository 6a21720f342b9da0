"""The glossary: names that mean the same, in Thai, in English, abbreviated; and the expansion of a query."""

from functools import cache
from pathlib import Path

import yaml

from corpus.atoms import Token, lower_case
from corpus.passages import Value
from corpus.settings import CORPUS
from corpus.text import normalise, terms, tokens

# the C loader is ten times as fast, where PyYAML was built with it
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

GLOSSARY = CORPUS / "glossary.yaml"


class Entry(Value):
    """One concept. The first name of a list is the official one; `note` says what it is not.

    `document`: the names are a document's, so that the words in them ('central platform notice') are not about anything.
    """

    id: str
    th: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    abbr: tuple[str, ...] = ()
    note: str | None = None
    document: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, Thai first."""
        return self.th + self.en + self.abbr


class Mention(Value):
    """A glossary name found in a text. `start` and `end` are offsets in the normalised text."""

    name: str
    start: int
    end: int
    entries: tuple[Entry, ...]


class Glossary:
    """The entries, and where their names stand in a text."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        self._named: dict[str, list[Entry]] = {}
        for entry in entries:
            for name in (*entry.names, *filter(None, map(_plural, entry.en))):
                under = self._named.setdefault(_key(name), [])
                if entry not in under:
                    under.append(entry)
        self._longest = max(map(len, self._named), default=0)
        self._official: dict[str, tuple[str, ...]] = {}

    def mentions(self, text: str) -> list[Mention]:
        """Return the names that stand in `text`: the longest of those that begin alike, whole words."""
        return self._mentions(normalise(text).text, tokens(text))

    def _mentions(self, shown: str, pieces: list[Token]) -> list[Mention]:
        lower = _key(shown)
        found: list[Mention] = []
        for at, first in enumerate(pieces):
            if found and first.start < found[-1].end:
                continue
            ends = [piece.end for piece in pieces[at:] if piece.end - first.start <= self._longest]
            for end in reversed(ends):
                entries = self._named.get(lower[first.start : end])
                if entries:
                    name = shown[first.start : end]
                    found.append(Mention(name=name, start=first.start, end=end, entries=tuple(entries)))
                    break
        return found

    def expansion(self, text: str) -> list[str]:
        """Return the terms of the official names of what `text` mentions, each once, without its own terms.

        Only the official names: those are the words that the documents use.
        """
        pieces = tokens(text)
        own = {term for piece in pieces for term in piece.terms}
        found = (
            term
            for mention in self._mentions(normalise(text).text, pieces)
            for entry in mention.entries
            for term in self._official_terms(entry)
        )
        return [term for term in dict.fromkeys(found) if term not in own]

    def _official_terms(self, entry: Entry) -> tuple[str, ...]:
        if entry.id not in self._official:
            names = (*entry.th[:1], *entry.en[:1], *entry.abbr[:1])
            self._official[entry.id] = tuple(term for name in names for term in terms(name))
        return self._official[entry.id]


def _key(name: str) -> str:
    """Return a name as it is compared: normalised, Latin in lower case, as long as the normalised text."""
    return lower_case(normalise(name).text)


def _plural(name: str) -> str | None:
    """Return an English name's plural; None where it has none of its own, or is one already."""
    if not name[-1:].isalpha() or name.endswith("s"):
        return None
    if name.endswith("y") and name[-2:-1] not in set("aeiou"):
        return f"{name[:-1]}ies"
    return f"{name}es" if name.endswith(("x", "ch", "sh")) else f"{name}s"


def load(path: Path) -> Glossary:
    """Read a glossary file; ValueError where it is not a list of entries or an id stands twice."""
    rows = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe one, see above
    if not isinstance(rows, list):
        raise ValueError(f"{path}: not a list of entries")
    entries = tuple(Entry.model_validate(row) for row in rows)
    twice = {entry.id for entry in entries if sum(other.id == entry.id for other in entries) > 1}
    if twice:
        raise ValueError(f"{path}: ids that stand twice: {', '.join(sorted(twice))}")
    return Glossary(entries)


@cache
def glossary() -> Glossary:
    """Return the shipped glossary."""
    return load(GLOSSARY)
