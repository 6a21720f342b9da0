"""The systems that the suite judges: the pipeline in this process, a server of ours, any OpenAI-compatible assistant."""

import json
import re
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal, Protocol
from urllib.parse import quote

import httpx

from assistant.conversations import TransientConversations
from assistant.pipeline import Assistant
from assistant.retrieve import EmptyArm
from assistant.trace import recording
from corpus.messages import UserError
from corpus.passages import Value
from corpus.store.store import Store
from corpus.text import normalise
from evals.cases import Case, corpus_anchors
from evals.record import CheckFound, Cited, Found, Record, Told

DEEP = 10
"""Anchors that are asked of the system's search."""
DIGITS = 6
"""Digits that a noted figure keeps: the last bits of a sum hang on the order of its terms, which differs between processes."""
SHOWN = 300
"""Characters of a found passage that are kept for the report."""
Kind = Literal["pipeline", "server", "openai"]


class NotThere(UserError):  # noqa: N818 - named by what is the matter
    """The system to be judged does not answer."""


class Address(Value):
    """Which system to open. `data_dir`: the index of the pipeline; `url`: where a server or assistant is; `model`: its name."""

    kind: Kind
    data_dir: Path | None = None
    url: str | None = None
    model: str | None = None


class Target(Protocol):
    """A system that replies to a case."""

    def reply(self, case: Case) -> Record:
        """Return what the system makes of the case; a failure of the system is a record with an `error`."""


@contextmanager
def opened(address: Address, key: str | None = None) -> Iterator[Target]:
    """Yield the system at an address. `key`: sent as a bearer token where the system asks for one."""
    if address.kind == "pipeline":
        assert address.data_dir is not None  # noqa: S101 - how an address of this kind is made
        yield Pipeline(Store(address.data_dir))
        return
    assert address.url is not None  # noqa: S101
    headers = {"authorization": f"Bearer {key}"} if key else {}
    with httpx.Client(base_url=address.url.rstrip("/"), headers=headers, timeout=60) as client:
        yield Server(client) if address.kind == "server" else OpenAI(client, address.model or "default")


class Pipeline:
    """The assistant of this process."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.assistant = Assistant(store, TransientConversations())
        self.assistant.warm()

    def reply(self, case: Case) -> Record:
        """Return the replies of a conversation of its own, with the time per step."""
        turns: list[Told] = []
        seconds: dict[str, float] = {}
        conversation: str | None = None
        served = self._store.current()
        try:
            with recording() as trace, warnings.catch_warnings():
                warnings.simplefilter("ignore", EmptyArm)
                for turn in case.turns:
                    started = time.perf_counter()
                    reply = self.assistant.reply(turn, conversation)
                    seconds["reply"] = seconds.get("reply", 0.0) + time.perf_counter() - started
                    conversation = reply.conversation_id
                    turns.append(
                        told(reply.model_dump(mode="json"), lambda at: [one.text for one in served.at(at)])
                    )
                started = time.perf_counter()
                found = _found(self.assistant.search(case.turns[-1], DEEP))
                seconds["search"] = time.perf_counter() - started
        except Exception as error:  # a system that falls over fails the case, not the run
            return Record(case_id=case.id, turns=tuple(turns), error=f"{type(error).__name__}: {error}")
        return Record(
            case_id=case.id,
            turns=tuple(turns),
            found=found,
            notes={
                name: round(value, DIGITS) if isinstance(value, float) else value
                for name, value in trace.notes.items()
            },
            seconds=trace.seconds | seconds,
        )


class Server:
    """A deployed server of ours, over HTTP (contract: `POST /v1/chat`)."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._passages = cache(self._fetch_passages)

    def reply(self, case: Case) -> Record:
        """Return the replies of a conversation of its own."""
        turns, spent = [], 0.0
        conversation: str | None = None
        try:
            for turn in case.turns:
                started = time.perf_counter()
                answer = self._client.post(
                    "/v1/chat", json={"message": turn, "conversation_id": conversation, "language": None}
                )
                spent += time.perf_counter() - started
                reply = _json(answer)
                conversation = reply["conversation_id"]
                turns.append(told(reply, self._passages))
            found = self._search(case.turns[-1])
        except (httpx.HTTPError, ValueError, KeyError) as error:
            return Record(case_id=case.id, turns=tuple(turns), error=f"{type(error).__name__}: {error}")
        return Record(case_id=case.id, turns=tuple(turns), found=found, seconds={"reply": spent})

    def _search(self, question: str) -> tuple[Found, ...] | None:
        answer = self._client.get("/v1/search", params={"q": question, "k": DEEP})
        return _found(answer.json()["results"]) if answer.is_success else None

    def _fetch_passages(self, anchor_id: str) -> list[str] | None:
        answer = self._client.get(f"/v1/passages/{quote(anchor_id)}")
        return [each["text"] for each in answer.json()["passages"]] if answer.is_success else None


class OpenAI:
    """Any assistant with OpenAI's chat completions. It is told the reply's form; one that ignores it is read as it is."""

    def __init__(self, client: httpx.Client, model: str) -> None:
        self._client, self._model = client, model

    def reply(self, case: Case) -> Record:
        """Return the replies of a conversation of its own."""
        messages = [{"role": "system", "content": instruction()}]
        turns, spent = [], 0.0
        try:
            for turn in case.turns:
                messages.append({"role": "user", "content": turn})
                started = time.perf_counter()
                answer = self._client.post(
                    "/chat/completions", json={"model": self._model, "temperature": 0, "messages": messages}
                )
                spent += time.perf_counter() - started
                text = _json(answer)["choices"][0]["message"]["content"] or ""
                messages.append({"role": "assistant", "content": text})
                turns.append(read_text(text))
        except (httpx.HTTPError, ValueError, KeyError, IndexError, TypeError) as error:
            return Record(case_id=case.id, turns=tuple(turns), error=f"{type(error).__name__}: {error}")
        return Record(case_id=case.id, turns=tuple(turns), seconds={"reply": spent})


