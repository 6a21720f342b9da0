"""Spelling help: what a person's text is read as, where the keyboard was in the other language or a word is misspelt.

    >>> correct("g0hksohkmuj").text
    'เจ้าหน้าที่'

`correct` is the one entry. Word lists are loaded when first needed.
"""

from corpus.spelling.change import Change
from corpus.spelling.correct import Corrected, correct

__all__ = ["Change", "Corrected", "correct"]
