"""With the official file ingested, its words are quoted first."""

from pathlib import Path

import pytest

from assistant.conversations import TransientConversations
from assistant.pipeline import Assistant
from corpus.store.store import Store
from ingest.pipeline import ingest

OFFICIAL = Path(__file__).parents[2].parent / "shared" / "official" / "guideline-2569.txt"


@pytest.fixture(scope="module")
def official(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Return the assistant over the corpus and the official file."""
    if not OFFICIAL.exists():
        pytest.skip("the official file is not on this machine")
    store = Store(tmp_path_factory.mktemp("official"))
    ingest([OFFICIAL], store)
    return Assistant(store, TransientConversations())


@pytest.mark.parametrize(
    ("question", "anchor", "words"),
    [
        ("ระบบเครือข่ายใช้ภายในหน่วยงาน ขอได้ไหม", "criteria-1.2", "สำหรับใช้ภายในหน่วยงาน"),
        ("โครงการมีหน่วยงานเดียว เสนอได้ไหม", "section-16", "สองหน่วยงานขึ้นไป"),
        ("ตัวชี้วัดของแนวทางที่ 2.2 มีอะไรบ้าง", "approach-2.2", "ร้อยละ 10"),
        ("Does in-house infrastructure qualify?", "criteria-1.2", "สำหรับใช้ภายในหน่วยงาน"),
        ("งบประมาณรวมเท่าไร", "overview", "12,934.7711"),
    ],
)
def test_the_official_words_are_quoted(official: Assistant, question: str, anchor: str, words: str) -> None:
    """The citation quotes the official passage at the anchor, in whichever language the question is."""
    quotes = [
        each.quote
        for each in official.reply(question).citations
        if each.anchor == anchor and each.source == "official"
    ]
    assert any(words in quote.replace("สองหน่วยงาน ขึ้นไป", "สองหน่วยงานขึ้นไป") for quote in quotes)
