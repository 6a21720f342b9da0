"""The way of a question, in order: correct, understand, retrieve, check rules, compose, cite, guard, reply.

Every question ends in one of the closed outcomes of `Reply.outcome`. The verdict comes from the rules alone.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

from assistant import guard
from assistant.cite import Citations, Quotes
from assistant.compose import fact, silence, verdict
from assistant.compose.reread import line as reread_line
from assistant.conversations import Conversations, State, StoredConversations, ToldFact, Turn
from assistant.provisions import Named, Provisions
from assistant.reading.reader import merge, resolved
from assistant.replies import CheckedVerdict, Correction, Outcome, Reply, Verdict
from assistant.retrieve import HybridRetriever
from assistant.rules.decide import Decision, decide
from assistant.rules.facts import parse
from assistant.rules.rulepack import Rulepack, load
from assistant.statements import Statements
from assistant.trace import note, step
from assistant.understand import Understanding, understand
from corpus.database import engine
from corpus.passages import Language
from corpus.settings import settings
from corpus.spelling import Corrected, correct
from corpus.store.generation import Generation
from corpus.store.reranker import load_reranker
from corpus.store.store import Store
from corpus.text import normalise

ARMS = 3
SIMILAR = 0.3
"""All three arms of the retrieval rank the first anchor high, and its vector is at least this near: the place is agreed."""

_WHAT_IF = re.compile(
    r"^\s*(?:แล้ว|ถ้า|หาก|สมมติ|งั้น|กรณี|and\b|but\b|what if|if\b|suppose|then\b)", re.IGNORECASE
)
_FOLLOW_UP = re.compile(r"^\s*(?:แล้ว|ส่วน|และ|and\b|what about|how about)", re.IGNORECASE)
_ANOTHER = re.compile(
    r"(?:อีก|โครงการใหม่|คนละ)โครงการ|โครงการใหม่|โครงการที่สอง|(?:another|a new|a different|second) project",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Index:
    """What is worked out once for an index generation."""

    generation: Generation
    retriever: HybridRetriever
    provisions: Provisions
    statements: Statements
    quotes: Quotes


@dataclass(frozen=True)
class _Answer:
    """What a step came to: the outcome, the words, the citations, and what the conversation keeps."""

    outcome: Outcome
    text: str
    state: State
    citations: Citations | None = None
    verdict: Verdict | None = None
    suggestions: tuple[str, ...] = ()


class Assistant:
    """Answers questions over the index that serves. Threads may share it."""

    def __init__(self, store: Store, conversations: Conversations | None = None) -> None:
        self.store = store
        self.rulepack: Rulepack = load()
        self._conversations = conversations or StoredConversations(engine(store.data_dir))
        self._lock = Lock()
        self._index: _Index | None = None

    def warm(self) -> None:
        """Open the index that serves and work out what it needs, so that the first question does not wait."""
        index = self._current()
        index.retriever.evidence("", index.retriever.retrieve(self.rulepack.title.th, 1))

    def reply(
        self, message: str, conversation_id: str | None = None, language: Language | None = None
    ) -> Reply:
        """Answer one message. Raise `UnknownConversation`, or the store's errors where no index serves."""
        index = self._current()
        turn = self._conversations.open(conversation_id, message)
        with step("correct"):
            read = correct(message)
        with step("understand"):
            named = index.provisions.read(read.text)
            understood = understand(read, turn.state, language, self.rulepack, named)
        state = turn.state.model_copy(update={"language": understood.language})
        answer = self._answer(understood, named, state, index)
        with step("guard"):
            reply = guard.check(_reply(turn, read, understood.language, answer), index.generation)
        self._conversations.save(turn, message, reply, answer.state, index.generation.id)
        return reply

    def check(
        self, facts: Mapping[str, Any], approach: str | None = None, language: Language = "th"
    ) -> CheckedVerdict:
        """Return the verdict on facts given by name; raise `FactError` on one that cannot be used."""
        index = self._current()
        citations = Citations(index.quotes, language)
        decision = decide(self.rulepack, parse(self.rulepack.facts, facts), approach)
        found = verdict.verdict_of(decision, self.rulepack, citations, language)
        return CheckedVerdict(
            **{name: getattr(found, name) for name in Verdict.model_fields}, citations=citations.all
        )

    def search(self, question: str, k: int = 10) -> list[dict[str, Any]]:
        """Return the `k` best passages for a question, best first."""
        index = self._current()
        return [
            {
                "anchor_id": hit.anchor_id,
                "score": round(hit.score, 6),
                "route": hit.route,
                **hit.passage.model_dump(mode="json"),
            }
            for hit in index.retriever.retrieve(correct(question).text, k)
        ]

    def rules(self, language: Language = "th") -> dict[str, Any]:
        """Return the rulepack: each criterion with its rules and the facts they turn on, and every fact's question."""
        return {
            "rulepack": self.rulepack.id,
            "title": self.rulepack.title.get(language),
            "criteria": [
                {
                    "id": criterion.id,
                    "approach": criterion.approach,
                    "title": criterion.title.get(language),
                    "rules": [
                        {
                            "rule_id": rule.id,
                            "kind": rule.kind,
                            "label": rule.label.get(language),
                            "facts": list(dict.fromkeys(rule.require.facts())),
                            "cite": [each.anchor_id for each in rule.cite],
                        }
                        for rule in criterion.rules
                    ],
                }
                for criterion in self.rulepack.criteria
            ],
            "facts": [
                {
                    "fact": name,
                    "type": each.type,
                    "label": each.label.get(language),
                    "question": each.question.get(language),
                }
                for name, each in self.rulepack.facts.items()
            ],
        }

    def _current(self) -> _Index:
        generation = self.store.current()
        with self._lock:
            if self._index is None or self._index.generation is not generation:
                statements = Statements(generation)
                self._index = _Index(
                    generation,
                    HybridRetriever(generation, load_reranker(settings().reranker)),
                    Provisions(generation),
                    statements,
                    Quotes(generation, statements),
                )
            return self._index

    def _answer(self, understood: Understanding, named: Named, state: State, index: _Index) -> _Answer:
        if understood.intent == "smalltalk":
            return _Answer(
                "smalltalk",
                silence.small_talk(understood.message, understood.language),
                state,
                suggestions=self._examples(understood),
            )
        if understood.intent == "unclear":
            return _Answer(
                "clarify",
                silence.UNCLEAR.get(understood.language),
                state,
                suggestions=self._examples(understood),
            )
        if understood.intent == "eligibility":
            return self._verdict(understood, named, state, index)
        return self._fact(understood, named, state, index)

    def _verdict(self, understood: Understanding, named: Named, state: State, index: _Index) -> _Answer:
        if text := self._other_year(named, index, understood.language):
            return _Answer("no_answer", text, state, suggestions=self._examples(understood))
        state = self._told(understood, named, state)
        citations = Citations(index.quotes, understood.language)
        told = {name: each.told for name, each in state.facts.items()}
        on = date.fromisoformat(named.dates[0]) if named.dates else None
        with step("check rules"):
            decision = decide(self.rulepack, told, state.approach, on)
        with step("cite"):
            found = verdict.verdict_of(decision, self.rulepack, citations, understood.language)
        before = state.result if _WHAT_IF.match(understood.message) else None
        with step("compose"):
            text = verdict.answer(
                decision, found, self.rulepack, state.facts, citations, understood.language, before
            )
        asked = verdict.questions(decision)
        return _Answer(
            "verdict",
            text,
            state.model_copy(update={"asked": asked, "checking": True, "result": decision.result}),
            citations,
            found,
            _further(decision, understood.language),
        )

    def _other_year(self, named: Named, index: _Index, language: Language) -> str | None:
        """Return what to say of a fiscal year that the rulepack does not cover, where the question names one."""
        covered = self.rulepack.fiscal_year
        other = next((year for year in named.fiscal_years if year != covered), None)
        return silence.other_year(other, covered, index.generation, language) if other else None

    def _told(self, understood: Understanding, named: Named, state: State) -> State:
        """Return the conversation with this message's facts in it."""
        approach = next(
            (each.number for each in named.provisions if each.number in self.rulepack.approaches), None
        )
        if self._new_case(understood, state):
            state = State(question=state.question, language=state.language)
        before = {name: each.told for name, each in state.facts.items()}
        stated = resolved(before, understood.stated)
        words = {name: each.words for name, each in state.facts.items()}
        words |= {each.fact: each.words for each in stated}
        merged = merge(before, stated, self.rulepack)
        facts = {name: ToldFact.of(value, words[name]) for name, value in merged.items()}
        return state.model_copy(update={"facts": facts, "approach": approach or state.approach})

    def _new_case(self, understood: Understanding, state: State) -> bool:
        """Say whether the message is about another project: it says so, or tells another kind outright."""
        if _ANOTHER.search(understood.message):
            return True
        kinds = {name for name, each in self.rulepack.facts.items() if each.group == "kind"}
        told_before = {name for name, each in state.facts.items() if each.told is True and name in kinds}
        told_now = {each.fact for each in understood.stated if each.value is True and each.fact in kinds}
        answers = state.asked and len(understood.stated) == 1
        return bool(
            told_before and told_now - told_before and not answers and not _WHAT_IF.match(understood.message)
        )

    def _fact(self, understood: Understanding, named: Named, state: State, index: _Index) -> _Answer:
        question, language = understood.message, understood.language
        if state.question and named.provisions and _FOLLOW_UP.match(question):
            question = f"{_without_provisions(state.question, index.provisions)} {question}"
            named = index.provisions.read(question)
        kept = state.model_copy(update={"question": question, "checking": False, "asked": ()})
        if named.missing:
            text = silence.no_provision(question, named, index.generation, language)
            return _Answer("no_answer", text, kept, suggestions=self._examples(understood))
        if silent := self._other_year(named, index, language):
            return _Answer("no_answer", silent, kept, suggestions=self._examples(understood))
        with step("retrieve"):
            hits = index.retriever.retrieve(question, 20)
            evidence = index.retriever.evidence(question, hits)
        note(confidence=evidence.coverage)
        anchors = [hit.anchor_id for hit in hits]
        agreed = evidence.agreement == ARMS and evidence.similarity >= SIMILAR
        with step("find"):
            found = fact.find(
                question, anchors, named, index.statements, language, self.rulepack.fiscal_year, agreed=agreed
            )
        if isinstance(found, fact.Silent):
            text = silence.not_covered(found.told, index.generation, language)
            return _Answer("no_answer", text, kept, suggestions=self._examples(understood))
        citations = Citations(index.quotes, language)
        with step("compose"):
            text = fact.answer(found, citations, language)
        return _Answer("answer", text, kept, citations)

    def _examples(self, understood: Understanding) -> tuple[str, ...]:
        return silence.EXAMPLES[understood.language]


