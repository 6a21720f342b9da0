"""The way of a question, in order: correct, understand, retrieve, check rules, compose, cite, guard, write, reply.

Every question ends in one of the closed outcomes of `Reply.outcome`. The verdict comes from the rules alone.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any

from assistant import chat_model, guard, rewriting, writer
from assistant.abstention import Decision as Abstention
from assistant.as_of import AsOf, read_as_of
from assistant.asking import clauses, numbered, sought
from assistant.cite import Citations, Quotes
from assistant.compose import fact, facts, silence, verdict, versions
from assistant.compose.facts import PICKED
from assistant.compose.reread import line as reread_line
from assistant.conversations import (
    Conversations,
    State,
    StoredConversations,
    ToldFact,
    TransientConversations,
    Turn,
)
from assistant.deadline import Deadline
from assistant.fit import Fit
from assistant.memo import Memo
from assistant.privacy import masked
from assistant.provisions import Named, Provisions
from assistant.reading.reader import Stated, merge, resolved
from assistant.replies import Asked, CheckedVerdict, Correction, Outcome, ReadFact, Reply, Verdict
from assistant.retrieve import Hit, HybridRetriever, outranked_by
from assistant.rules.decide import Decision, decide
from assistant.rules.facts import DOUBTFUL, FactValue, parse
from assistant.rules.rulepack import Rulepack, load
from assistant.statements import Statements
from assistant.trace import note, step
from assistant.understand import Understanding, understand
from corpus.database import engine
from corpus.dates import today
from corpus.passages import Language
from corpus.settings import settings
from corpus.spelling import Corrected, correct
from corpus.store.generation import Generation
from corpus.store.reranker import load_reranker
from corpus.store.store import Store
from corpus.text import normalise

SHOWN = 3
"""Lines shown of a passage that was searched for."""

_WHAT_IF = re.compile(
    r"^\s*(?:แล้ว|ถ้า|หาก|สมมติ|งั้น|กรณี|and\b|but\b|what if|if\b|suppose|then\b)", re.IGNORECASE
)
_FOLLOW_UP = re.compile(r"^\s*(?:แล้ว|ส่วน|และ|and\b|what about|how about)", re.IGNORECASE)
_REFERS = re.compile(
    r"^\s*(?:แล้ว|ส่วน|และ|and\b|what about|how about)|นั้น|อันนี้|อันนั้น|ข้อนี้|เรื่องนี้|ตัวนี้|ดังกล่าว|มัน(?!่น)"
    r"|(?<![a-z])(?:that|this|it|its|they|them|those|these)(?![a-z])",
    re.IGNORECASE,
)
"""What refers to the question before."""
_ANOTHER = re.compile(
    r"(?:อีก|โครงการใหม่|คนละ)โครงการ|โครงการใหม่|โครงการที่สอง|(?:another|a new|a different|second) project",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Done:
    """What a message came to: the reply, the state after it, and the decision to answer, as in `Traced`.

    It follows from the message, the state before it, the language and date asked for, and the day, for one index.
    """

    reply: Reply
    state: State
    decision: Abstention | None
    body: str
    """As in `_Answer`."""
    question: str
    """The message as it is read."""


@dataclass(frozen=True)
class _Index:
    """What is worked out once for an index generation, and what was `done` with it lately."""

    generation: Generation
    retriever: HybridRetriever
    provisions: Provisions
    fit: Fit
    quotes: Quotes
    done: Memo[_Done] = field(default_factory=Memo)


@dataclass(frozen=True)
class _Answer:
    """What a step came to: the outcome, the words, the citations, and what the conversation keeps."""

    outcome: Outcome
    text: str
    state: State
    citations: Citations | None = None
    verdict: Verdict | None = None
    suggestions: tuple[str, ...] = ()
    as_of: date | None = None
    decision: Abstention | None = None
    facts: tuple[ReadFact, ...] = ()
    asked: tuple[Asked, ...] = ()
    body: str = ""
    """The end of `text` that was composed for this question, which a chat model may write anew."""


@dataclass(frozen=True)
class Traced:
    """A reply, and the decision to answer or to keep silent: None where the rules, or hard evidence, decided."""

    reply: Reply
    decision: Abstention | None


@dataclass(frozen=True)
class Prepared:
    """The rules' reply to a message, which `Assistant.finish` may have written anew and keeps.

    Verdict and citations are final. No chat model is asked where `deadline` is None.
    """

    reply: Reply
    deadline: Deadline | None
    _done: _Done
    _message: str
    _turn: Turn
    _conversations: Conversations
    _index: _Index

    def cut(self) -> None:
        """Wait for the chat model no longer: the rules' words are kept."""
        if self.deadline is not None:
            self.deadline.cut()


