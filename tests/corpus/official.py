"""The official text, cut by its slides and headings into the anchors that each piece belongs to.

The file is never in the repository. A checkout that has it keeps it in `../shared/official/`; elsewhere the tests
that read it are skipped and say so.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

PATH = Path(__file__).parents[3] / "shared" / "official" / "guideline-2569.txt"

_G, _ACT, _NOTICE = "guideline-2569/", "budget-act-2561/", "platform-notice-2567/"
_VALUE_CHAIN = "หลักเกณฑ์การพิจารณาตามห่วงโซ่คุณค่า"

SEGMENTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("แนวทางการจัดทำ (ร่าง) แผนงานบูรณาการรัฐบาลดิจิทัล", (f"{_G}overview",)),
    ("เล่ม ๑๓๕", (f"{_ACT}gazette",)),
    ("- **มาตรา 16**", (f"{_ACT}section-16",)),
    ("- **มาตรา 31**", (f"{_ACT}section-31",)),
    ("งบประมาณรวม", (f"{_G}overview",)),
    ("คำแถลงนโยบายของนายกรัฐมนตรี", (f"{_G}policy-statement",)),
    ("แผนพัฒนารัฐบาลดิจิทัลของประเทศไทย พ.ศ. 2566 – 2570", (f"{_G}dg-plan",)),
    ("1 ยกระดับการเปลี่ยนผ่าน", (f"{_G}dg-plan-strategy-1",)),
    ("2 พัฒนา", (f"{_G}dg-plan-strategy-2",)),
    ("3 สร้างมูลค่าเพิ่ม", (f"{_G}dg-plan-strategy-3",)),
    ("4 ส่งเสริม", (f"{_G}dg-plan-strategy-4",)),
    ("ยุทธศาสตร์\n", (f"{_G}dg-plan",)),
    ("ความเชื่อมโยงยุทธศาสตร์ชาติ", (f"{_G}strategy-linkage",)),
    ("วัตถุประสงค์", (f"{_G}objectives",)),
    ("ขอบเขตการดำเนินงาน", (f"{_G}scope",)),
    ("ผลที่คาดว่าจะได้รับ", (f"{_G}expected-results",)),
    ("หน่วยงานภาครัฐสามารถใช้ประโยชน์", (f"{_G}indicator",)),
    ("ตัวชี้วัด :", (f"{_G}indicator",)),
    ("(ร่าง) เป้าหมาย ตัวชี้วัด", (f"{_G}goal-1",)),
    ("เป้าหมายที่ 2 (กลางน้ำ)", (f"{_G}goal-2",)),
    ("เป้าหมายที่ 3 (ปลายน้ำ)", (f"{_G}goal-3",)),
    ("* สอดคล้องกับยุทธศาสตร์ที่ 1", (f"{_G}goal-1",)),
    ("*** สอดคล้องกับยุทธศาสตร์ที่ 4", (f"{_G}goal-2",)),
    ("**** สอดคล้องกับยุทธศาสตร์ที่ 2", (f"{_G}goal-3",)),
    ("เป้าหมายที่ 1 ต้นน้ำ", (f"{_G}goal-1",)),
    ("1.1", (f"{_G}approach-1.1",)),
    ("1.2", (f"{_G}approach-1.2",)),
    ("1.3", (f"{_G}approach-1.3",)),
    ("เป้าหมายที่ 2 กลางน้ำ", (f"{_G}goal-2",)),
    ("2.1", (f"{_G}approach-2.1",)),
    ("2.2", (f"{_G}approach-2.2",)),
    ("หมายเหตุ: * กรณี", (f"{_G}approach-1.2", f"{_G}approach-2.1")),
    ("เป้าหมายที่ 3 ปลายทาง", (f"{_G}goal-3",)),
    ("3.1", (f"{_G}approach-3.1",)),
    ("3.2", (f"{_G}approach-3.2",)),
    *((f"{number}\n", (f"{_G}criterion-{number}",)) for number in range(1, 8)),
    ("การบูรณาการ เชื่อมโยงระบบทำงาน", (f"{_G}integration-forms",)),
    ("ข้อมูลแพลตฟอร์มกลาง", (f"{_G}central-platforms",)),
    ("หน้า ๑๑", (f"{_NOTICE}gazette",)),
    ("ประกาศคณะกรรมการพัฒนารัฐบาลดิจิทัล เรื่อง", (f"{_NOTICE}preamble",)),
    ("ข้อ ๑", (f"{_NOTICE}clause-1",)),
    ("ข้อ ๒", (f"{_NOTICE}clause-2",)),
    ("ข้อ ๓", (f"{_NOTICE}clause-3",)),
    ("หน้า ๑๒", (f"{_NOTICE}gazette",)),
    ("ข้อ ๔", (f"{_NOTICE}clause-4",)),
    ("ข้อ ๕", (f"{_NOTICE}clause-5",)),
    ("ประกาศ ณ วันที่", (f"{_NOTICE}gazette",)),
    ("Citizen Portal*", (f"{_G}central-platforms",)),
    ("หมายเหตุ : * ตามประกาศ", (f"{_G}central-platforms", "platform-notice-2565/platforms")),
    ("** ตามประกาศ", (f"{_G}central-platforms",)),
    *(
        (_VALUE_CHAIN, (f"{_G}criteria-{number}",))
        for number in ("1.1", "1.2", "1.3", "2.1", "2.2", "3.1", "3.2")
    ),
    ("(ร่าง) ปฏิทิน", (f"{_G}calendar",)),
    ("THANK YOU", (f"{_G}contact",)),
)
"""How a piece begins, and where it belongs; in the file's order. The seven value-chain blocks have lost their
approach numbers and stand in this order. A footnote belongs to each anchor whose figures it marks."""


@dataclass(frozen=True)
class Segment:
    """A piece of the official text and the anchors that must restate it."""

    anchors: tuple[str, ...]
    text: str


def text() -> str:
    """Return the official text; skip the test where this checkout has none."""
    if not PATH.is_file():
        pytest.skip(f"the official text is not at {PATH}")
    return PATH.read_text(encoding="utf-8")


def segments() -> tuple[Segment, ...]:
    """Return the official text in pieces, in order; together they are the whole of it."""
    whole = text()
    starts = [0]
    for start, _ in SEGMENTS[1:]:
        match = re.compile(f"^{re.escape(start)}", re.MULTILINE).search(whole, starts[-1] + 1)
        assert match, f"no line starts with {start!r} after character {starts[-1]}"
        starts.append(match.start())
    return tuple(
        Segment(anchors, whole[start:end])
        for (_, anchors), start, end in zip(SEGMENTS, starts, [*starts[1:], len(whole)], strict=True)
    )