def _further(decision: Decision, language: Language) -> tuple[str, ...]:
    """Suggest what a person asks after a verdict."""
    found = []
    if decision.approach:
        number = decision.approach.approach
        found.append(
            f"ตัวชี้วัดของแนวทางที่ {number} มีอะไรบ้าง"
            if language == "th"
            else f"What are the KPIs of approach {number}?"
        )
    if decision.result == "conditional":
        found.append("รูปแบบการบูรณาการมีอะไรบ้าง" if language == "th" else "What are the forms of integration?")
    return tuple(found)


def _without_provisions(question: str, provisions: Provisions) -> str:
    text = normalise(question).text
    for each in reversed(provisions.read(question).provisions):
        text = f"{text[: each.start]} {text[each.end :]}"
    return text


def _reply(turn: Turn, read: Corrected, language: Language, answer: _Answer) -> Reply:
    reread = reread_line(read, language)
    return Reply(
        conversation_id=turn.conversation_id,
        message_id=turn.message_id,
        language=language,
        outcome=answer.outcome,
        answer=f"{reread}\n\n{answer.text}" if reread else answer.text,
        verdict=answer.verdict,
        citations=answer.citations.all if answer.citations else (),
        suggestions=answer.suggestions,
        corrections=tuple(Correction(**each._asdict()) for each in sorted(read.layout + read.changes)),
    )
