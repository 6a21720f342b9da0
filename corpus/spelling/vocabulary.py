"""The words that spelling is put right towards, and how common each is.

`words.tsv` holds a word a line: the word, how often it stands in public Thai government news (PyThaiNLP/thaigov-v2-corpus,
public domain), how often in our documents, glossary and rules. `evals/count_words.py` makes it anew.
"""

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from corpus.spelling.distance import key
from corpus.spelling.neighbours import Neighbours

WORDS = Path(__file__).parent / "words.tsv"

DOMAIN = 2000
"""What standing once in our documents counts, in occurrences in the news: their words are what people here mean."""

RARE = 60
"""A word that stands less often in the news is rare: it may be a piece of a misspelt one."""

LEAST = 4
"""Characters of the shortest word that is a target of correction."""

ABOUT = 3
"""Characters by which a misspelt word may be longer or shorter than the right one."""

UNKNOWN, PER_CHARACTER = -14.0, -1.0
"""Log-probability of a piece that is no word, and what each of its characters takes off."""


@dataclass(frozen=True)
class Vocabulary:
    """Words and their counts: in the news, and in our own documents (`domain`)."""

    news: Mapping[str, int]
    domain: Mapping[str, int]

    @cached_property
    def _total(self) -> float:
        return sum(self.news.values()) + DOMAIN * sum(map(math.sqrt, self.domain.values()))

    def count(self, word: str) -> float:
        """Return how often a word is to be expected, in occurrences in the news; 0 where it is not known."""
        return self.news.get(word, 0) + DOMAIN * math.sqrt(self.domain.get(word, 0))

    def log_probability(self, word: str) -> float:
        """Return the natural logarithm of a word's share; of what is no word, less the longer it is."""
        count = self.count(word)
        return math.log(count / self._total) if count else UNKNOWN + PER_CHARACTER * len(word)

    @cached_property
    def likeliest(self) -> dict[int, float]:
        """The log-probability of the commonest of our own Thai words that is about as long as so many characters."""
        found: dict[int, float] = {}
        for words in self.targets.values():
            for word in words:
                for length in range(len(word) - ABOUT, len(word) + ABOUT + 1):
                    found[length] = max(found.get(length, -math.inf), self.log_probability(word))
        return found

    @cached_property
    def targets(self) -> dict[str, tuple[str, ...]]:
        """Our own Thai words by key (`distance.key`)."""
        return _by_key(word for word in self.domain if len(word) >= LEAST and not word.isascii())

    @cached_property
    def neighbours(self) -> Neighbours:
        """The keys of `targets`, to be found from those a slip away."""
        return Neighbours(self.targets)

    @cached_property
    def english(self) -> Neighbours:
        """Our own English words, in lower case, to be found from those a slip away."""
        return Neighbours(word for word in self.domain if word.isascii() and len(word) >= LEAST)


def _by_key(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        found[key(word)] = (*found.get(key(word), ()), word)
    return found


@cache
def vocabulary(path: Path = WORDS) -> Vocabulary:
    """Return the shipped words."""
    news: dict[str, int] = {}
    domain: dict[str, int] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for word, in_news, in_ours in csv.reader(lines, delimiter="\t"):
            if in_news != "0":
                news[word] = int(in_news)
            if in_ours != "0":
                domain[word] = int(in_ours)
    return Vocabulary(news, domain)
