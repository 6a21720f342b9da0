"""The text analyzer that index and query share: normalisation with an offset map, tokens, terms, sentences.

Words are cut by newmm (nlpo3's implementation) over PyThaiNLP's word list and `words.txt`, after the
atoms (corpus/atoms.py) have been taken out whole. An atom has one form however it is written, in Thai or in
English: ร้อยละ 10 = 10% = 10 percent, พ.ศ. 2569 = FY2026.
"""

import hashlib
import importlib.util
import re
import tempfile
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path

from corpus.atoms import PERCENT, Token, atoms, stem
from corpus.normalisation import Normalised, normalise
from corpus.passages import Language

__all__ = [
    "ANALYZER_VERSION",
    "Normalised",
    "Token",
    "fingerprint",
    "is_word",
    "language_of",
    "normalise",
    "sentences",
    "terms",
    "tokens",
    "words",
]

ANALYZER_VERSION = 2
"""Raised by hand when the same text would give other terms; part of `fingerprint()`."""

WORDS = Path(__file__).parent / "words.txt"
"""Words of the domain that PyThaiNLP's list lacks, one a line; `-word` takes one out; # begins a comment."""

# Words that say nothing about what is asked or stated. A negation, a duty, a condition or a limit (ไม่ ต้อง ได้
# หาก ภายใน เกิน; not, must, if, within, only) is never among them.
_FUNCTION_WORDS = frozenset(
    """
    ที่ ซึ่ง อัน และ ของ คือ เป็น ก็ นั้น นี้ นั้นๆ ว่า จะ การ ความ ใน แห่ง ณ โดย กับ แก่ ต่อ
    ครับ ครับผม คับ ค่ะ คะ นะ นะคะ นะครับ จ้า จ๊ะ ล่ะ ละ ไหม มั้ย หรือไม่ หรือเปล่า รึเปล่า ป่าว อะไร อะไรบ้าง บ้าง
    อย่างไร ยังไง หน่อย ขอ ๆ ฯ ฯลฯ
    a an the of to in on at by for is are was were be been it its this that these those and or as with from
    what which who how do does did i we our my you your me us s t
    """.split()  # noqa: SIM905 - quotes would hide the words
)

_SAME = dict.fromkeys(("เปอร์เซ็นต์", "เปอร์เซ็น", "เปอร์เซนต์", "percent", "percentage"), PERCENT)
_LATIN = re.compile(r"[^\W\d_ก-๛](?:[^\W_ก-๛])*(?:['’][a-z]{1,2}\b)?")
_THAI = re.compile(r"[ก-ฺเ-๎]+")
_PIECE = re.compile(rf"(?P<latin>{_LATIN.pattern})|(?P<thai>{_THAI.pattern})|(?P<mark>\S)")


def _word_files() -> tuple[Path, Path]:
    """Return PyThaiNLP's word list and ours. PyThaiNLP itself is not imported: that alone takes 80 ms."""
    spec = importlib.util.find_spec("pythainlp")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pythainlp is not installed: its word list is needed to cut Thai words")
    return Path(spec.origin).parent / "corpus" / "words_th.txt", WORDS


@cache
def _words() -> tuple[str, ...]:
    theirs, ours = (path.read_text(encoding="utf-8").splitlines() for path in _word_files())
    words = dict.fromkeys(word for word in theirs if word)
    for line in ours:
        if line.startswith("-"):
            words.pop(line[1:], None)
        elif line and not line.startswith("#"):
            words[line] = None
    return tuple(words)


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    """Return all words, and those of ours, which are not compounds."""
    return frozenset(_words()), frozenset(WORDS.read_text(encoding="utf-8").split())


@cache
def fingerprint() -> str:
    """Return what decides the analyzer's output, its version and its word lists, as a short hash."""
    digest = hashlib.sha256(f"{ANALYZER_VERSION}".encode())
    for path in _word_files():
        digest.update(path.read_bytes())
    return f"{ANALYZER_VERSION}-{digest.hexdigest()[:12]}"


@cache
def _segmenter() -> Callable[[str], list[str]]:
    """Load the words into nlpo3 once per process."""
    import nlpo3

    name = f"dga-{fingerprint()}"
    with tempfile.TemporaryDirectory() as folder:  # nlpo3 takes its words from a file only
        path = Path(folder) / "words.txt"
        path.write_text("\n".join(_words()), encoding="utf-8")
        nlpo3.load_dict(str(path), name)
    return lambda text: list(nlpo3.segment(text, name))


STRETCH, OVERLAP = 256, 48
"""Characters that newmm is given at once, and those at the end whose words may turn on what follows.

Some texts take it time by the square of their length, and nlpo3's safe mode returns wrong pieces of long ones.
"""


@lru_cache(maxsize=65536)
def words(run: str) -> tuple[str, ...]:
    """Cut a run of Thai letters into words; what is in no dictionary stays in pieces between them."""
    segment = _segmenter()
    found: list[str] = []
    at = 0
    while at + STRETCH < len(run):
        ahead = segment(run[at : at + STRETCH])
        sure = 0
        for word in ahead:
            found.append(word)
            at += len(word)
            sure += len(word)
            if sure >= STRETCH - OVERLAP:
                break
    return (*found, *(segment(run[at:]) if at < len(run) else ()))


