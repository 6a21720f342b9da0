"""The structure of legal texts, over made-up laws."""

import pytest

from assistant.structure import MANY, Structure, Titled

TREES = "พระราชบัญญัติต้นไม้ พ.ศ. 2530"
BOATS = "พระราชบัญญัติเรือ พ.ศ. 2540"


@pytest.fixture(scope="module")
def structure() -> Structure:
    """Return two laws: trees, whose section 2 defines and whose section 5 the others cite, and boats."""
    return Structure(
        [
            Titled("t2", f"{TREES} มาตรา 2", "“ต้นไม้” หมายความว่า ไม้ยืนต้น\n“กิ่ง” หมายความว่า ส่วนของต้นไม้"),
            Titled("t4", f"{TREES} มาตรา 4", "ผู้ใดตัดกิ่งต้องขออนุญาตตามมาตรา 5"),
            Titled("t5", f"{TREES} มาตรา 5", f"{TREES} มาตรา 5 ให้ยื่นคำขอต่อนายทะเบียน"),
            Titled("t5bis", f"{TREES} มาตรา 5 ทวิ", "คำขอตามมาตรา 5 วรรคสอง ให้เสียค่าธรรมเนียม"),
            Titled("b4", f"{BOATS} มาตรา 4", "เรือไม้ให้เป็นไปตามมาตรา 5 (1) และมาตรา 2 แห่งพระราชบัญญัติต้นไม้"),
            Titled("b5", f"{BOATS} มาตรา 5/1", "ให้จดทะเบียนเรือตามมาตรา 4 แห่งพระราชบัญญัติรถยนต์"),
            Titled("n1", "ประกาศท่าเรือ ข้อ 1", "ท่าเรือเปิดทุกวัน"),
            Titled("x", "ข่าวประจำวัน", "ไม่มีมาตราใด"),
        ]
    )


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("มาตรา 5 ทวิ แห่งพระราชบัญญัติต้นไม้ ว่าอย่างไร", [("t5bis",)]),
        ("ตามมาตรา๔ แห่ง พ.ร.บ. เรือ พ.ศ. 2540", [("b4",)]),
        ("มาตรา 5/1", [("b5",)]),
        ("มาตรา 4 คืออะไร", [("t4", "b4")]),
        ("มาตรา 4 และมาตรา 5 วรรคหนึ่งแห่งพระราชบัญญัติต้นไม้", [("t4",), ("t5",)]),
        ("มาตรา 5 แห่งพระราชบัญญัติต้นไม้ และมาตรา 4", [("t5",), ("t4",)]),
        ("มาตรา 4 แห่งพระราชบัญญัติรถยนต์", []),
        ("มาตรา 99", []),
        ("ประกาศท่าเรือ ข้อ 1", [("n1",)]),
        ("หัวข้อ 1", []),
        ("ท่าเรือเปิดกี่โมง", []),
    ],
)
def test_named_provisions(structure: Structure, question: str, named: list[tuple[str, ...]]) -> None:
    """A citation is that of the law it names, else of a law that the question names elsewhere, else of any."""
    assert structure.named(question) == named


def test_authority_grows_with_the_provisions_that_cite(structure: Structure) -> None:
    """Section 5 is cited by three provisions, one of them of the other law, section 2 by one; itself not counted."""
    assert structure.authority.keys() == {"t5", "t2"}
    assert structure.authority["t5"] > structure.authority["t2"] > 0
    assert structure.authority["t5"] < 0.5  # three are far from MANY


def test_authority_is_never_more_than_one() -> None:
    """The most cited has 1 where it is cited often."""
    citing = [Titled(f"{n}", f"{TREES} มาตรา {n}", "ดูมาตรา 1") for n in range(2, 2 * MANY)]
    assert Structure([Titled("1", f"{TREES} มาตรา 1", ""), *citing]).authority == {"1": pytest.approx(1.0)}


def test_definitions_of_the_questions_words_are_found(structure: Structure) -> None:
    """What ranks leads to the definitions of its law, where they define a word of the question."""
    assert structure.defining("ตัดกิ่งได้ไหม", ["t4"]).keys() == {"t2"}
    assert structure.defining("ค่าธรรมเนียมเท่าไร", ["t4"]) == {}
    assert structure.defining("ตัดกิ่งได้ไหม", ["b4", "x"]) == {}


def test_definitions_count_more_for_the_first(structure: Structure) -> None:
    """The better the governed provision ranks, the more."""
    first, second = (structure.defining("กิ่ง", ranked)["t2"] for ranked in (["t4", "x"], ["x", "t4"]))
    assert first == 2 * second


def test_untitled_texts_have_no_structure() -> None:
    """A collection without provisions names, cites and defines nothing."""
    plain = Structure([Titled("a", "", "ตามมาตรา 4 “ก” หมายความว่า ข “ค” หมายความว่า ง"), Titled("b", "", "")])
    assert (plain.named("มาตรา 4"), plain.authority, plain.defining("ก ค", ["a", "b"])) == ([], {}, {})
