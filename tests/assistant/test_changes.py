"""Earlier replies whose passages changed, through the stored conversations and a second ingest."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from assistant.changes import ChangedReply, changed_replies
from assistant.conversations import StoredConversations
from assistant.pipeline import Assistant
from corpus import database
from corpus.store.store import Store
from ingest.pipeline import DOCUMENTS, ingest
from tests.assistant.test_versions import AFTER, BEFORE, THIRD

QUESTION = "ข้อ 4 ของประกาศฉบับที่ 2 กำหนดอะไร"
CLAUSE = "platform-notice-2567/clause-4"
Edit = Callable[[str], str]


class World:
    """A data folder and a folder of documents that can be edited and ingested again."""

    def __init__(self, folder: Path) -> None:
        self.documents = folder / "documents"
        shutil.copytree(DOCUMENTS, self.documents)
        self.store = Store(folder / "data")
        self.ingest()

    def ingest(self) -> str:
        """Ingest what is there now; return the generation."""
        done = ingest([], self.store, documents_dir=self.documents, official_dir=self.documents / "none")
        return done.generation_id

    def edit(self, name: str, change: Edit) -> None:
        """Rewrite a document."""
        path = self.documents / f"{name}.md"
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")

    def changed(self, today: date = BEFORE) -> list[ChangedReply]:
        """Return the changed replies."""
        stored = StoredConversations(database.engine(self.store.data_dir)).replies()
        return list(changed_replies(stored, self.store.current(), today))


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Return a world in which one question has been answered."""
    made = World(tmp_path)
    Assistant(made.store, today=lambda: BEFORE).reply(QUESTION)
    return made


def _without_clause_4(document: str) -> str:
    start, end = document.index("## ข้อ 4"), document.index("## ข้อ 5")
    return document[:start] + document[end:]


def test_nothing_is_listed_while_nothing_changed(world: World) -> None:
    """A re-ingest of other text changes no reply that does not cite it."""
    assert world.changed() == []
    world.edit("budget-act-2561", lambda text: text.replace("ให้ประหยัด", "ให้ประหยัดขึ้น"))
    world.ingest()
    assert world.changed() == []


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        (lambda text: text.replace("ข้อ 4 ไม่ได้กำหนดวันที่", "ข้อ 4 มิได้กำหนดวันที่"), "changed"),
        (_without_clause_4, "gone"),
    ],
)
def test_a_text_that_changed_or_went_is_listed(world: World, edit: Edit, what: str) -> None:
    """The reply is listed with its question, both generations, and the anchor once; for a change anywhere in the clause."""
    before = world.store.current().id
    world.edit("platform-notice-2567", edit)
    after = world.ingest()
    (found,) = world.changed()
    assert (found.question, found.generation, found.generation_now) == (QUESTION, before, after)
    assert [(change.anchor_id, change.what) for change in found.changes] == [(CLAUSE, what)]


def test_a_superseded_passage_is_listed_from_the_day_on(world: World) -> None:
    """A newer version that is only announced changes nothing yet; from its first day on the reply is listed."""
    (world.documents / "platform-notice-2570.md").write_text(THIRD, encoding="utf-8")
    world.ingest()
    assert world.changed(BEFORE) == []
    (found,) = world.changed(AFTER)
    (change,) = found.changes
    assert (change.what, change.superseded_by) == ("superseded", ("platform-notice-2570/clause-4",))


def test_a_reply_about_the_past_is_held_against_the_past(world: World) -> None:
    """What was asked as of a date before the change stays right."""
    Assistant(world.store, today=lambda: BEFORE).reply(QUESTION, as_of=date(2025, 1, 1))
    (world.documents / "platform-notice-2570.md").write_text(THIRD, encoding="utf-8")
    world.ingest()
    assert len(world.changed(AFTER)) == 1


def test_an_official_text_beside_ours_changes_nothing(world: World, tmp_path: Path) -> None:
    """Our text that was cited still stands, though the official one is now quoted first."""
    official = tmp_path / "notice.txt"
    title = "ประกาศคณะกรรมการพัฒนารัฐบาลดิจิทัล เรื่อง แพลตฟอร์มกลางของงานบริการภาครัฐสำหรับภาคธุรกิจและประชาชน (ฉบับที่ 2)"
    lines = (title, "ข้อ 1 ก", "ข้อ 2 ข", "ข้อ 3 ค", "ข้อ 4 หน่วยงานของรัฐต้องเชื่อมโยงข้อมูล")
    official.write_text("\n".join(lines), encoding="utf-8")
    ingest([official], world.store, documents_dir=world.documents, official_dir=world.documents / "none")
    assert world.store.current().at(CLAUSE)[0].source == "official"
    assert world.changed() == []


def test_a_data_folder_of_the_release_before_opens(tmp_path: Path) -> None:
    """Its replies are read without hashes: one whose quote stands is fine, one whose quote is gone is listed."""
    old = tmp_path / "data" / "dga.sqlite"
    old.parent.mkdir()
    engine = create_engine(f"sqlite:///{old}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(database.MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        connection.execute(text("INSERT INTO conversations VALUES ('c', '2025-01-01', '{}')"))
        for number, quote in enumerate(("เป้าหมายร่วม", "ข้อความที่ไม่มีแล้ว"), 1):
            reply = (
                f'{{"conversation_id": "c", "message_id": "m{number}", "language": "th", "outcome": "answer",'
                f' "answer": "x [1]", "verdict": null, "suggestions": [], "citations": [{{"number": 1,'
                f' "document_id": "budget-act-2561", "document_title": "t", "anchor": "section-31", "heading": "h",'
                f' "quote": "{quote}", "source": "digest"}}]}}'
            )
            connection.execute(
                text(
                    "INSERT INTO turns VALUES ('c', :n, :m, 'คำถาม', :r, '000001-abc', '2025-01-01T00:00:00+00:00')"
                ),
                {"n": number, "m": f"m{number}", "r": reply},
            )
    engine.dispose()
    store = Store(old.parent)
    ingest([], store, official_dir=tmp_path / "none")
    stored = list(StoredConversations(database.engine(old.parent)).replies())
    assert [each.reply.message_id for each in stored] == ["m1", "m2"]
    found = list(changed_replies(stored, store.current(), BEFORE))
    assert [(each.message_id, each.changes[0].what) for each in found] == [("m2", "changed")]
