"""The two lexical arms: BM25 over the terms of `corpus.text`, and over groups of three characters.

Three-character groups find what words miss where newmm cuts a question otherwise than the text, where a word is
misspelt or joined to its neighbour, and parts of names. They know no word, so each arm ranks on its own.
"""

import re
from functools import lru_cache
from hashlib import blake2b

import numpy as np

from corpus.store.postings import Keys
from corpus.text import normalise, terms

GRAM = 3
"""Characters of a group."""

_APART = re.compile(r"[^\w\u0e30-\u0e3a\u0e40-\u0e4e]+")


@lru_cache(maxsize=262_144)
def _key(term: str) -> int:
    return int.from_bytes(blake2b(term.encode(), digest_size=8).digest(), "little")


def word_keys(text: str) -> Keys:
    """Return the keys of the terms of `text`."""
    return np.array([_key(term) for term in terms(text)], dtype=np.uint64)


def gram_keys(text: str) -> Keys:
    """Return the keys of the overlapping groups of `GRAM` characters: normalised, in lower case, marks as one space."""
    plain = _APART.sub(" ", normalise(text).text.lower()).strip()
    if not plain:
        return np.zeros(0, dtype=np.uint64)
    codes = np.frombuffer(f" {plain} ".encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    keys = np.zeros(max(len(codes) - GRAM + 1, 0), dtype=np.uint64)
    for place in range(GRAM):  # 21 bits hold any character
        keys = (keys << np.uint64(21)) | codes[place : place + len(keys)]
    return keys
