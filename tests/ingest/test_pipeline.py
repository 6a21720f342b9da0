"""Ingest as a whole: from files to a generation, and what is said of each."""

import shutil
from pathlib import Path

import pytest

from corpus.store.store import Store
from ingest.pipeline import DOCUMENTS, ingest, remembered
from ingest.report import IngestReport
from tests.ingest import files
from tests.ingest.encoder import HashingEncoder
from tests.ingest.test_structure import TITLE


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return an empty store."""
    return Store(tmp_path / "data", HashingEncoder())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an empty official folder, beside a shipped corpus of one document: enough here, and quick."""
    (tmp_path / "documents").mkdir()
    shutil.copy(DOCUMENTS / "budget-act-2561.md", tmp_path / "documents")
    path = tmp_path / "official"
    path.mkdir()
    return path


def run(store: Store, folder: Path, *paths: Path, shipped: Path | None = None) -> IngestReport:
    """Ingest the shipped document (or another folder of them), an official folder and named paths."""
    return ingest(paths, store, official_dir=folder, documents_dir=shipped or folder.parent / "documents")


def test_the_shipped_corpus(store: Store, folder: Path) -> None:
    """Without official files the shipped documents go in, each anchor in both languages."""
    report = run(store, folder, shipped=DOCUMENTS)
    generation = store.current()
    assert (report.documents, report.official_passages) == (len(list(DOCUMENTS.glob("*.md"))), 0)
    assert {tuple({passage.language for passage in generation.at(name)}) for name in generation.anchors} <= {
        ("th", "en"),
        ("en", "th"),
    }


def test_the_same_input_again_changes_nothing(store: Store, folder: Path) -> None:
    """A second ingest of the same files writes no generation and says so."""
    files.text(folder / "law.txt", *files.LAW)
    first = run(store, folder)
    second = run(store, folder)
    assert (first.unchanged, second.unchanged, first.generation_id) == (False, True, second.generation_id)


def test_changed_input_gives_a_new_generation(store: Store, folder: Path) -> None:
    """A changed file is noticed by its content."""
    first = run(store, folder, files.text(folder / "law.txt", *files.LAW))
    second = run(store, folder, files.text(folder / "law.txt", *files.LAW, "มาตรา 4 ให้ยกเลิก"))
    assert (second.unchanged, second.passages) == (False, first.passages + 1)


@pytest.mark.parametrize(
    "make",
    [
        lambda folder: files.text(folder / "test-law.txt", *files.LAW),
        lambda folder: files.pdf(folder / "test-law.pdf", files.LAW[:3], files.LAW[3:]),
        lambda folder: files.text(folder / "test-law.html", *(f"<p>{line}</p>" for line in files.LAW)),
    ],
)
def test_an_unknown_law_is_a_document_of_its_own(store: Store, folder: Path, make: object) -> None:
    """A new law has its own id, title and anchors, whatever type of file it comes in."""
    assert callable(make)
    make(folder)
    run(store, folder)
    generation = store.current()
    (passage,) = generation.at("test-law/section-2")
    assert (passage.source, passage.text) == ("official", files.LAW[3])
    assert generation.documents["test-law"].title.th == "พระราชบัญญัติว่าด้วยการทดสอบระบบ พ.ศ. 2570"


def test_another_years_guideline_is_not_merged(store: Store, folder: Path) -> None:
    """The guideline of 2570 stands beside that of 2569, also under that one's file name."""
    files.text(folder / "guideline-2569.txt", TITLE.replace("2569", "2570"), "เป้าหมายที่ 1 ทดสอบ")
    run(store, folder, shipped=DOCUMENTS)
    generation = store.current()
    (new,) = set(generation.documents) - {path.stem for path in DOCUMENTS.glob("*.md")}
    assert generation.documents[new].fiscal_year == 2570
    assert {passage.source for passage in generation.at("guideline-2569/goal-1")} == {"digest"}


def test_official_text_is_quoted_before_ours(store: Store, folder: Path) -> None:
    """A file that is a known document stands under its anchors, with our heading, before our words."""
    files.text(folder / "act.txt", "พระราชบัญญัติ", "วิธีการงบประมาณ", "พ.ศ. ๒๕๖๑", "มาตรา 31 ข้อความทดสอบ")
    run(store, folder)
    first, second, _ = store.current().at("budget-act-2561/section-31")
    assert [(first.source, first.text), second.source] == [("official", "มาตรา 31 ข้อความทดสอบ"), "digest"]
    assert first.heading == second.heading


