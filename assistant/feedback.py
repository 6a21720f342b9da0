"""What people say of an answer: kept with the question, the answer and the index generation that it came from."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import JSON, Engine, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from assistant.conversations import TurnRow
from assistant.privacy import masked
from corpus.database import Base, writer
from corpus.passages import Value

Rating = Literal["up", "down"]
Reason = Literal["wrong", "citation", "incomplete"]
"""Why an answer is not good: it is wrong, its citations do not carry it, or it leaves something out."""


class UnknownMessage(LookupError):  # noqa: N818 - named by what is the matter
    """No reply has this id."""


class Feedback(Value):
    """One person's view of one answer. `given_at` is ISO 8601, UTC; `answer` is Markdown."""

    message_id: str
    rating: Rating
    reasons: tuple[Reason, ...]
    comment: str
    question: str
    answer: str
    generation: str
    given_at: str


class FeedbackStore:
    """The views in the database; the last one given of an answer stands."""

    def __init__(self, opened: Engine) -> None:
        self._engine = opened

    def save(
        self, message_id: str, rating: Rating, reasons: Sequence[Reason] = (), comment: str = ""
    ) -> None:
        """Keep a view of the reply `message_id`, personal data in the comment masked. Raise `UnknownMessage`."""
        with Session(writer(self._engine)) as session, session.begin():
            turn = session.scalar(select(TurnRow).where(TurnRow.message_id == message_id))
            if turn is None:
                raise UnknownMessage(message_id)
            session.merge(
                FeedbackRow(
                    message_id=message_id,
                    rating=rating,
                    reasons=list(dict.fromkeys(reasons)),
                    comment=masked(comment),
                    question=turn.message,
                    answer=turn.reply["answer"],
                    generation=turn.generation,
                    given_at=datetime.now(UTC).isoformat(timespec="seconds"),
                )
            )

    def all(self) -> Iterator[Feedback]:
        """Yield every view that is kept, the oldest first."""
        with Session(self._engine) as session:
            for row in session.scalars(select(FeedbackRow).order_by(FeedbackRow.given_at)):
                yield Feedback(
                    **{name: getattr(row, name) for name in Feedback.model_fields},
                )


class FeedbackRow(Base):
    """A view of an answer. It keeps its own copies: it outlives the conversation."""

    __tablename__ = "feedback"

    message_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    rating: Mapped[str] = mapped_column(String(4))
    reasons: Mapped[list[Any]] = mapped_column(JSON)
    comment: Mapped[str]
    question: Mapped[str]
    answer: Mapped[str]
    generation: Mapped[str]
    given_at: Mapped[str] = mapped_column(String(32))