class Assistant:
    """Answers questions over the index that serves, as of `today` unless asked otherwise. Threads may share it."""

    def __init__(
        self,
        store: Store,
        conversations: Conversations | None = None,
        today: Callable[[], date] = today,
    ) -> None:
        self.store = store
        self.today = today
        self.rulepack: Rulepack = load()
        self._conversations = conversations or StoredConversations(engine(store.data_dir))
        self._lock = Lock()
        self._index: _Index | None = None

    def warm(self) -> None:
        """Open the index that serves and work out what it needs, so that the first question does not wait."""
        index = self._current()
        index.retriever.evidence("", index.retriever.retrieve(self.rulepack.title.th, 1))
        if chat_model.configured():
            chat_model.warm()

    def reply(
        self,
        message: str,
        conversation_id: str | None = None,
        language: Language | None = None,
        as_of: date | None = None,
        facts: Mapping[str, Any] | None = None,
    ) -> Reply:
        """Answer one message. Raise `UnknownConversation`, or the store's errors where no index serves.

        `as_of`: the date asked about, which comes before one that the message says; None: that one, or today.
        `facts`: picked or corrected by the person, by name; null takes one back. They are then all that the turn tells:
        the message only says so in words and is not read. Raise `FactError` on one that cannot be used.
        """
        return self.traced(message, conversation_id, language, as_of, facts).reply

    def traced(
        self,
        message: str,
        conversation_id: str | None = None,
        language: Language | None = None,
        as_of: date | None = None,
        facts: Mapping[str, Any] | None = None,
    ) -> Traced:
        """Answer one message likewise, and say how sure the decision to answer was."""
        return self.finish(self.prepare(message, conversation_id, language, as_of, facts))

    def prepare(
        self,
        message: str,
        conversation_id: str | None = None,
        language: Language | None = None,
        as_of: date | None = None,
        facts: Mapping[str, Any] | None = None,
        *,
        conversations: Conversations | None = None,
        alone: bool = False,
    ) -> Prepared:
        """Return the reply to one message as the rules and the built-in composer make it; nothing is kept yet.

        `conversations`: where the turn belongs, None for the assistant's own. `alone`: no chat model is asked.
        """
        conversations = conversations or self._conversations
        within = None if alone else chat_model.deadline()
        index = self._current()
        message = masked(message)  # at the door, so that no step, log, model or table sees personal data
        turn = conversations.open(conversation_id, message)
        key = (message, turn.state.model_dump_json(), language, as_of, self.today())
        done = self._picked(turn, message, language, as_of, facts, index) if facts else index.done.get(key)
        if done is None:
            done = self._done(turn, message, language, as_of, index, within)
            if not (chat_model.reads_facts() or chat_model.rewrites()):  # what a model adds is not to stay
                index.done.put(key, done)
        if done.decision:
            note(confidence=done.decision.probability)
        reply = done.reply.model_copy(
            update={"conversation_id": turn.conversation_id, "message_id": turn.message_id}
        )
        return Prepared(reply, within, done, message, turn, conversations, index)

    def finish(self, prepared: Prepared) -> Traced:
        """Have a chat model write the answer, where one is configured; keep the turn and return its reply.

        The reply comes by the deadline, in the rules' words where the model fails or says what is not carried.
        """
        done, reply = prepared._done, prepared.reply
        if done.body and prepared.deadline is not None and chat_model.configured():
            with step("write"):
                reply = self._written(prepared, prepared.deadline)
        prepared._conversations.save(
            prepared._turn, prepared._message, reply, done.state, prepared._index.generation.id
        )
        return Traced(reply, done.decision)

    def reply_to(
        self, messages: Sequence[str], language: Language | None = None, as_of: date | None = None
    ) -> Reply:
        """Answer the last of a conversation's messages, at least one, after the others; nothing of it is kept.

        A chat model is asked for the last alone.
        """
        conversations, conversation_id = TransientConversations(), None
        for number, message in enumerate(messages, 1):
            prepared = self.prepare(
                message,
                conversation_id,
                language,
                as_of,
                conversations=conversations,
                alone=number < len(messages),
            )
            reply = self.finish(prepared).reply
            conversation_id = reply.conversation_id
        return reply

    def _done(
        self,
        turn: Turn,
        message: str,
        language: Language | None,
        as_of: date | None,
        index: _Index,
        within: Deadline | None,
    ) -> _Done:
        with step("correct"):
            read = correct(message)
        with step("understand"):
            when = read_as_of(read.text)
            if as_of:
                when = AsOf(as_of, "at", when.text if when.how == "at" else read.text)
            named = index.provisions.read(read.text, when.sure or self.today())
            understood = understand(read, turn.state, language, self.rulepack, named, within)
        state = turn.state.model_copy(update={"language": understood.language})
        answer = self._answer(understood, named, when, state, index, within)
        with step("guard"):
            reply = guard.check(_reply(turn, read, understood.language, answer), index.generation)
        return _Done(reply, answer.state, answer.decision, answer.body, read.text)

    def _picked(
        self,
        turn: Turn,
        message: str,
        language: Language | None,
        as_of: date | None,
        picked: Mapping[str, Any],
        index: _Index,
    ) -> _Done:
        """Answer a turn that picks or corrects facts; the rest of the case stays as it was told."""
        language = language or turn.state.language or "th"
        before = {name: each for name, each in turn.state.facts.items() if name not in picked}
        words = {name: each.words for name, each in before.items()}
        given = parse(self.rulepack.facts, picked)
        words |= dict.fromkeys(given, PICKED.get(language))
        stated = [Stated(name, value, words[name]) for name, value in given.items()]
        merged = merge({name: each.told for name, each in before.items()}, stated, self.rulepack)
        told = {name: ToldFact.of(value, words[name]) for name, value in merged.items()}
        corrects = any(name in turn.state.facts for name in picked)
        answer = self._decided(
            turn.state.model_copy(update={"language": language, "facts": told}),
            as_of,
            language,
            turn.state.result if corrects else None,
            index,
        )
        as_typed = Corrected(message, message, message)
        reply = guard.check(_reply(turn, as_typed, language, answer), index.generation)
        return _Done(reply, answer.state, None, answer.body, message)

    def _written(self, prepared: Prepared, within: Deadline) -> Reply:
        reply, done, index = prepared.reply, prepared._done, prepared._index
        written = writer.write(reply, done.body, done.question, index.fit.statements, within)
        if not written.by_model:
            return reply
        answer = reply.answer.removesuffix(done.body) + written.text
        try:
            return guard.check(
                reply.model_copy(update={"answer": answer, "written_by": "model"}), index.generation
            )
        except guard.UnsupportedError as error:
            note(written_by="rules", fallback=str(error))
            return reply

    def check(
        self,
        facts: Mapping[str, Any],
        approach: str | None = None,
        language: Language = "th",
        as_of: date | None = None,
    ) -> CheckedVerdict:
        """Return the verdict on facts given by name, as of a date, today where None.

        Raise `FactError` on a fact that cannot be used.
        """
        index, on = self._current(), as_of or self.today()
        citations = Citations(index.quotes, language, on)
        decision = decide(self.rulepack, parse(self.rulepack.facts, facts), approach, on)
        found = verdict.verdict_of(decision, self.rulepack, citations, language)
        return CheckedVerdict(
            **{name: getattr(found, name) for name in Verdict.model_fields}, citations=citations.all
        )

    def search(self, question: str, k: int = 10, as_of: date | None = None) -> list[dict[str, Any]]:
        """Return the `k` best passages for a question, best first, each with the `lines` of it that fit best.

        As of a date: one given, or said, or today.
        """
        index, read = self._current(), correct(question).text
        said = read_as_of(read)
        on = as_of or said.sure or self.today()
        text = said.text if said.sure else read
        hits = index.retriever.retrieve(text, k, on=on)
        lines: dict[str, list[str]] = {}
        for line in index.fit.context(text, hits):
            lines.setdefault(line.passage.anchor_id, []).append(line.text)
        return [
            {
                "anchor_id": hit.anchor_id,
                "score": round(hit.score, 6),
                "route": hit.route,
                "state": hit.state,
                "lines": lines.get(hit.anchor_id, [])[:SHOWN],
                **hit.passage.model_dump(mode="json"),
            }
            for hit in hits
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
                    Fit(statements, generation),
                    Quotes(generation, statements),
                )
            return self._index

    def _answer(
        self,
        understood: Understanding,
        named: Named,
        when: AsOf,
        state: State,
        index: _Index,
        within: Deadline | None,
    ) -> _Answer:
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
            return self._verdict(understood, named, when, state, index)
        return self._fact(understood, named, when, state, index, within)

    def _verdict(
        self, understood: Understanding, named: Named, when: AsOf, state: State, index: _Index
    ) -> _Answer:
        if text := self._other_year(named, index, understood.language, {self.rulepack.fiscal_year}):
            return _Answer("no_answer", text, state, suggestions=self._examples(understood))
        state = self._told(understood, named, state)
        # Any other date is an event of the project ('เริ่มพัฒนาตั้งแต่…'), which the duties of today bind all the same.
        as_of = when.on if when.how == "at" else None
        before = state.result if _WHAT_IF.match(understood.message) else None
        return self._decided(state, as_of, understood.language, before, index)

    def _decided(
        self, state: State, as_of: date | None, language: Language, before: str | None, index: _Index
    ) -> _Answer:
        """Answer with what the rules find on the facts told. `before`: the result that this case is compared with."""
        citations = Citations(index.quotes, language, as_of or self.today())
        told = {name: each.told for name, each in state.facts.items()}
        with step("check rules"):
            decision = decide(self.rulepack, told, state.approach, as_of or self.today())
        with step("cite"):
            found = verdict.verdict_of(decision, self.rulepack, citations, language)
        with step("compose"):
            text = verdict.answer(decision, found, self.rulepack, state.facts, citations, language, before)
            noted = _noted(text, citations, index, language)
        asked = verdict.questions(decision)
        return _Answer(
            "verdict",
            noted,
            state.model_copy(update={"asked": asked, "checking": True, "result": decision.result}),
            citations,
            found,
            _further(decision, language),
            as_of=as_of,
            facts=facts.read_facts(state.facts, self.rulepack, language),
            asked=facts.asked(decision, state.facts, self.rulepack, language),
            body=text,
        )

    def _other_year(
        self, named: Named, index: _Index, language: Language, covered: Collection[int]
    ) -> str | None:
        """Return what to say of a fiscal year that is not covered, where the question names one."""
        other = next((year for year in named.fiscal_years if year not in covered), None)
        if other is None:
            return None
        return silence.other_year(other, self.rulepack.fiscal_year, index.generation, language)

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
        if kind := _kind_spoken_of(merged, self.rulepack):
            name, of = kind
            merged[name], words[name] = True, words[of]
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

    def _fact(
        self,
        understood: Understanding,
        named: Named,
        when: AsOf,
        state: State,
        index: _Index,
        within: Deadline | None,
    ) -> _Answer:
        question, language = understood.message, understood.language
        asked = when.sure
        on = asked or self.today()
        if asked:
            question = when.text
            named = index.provisions.read(question, on)
        if (counted := numbered(question)) != question:
            question, named = counted, index.provisions.read(counted, on)
        if state.question and named.provisions and _FOLLOW_UP.match(question):
            question = f"{_without_provisions(state.question, index.provisions)} {question}"
            named = index.provisions.read(question, on)
        kept = state.model_copy(update={"question": question, "checking": False, "asked": ()})
        asks = clauses(question).asks
        if named.missing and asks != question:  # what else the message speaks of need not exist
            inside = index.provisions.read(asks, on)
            named = inside if inside.anchors else named
        if named.missing:
            text = silence.no_provision(question, named, index.generation, language)
            return _Answer("no_answer", text, kept, suggestions=self._examples(understood))
        years = {one.fiscal_year for one in index.generation.documents.values() if one.fiscal_year}
        if silent := self._other_year(named, index, language, {self.rulepack.fiscal_year, *years}):
            return _Answer("no_answer", silent, kept, suggestions=self._examples(understood))
        with step("retrieve"):
            hits = _current(index.retriever.retrieve(sought(question), 20, named, on=on), named, index, on)
        in_force = [hit for hit in hits if hit.state == "in_force"]
        with step("find"):
            found = self._find(question, in_force if asked else hits, named, index, language)
            if asked and isinstance(
                found, fact.Silent
            ):  # what is not in force is better than nothing, and is called so
                found = self._find(question, hits, named, index, language)
            if isinstance(found, fact.Silent) and state.question and _REFERS.search(question):
                joined = f"{state.question.rstrip(' ?')}: {question}"
                named = index.provisions.read(joined, on)
                hits = _current(index.retriever.retrieve(sought(joined), 20, named, on=on), named, index, on)
                found = self._find(joined, hits, named, index, language)
            if isinstance(found, fact.Silent) and state.question and within and chat_model.rewrites():
                found = self._rewritten(state.question, question, on, index, language, within) or found
            if when.how == "year" and (listed := self._in_force_in(when, index, language)):
                found, asked = listed, when.on
        if isinstance(found, fact.Silent):
            text = silence.not_covered(found.told, index.generation, language)
            return _Answer(
                "no_answer", text, kept, suggestions=self._examples(understood), decision=found.decision
            )
        citations = Citations(index.quotes, language, asked or on)
        with step("compose"):
            text = fact.answer(found, citations, language)
            noted = _noted(text, citations, index, language)
        if when.how == "year" and asked and noted == text:
            noted = f"{versions.as_of(asked, language)}\n\n{text}"
        return _Answer("answer", noted, kept, citations, as_of=asked, decision=found.decision, body=text)

    def _rewritten(
        self, before: str, question: str, on: date, index: _Index, language: Language, within: Deadline
    ) -> fact.Found | None:
        """Find what answers a follow-up as the chat model has it stand alone; None where nothing does."""
        alone = rewriting.rewrite(before, question, language, within)
        if alone is None:
            return None
        named = index.provisions.read(alone, on)
        hits = _current(index.retriever.retrieve(sought(alone), 20, named, on=on), named, index, on)
        found = self._find(alone, hits, named, index, language)
        return None if isinstance(found, fact.Silent) else found

    def _find(
        self, question: str, hits: Sequence[Hit], named: Named, index: _Index, language: Language
    ) -> fact.Found | fact.Silent:
        """Choose the statements that answer from the hits, or from the provisions that the question names."""
        evidence = index.retriever.evidence(clauses(question).asks, hits)
        held = {one.fiscal_year for one in index.generation.documents.values()}
        year = next((each for each in named.fiscal_years if each in held), self.rulepack.fiscal_year)
        return fact.find(question, hits, named, index.fit, evidence, language, year)

    def _in_force_in(self, when: AsOf, index: _Index, language: Language) -> fact.Found | None:
        """Return the list that answers a question on a year from the laws in force at its end.

        A year may be that of an event or a figure as well; those the corpus would have to name, as it does not.
        """
        named = index.provisions.read(when.text, when.on)
        hits = [
            hit
            for hit in index.retriever.retrieve(when.text, 20, named, on=when.on)
            if hit.state == "in_force" and hit.passage.fiscal_year is None
        ]
        found = self._find(when.text, hits, named, index, language)
        listed = isinstance(found, fact.Found) and len(found.statements) > 1
        return found if listed and isinstance(found, fact.Found) else None

    def _examples(self, understood: Understanding) -> tuple[str, ...]:
        return silence.EXAMPLES[understood.language]