def test_a_law_itself_comes_before_an_extract(store: Store, folder: Path) -> None:
    """Where a guideline quotes a section and the act's own file is there, the act's file is quoted."""
    guideline = [TITLE, "เล่ม 135 ตอนที่ 92 ก", "มาตรา 16 ฉบับย่อ", "มาตรา 31 ฉบับย่อ", "งบประมาณรวม", "1"]
    files.text(folder / "a-guideline.txt", *guideline)
    files.text(folder / "b-act.txt", "พระราชบัญญัติวิธีการงบประมาณ พ.ศ. 2561", "มาตรา 16 ฉบับเต็ม")
    report = run(store, folder, shipped=DOCUMENTS)
    texts = [store.current().at(f"budget-act-2561/section-{number}")[0].text for number in (16, 31)]
    assert texts == ["มาตรา 16 ฉบับเต็ม", "มาตรา 31 ฉบับย่อ"]
    assert any("b-act.txt" in note.text.en and "section-16" in note.text.en for note in report.notes)


def test_bad_files_are_reported_and_the_rest_goes_in(store: Store, folder: Path) -> None:
    """Broken files are skipped by name with the reason; a good one beside them is taken."""
    files.text(folder / "good.txt", *files.LAW)
    (folder / "empty.txt").touch()
    files.encrypted_pdf(folder / "secret.pdf", "x")
    report = run(store, folder)
    assert [(Path(item.path).name, item.named) for item in report.skipped] == [
        ("empty.txt", False),
        ("secret.pdf", False),
    ]
    assert store.current().at("good/section-1")


def test_the_same_file_twice_goes_in_once(store: Store, folder: Path) -> None:
    """A copy under another name is reported as such."""
    files.text(folder / "a.txt", *files.LAW)
    files.text(folder / "b.txt", *files.LAW)
    (skipped,) = run(store, folder).skipped
    assert ("b.txt" in skipped.path, "a.txt" in skipped.reason.en) == (True, True)


def test_two_files_of_one_name(store: Store, folder: Path) -> None:
    """Files of the same name in two folders are two documents."""
    for number in (1, 2):
        (folder / str(number)).mkdir()
        files.text(folder / str(number) / "law.txt", *files.LAW, f"มาตรา 4 ฉบับที่ {number}")
    assert run(store, folder).documents == 1 + 2


def test_hidden_files_and_the_readme_are_left_alone(store: Store, folder: Path) -> None:
    """What is in a folder for people and systems is neither taken nor reported."""
    for name in ("README.md", ".DS_Store", "~$draft.docx"):
        files.text(folder / name, "x")
    assert run(store, folder).skipped == ()


def test_named_paths_that_cannot_be_used(store: Store, folder: Path, tmp_path: Path) -> None:
    """A named file or folder that gives nothing is marked as named."""
    hollow = tmp_path / "hollow"
    hollow.mkdir()
    bad = tmp_path / "bad"
    bad.mkdir()
    files.text(bad / "a.xyz", "x")
    report = run(store, folder, tmp_path / "none.txt", hollow, bad)
    assert {Path(item.path).name for item in report.skipped if item.named} == {"none.txt", "hollow", "bad"}


def test_a_file_no_longer_named_is_told(store: Store, folder: Path, tmp_path: Path) -> None:
    """An ingest that leaves out a file of the generation before says which."""
    run(store, folder, files.text(tmp_path / "law.txt", *files.LAW))
    assert run(store, folder).dropped == ("law.txt",)


def test_naming_the_shipped_corpus_adds_nothing(store: Store, folder: Path) -> None:
    """The shipped documents are not taken for official files."""
    assert run(store, folder, folder.parent / "documents").official_passages == 0


def test_a_damaged_generation_is_written_anew(store: Store, folder: Path) -> None:
    """The same input is no reason to keep an index whose files are gone."""
    first = run(store, folder)
    (store.data_dir / "generations" / first.generation_id / "index" / "ids.json").unlink()
    other = Store(store.data_dir, HashingEncoder())
    assert not run(other, folder).unchanged
    assert other.current().passages


def test_the_manifest_holds_the_hash_of_every_input(store: Store, folder: Path) -> None:
    """Shipped and official files are in the manifest by name, source and SHA-256."""
    files.text(folder / "law.txt", *files.LAW)
    run(store, folder)
    inputs = store.current().manifest["inputs"]
    assert {entry["source"] for entry in inputs} == {"digest", "official"}
    assert all(len(entry["sha256"]) == 64 for entry in inputs)


def test_progress_is_told(store: Store, folder: Path) -> None:
    """Every stage is reported up to its end."""
    files.text(folder / "law.txt", *files.LAW)
    told: dict[str, tuple[int, int]] = {}

    def progress(stage: str, done: int, total: int) -> None:
        told[stage] = (done, total)

    ingest([], store, progress, official_dir=folder, documents_dir=folder.parent / "documents")
    assert list(told) == ["read", "index", "merge", "store", "verify"]
    assert all(done == total for done, total in told.values())


def test_files_named_once_are_remembered(store: Store, folder: Path, tmp_path: Path) -> None:
    """What was named for the present generation is found again, as long as it is there."""
    law = files.text(tmp_path / "law.txt", *files.LAW)
    run(store, folder, law)
    assert remembered(store) == [law.resolve()]
    law.unlink()
    assert remembered(store) == []
