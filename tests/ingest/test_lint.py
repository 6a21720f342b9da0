"""Lint: each kind of planted fault is found at its place, and text without faults is silent."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from corpus.settings import CORPUS, Settings
from ingest import cli
from ingest.errata import Erratum, errata
from ingest.lint import Finding, inspect, lint
from ingest.lint.near import SMALL, WHOLE, distance
from ingest.lint.source import Row, of_texts
from tests.corpus import official
from tests.ingest import files

Run = Callable[..., Result]


def _found(*texts: str) -> list[Finding]:
    return inspect(of_texts(texts), "file.txt")


GAZETTE = [
    ("เล่ม ๑๕๑ ตอนพิเศษ ๒๒๑ ง ราชกิจจานุเบกษา ๒๐ กันยายน ๒๕๖๗", "เล่ม ๑๕๑", "เล่ม 141", "2567 - 2426 = 141"),
    ("เล่ม 141 ตอนที่ 1 ก ราชกิจจานุเบกษา 2 มกราคม 2568", "เล่ม 141", "เล่ม 142", "2568 - 2426 = 142"),
]
DATES = [
    ("ส่งภายในวันที่ 31 กุมภาพันธ์ 2568", "31 กุมภาพันธ์", None, "28 days"),
    ("ส่งภายใน 29 ก.พ. 66", "29 ก.พ.", None, "28 days"),
    ("เริ่มวันที่ ๓๑ เมษายน พ.ศ. ๒๕๖๘", "๓๑ เมษายน", None, "30 days"),
    ("ประชุมวันจันทร์ที่ 17 ธันวาคม 2567", "วันจันทร์ที่ 17 ธันวาคม 2567", "วันอังคารที่ 17 ธันวาคม 2567", "Tuesday"),
    ("เมื่อวันที่ 17 ธันวาคม 3563", "3563", None, "outside"),
    ("แผนปี พ.ศ. 2025", "พ.ศ. 2025", "พ.ศ. 2568", "1482"),
    ("ราวปี ค.ศ. 2568", "ค.ศ. 2568", "ค.ศ. 2025", "centuries"),
]
SUMS = [
    ("งบประมาณรวม 12 ล้านบาท แบ่งเป็น งานแรก 5 ล้านบาท และงานหลัง 6 ล้านบาท", "12", "11", "5 + 6 = 11"),
    ("ผ่านแล้ว 30 แห่ง จาก 40 แห่ง คิดเป็นร้อยละ 70", "70", "75.00", "30 / 40 = 75.00%"),
]
MARKS = [
    ("ให้กําหนดเกณฑ์", "กํา", "กำ", "U+0E33"),
    ("ให้ก ำหนดเกณฑ์", "ก ำ", "กำ", "follows its consonant"),
    ("ที่่ประชุม", "ที่่", "ที่", "one tone mark"),
    ("ทีีประชุม", "ทีี", "ที", "one tone mark"),
    ("ก่ีครั้ง", "ก่ี", "กี่", "follows a vowel"),
    ("เเผนงาน", "เเผ", "แผ", "U+0E41"),
    ("(ิแผนงาน", "ิ", None, "stands on a consonant"),
    ("แผนกิีจการ", "กิี", None, "one vowel above"),
]
WORDS = [
    ("ระบบที่สำนังานพัฒนาขึ้น", "สำนังาน", "สำนักงาน"),
    ("เพื่อตอบโจทยความต้องการ", "โจทย", "โจทย์"),
    ("หน่วยงานกาหนดหลักเกณฑ์", "กาหนด", "กำหนด"),
    ("บริการแบบเปิดเสร็จเพื่อประชาชน", "เปิดเสร็จ", "เบ็ดเสร็จ"),
    ("บริการที่กันสมัย", "กันสมัย", "ทันสมัย"),
    ("บริการที่ครบคลุมทุกด้าน", "ครบคลุม", "ครอบคลุม"),
    ("ความสามารถของภาครัฐกิจไทย", "ภาครัฐกิจ", "ภาคธุรกิจ"),
]


@pytest.mark.parametrize(
    ("check", "text", "words", "suggestion", "proof"),
    [
        (check, *case)
        for check, cases in (("gazette", GAZETTE), ("date", DATES), ("sum", SUMS), ("marks", MARKS))
        for case in cases
    ],
)
def test_a_fault_that_can_be_proved(
    check: str, text: str, words: str, suggestion: str | None, proof: str
) -> None:
    """It is the one finding, at its line and column, with the proof and what would be right."""
    (finding,) = _found("หน้าแรก", text)
    assert (finding.check, finding.line, finding.words) == (check, 2, words)
    assert text[finding.column - 1 :].startswith(words)
    assert finding.suggestion == suggestion
    assert finding.proof is not None
    assert proof in finding.proof.en


@pytest.mark.parametrize(("text", "words", "meant"), WORDS)
def test_a_word_that_is_likely_misread(text: str, words: str, meant: str) -> None:
    """The words are found with the near form that is meant, as likely and not as proved."""
    (finding,) = _found(text)
    assert (finding.check, finding.words, finding.suggestion) == ("word", words, meant)
    assert text[finding.column - 1 :].startswith(words)
    assert finding.proof is None


def test_a_word_of_no_list_between_two_that_are() -> None:
    """Where no near form is known, the stretch is reported without a suggestion."""
    (finding,) = _found("ประชาชนฌฒฬญบริการ")
    assert (finding.words, finding.suggestion) == ("ฌฒฬญ", None)


def test_letters_that_look_alike() -> None:
    """Of two spellings that look the same, the rarer is reported."""
    (finding,) = _found("ดัชนี EGDI และ EGDI", "อันดับดัชนี EGDl ของไทย")
    assert (finding.line, finding.words, finding.suggestion) == (2, "EGDl", "EGDI")


def test_the_same_text_twice_but_for_a_word() -> None:
    """The longer of two readings is reported, with the line that has the other."""
    before, after = "ยกระดับการเปลี่ยนผ่านดิจิทัลภาครัฐเพื่อ", "บริหารงานที่ยืดหยุ่น คล่องตัว และขยายสู่ท้องถิ่น"
    (finding,) = _found(f"{before}การ{after}", f"{before}กำหนดการ{after}")
    assert (finding.check, finding.line, finding.words) == ("parallel", 2, "กำหนดการ")
    assert "line 1" in finding.message.en


def test_a_word_twice_in_a_row() -> None:
    """A long word at the end of a line and again at the beginning of the next is reported."""
    (finding,) = _found("ตามที่คณะกรรมการ", "คณะกรรมการกำหนด")
    assert (finding.check, finding.line, finding.words) == ("parallel", 2, "คณะกรรมการ")


def test_a_term_that_is_defined_and_never_used() -> None:
    """The term is reported; one that the text uses is not."""
    defined = "“ผู้ใช้บริการ” หมายความว่า ประชาชน"
    assert [finding.check for finding in _found(defined)] == ["definition"]
    assert _found(defined, "ให้ผู้ใช้บริการแจ้งหน่วยงาน") == []


@pytest.mark.parametrize("mark", ["|", "\t"])
def test_a_table_whose_total_is_not_the_sum(mark: str) -> None:
    """The total is found in its cell, Thai digits and thousands read; the right total is silent."""
    table = ["รายการ{0}จำนวน", "ก{0}1,000", "ข{0}๒,๐๐๐"]
    (finding,) = _found(*(row.format(mark) for row in (*table, "รวม{0}3,500")))
    assert (finding.check, finding.line, finding.words, finding.suggestion) == ("sum", 4, "3,500", "3,000")
    assert _found(*(row.format(mark) for row in (*table, "รวม{0}3,000"))) == []


@pytest.mark.parametrize(
    "text",
    [
        "เล่ม ๑๓๕ ตอนที่ ๙๒ ก หน้า ๑ ราชกิจจานุเบกษา ๑๑ พฤศจิกายน ๒๕๖๑",
        "วันอังคารที่ 17 ธันวาคม 2567 และ 29 กุมภาพันธ์ 2567",
        "ค.ศ. 2025 คือ พ.ศ. 2568",
        "งบประมาณรวม 11.0 ล้านบาท แบ่งเป็น งานแรก 5.04 ล้านบาท และงานหลัง 5.99 ล้านบาท",
        "ผ่านแล้ว 1 แห่ง จาก 3 แห่ง คิดเป็นร้อยละ 33.3",
        "น้ำ ก็ ค่ำ แล้วๆ ต่าง ๆ ฯลฯ ณ ที่ทำการ ก. ข้อ ก",
        "นายสมชาย กฤตยาวัฒน์ ผู้อำนวยการ",
    ],
)
def test_right_text_is_silent(text: str) -> None:
    """A volume, dates, sums, marks and names that are right are not reported."""
    assert _found(text) == []


@pytest.mark.parametrize("path", sorted((CORPUS / "documents").glob("*.md")), ids=lambda path: path.stem)
def test_the_shipped_corpus_is_silent(path: Path) -> None:
    """Of our own documents, where every word is meant, nothing is reported."""
    assert _found(*path.read_text(encoding="utf-8").splitlines()) == []


@pytest.mark.parametrize(
    ("read", "meant", "cost"),
    [
        ("กำหนด", "กำหนด", 0),
        ("กาหนด", "กำหนด", SMALL),
        ("โจทย", "โจทย์", SMALL),
        ("ครบคลุม", "ครอบคลุม", WHOLE),
        ("บริการ", "ประชาชน", WHOLE + 1),
    ],
)
def test_the_cost_of_a_slip(read: str, meant: str, cost: int) -> None:
    """Letters that look alike and lost marks cost little, any other slip more, and beyond the bound no more."""
    assert distance(read, meant, WHOLE) == cost == distance(meant, read, WHOLE)


@pytest.mark.parametrize(
    ("anchor", "status"),
    [("guideline-2569/dg-plan", "corrected"), ("guideline-2569/scope", None), (None, None)],
)
def test_an_errata_entry_covers_its_own_place_only(anchor: str | None, status: str | None) -> None:
    """A finding whose words an entry names has its status, under that entry's anchor and nowhere else."""
    (finding,) = inspect([Row(1, None, "บริการที่กันสมัย", anchor)], "file.txt", errata())
    assert finding.erratum == status