def is_word(word: str) -> bool:
    """Tell whether a Thai word is in PyThaiNLP's list or in ours."""
    return word in _known()[0]


def _pieces(text: str, start: int, end: int) -> Iterator[Token]:
    """Cut the text between two atoms."""
    for match in _PIECE.finditer(text, start, end):
        at = match.start()
        if match["thai"]:
            for word in words(match[0]):
                yield Token(word, at, at + len(word), "word", word, _word_terms(word))
                at += len(word)
        elif match["latin"]:
            word = match[0].lower().split("'")[0].split("’")[0]
            yield Token(match[0], at, match.end(), "latin", word, _word_terms(stem(word)))
        else:
            yield Token(
                match[0], at, match.end(), "mark", match[0], _word_terms(match[0]) if match[0] == "%" else ()
            )


@lru_cache(maxsize=65536)
def _word_terms(word: str) -> tuple[str, ...]:
    return () if word in _FUNCTION_WORDS else (_SAME.get(word, word), *_members(word))


PART, LONGEST = 3, 14
"""Characters of the shortest and of the longest member of a compound that counts."""


def _members(word: str) -> tuple[str, ...]:
    """Return the fewest words that a compound is made of (หลักเกณฑ์: หลัก, เกณฑ์); none where it is one word.

    newmm takes the longest word, which would hide หลักเกณฑ์ from a question about เกณฑ์.
    """
    known, whole = _known()
    if word in whole:
        return ()
    best: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(PART, len(word) + 1):
        for start in range(max(0, end - LONGEST), end - PART + 1):
            part = word[start:end]
            if start in best and part != word and part in known:
                longer = (*best[start], part)
                if end not in best or len(longer) < len(best[end]):
                    best[end] = longer
    return best.get(len(word), ())


def tokens(text: str) -> list[Token]:
    """Cut `text`, normalised first, into atoms, words and marks; offsets are those of the normalised text."""
    return list(_tokens(text))


@lru_cache(maxsize=1024)
def _tokens(text: str) -> tuple[Token, ...]:
    """Cut once what several steps ask of the same question."""
    text = normalise(text).text
    found: list[Token] = []
    done = 0
    for atom in atoms(text):
        found += _pieces(text, done, atom.start)
        found.append(atom)
        done = atom.end
    found += _pieces(text, done, len(text))
    return tuple(found)


def terms(text: str) -> list[str]:
    """Return the index and query terms of `text`: lower-case, in order, as often as they stand there."""
    return [term for token in tokens(text) for term in token.terms]


CLAUSE = 40
"""A space ends a Thai sentence only between clauses of this many characters; shorter ones make a list."""

_BREAK = re.compile(r"\n|(?<=ฯลฯ)\s|(?<=[^\d\s][.!?])\s+(?=[A-Z\"“(])|(?<=[!?])\s")
_LIST_MARK = re.compile(r"^(?:[-•▶*]|\(?\d{1,2}[.)])\s+")
_OPENS = ("และ", "หรือ", "ซึ่ง", "ที่", "โดย", "เพื่อ", "รวมทั้ง", "ตาม", "ของ", "กับ", "แก่", "ไม่น้อยกว่า", "ไม่เกิน", "(")


def sentences(text: str) -> list[str]:
    """Split `text`, normalised first, into sentences, never inside a word, a number or a citation.

    A sentence ends at a line break, after ฯลฯ, at '. ' before a capital letter, and at a space between two
    long Thai clauses. A list mark stays with its item. Joined with spaces, sentences give the words back.
    """
    text = normalise(text).text
    whole = [(token.start, token.end) for token in tokens(text) if token.end - token.start > 1]
    inside = {at for start, end in whole for at in range(start + 1, end)}
    found: list[str] = []
    for line in _split(text, 0, [match for match in _BREAK.finditer(text) if match.start() not in inside]):
        found += _clauses(*line, inside, text)
    return [sentence for sentence in (piece.strip() for piece in found) if sentence]


def _split(text: str, start: int, breaks: list[re.Match[str]]) -> list[tuple[int, int]]:
    spans = []
    for match in breaks:
        spans.append((start, match.start()))
        start = match.end()
    return [*spans, (start, len(text))]


def _clauses(start: int, end: int, inside: set[int], text: str) -> list[str]:
    """Split one line at the spaces between long clauses."""
    found: list[str] = []
    begin = start
    mark = _LIST_MARK.match(text[start:end])
    for match in re.finditer(" ", text[start:end]):
        at = start + match.start()
        before, after = text[begin:at], text[at + 1 : end]
        if at in inside or (mark and at < start + mark.end()):
            continue
        following = after.split(" ", 1)[0]
        thai = "ก" <= before[-1:] <= "๎" and "ก" <= following[:1] <= "๎"
        if thai and min(len(before), len(following)) >= CLAUSE and not following.startswith(_OPENS):
            found.append(before)
            begin = at + 1
    return [*found, text[begin:end]]


def language_of(text: str) -> Language:
    """Return the language that a text is mostly in: Thai from one Thai letter to four Latin ones.

    A Thai question may be full of English names.
    """
    thai = sum("ก" <= letter <= "๎" for letter in text)
    latin = sum(letter.isascii() and letter.isalpha() for letter in text)
    return "th" if thai and thai * 4 >= latin else "en"