def _current(hits: Sequence[Hit], named: Named, index: _Index, on: date) -> list[Hit]:
    """Return the hits without the versions that one in force stands for, and without other fiscal years."""
    stood_for = index.generation.versions
    return [
        hit
        for hit in hits
        if not outranked_by(hit.anchor_id, named, stood_for, on)
        and not index.provisions.of_another_year(hit.anchor_id, named)
    ]


def _noted(text: str, citations: Citations, index: _Index, language: Language) -> str:
    """Say first which of what the answer cites is not in force."""
    notes = versions.notes(citations, index.generation, index.fit.statements, language)
    return f"{notes}\n\n{text}" if notes else text


def _kind_spoken_of(told: Mapping[str, FactValue | str], rulepack: Rulepack) -> tuple[str, str] | None:
    """Return the kind of project that is spoken of though none is told, and the fact that speaks of it."""
    facts = rulepack.facts
    if any(value is True and facts[name].group == "kind" for name, value in told.items()):
        return None
    return next(
        (
            (kind, name)
            for name, value in told.items()
            if value != DOUBTFUL and (kind := facts[name].of_kind) and kind not in told
        ),
        None,
    )


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
        as_of=answer.as_of.isoformat() if answer.as_of else None,
        facts=answer.facts,
        asked=answer.asked,
    )