NOT_FOUND = {
    # each of these is made of words that are right elsewhere: only the sense of the sentence tells
    *("ได้ แพลตฟอร์มหนึ่ง", "ให้กรปฏิบัติหน้าที่", "การบริหารประชาชน", "พัฒนารัฐบริการที่สะดวก")
}


def test_the_corrected_errata_are_found_in_the_official_text() -> None:
    """Every proved error is found at each of its places, but those that are words in their own right."""
    official.text()
    report = lint([official.PATH], Path("none"), CORPUS / "documents")
    assert {finding.erratum for finding in report.findings} <= {"corrected", None}
    places = {
        entry.wrong for entry in errata() if entry.status == "corrected" and _covered(entry, report.findings)
    }
    assert {entry.wrong for entry in errata() if entry.status == "corrected"} - places == NOT_FOUND


def _covered(entry: Erratum, findings: tuple[Finding, ...]) -> bool:
    return any(finding.words in entry.wrong or entry.wrong in finding.words for finding in findings)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `dga ingest --lint` on an empty data folder, in English."""
    own = Settings(data_dir=tmp_path / "data", official_dir=tmp_path / "official")
    monkeypatch.setattr("corpus.settings.settings", lambda: own)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    app = typer.Typer()
    app.command()(cli.ingest)
    return lambda *given: CliRunner().invoke(app, ["--lint", *map(str, given)])


def test_clean_files_end_well_and_write_nothing(run: Run, tmp_path: Path) -> None:
    """Without a finding the exit status is 0, and there is no data folder afterwards."""
    result = run(files.text(tmp_path / "law.txt", *files.LAW))
    assert (result.exit_code, result.stdout) == (
        0,
        "1 files checked, 0 findings: 0 in the errata, 0 left (0 with proof).\n",
    )
    assert not (tmp_path / "data").exists()


def test_a_finding_that_is_left(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A finding outside the errata is printed with its place, in the person's language, and the exit status is 1."""
    (tmp_path / "official").mkdir()
    files.text(tmp_path / "official" / "law.txt", *files.LAW, "มาตรา 4 ส่งภายในวันที่ 31 เมษายน 2570")
    result = run()
    assert result.exit_code == 1
    assert "law.txt:6:24: date: ‘31 เมษายน’ there is no such day" in result.stdout
    monkeypatch.setenv("LC_ALL", "th_TH.UTF-8")
    assert "ไม่มีวันที่นี้ในปฏิทิน (เมษายน 2570 มี 30 วัน)" in run().stdout


def test_a_report_for_programs(run: Run, tmp_path: Path) -> None:
    """`--json` prints the whole report."""
    result = run("--json", files.text(tmp_path / "law.txt", *files.LAW, "มาตรา 4 ให้กําหนด"))
    (finding,) = json.loads(result.stdout)["findings"]
    assert (finding["line"], finding["check"], finding["erratum"]) == (6, "marks", None)


def test_a_named_file_that_cannot_be_read(run: Run, tmp_path: Path) -> None:
    """The file is named with the reason, and the exit status is 2."""
    result = run(tmp_path / "none.pdf")
    assert (result.exit_code, "none.pdf: There is no such file" in result.stdout) == (2, True)