def told(reply: Mapping[str, Any], passages: Callable[[str], Sequence[str] | None]) -> Told:
    """Return a reply of the contract without its ids. `passages` gives the texts at an anchor, None where it cannot."""
    verdict = reply.get("verdict")
    citations = []
    for each in reply["citations"]:
        anchor_id = f"{each['document_id']}/{each['anchor']}"
        texts = passages(anchor_id)
        exact = None if texts is None else any(each["quote"] in text for text in texts)
        citations.append(
            Cited(
                number=each["number"],
                anchor_id=anchor_id,
                heading=each["heading"],
                quote=each["quote"],
                exact=exact,
            )
        )
    return Told(
        outcome=reply["outcome"],
        answer=reply["answer"],
        result=verdict["result"] if verdict else None,
        approach=verdict["approach"] if verdict else None,
        language=reply.get("language"),
        checks=tuple(
            CheckFound(**{name: each[name] for name in CheckFound.model_fields}) for each in verdict["checks"]
        )
        if verdict
        else (),
        citations=tuple(citations),
    )


@cache
def instruction() -> str:
    """Return what an assistant that is not ours is told: the task, the anchors, and the form of a reply."""
    return (
        "You answer questions about Thailand's Digital Government integrated budget plan of fiscal year B.E. 2569, in the "
        "question's language. Reply with one JSON object and nothing else: "
        '{"outcome": "verdict|answer|clarify|no_answer|smalltalk", '
        '"result": "qualifies|conditional|does_not_qualify|needs_information" or null, '
        '"approach": "1.1|1.2|1.3|2.1|2.2|3.1|3.2" or null, "answer": text with marks like [1], '
        '"citations": [{"anchor": "document/anchor", "quote": "exact words"}]}. `result` is given where outcome is verdict. '
        "Say no_answer where the sources do not tell. The anchors: " + ", ".join(corpus_anchors())
    )


_FENCED = re.compile(r"\{.*\}", re.DOTALL)
_VERDICTS = (
    (
        "does_not_qualify",
        r"ไม่(?:เข้า|ตรง|ผ่าน)(?:ตาม)?(?:หลัก)?เกณฑ์|(?:does not|doesn't) (?:qualify|meet)|not eligible|ineligible",
    ),
    (
        "needs_information",
        r"(?:ขอ|ต้องการ|ต้องทราบ)(?:ทราบ)?ข้อมูลเพิ่ม|need(?:s)? more information|please (?:tell|provide)",
    ),
    ("conditional", r"มีเงื่อนไข|conditional"),
    (
        "qualifies",
        r"(?:เข้า|ตรง|ผ่าน)(?:ตาม)?(?:หลัก)?เกณฑ์|\bqualif(?:y|ies)\b|\beligible\b|meets the criteria",
    ),
)
_SILENT = (
    r"ไม่(?:พบ|มี)ข้อมูล|ไม่ทราบ|ไม่ได้ระบุ|ตอบไม่ได้|(?:do|does) not (?:say|know|contain)|cannot answer|no information"
)


def read_text(text: str) -> Told:
    """Read the reply of an assistant: the JSON it was asked for, or else what its words say."""
    if match := _FENCED.search(text):
        try:
            return _told_json(json.loads(match[0]))
        except (ValueError, KeyError, TypeError, AttributeError):
            pass  # it is no such object: its words stand
    result = next((name for name, words in _VERDICTS if re.search(words, text, re.IGNORECASE)), None)
    if result is None and re.search(_SILENT, text, re.IGNORECASE):
        return Told(outcome="no_answer", answer=text)
    return Told(outcome="verdict" if result else "answer", answer=text, result=result)


def _told_json(reply: Mapping[str, Any]) -> Told:
    citations = tuple(
        Cited(
            number=number,
            anchor_id=str(each["anchor"]),
            heading="",
            quote=str(each.get("quote", "")),
            exact=_stands(str(each["anchor"]), str(each.get("quote", ""))),
        )
        for number, each in enumerate(reply.get("citations") or (), start=1)
    )
    return Told(
        outcome=reply["outcome"],
        answer=str(reply.get("answer", "")),
        result=reply.get("result"),
        approach=reply.get("approach"),
        citations=citations,
    )


def _stands(anchor_id: str, quoted: str) -> bool:
    """Say whether the words stand in the shipped document that the anchor is of."""
    document = anchor_id.split("/")[0]
    return anchor_id in corpus_anchors() and quoted in _document(document)


@cache
def _document(document: str) -> str:
    from corpus.settings import CORPUS

    return normalise((CORPUS / "documents" / f"{document}.md").read_text(encoding="utf-8")).text


def _found(results: Sequence[Mapping[str, Any]]) -> tuple[Found, ...]:
    return tuple(Found(anchor_id=each["anchor_id"], text=str(each["text"])[:SHOWN]) for each in results)


def _json(answer: httpx.Response) -> dict[str, Any]:
    """Return the body of an answer; raise `ValueError` that quotes a refusal."""
    if not answer.is_success:
        raise ValueError(f"HTTP {answer.status_code}: {answer.text[:200]}")
    found: dict[str, Any] = answer.json()
    return found


def reachable(address: Address) -> None:
    """Raise `NotThere` where nothing listens at the address of a server, before a run of hundreds of cases begins."""
    if address.url is None:
        return
    try:
        httpx.get(address.url, timeout=10)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NotThere(f"ติดต่อ {address.url} ไม่ได้: {error}", f"Cannot reach {address.url}: {error}") from None
