"""What people say of answers is kept with what it is about."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from assistant.feedback import FeedbackRow, FeedbackStore, UnknownMessage
from assistant.pipeline import Assistant
from corpus.database import Base, engine


def test_a_view_is_kept_with_question_answer_and_generation(assistant: Assistant, data_dir: Path) -> None:
    """The last view of an answer stands, with its reasons once each and personal data masked."""
    reply = assistant.reply("ตัวชี้วัดของแนวทางที่ 2.2 มีอะไรบ้าง")
    store = FeedbackStore(engine(data_dir))
    store.save(reply.message_id, "up")
    store.save(reply.message_id, "down", ("wrong", "citation", "wrong"), "โทร 081-234-5678")
    (kept,) = [each for each in store.all() if each.message_id == reply.message_id]
    assert (kept.rating, kept.reasons) == ("down", ("wrong", "citation"))
    assert kept.comment == "โทร XXX-XXX-XXXX"
    assert (kept.question, kept.answer) == ("ตัวชี้วัดของแนวทางที่ 2.2 มีอะไรบ้าง", reply.answer)
    assert kept.generation == assistant.store.current().id


def test_a_view_of_nothing_is_refused(assistant: Assistant, data_dir: Path) -> None:
    """An id that no reply has is an error, not a row."""
    with pytest.raises(UnknownMessage):
        FeedbackStore(engine(data_dir)).save("00000000-0000-0000-0000-000000000000", "up")


def test_the_migration_makes_the_table(tmp_path: Path) -> None:
    """Alembic finds no difference between the migrated file and the table declared in code."""
    with engine(tmp_path).connect() as connection:
        ours = FeedbackRow.__tablename__
        options = {"include_object": lambda _, name, kind, *_rest: kind != "table" or name == ours}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata) == []
