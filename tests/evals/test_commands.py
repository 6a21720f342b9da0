"""`dga eval` on the command line: exit statuses, files, messages."""

import json
from pathlib import Path

import pytest

from api import terminal
from evals.cases import CASES, Case, read
from tests.api.test_cli import dga
from tests.evals.suite_cases import verdict_case

SEED = {each.id: each for each in read(CASES / "seed.jsonl")}


def _file(path: Path, *cases: Case) -> Path:
    path.write_text("".join(f"{each.model_dump_json()}\n" for each in cases), encoding="utf-8")
    return path


def test_run_accept_compare(data_dir: Path, tmp_path: Path) -> None:
    """A run writes its report; accepted, it is the baseline of the next; a must-pass case that fails then is status 1."""
    good = _file(tmp_path / "cases.jsonl", SEED["seed-law-31"], SEED["seed-fact-criterion-7"])
    run = ("eval", "--served", "--workers", "1", "--cases")
    first = dga(*run, str(good), "--report", str(tmp_path / "one"), data_dir=data_dir)
    assert first.returncode == 0, first.stderr
    assert "The gate passes" in first.stdout
    names = {"report.html", "results.json", "times.json", "cases.csv", "junit.xml"}
    assert {path.name for path in (tmp_path / "one").iterdir()} == names
    results = json.loads((tmp_path / "one" / "results.json").read_text(encoding="utf-8"))
    assert {"system", "cases", "code", "corpus", "rulepack"} == results["config"].keys()

    baseline = tmp_path / "baseline.jsonl"
    accepted = dga(
        "eval",
        "accept",
        str(tmp_path / "one" / "results.json"),
        "--baseline",
        str(baseline),
        data_dir=data_dir,
    )
    assert accepted.returncode == 0, accepted.stderr
    assert len(baseline.read_text(encoding="utf-8").splitlines()) == 2

    covered = dga("eval", "coverage", str(tmp_path / "one" / "results.json"), "--json", data_dir=data_dir)
    assert covered.returncode == 1  # two cases leave most anchors without any
    assert json.loads(covered.stdout)["anchors"]["budget-act-2561/section-31"] == 1

    bad = verdict_case(
        id="bad", turns=["เครื่องแม่ข่ายใช้เฉพาะภายในกรม เข้าเกณฑ์ไหม"], result=["conditional"], must_pass=True
    )
    _file(good, SEED["seed-law-31"], bad)
    second = dga(
        *run, str(good), "--baseline", str(baseline), "--json", data_dir=data_dir, locale="th_TH.UTF-8"
    )
    assert second.returncode == 1
    gate = json.loads(second.stdout)["gate"]
    assert (gate["passed"], gate["unchanged"], gate["new"]) == (False, 1, 1)
    assert gate["reasons"] == ["must-pass cases fail: bad"]


def test_a_filtered_run_is_no_baseline(data_dir: Path, tmp_path: Path) -> None:
    """It would drop the cases that it left out."""
    run = dga(
        "eval",
        "--served",
        "--workers",
        "1",
        "--case",
        "seed-hello",
        "--report",
        str(tmp_path),
        data_dir=data_dir,
    )
    assert run.returncode == 0, run.stderr
    refused = dga(
        "eval", "accept", str(tmp_path / "results.json"), "--baseline", str(tmp_path / "b"), data_dir=data_dir
    )
    assert refused.returncode == 2
    assert "whole suite" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "thai", "english"),
    [
        (["--cases", "no-such"], "ไม่มีไฟล์ .jsonl", "There is no .jsonl file"),
        (["--tag", "no-such"], "ไม่มีกรณีทดสอบที่ตรงกับตัวกรอง", "No case matches the filter"),
        (["--split", "x"], "ต้องเป็น", "is not one of"),
        (["--url", "http://127.0.0.1:9"], "ติดต่อ http://127.0.0.1:9 ไม่ได้", "Cannot reach http://127.0.0.1:9"),
        (["--url", "http://a", "--openai", "http://b"], "อย่างเดียว", "not both"),
        (["--baseline", "no-such"], "อ่านผลเทียบเคียง no-such ไม่ได้", "Cannot read the baseline no-such"),
        (["--report", "/dev/null/x"], "สร้างโฟลเดอร์ /dev/null/x ไม่ได้", "Cannot make the folder /dev/null/x"),
        (["accept", "no-such"], "อ่าน no-such ไม่ได้", "Cannot read no-such"),
        (["add"], "ระบุไฟล์ หรือ --turn", "Give a file, or --turn"),
        (["add", "--turn", "ก"], "outcome", "outcome"),
    ],
)
def test_bad_input_is_status_2(
    arguments: list[str],
    thai: str,
    english: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With a sentence in the language of the locale, before anything is asked."""
    for locale, said in (("th_TH.UTF-8", thai), ("C.UTF-8", english)):
        monkeypatch.setenv("LC_ALL", locale)
        assert terminal.run(["eval", *arguments]) == 2
        assert said in capsys.readouterr().err


def test_lint_and_add(data_dir: Path, tmp_path: Path) -> None:
    """Our own cases pass the lint; a case is added once, and its duplicate is status 1."""
    assert dga("eval", "lint", data_dir=data_dir).returncode == 0
    path = tmp_path / "mine.jsonl"
    arguments = (
        "eval",
        "add",
        "--turn",
        "ใครเป็นผู้ลงนามสัญญาเช่ารถของ สพร.",
        "--outcome",
        "no_answer",
        "--to",
        str(path),
    )
    assert dga(*arguments, data_dir=data_dir).returncode == 0
    again = dga(*arguments, data_dir=data_dir)
    assert again.returncode == 1
    assert "asks the same" in again.stderr
    assert [each.outcome for each in read(path)] == [("no_answer",)]
    _file(path, SEED["seed-law-31"], SEED["seed-law-31"].model_copy(update={"id": "again"}))
    assert dga("eval", "lint", "--cases", str(path), data_dir=data_dir).returncode == 1
