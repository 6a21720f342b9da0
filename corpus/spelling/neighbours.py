"""Words that are one slip apart, found without comparing all: two such words share what a letter's loss leaves of them."""

from collections.abc import Iterable, Iterator


class Neighbours:
    """Words, looked up by what is one letter more, less, other, or swapped with the next."""

    def __init__(self, words: Iterable[str]) -> None:
        self._left: dict[str, list[str]] = {}
        for word in words:
            for left in dict.fromkeys(_left(word)):
                self._left.setdefault(left, []).append(word)

    def near(self, written: str) -> list[str]:
        """Return the words that are a slip from `written`, or two where one is a letter too many, one a letter too few."""
        return list(dict.fromkeys(word for left in _left(written) for word in self._left.get(left, ())))


def _left(word: str) -> Iterator[str]:
    """Yield the word, and what is left of it without each of its letters."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
