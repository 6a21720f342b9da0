"""What a conversation has told so far, and where it is kept."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from threading import Lock
from typing import Any, Protocol
from uuid import NAMESPACE_URL, uuid4, uuid5

from sqlalchemy import JSON, Engine, ForeignKey, String, event, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from assistant.replies import Reply
from assistant.rules.facts import Below, FactValue
from corpus.database import Base, writer
from corpus.passages import Language, Value


class ToldFact(Value):
    """A fact as a conversation remembers it, with the person's own words. Numbers are kept as text, exactly."""

    kind: str
    value: bool | int | str
    words: str

    @classmethod
    def of(cls, value: FactValue | str, words: str) -> "ToldFact":
        """Return the storable form of a fact's value."""
        if isinstance(value, Below):
            return cls(kind="at most" if value.reached else "below", value=str(value.bound), words=words)
        if isinstance(value, Decimal):
            return cls(kind="number", value=str(value), words=words)
        return cls(kind="plain", value=value, words=words)

    @property
    def told(self) -> FactValue | str:
        """The fact's value, as the rules read it."""
        if self.kind in ("below", "at most"):
            return Below(Decimal(self.value), reached=self.kind == "at most")
        return Decimal(self.value) if self.kind == "number" else self.value


class State(Value):
    """What carries over to the next turn.

    `approach`: the approach that the person named. `asked`: the facts that the last reply asked for. `checking`: the
    conversation is about a project. `question`: the last factual question, for a follow-up that names only what differs. `result`: the last verdict's.
    """

    facts: Mapping[str, ToldFact] = {}
    approach: str | None = None
    asked: tuple[str, ...] = ()
    checking: bool = False
    question: str | None = None
    result: str | None = None
    language: Language | None = None


class Turn(Value):
    """One coming turn: the ids that its reply will carry, its number from 1, and the state before it."""

    conversation_id: str
    message_id: str
    number: int
    state: State


class StoredReply(Value):
    """A reply as it is kept: the message it answers, the index generation it is from, and when (ISO 8601, UTC)."""

    message: str
    reply: Reply
    generation: str
    answered_at: str


class UnknownConversation(LookupError):  # noqa: N818 - named by what is the matter
    """No conversation has this id."""


class Conversations(Protocol):
    """Where conversations are kept."""

    def open(self, conversation_id: str | None, message: str) -> Turn:
        """Return the coming turn; `None` opens a new conversation. Raise `UnknownConversation`."""

    def save(self, turn: Turn, message: str, reply: Reply, state: State, generation: str) -> None:
        """Keep a turn."""


class StoredConversations:
    """Conversations in the database: they outlive the server."""

    def __init__(self, opened: Engine) -> None:
        self._engine = opened
        self._writing = Lock()
        event.listen(opened, "connect", _trust_the_log)

    def open(self, conversation_id: str | None, message: str) -> Turn:
        """Return the coming turn; a new conversation gets an id that cannot be guessed."""
        if conversation_id is None:
            return Turn(conversation_id=str(uuid4()), message_id=str(uuid4()), number=1, state=State())
        with Session(self._engine) as session:
            row = session.get(ConversationRow, conversation_id)
            if row is None:
                raise UnknownConversation(conversation_id)
            return Turn(
                conversation_id=conversation_id,
                message_id=str(uuid4()),
                number=_last(session, conversation_id) + 1,
                state=State.model_validate(row.state),
            )

    def save(self, turn: Turn, message: str, reply: Reply, state: State, generation: str) -> None:
        """Keep a turn and the state after it, in one transaction."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        conversation = {"id": reply.conversation_id, "at": now, "state": state.model_dump_json()}
        answered = {
            "id": reply.conversation_id,
            "message_id": reply.message_id,
            "message": message,
            "reply": reply.model_dump_json(),
            "generation": generation,
            "at": now,
        }
        # One thread at a time: SQLite makes those that wait for its lock sleep, ten times as long as a turn takes to write.
        with self._writing, writer(self._engine).begin() as connection:
            connection.exec_driver_sql(_KEEP_CONVERSATION, conversation)
            connection.exec_driver_sql(_KEEP_TURN, answered)

    def replies(self) -> Iterator[StoredReply]:
        """Yield every reply that is kept, the oldest first."""
        query = select(TurnRow).order_by(TurnRow.answered_at, TurnRow.conversation_id, TurnRow.number)
        with Session(self._engine) as session:
            for row in session.scalars(query.execution_options(yield_per=200)):
                yield StoredReply(
                    message=row.message,
                    reply=Reply.model_validate(row.reply),
                    generation=row.generation,
                    answered_at=row.answered_at,
                )


class TransientConversations:
    """One conversation in memory, with an id made from its first message: the same question gives the same bytes."""

    def __init__(self) -> None:
        self._states: dict[str, tuple[int, State]] = {}

    def open(self, conversation_id: str | None, message: str) -> Turn:
        """Return the coming turn."""
        number, state = 0, State()
        if conversation_id is None:
            conversation_id = str(uuid5(NAMESPACE_URL, message))
        elif conversation_id in self._states:
            number, state = self._states[conversation_id]
        else:
            raise UnknownConversation(conversation_id)
        message_id = str(uuid5(NAMESPACE_URL, f"{conversation_id}/{number + 1}/{message}"))
        return Turn(conversation_id=conversation_id, message_id=message_id, number=number + 1, state=state)

    def save(self, turn: Turn, message: str, reply: Reply, state: State, generation: str) -> None:
        """Remember the state."""
        self._states[turn.conversation_id] = (turn.number, state)


def _last(session: Session, conversation_id: str) -> int:
    return (
        session.scalar(select(func.max(TurnRow.number)).where(TurnRow.conversation_id == conversation_id))
        or 0
    )


def _trust_the_log(connection: Any, _record: object) -> None:
    # Under WAL a crash of the process loses nothing; one of the machine at most the last turns, and breaks nothing.
    connection.execute("PRAGMA synchronous=NORMAL")


_KEEP_CONVERSATION = """\
INSERT INTO conversations (id, started_at, state) VALUES (:id, :at, :state)
ON CONFLICT (id) DO UPDATE SET state = excluded.state"""
_KEEP_TURN = """\
INSERT INTO turns (conversation_id, number, message_id, message, reply, generation, answered_at)
SELECT :id, coalesce(max(number), 0) + 1, :message_id, :message, :reply, :generation, :at
FROM turns WHERE conversation_id = :id"""
"""Written as SQL, for every answer waits for them. Turns are counted anew: two requests may have run in one conversation."""


class ConversationRow(Base):
    """A conversation and what carries over to its next turn."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    started_at: Mapped[str] = mapped_column(String(32))
    state: Mapped[dict[str, Any]] = mapped_column(JSON)


class TurnRow(Base):
    """A message and the reply it got, with the index generation that answered."""

    __tablename__ = "turns"

    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(36), unique=True)
    message: Mapped[str]
    reply: Mapped[dict[str, Any]] = mapped_column(JSON)
    generation: Mapped[str]
    answered_at: Mapped[str] = mapped_column(String(32))
