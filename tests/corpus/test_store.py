"""The generation store: written whole, pointed at last, read by many."""

import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

from corpus import database
from corpus.passages import Document, Localized, Passage
from corpus.store import store as store_module
from corpus.store.generation import WrongModel
from corpus.store.index import Arm
from corpus.store.store import (
    DamagedGeneration,
    IngestRunning,
    NoGeneration,
    NothingToWrite,
    Store,
)
from corpus.store.vectors import Vectors
from tests.ingest.encoder import HashingEncoder

SAME = Localized(th="หัวข้อ", en="Heading")
DOCUMENT = Document(
    id="notice",
    title=Localized(th="ประกาศ", en="Notice"),
    issuer=Localized(th="หน่วยงาน", en="Agency"),
    kind="notice",
    audience=Localized(th="ทุกหน่วยงาน", en="All agencies"),
    official_text=Localized(th="ราชกิจจานุเบกษา", en="Royal Gazette"),
)


def passage(text: str, anchor: str = "clause-1", **fields: object) -> Passage:
    """Return a passage of the notice."""
    plain = {"document_id": "notice", "language": "th", "source": "digest", "heading": SAME, "locator": SAME}
    return Passage.model_validate({**plain, "anchor": anchor, "text": text, **fields})


PASSAGES = [
    passage("ระบบคลาวด์ของหน่วยงานภาครัฐ"),
    passage("A cloud system of a government agency", language="en"),
    passage("การอบรมบุคลากรตามหลักสูตรที่กำหนด", "clause-2"),
    passage("คลาวด์กลางภาครัฐ ฉบับทางการ", source="official"),
]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return an empty store."""
    return Store(tmp_path, HashingEncoder())


def write(store: Store, passages: list[Passage] = PASSAGES) -> str:
    """Write a generation and return its id."""
    return store.write([DOCUMENT], passages, {"inputs": []}).id


def test_what_is_written_is_read_back(store: Store, tmp_path: Path) -> None:
    """Another store on the same folder returns the same documents and passages, in the same order."""
    written = write(store)
    read = Store(tmp_path, HashingEncoder()).current()
    assert (read.id, list(read.documents.values()), list(read.passages.values())) == (
        written,
        [DOCUMENT],
        PASSAGES,
    )


def test_nothing_ingested(store: Store) -> None:
    """An empty store says in both languages what to run."""
    assert store.current_id() is None
    with pytest.raises(NoGeneration) as raised:
        store.current()
    assert "dga ingest" in raised.value.message.th
    assert "dga ingest" in raised.value.message.en


def test_passages_at_an_anchor_are_in_quoting_order(store: Store) -> None:
    """The official text comes first, then Thai, then English."""
    write(store)
    found = store.current().at("notice/clause-1")
    assert [(passage.source, passage.language) for passage in found] == [
        ("official", "th"),
        ("digest", "th"),
        ("digest", "en"),
    ]


def test_an_anchor_that_is_not_there(store: Store) -> None:
    """An unknown anchor has no passages."""
    write(store)
    assert store.current().at("notice/clause-9") == ()


def test_anchors_are_in_document_order(store: Store) -> None:
    """Anchors are listed once each, as they come."""
    write(store)
    assert store.current().anchors == ("notice/clause-1", "notice/clause-2")


def test_lexical_finds_by_term(store: Store) -> None:
    """BM25 returns the passage that holds the query's rare term first, and none that holds no term."""
    write(store)
    found = store.current().lexical("อบรมบุคลากร", 10)
    assert [name for name, _ in found] == ["notice/clause-2#digest-th-1"]


def test_lexical_score_is_bm25(store: Store) -> None:
    """The score is Lucene's BM25: idf times the saturated term frequency."""
    write(store, [passage("อบรม", "clause-1"), passage("คลาวด์", "clause-2")])
    (found,) = store.current().lexical("อบรม", 10)
    assert found[1] == pytest.approx(np.log(1 + 1.5 / 1.5) / (1 + 1.2), rel=1e-3)


def test_dense_score_is_the_cosine(store: Store) -> None:
    """Each dense score is the cosine of query vector and passage vector."""
    write(store)
    generation = store.current()
    query = np.array(HashingEncoder().embed_query("คลาวด์ภาครัฐ"))
    stored = dict(zip(generation.index.ids, generation.index.dense.vectors, strict=True))
    for name, score in generation.dense("คลาวด์ภาครัฐ", 10):
        vector = stored[name]
        assert score == pytest.approx(
            query @ vector / np.linalg.norm(vector) / np.linalg.norm(query), abs=1e-5
        )


