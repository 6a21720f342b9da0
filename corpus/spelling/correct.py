"""A text read as it was meant: first the keyboard's layout, then spelling; with the way back to what was written."""

from dataclasses import dataclass
from functools import lru_cache

from corpus.spelling import english, keyboard, thai
from corpus.spelling.change import Change, apply
from corpus.text import normalise, tokens


@dataclass(frozen=True, slots=True)
class Corrected:
    """A text as it is read.

    `meant` is `original` in the keyboard layout that was meant, and as long: an offset in one is the same place in the
    other. `text` is `meant` with misspelt words put right. `changes` are those that lead from `meant` to `text`,
    and `layout` those before them; the offsets of both are those of `original`, in order.
    """

    original: str
    meant: str
    text: str
    layout: tuple[Change, ...] = ()
    changes: tuple[Change, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the (start, end) in `original` of what `text[start:end]` shows; a word that was changed counts whole."""
        start = max(0, min(start, len(self.text)))
        end = max(start, min(end, len(self.text)))
        if start == end:
            return (here := self._before(start), here)
        return self._before(start), self._after(end)

    def wrote(self, start: int, end: int) -> str:
        """Return what the person wrote for `text[start:end]`."""
        first, last = self.span(start, end)
        return self.original[first:last]

    def _before(self, at: int) -> int:
        """Return the original offset of character `at`: within a change, where that begins."""
        shift = 0
        for change in self.changes:
            begins = change.start + shift
            if at < begins:
                break
            if at < begins + len(change.read):
                return change.start
            shift += len(change.read) - (change.end - change.start)
        return at - shift

    def _after(self, at: int) -> int:
        """Return the original offset after character `at - 1`: within a change, where that ends."""
        shift = 0
        for change in self.changes:
            begins = change.start + shift
            if at <= begins:
                break
            if at <= begins + len(change.read):
                return change.end
            shift += len(change.read) - (change.end - change.start)
        return at - shift


@lru_cache(maxsize=1024)
def correct(text: str) -> Corrected:
    """Read `text` as it was meant. Right words stay, and so do numbers and denials; doing it again changes nothing."""
    layout = tuple(keyboard.changes(text))
    meant = apply(text, layout)
    changes = _spelling(text, meant)
    return Corrected(text, meant, apply(meant, changes), layout, changes)


def _spelling(original: str, meant: str) -> tuple[Change, ...]:
    """Return the misspelt words of `meant`, with what stands in `original` at their place."""
    normalised = normalise(meant)
    pieces = tokens(normalised.text)
    found = []
    for change in sorted([*thai.changes(pieces), *english.changes(pieces)]):
        start, end = normalised.span(change.start, change.end)
        if meant[start:end] != change.read:
            found.append(Change(start, end, original[start:end], change.read, "spelling"))
    return tuple(found)
