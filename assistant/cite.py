"""Citations: numbered in the order of first use, each quoting an exact piece of a passage at its anchor."""

import re
from datetime import date

from assistant.replies import Citation
from assistant.statements import Statement, Statements, concepts, held
from corpus.dates import today
from corpus.passages import Language, Passage
from corpus.store.generation import Generation
from corpus.text import sentences

LONGEST_QUOTE = 400
"""Characters; a longer line is quoted by its best sentence."""

SAID = 0.25
"""Share of weight that a statement and official words must have in common for these to be quoted for it."""
CARRIED = 0.6
"""Or the share of the statement's weight that one official line, however long, carries."""


class Quotes:
    """Chooses the piece of the corpus that carries a claim: once per claim and index, for the choice is the same."""

    def __init__(self, generation: Generation, statements: Statements) -> None:
        self.generation = generation
        self._statements = statements
        self._of_rule: dict[tuple[str, tuple[str, ...], str, Language], tuple[Passage, str]] = {}
        self._of_statement: dict[tuple[Statement, Language], tuple[Passage, str]] = {}

    def of_rule(
        self, anchor_id: str, words: tuple[str, ...], about: str, language: Language
    ) -> tuple[Passage, str]:
        """Return passage and quote: the statement that has one of `words`, or else best carries `about` (Thai)."""
        key = (anchor_id, words, about, language)
        if key not in self._of_rule:
            ours = self._statements.at(anchor_id, "th")
            best = _having(words, ours) or self._statements.score(concepts(about), ours)[0].statement
            self._of_rule[key] = self._quote(best, words, about, language)
        return self._of_rule[key]

    def of_statement(self, statement: Statement, language: Language) -> tuple[Passage, str]:
        """Return passage and quote: the official words that say the same where there are some, else the statement."""
        key = (statement, language)
        if key not in self._of_statement:
            thai = self._statements.in_language(statement, "th").text
            # Our lines name their subject first ('ตัวชี้วัดแนวทางที่ 2.2 ข้อ 1: …'); the official text has it in its heading.
            self._of_statement[key] = self._quote(statement, (), thai.split(": ", 1)[-1], language)
        return self._of_statement[key]

    def _quote(
        self, statement: Statement, words: tuple[str, ...], about: str, language: Language
    ) -> tuple[Passage, str]:
        chosen = self._official(statement.passage.anchor_id, words, about)
        if chosen is None:
            chosen = self._statements.in_language(statement, language)
        return chosen.passage, _piece(chosen, concepts(about), self._statements)

    def _official(self, anchor_id: str, words: tuple[str, ...], about: str) -> Statement | None:
        """Return the official statement that says it, or None where there is none (a remark of ours, say)."""
        candidates = self._statements.official_at(anchor_id)
        if not candidates:
            return None
        if having := _having(words, candidates):
            return having
        same = [each for each in candidates if _figures(each.text) & _figures(about)]
        same += [each for each in candidates if _within(each.text, about) or _within(about, each.text)]
        best = max(same or candidates, key=lambda each: self._alike(about, each))
        carried = self._statements.share(concepts(about), best.held)
        return best if same or self._alike(about, best) >= SAID or carried >= CARRIED else None

    def _alike(self, about: str, official: Statement) -> float:
        """Return how much a sentence and an official line say the same: the F-measure of the weights shared."""
        there = self._statements.share(concepts(about), official.held)
        back = self._statements.share(concepts(official.text), held(about))
        return 2 * there * back / (there + back) if there + back else 0.0


class Citations:
    """The citations of one reply, numbered. The official text is quoted before our restatement.

    `on`: the date as of which the reply is given, today where None.
    """

    def __init__(self, quotes: Quotes, language: Language, on: date | None = None) -> None:
        self.on = on or today()
        self._quotes = quotes
        self._language = language
        self._numbers: dict[tuple[str, str], int] = {}
        self._found: list[Citation] = []

    def of_rule(self, anchor_id: str, words: tuple[str, ...], about: str) -> int:
        """Cite for a rule; see `Quotes.of_rule`."""
        return self._number(*self._quotes.of_rule(anchor_id, words, about, self._language))

    def of_statement(self, statement: Statement) -> int:
        """Cite a statement; see `Quotes.of_statement`."""
        return self._number(*self._quotes.of_statement(statement, self._language))

    def _number(self, passage: Passage, quote: str) -> int:
        key = (passage.anchor_id, quote)
        if key not in self._numbers:
            generation = self._quotes.generation
            document = generation.documents[passage.document_id]
            self._numbers[key] = len(self._found) + 1
            self._found.append(
                Citation(
                    number=self._numbers[key],
                    document_id=passage.document_id,
                    document_title=document.title.get(self._language),
                    anchor=passage.anchor,
                    heading=passage.heading.get(self._language),
                    quote=quote,
                    source=passage.source,
                    state=generation.versions.state(passage.anchor_id, self.on),
                    in_force_from=passage.in_force_from,
                    in_force_until=passage.in_force_until,
                    fiscal_year=passage.fiscal_year,
                    superseded_by=passage.superseded_by,
                    text_sha256=generation.texts(passage.anchor_id)[passage.source, passage.language],
                )
            )
        return self._numbers[key]

    @property
    def all(self) -> tuple[Citation, ...]:
        """The citations, by number."""
        return tuple(self._found)


def _having(words: tuple[str, ...], candidates: list[Statement]) -> Statement | None:
    """Return the first statement that has one of the words, those named first preferred."""
    return next((each for word in words for each in candidates if _bare(word) in _bare(each.text)), None)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text).casefold()


def _within(part: str, whole: str) -> bool:
    """Say whether a text of some length stands in another, spaces aside."""
    return len(_bare(part)) > 6 and _bare(part) in _bare(whole)


def _figures(text: str) -> set[str]:
    """Return the telling figures of a text: those with decimals or of four digits and more, years left out."""
    found = (figure.replace(",", "") for figure in re.findall(r"\d[\d,]*\.\d+|\d[\d,]{3,}", text))
    return {figure for figure in found if not re.fullmatch(r"(?:20|25)\d\d", figure)}


def _piece(statement: Statement, wanted: frozenset[str], statements: Statements) -> str:
    """Return the statement, or where it is long the sentence of it that best carries what is wanted."""
    text = statement.text
    if len(text) <= LONGEST_QUOTE:
        return text
    pieces = [each.strip() for each in sentences(text) if each.strip() and each.strip() in text]
    if not pieces:
        return text[:LONGEST_QUOTE]
    weight = {piece: sum(statements.weight(term) for term in concepts(piece) & wanted) for piece in pieces}
    return max(pieces, key=lambda piece: weight[piece])[:LONGEST_QUOTE]