@pytest.mark.parametrize("arm", ["lexical", "grams", "dense"])
def test_ties_are_ordered_by_id(store: Store, arm: str) -> None:
    """Passages with equal scores come in the order of their ids, also at the cut."""
    same = [passage("คลาวด์", f"clause-{number}") for number in (9, 3, 7, 1, 5)]
    write(store, same)
    found = getattr(store.current(), arm)("คลาวด์", 3)
    assert [name for name, _ in found] == [f"notice/clause-{number}#digest-th-1" for number in (1, 3, 5)]


@pytest.mark.parametrize("arm", ["lexical", "grams", "dense"])
@pytest.mark.parametrize("query", ["", "   ", "?"])
def test_a_query_without_terms_finds_nothing(store: Store, arm: str, query: str) -> None:
    """A query that holds no term returns an empty list from either arm."""
    write(store)
    assert getattr(store.current(), arm)(query, 5) == []


def test_nothing_to_write_is_refused(store: Store) -> None:
    """A generation without passages never takes the place of one that serves."""
    before = write(store)
    with pytest.raises(NothingToWrite):
        write(store, [])
    assert store.current_id() == before


def test_a_moved_pointer_is_noticed(store: Store, tmp_path: Path) -> None:
    """A reader that holds a generation open gets the new one after another store wrote it."""
    reader = Store(tmp_path, HashingEncoder())
    write(store)
    before = reader.current()
    after = write(store, PASSAGES[:2])
    assert (reader.current().id, before.id != after) == (after, True)


def test_an_unmoved_pointer_keeps_the_generation_open(store: Store) -> None:
    """While the pointer stays, the very same object is returned."""
    write(store)
    assert store.current() is store.current()


def test_an_old_generation_still_answers(store: Store) -> None:
    """A reader that holds the generation before goes on searching it."""
    write(store)
    old = store.current()
    write(store, PASSAGES[:1])
    assert len(old.dense("อบรม", 10)) == len(PASSAGES)


def test_three_generations_are_kept(store: Store, tmp_path: Path) -> None:
    """Rows and folders of older generations are removed."""
    written = [write(store, PASSAGES[: 1 + number % 3]) for number in range(5)]
    assert sorted(folder.name for folder in (tmp_path / "generations").iterdir()) == written[-3:]
    with database.engine(tmp_path).connect() as connection:
        assert connection.execute(text("SELECT count(DISTINCT sequence) FROM passages")).scalar() == 3


def test_a_number_is_never_used_twice(store: Store) -> None:
    """Each generation has its own number, also when the content is the same."""
    assert write(store) < write(store)


