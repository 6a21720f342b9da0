"""What lint takes for right: the word lists, how common a word is, and the words of the shipped corpus and of the file."""

import csv
import importlib.util
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from corpus.settings import CORPUS
from corpus.text import WORDS, Token, is_word, normalise, tokens
from ingest.lint.near import Index

GRAM = 3
"""The most words in a row that are counted."""
SHORTEST = 5
"""Characters of the shortest word that another may be a slip for: shorter ones are near too many."""
LONG = 9
"""Characters of a reading that is long enough to be one slip further from what is meant."""
COMMON = 20
"""A word that the Thai National Corpus has this often is common."""


def word_list(name: str) -> Path:
    """Return the path of a list that PyThaiNLP brings; it is not imported itself, which takes long."""
    spec = importlib.util.find_spec("pythainlp")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pythainlp is not installed: its word lists are needed to check words")
    return Path(spec.origin).parent / "corpus" / name


@cache
def frequency() -> dict[str, int]:
    """Return how often the Thai National Corpus has each word."""
    with word_list("tnc_freq.txt").open(encoding="utf-8", newline="") as file:
        return {row[0]: int(row[1]) for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}


def runs(text: str) -> Iterator[list[Token]]:
    """Yield the words of a text, a list for each run of Thai letters."""
    run: list[Token] = []
    for token in tokens(text):
        if run and (token.kind != "word" or run[-1].end != token.start):
            yield run
            run = []
        if token.kind == "word":
            run.append(token)
    if run:
        yield run


def grams(texts: Iterable[str]) -> Counter[tuple[str, ...]]:
    """Count the words of texts, and the pairs and triples of words that stand together."""
    found: Counter[tuple[str, ...]] = Counter()
    for text in texts:
        for run in runs(text):
            cut = [token.text for token in run]
            for size in range(1, GRAM + 1):
                found.update(tuple(cut[at : at + size]) for at in range(len(cut) - size + 1))
    return found


@cache
def shipped() -> Counter[tuple[str, ...]]:
    """Return the grams of the corpus' own documents and of its list of words, where every word is meant."""
    lines = [line for path in sorted((CORPUS / "documents").glob("*.md")) for line in _lines(path)]
    return grams((*lines, *_lines(WORDS)))


def _lines(path: Path) -> Sequence[str]:
    texts = path.read_text(encoding="utf-8").splitlines()
    taken_out = path == WORDS  # `-word` there takes a word out
    return [normalise(text).text for text in texts if not (taken_out and text.startswith(("#", "-")))]


@dataclass(frozen=True)
class Vocabulary:
    """The words around one file: those of the corpus and those of the file itself."""

    own: Counter[tuple[str, ...]]

    @cached_property
    def attested(self) -> frozenset[str]:
        """What the corpus writes, one word or some together."""
        return frozenset("".join(gram) for gram in shipped())

    @cached_property
    def words(self) -> Index:
        """Words of the subject: the corpus has them, or the file has them and they are common."""
        own = (word for (word, *more) in self.own if not more and frequency().get(word, 0) >= COMMON)
        ours = (word for (word, *more) in shipped() if not more)
        return Index({word for word in (*own, *ours) if len(word) >= SHORTEST and is_word(word)})

    @cached_property
    def pairs(self) -> dict[str, tuple[str, ...]]:
        """Pairs of words that the corpus has more than once, as they are written together."""
        return {
            "".join(gram): gram
            for gram, count in shipped().items()
            if len(gram) == 2 and count > 1 and all(is_word(word) for word in gram)
        }

    @cached_property
    def written_pairs(self) -> Index:
        """The same pairs, to be found by near forms."""
        return Index(pair for pair in self.pairs if len(pair) >= LONG)

    @cached_property
    def common(self) -> Index:
        """Every common word of the list, and the words of the subject."""
        common = (word for word, count in frequency().items() if count >= COMMON and is_word(word))
        ours = (word for (word, *more) in shipped() if not more and is_word(word))
        return Index({word for word in (*common, *ours) if len(word) >= 3})
