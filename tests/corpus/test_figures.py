"""The reading of figures, on which the comparison of the corpus with the official text rests."""

import pytest

from tests.corpus.figures import bounds, figures


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("วันอังคารที่ 17 ธันวาคม 2567", {"2567-12-17"}),
        ("on Tuesday 17 December 2567 B.E. (2024)", {"2567-12-17"}),
        ("on Tuesday 17 December 2567 B.E. (2023)", {"2567-12-17", "2566-12-17"}),
        ("เมื่อวันที่ 22 ต.ค. 67", {"2567-10-22"}),
        ("ณ วันที่ ๓ กันยายน พ.ศ. ๒๕๖๗", {"2567-09-03"}),
        ("ไม่น้อยกว่า ร้อยละ 80 **", {"80%"}),
        ("**ร้อยละ 10***", {"10%"}),
        ("at least 17.83 percent, 10% or 88.31 per cent", {"17.83%", "10%", "88.31%"}),
        ("12,934.7711 ล้านบาท", {"12934.7711"}),
        ("พ.ศ. 2566 – 2570", {"2566", "2570"}),
        ("B.E. 2566-2570 (2023-2027)", {"2566", "2570"}),
        ("แนวทางที่ 1.1, 3.2 และ (๓) ครั้งที่ ๑/๒๕๖๗", {"1.1", "3.2", "3", "1", "2567"}),
        ("the 40th place", {"40"}),
        ("สองหน่วยงานขึ้นไป", {"2"}),
        ("two agencies; no one; ตอบสนอง", {"2"}),
    ],
)
def test_figures_are_read_in_one_form(text: str, found: set[str]) -> None:
    """Dates, percentages, years and numbers come out alike in both languages and scripts."""
    assert figures(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("**ไม่น้อยกว่า ร้อยละ 80 **", {">= 80"}),
        ("ไม่ต่ำกว่าอันดับที่ 40", {">= 40"}),
        ("อันดับโลกไม่เกิน 51", {"<= 51"}),
        ("เพิ่มขึ้นอย่างน้อย **ร้อยละ 10***", {">= 10"}),
        ("ร้อยละ 100", set()),
    ],
)
def test_a_bound_is_read_with_its_figure(text: str, found: set[str]) -> None:
    """At least and at most are told apart, and a bare figure is no bound."""
    assert bounds(text) == found
