"""Make `corpus/spelling/words.tsv`: how often words stand in government news and in what the programme says.

    python -m evals.count_words thaigov.jsonl.xz

The news is PyThaiNLP/thaigov-v2-corpus as JSON lines with `title` and `text`. Words that are in no dictionary are kept
where they stand often (names, abbreviations), so that they are not taken for slips.
"""

import argparse
import csv
import json
import lzma
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from corpus.glossary import glossary
from corpus.settings import CORPUS
from corpus.spelling.vocabulary import WORDS
from corpus.text import is_word, normalise, tokens, words

SHORTEST = 3
"""Characters of the shortest word of ours that is kept."""

FEWEST, FEWEST_UNKNOWN = 10, 200
"""Occurrences from which a word, and a piece that no dictionary has, is kept."""

_THAI = re.compile(r"[ก-ฺเ-๎]+")
_LATIN = re.compile(r"[a-z]+")


def news(path: Path) -> Counter[str]:
    """Count the Thai words of the news."""
    found: Counter[str] = Counter()
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            for run in _THAI.findall(normalise(f"{item['title']}\n{item['text']}").text):
                found.update(words(run))
    return found


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def _texts() -> Iterator[str]:
    """Yield what the programme says: documents, glossary, rules with the phrases that people use."""
    for path in sorted((CORPUS / "documents").glob("*.md")):
        yield path.read_text(encoding="utf-8")
    for entry in glossary().entries:
        yield from entry.names
    for path in sorted((CORPUS / "rules").glob("*/*.yaml")):
        yield from _strings(yaml.safe_load(path.read_text(encoding="utf-8")))


def ours() -> Counter[str]:
    """Count the words of what the programme says: Thai ones that a dictionary has, English ones in lower case."""
    found: Counter[str] = Counter()
    for text in _texts():
        for token in tokens(re.sub(r"[()?:|\[\]{}<>^$*+\\]+", " ", text)):
            if token.kind == "word" and is_word(token.text) and len(token.text) >= SHORTEST:
                found[token.text] += 1
            elif (
                token.kind == "latin" and len(token.text) >= SHORTEST and _LATIN.fullmatch(token.text.lower())
            ):
                found[token.text.lower()] += 1
    return found


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("news", type=Path)
    in_news, in_ours = news(parser.parse_args().news), ours()
    kept = {
        word: count
        for word, count in in_news.items()
        if count >= (FEWEST if is_word(word) else FEWEST_UNKNOWN) and (is_word(word) or len(word) > 1)
    }
    with WORDS.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, delimiter="\t", lineterminator="\n")
        for word in sorted({*kept, *in_ours}):
            rows.writerow((word, kept.get(word, 0), in_ours[word]))


if __name__ == "__main__":
    main()