def test_the_manifest_names_versions_and_counts(store: Store, tmp_path: Path) -> None:
    """The folder's manifest says what the generation was made with and of."""
    written = write(store)
    manifest = json.loads((tmp_path / "generations" / written / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["counts"] == {"documents": 1, "passages": 4}
    assert manifest["versions"]["embedding"] == "hashing-64"
    assert manifest == store.current().manifest


def test_another_model_is_refused(store: Store, tmp_path: Path) -> None:
    """Vectors of one model are not searched with another's query."""
    write(store)
    with pytest.raises(WrongModel, match="dga ingest"):
        Store(tmp_path, HashingEncoder("other")).current().dense("คลาวด์", 3)


def test_two_passages_of_one_name_are_refused(store: Store) -> None:
    """Nothing is written when two passages share an id."""
    with pytest.raises(ValueError, match="notice/clause-1#digest-th-1"):
        write(store, [PASSAGES[0], PASSAGES[0]])
    assert store.current_id() is None


@pytest.mark.parametrize(
    "part", ["index", "index/ids.json", "index/words", "index/grams", "index/dense/vectors.npy"]
)
def test_a_damaged_folder_is_named(store: Store, tmp_path: Path, part: str) -> None:
    """A missing part of the current generation gives an error that says what to run."""
    path = tmp_path / "generations" / write(store) / part
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(DamagedGeneration, match="dga ingest"):
        Store(tmp_path, HashingEncoder()).current()


def test_a_damaged_generation_is_not_held(store: Store, tmp_path: Path) -> None:
    """The same input is not taken as unchanged when the generation's files are gone."""
    digest = store.digest([DOCUMENT], PASSAGES, {"inputs": []})
    folder = tmp_path / "generations" / write(store)
    held = Store(tmp_path, HashingEncoder()).holds(digest)
    shutil.rmtree(folder / "chroma")
    assert (held, Store(tmp_path, HashingEncoder()).holds(digest)) == (True, False)


def test_a_missing_vector_stops_the_write(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """When Chroma lost a vector, the old generation goes on serving."""
    before = write(store)
    add = Vectors.add
    monkeypatch.setattr(Vectors, "add", lambda self, ids, vectors: add(self, ids[1:], vectors[1:]))
    with pytest.raises(DamagedGeneration, match="no vector"):
        write(store, PASSAGES[:3])
    assert store.current().id == before


def test_the_next_write_clears_what_a_failed_one_left(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows and folder of a generation that was never completed are removed."""
    with monkeypatch.context() as broken:
        broken.setattr(store_module, "_force_to_disk", None)
        with pytest.raises(TypeError):
            write(store)
    left = {folder.name for folder in (tmp_path / "generations").iterdir()}
    after = write(store)
    assert (len(left), {folder.name for folder in (tmp_path / "generations").iterdir()}) == (1, {after})


def test_a_second_writer_is_told_to_wait(store: Store, tmp_path: Path) -> None:
    """While one store writes, another is refused at once."""
    other = Store(tmp_path, HashingEncoder())
    with store.writing(), pytest.raises(IngestRunning):
        write(other)


def test_threads_share_a_store(store: Store) -> None:
    """Threads that read while the pointer moves see whole generations only."""
    write(store)
    stop = threading.Event()
    failures: list[BaseException] = []

    def read() -> None:
        try:
            while not stop.is_set():
                generation = store.current()
                assert len(generation.dense("คลาวด์", 9)) == len(generation.passages)
        except BaseException as error:  # reported by the main thread
            failures.append(error)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for size in (1, 2, 3):
        write(store, PASSAGES[:size])
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []


READER = """
import sys, time
from pathlib import Path
from corpus.store.store import Store
from tests.ingest.encoder import HashingEncoder
store, seen = Store(Path(sys.argv[1]), HashingEncoder()), set()
print("ready", flush=True)
stop = False
while not stop:
    stop = Path(sys.argv[1], "stop").exists()  # asked before looking, so that the last write is seen
    generation = store.current()
    hits = generation.dense("คลาวด์", 9)
    assert len(hits) == len(generation.passages), (generation.id, hits)
    assert all(name in generation.passages for name, _ in generation.lexical("คลาวด์", 9))
    seen.add(generation.id)
print(*sorted(seen))
"""


def test_processes_read_while_one_writes(store: Store, tmp_path: Path) -> None:
    """Two other processes search without a failure while generations are written, and follow them."""
    first = write(store)
    readers = [
        subprocess.Popen([sys.executable, "-c", READER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
    written = [write(store, PASSAGES[:size]) for size in (1, 2, 3)]
    (tmp_path / "stop").touch()
    outputs = [reader.communicate(timeout=60)[0].split() for reader in readers]
    assert [reader.returncode for reader in readers] == [0, 0]
    assert all(seen[-1] == written[-1] and set(seen) <= {first, *written} for seen in outputs)


def test_chroma_holds_the_vectors_for_langchain(store: Store) -> None:
    """The generation as a LangChain vector store finds the passage that our own dense arm finds first."""
    write(store)
    generation = store.current()
    (found,) = generation.vector_store().similarity_search("อบรมบุคลากร", k=1)
    assert found.page_content == generation.dense("อบรมบุคลากร", 1)[0][0]


def test_every_arm_scores_every_candidate(store: Store) -> None:
    """A search gives the score of each arm for each passage that any arm found, as the arms give them alone."""
    write(store)
    generation = store.current()
    found = generation.search("อบรมบุคลากร", "คลาวด์", depth=1)
    assert {arm: len(scores) for arm, scores in found.scores.items()} == dict.fromkeys(
        found.scores, len(found.ids)
    )
    named: dict[Arm, str] = {"words": "lexical", "grams": "grams", "dense": "dense"}
    for arm, name in named.items():
        alone = dict(getattr(generation, name)("อบรมบุคลากร", 9))
        together = dict(zip(found.ids, found.scores[arm], strict=True))
        assert together == pytest.approx({passage_id: alone.get(passage_id, 0.0) for passage_id in found.ids})


def test_an_index_of_another_layout_does_not_fit(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A generation written before the layout changed is not opened, only made anew."""
    folder = store.data_dir / "generations" / write(store)
    shutil.rmtree(folder / "index")
    monkeypatch.setattr(store_module, "LAYOUT", store_module.LAYOUT + 1)
    assert not Store(store.data_dir, HashingEncoder()).fits()


def test_a_generation_made_with_another_model_does_not_fit(store: Store) -> None:
    """A store says whether its generation was made with what is in use now."""
    assert not store.fits()
    write(store)
    assert store.fits()
    assert not Store(store.data_dir, HashingEncoder("another")).fits()
