"""The reply, as programs rely on it: the JSON of `POST /v1/chat`, field by field."""

from collections.abc import Mapping
from typing import Literal

from corpus.dates import IsoDate
from corpus.passages import Language, Source, Value
from corpus.versions import State

Outcome = Literal["verdict", "answer", "clarify", "no_answer", "smalltalk"]
Result = Literal["qualifies", "conditional", "does_not_qualify", "needs_information"]
CheckResult = Literal["pass", "fail", "unknown"]


class Citation(Value):
    """A passage that a claim rests on. `quote` is an exact substring of a passage at `document_id/anchor`.

    `state` is that of the passage on the date of the reply; dates, year and successors are `corpus.passages.Validity`'s.
    `text_sha256` is the hash of the whole text quoted from (`corpus.store.generation.text_sha256`); the replies of
    earlier releases have none.
    """

    number: int
    document_id: str
    document_title: str
    anchor: str
    heading: str
    quote: str
    source: Source
    state: State = "in_force"
    in_force_from: str | None = None
    in_force_until: str | None = None
    fiscal_year: int | None = None
    superseded_by: tuple[str, ...] = ()
    text_sha256: str | None = None


class Check(Value):
    """One rule and what it found. `citations` are numbers of `Reply.citations`."""

    rule_id: str
    label: str
    result: CheckResult
    reason: str
    citations: tuple[int, ...]


class MissingFact(Value):
    """A fact that an open check waits for, and the question that asks for it."""

    fact: str
    question: str


class Verdict(Value):
    """What the rules found. No model and no wording changes it."""

    result: Result
    approach: str | None
    checks: tuple[Check, ...]
    missing_facts: tuple[MissingFact, ...]
    rulepack: str


class CheckedVerdict(Verdict):
    """A verdict on facts, with the citations that its checks number."""

    citations: tuple[Citation, ...]


class Correction(Value):
    """A piece of the message that was read otherwise; `start` and `end` are offsets in the message as it was sent.

    "layout": it was typed with the keyboard in the other language. "spelling": it is misspelt; never a number, a denial,
    or what the words as written already tell.
    """

    start: int
    end: int
    wrote: str
    read: str
    kind: Literal["spelling", "layout"]


class ReadFact(Value):
    """A fact of the project as it stands: `text` says it, `words` are the person's own words that it was read from.

    `value` is what `POST /v1/check` takes: true, false, a number as text ("12", "<10"), "unsure", or "doubtful" (perhaps
    told, so to be asked).
    """

    fact: str
    type: Literal["bool", "percent", "count"]
    label: str
    value: bool | str
    text: str
    words: str


class Choice(Value):
    """An answer to pick: what it says, and the facts that it tells."""

    label: str
    facts: Mapping[str, bool | str]


class Asked(Value):
    """A question of the interview. A number is typed for the fact `fact` where `type` is "percent" or "count"."""

    fact: str | None
    type: Literal["choice", "bool", "percent", "count"]
    question: str
    choices: tuple[Choice, ...]


class Reply(Value):
    """One turn's answer. `answer` is Markdown; its claims carry [1], [2] … for `citations`.

    `facts`: what was understood of the project, to be corrected by `facts` of a request; `asked`: what to ask next, the
    most decisive first. Both are empty where the outcome is no verdict. `as_of`: the date (ISO, C.E.) that was asked about; null: none was, and the answer is as of the day it is given.
    `written_by`: "model" where a chat model wrote words of the answer (`assistant/writer.py`); all else is the rules' either way.
    """

    conversation_id: str
    message_id: str
    language: Language
    outcome: Outcome
    answer: str
    verdict: Verdict | None
    citations: tuple[Citation, ...]
    suggestions: tuple[str, ...]
    corrections: tuple[Correction, ...] = ()
    as_of: IsoDate | None = None
    facts: tuple[ReadFact, ...] = ()
    asked: tuple[Asked, ...] = ()
    written_by: Literal["rules", "model"] = "rules"
