"""A collection indexed apart: pieces, ids, named provisions."""

from pathlib import Path

import pytest

from assistant.collection import PIECE, Collection, pieces
from assistant.structure import Titled
from tests.ingest.encoder import HashingEncoder

LONG = " ".join(f"ถ้อยคำลำดับที่{number}ของข้อความนี้" for number in range(100))
TEXTS = [
    Titled("long", "", f"{LONG} การขุดคลองส่งน้ำ {LONG}"),
    Titled("s1", "พระราชบัญญัติต้นไม้ มาตรา 1", "พระราชบัญญัติต้นไม้ มาตรา 1 ห้ามตัดต้นไม้ในสวน"),
    Titled("s2", "พระราชบัญญัติต้นไม้ มาตรา 2", "ผู้ดูแลสวนรดน้ำต้นไม้ทุกวัน"),
]


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """Return three texts, one of them long."""
    return Collection.create(TEXTS, tmp_path_factory.mktemp("collection") / "index", HashingEncoder())


def test_a_long_text_is_found_by_its_own_id(collection: Collection) -> None:
    """It is cut into pieces, and stands once in the result, under the id that it came with."""
    assert collection.passages > len(TEXTS)
    found = collection.search("ขุดคลองส่งน้ำ")
    assert found[0] == "long"
    assert len(found) == len(set(found))


def test_a_named_provision_leads(collection: Collection) -> None:
    """Even where another text fits the words better."""
    assert collection.search("มาตรา 1 ว่าด้วยการรดน้ำต้นไม้ทุกวันหรือไม่")[0] == "s1"


def test_two_texts_of_one_id_are_refused(tmp_path: Path) -> None:
    """Results would not say which is meant."""
    with pytest.raises(ValueError, match="same id"):
        Collection.create([TEXTS[1], TEXTS[1]], tmp_path / "index", HashingEncoder())


def test_pieces_lose_nothing() -> None:
    """Joined again they are the text; none is much longer than asked for."""
    cut = pieces(LONG)
    assert " ".join(cut) == LONG
    assert max(map(len, cut)) <= PIECE
