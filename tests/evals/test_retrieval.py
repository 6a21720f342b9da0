"""`dga eval retrieval`: a collection in the BEIR layout, the measures, and what is said of a bad folder."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from evals.beir import BadCollection, read
from evals.retrieval import measure, measures
from tests.ingest.encoder import HashingEncoder

TEXTS = {"d1": "แมวกินปลา", "d2": "หมากัดแมว", "d3": "ปลาว่ายน้ำในคลอง"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a collection of three texts and two questions."""
    rows = [{"_id": name, "title": "", "text": text} for name, text in TEXTS.items()]
    queries = [
        {"_id": "q1", "text": "อะไรว่ายน้ำ"},
        {"_id": "q2", "text": "แมว"},
        {"_id": "q3", "text": "ไม่ถูกตัดสิน"},
    ]
    (tmp_path / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)) + "\n", encoding="utf-8")
    (tmp_path / "qrels").mkdir()
    judged = "query-id\tcorpus-id\tscore\nq1\td3\t1\nq2\td1\t1\nq2\td2\t1\nq3\td1\t0\n"
    (tmp_path / "qrels" / "test.tsv").write_text(judged, encoding="utf-8")
    return tmp_path


def test_a_collection_is_read(folder: Path) -> None:
    """Questions without an answer are left out."""
    collection = read(folder)
    assert [text.id for text in collection.texts] == list(TEXTS)
    assert collection.qrels == {"q1": {"d3": 1}, "q2": {"d1": 1, "d2": 1}}


def test_every_figure_of_the_contract_is_reported(folder: Path) -> None:
    """The names that other programs rely on, each a number."""
    flat = measure(read(folder), HashingEncoder()).flat()
    named = {"hit@1", "hit@5", "hit@10", "all_gold@10", "recall@10", "mrr@10", "ndcg@10"}
    named |= {"p50_ms", "p95_ms", "index_seconds", "passages"}
    assert named <= flat.keys()
    assert (flat["hit@1"], flat["all_gold@10"], flat["passages"]) == (1.0, 1.0, 3)


def test_measures_by_hand() -> None:
    """One question answered at 1 and 3 of its two, one not at all."""
    found = measures({"a": ["x", "n", "y"], "b": ["n"]}, {"a": {"x": 1, "y": 1}, "b": {"z": 1}})
    assert found["hit@1"] == found["mrr@10"] == found["all_gold@10"] == found["recall@10"] == 0.5
    assert found["ndcg@10"] == pytest.approx((1 + 0.5) / (1 + 0.63093) / 2, rel=1e-4)


def test_measures_look_at_ten() -> None:
    """What stands eleventh is not found."""
    late = [str(number) for number in range(10)] + ["x"]
    assert set(measures({"a": late}, {"a": {"x": 1}}).values()) == {0.0}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("corpus.jsonl", None, "no such file"),
        ("corpus.jsonl", '{"_id": "d1"}', "line 1 needs the fields _id and text"),
        ("corpus.jsonl", '{"_id": "d1", "text": "a"}\n{', "line 2 is not JSON"),
        ("corpus.jsonl", '{"_id": "d1", "text": "a"}\n{"_id": "d1", "text": "b"}', "d1 stands twice"),
        ("qrels/test.tsv", None, "no such file"),
        ("qrels/test.tsv", "h\nq1 d1 1", "line 2 needs a query id"),
        ("qrels/test.tsv", "q1\td9\t1", "nothing with the id d9"),
        ("qrels/test.tsv", "q1\td1\t0", "no question has an answer"),
    ],
)
def test_a_bad_file_is_named(folder: Path, name: str, content: str | None, said: str) -> None:
    """The error says which file, what is wrong, and what is needed, in both languages."""
    path = folder / name
    path.unlink() if content is None else path.write_text(content, encoding="utf-8")
    with pytest.raises(BadCollection) as raised:
        read(folder)
    assert str(path) in raised.value.message.en
    assert said in raised.value.message.en
    assert "ต้องการโฟลเดอร์แบบ BEIR" in raised.value.message.th


def test_the_only_judgements_are_taken(folder: Path) -> None:
    """A collection may call its split otherwise; of several without a test split none is picked in silence."""
    (folder / "qrels" / "test.tsv").rename(folder / "qrels" / "dev.tsv")
    assert len(read(folder).qrels) == 2
    (folder / "qrels" / "train.tsv").write_text("q1\td1\t1", encoding="utf-8")
    with pytest.raises(BadCollection, match="several files"):
        read(folder)


def test_the_command_prints_json_and_refuses_a_bad_folder(folder: Path) -> None:
    """Exit status 0 with JSON, 2 with a sentence."""
    command = [str(Path(sys.executable).with_name("dga")), "eval", "retrieval", "--json", "--beir"]
    good = subprocess.run([*command, str(folder)], capture_output=True, text=True, check=True)
    assert json.loads(good.stdout)["questions"] == 2
    bad = subprocess.run(
        [*command, str(folder / "none")], capture_output=True, text=True, env={"LANG": "th_TH"}
    )
    assert (bad.returncode, bad.stdout) == (2, "")
    assert "ไม่มีโฟลเดอร์นี้" in bad.stderr
