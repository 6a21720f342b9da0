"""The benchmarks: what counts as an answer in the context, the tasks, and a small index at scale."""

import json
import lzma
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.structure import Titled
from corpus.store.store import Store
from evals.beir import Beir
from evals.bench import retrieval
from evals.bench.context import BUDGET, Piece, Source, context, holds, share, sources
from evals.bench.scale import NotEnough, measure
from evals.shipped import answers, questions
from tests.ingest.encoder import HashingEncoder

DGA = str(Path(sys.executable).with_name("dga"))


def test_the_context_ends_at_its_budget() -> None:
    """The last piece is cut; what would follow is left out."""
    pieces = [Piece("a", "ก" * 600), Piece("b", "ข" * 600), Piece("c", "ค")]
    assert [len(piece.text) for piece in context(pieces)] == [600, BUDGET - 600]


def test_an_answer_is_whole_in_one_piece() -> None:
    """Line breaks do not hide it; being cut, or spread over two pieces, does."""
    assert holds([Piece("a", "ไม่น้อยกว่า\nร้อยละ 10")], ["อื่น", "ไม่น้อยกว่าร้อยละ 10"])
    assert not holds([Piece("a", "ไม่น้อยกว่า"), Piece("a", "ร้อยละ 10")], ["ไม่น้อยกว่าร้อยละ 10"])
    assert not holds([Piece("a", "ก" * (BUDGET - 2) + "ร้อยละ 10")], ["ร้อยละ 10"])


def test_the_share_of_a_text_counts_each_character_once() -> None:
    """Pieces that share characters, and pieces of other texts, add nothing."""
    source = Source("a", "0123456789")
    assert share([Piece("a", "012345"), Piece("a", "3456"), Piece("b", "789")], source) == 0.7
    assert share([], source) == 0.0
    assert sources([Piece("b", ""), Piece("a", ""), Piece("b", "")]) == ["b", "a"]


def test_every_answer_stands_in_the_corpus(data_dir: Path) -> None:
    """The words are those of the files that every system gets, and an anchor of the question holds them."""
    generation = Store(data_dir).current()
    anchors = {one.id: one.anchors for one in questions()}
    raw = "".join("".join(source.text.split()) for source in retrieval.own_task().sources)
    for question, words in answers().items():
        under = ["".join(one.text.split()) for each in anchors[question] for one in generation.at(each)]
        found = ["".join(each.split()) for each in words]
        assert all(each in raw for each in found), question
        assert any(each in text for each in found for text in under), question


def test_the_product_on_its_own_questions(data_dir: Path) -> None:
    """Its row stands first and is near what docs/benchmarks.md says."""
    generation = Store(data_dir).current()
    ours = lambda _folder: retrieval.ours_on_own(generation)  # noqa: E731
    rows = retrieval.compare(retrieval.own_task(), ours, HashingEncoder(), lambda *_: None)
    assert rows[0].name == retrieval.OURS
    assert rows[0].answer > 0.9


def test_the_product_on_a_collection() -> None:
    """A text found first and shorter than the context is in it whole."""
    beir = Beir(
        [Titled("s1", "กฎ", "ห้ามตัดต้นไม้"), Titled("s2", "กฎ", "รดน้ำทุกวัน")], {"q": "รดน้ำ"}, {"q": {"s2": 1}}
    )
    rows = retrieval.compare(
        retrieval.beir_task(beir),
        lambda folder: retrieval.ours_on(beir, folder, HashingEncoder()),
        HashingEncoder(),
        lambda *_: None,
    )
    assert (rows[0].answer, rows[0].measures["hit@1"]) == (1.0, 1.0)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Return a file of 40 items of three passages or more each."""
    items = [
        {"title": f"ข่าวสารเรื่องที่ {item} ของหน่วยงาน", "text": f"ข่าวเรื่องที่ {item} " * 80} for item in range(40)
    ]
    path = tmp_path / "news.jsonl.xz"
    with lzma.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(item, ensure_ascii=False) + "\n" for item in items)
    return path


def test_a_small_scale(news: Path, tmp_path: Path) -> None:
    """Under the number that is compared exactly, nothing is missed; another process gives the same index."""
    for processes in (0, 1):
        found = measure(news, tmp_path / str(processes), HashingEncoder(), 100, processes, lambda *_: None)
        assert (found.passages, found.recall, found.same) == (100, 1.0, 1.0)
        assert found.p95_ms > 0 < found.peak_mb


def test_too_few_passages_are_told(news: Path, tmp_path: Path) -> None:
    """The error names the file and the number."""
    with pytest.raises(NotEnough, match="fewer than 9,999"):
        measure(news, tmp_path / "index", HashingEncoder(), 9_999, 0, lambda *_: None)


def test_the_command_at_scale(news: Path) -> None:
    """It prints the figures beside the machine."""
    made = subprocess.run(
        [DGA, "bench", "scale", str(news), "--passages", "100", "--processes", "0", "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    figures = json.loads(made.stdout)
    assert figures["passages"] == 100
    assert {"date", "machine", "Python", "numpy"} <= figures.keys()
