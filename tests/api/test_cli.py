"""The command line: what it prints, where, and with which exit status."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.pipeline import Assistant
from corpus.store.store import Store
from ingest.pipeline import DOCUMENTS, ingest

QUESTION = "โครงสร้างพื้นฐานสำหรับใช้ภายในหน่วยงานเข้าเกณฑ์หรือไม่"


def dga(
    *arguments: str, data_dir: Path, locale: str = "C.UTF-8", answers: str = "", **more: str
) -> subprocess.CompletedProcess[str]:
    """Run the installed `dga` in a process of its own, with `answers` on its standard input."""
    environ = {**os.environ, "LC_ALL": locale, "DGA_DATA_DIR": str(data_dir), "COLUMNS": "100", **more}
    command = [str(Path(sys.executable).with_name("dga")), *arguments]
    return subprocess.run(
        command, env=environ, input=answers, capture_output=True, text=True, timeout=120, check=False
    )


def test_help_lists_every_command_in_english(data_dir: Path) -> None:
    """Each package's commands are there, whichever package brings them."""
    result = dga("--help", data_dir=data_dir)
    assert result.returncode == 0
    for name in ("ingest", "ask", "check", "serve"):
        assert f" {name} " in result.stdout
    assert "Show this message and exit." in result.stdout


def test_help_is_thai_under_a_thai_locale(data_dir: Path) -> None:
    """The locale turns the help to Thai, the fixed words included."""
    result = dga("ask", "--help", data_dir=data_dir, locale="th_TH.UTF-8")
    assert "วิธีใช้: dga ask" in result.stdout
    assert "แสดงวิธีใช้แล้วจบ" in result.stdout
    assert "Usage" not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "thai", "english"),
    [
        (["nope"], "ไม่มีคำสั่ง nope", "No such command 'nope'"),
        (["ask"], "ขาดอาร์กิวเมนต์ QUESTION", "Missing argument"),
        (["ask", "--nope", "x"], "ไม่มีตัวเลือก --nope", "No such option: --nope"),
        (["ask", "--language", "fr", "x"], "ต้องเป็น 'th', 'en'", "is not one of 'th', 'en'"),
        (["ask", " "], "ว่างเปล่า", "is empty"),
        (["ask", "x" * 2001], "2,000 ตัวอักษร", "2,000 characters"),
        (["ask", "--as-of", "1/1/2567", "x"], "ต้องเป็นวันที่แบบ", "must be a date written YYYY-MM-DD"),
        (["serve", "--port", "many"], "พอร์ต 'many' ใช้ไม่ได้", "'many' must be a number"),
        (["serve", "--port", "70000"], "1–65535", "from 1 to 65535"),
        (["check", "--checklist", "out.pdf"], "ต้องลงท้ายด้วย .md, .html", "must end in one of .md, .html"),
        (["check", "--save", "no-such-folder/x.yaml"], "เขียน no-such-folder/x.yaml ไม่ได้", "Cannot write"),
        (["check", "--approach", "4.1"], "ไม่มีแนวทางที่ 4.1", "There is no approach 4.1"),
        (["check", "no-such-file.yaml"], "อ่าน no-such-file.yaml ไม่ได้", "Cannot read no-such-file.yaml"),
    ],
)
def test_bad_input(arguments: list[str], thai: str, english: str, data_dir: Path) -> None:
    """Exit status 2, nothing on stdout, and one sentence on stderr in the locale's language."""
    for locale, expected in (("th_TH.UTF-8", thai), ("C.UTF-8", english)):
        result = dga(*arguments, data_dir=data_dir, locale=locale)
        assert (result.returncode, result.stdout) == (2, "")
        assert expected in result.stderr
        assert "Traceback" not in result.stderr


def test_ask_prints_the_same_bytes_each_time(data_dir: Path) -> None:
    """The same question and index give the same JSON, ids included."""
    first, second = (dga("ask", "--json", QUESTION, data_dir=data_dir) for _ in range(2))
    assert first.returncode == 0
    assert first.stdout == second.stdout
    assert json.loads(first.stdout)["verdict"]["result"] == "does_not_qualify"


def test_ask_prints_the_verdict_and_its_sources(data_dir: Path) -> None:
    """A person reads the verdict first, and where it comes from."""
    result = dga("ask", QUESTION, data_dir=data_dir)
    assert result.stdout.startswith("✘ ไม่เข้าหลักเกณฑ์ · แนวทางที่ 1.2")
    assert "guideline-2569/criteria-1.2" in result.stdout


def test_several_questions_are_one_conversation(data_dir: Path) -> None:
    """The second question is answered in the light of the first: one JSON line each, one conversation."""
    questions = ("แพลตฟอร์มใช้เฉพาะในองค์กร เข้าเกณฑ์ 2.1 ไหม", "แล้วถ้าให้ทุกหน่วยงานภาครัฐใช้เชื่อมโยงข้อมูลกันล่ะ")
    result = dga("ask", "--json", *questions, data_dir=data_dir)
    first, second = (json.loads(line) for line in result.stdout.splitlines())
    assert first["conversation_id"] == second["conversation_id"]
    assert second["verdict"]["approach"] == "2.1"


def test_ask_as_of_a_date(data_dir: Path) -> None:
    """The date may be in either era, comes back in C.E., and the answer is as of it."""
    question = "ข้อ 4 ของประกาศฉบับที่ 2 กำหนดอะไร"
    ce, be = (
        dga("ask", "--json", "--as-of", on, question, data_dir=data_dir)
        for on in ("2024-01-01", "2567-01-01")
    )
    assert ce.stdout == be.stdout
    reply = json.loads(ce.stdout)
    assert reply["as_of"] == "2024-01-01"
    assert {citation["state"] for citation in reply["citations"]} == {"not_yet"}


def test_replies_lists_what_changed(tmp_path: Path) -> None:
    """A stored reply is listed; with --changed only once its passage reads otherwise, in the locale's language."""
    documents = tmp_path / "documents"
    shutil.copytree(DOCUMENTS, documents)
    store = Store(tmp_path / "data")
    ingest([], store, documents_dir=documents, official_dir=tmp_path / "none")
    question = "มาตรา 31 กำหนดว่าแผนงานบูรณาการต้องมีอะไรบ้าง"
    reply = Assistant(store).reply(question)

    def replies(*options: str, locale: str = "C.UTF-8") -> str:
        return dga("replies", *options, data_dir=tmp_path / "data", locale=locale).stdout

    assert [each["message_id"] for each in json.loads(replies("--json"))] == [reply.message_id]
    assert (replies("--changed"), replies("--changed", "--json")) == ("None.\n", "[]\n")
    act = documents / "budget-act-2561.md"
    act.write_text(act.read_text(encoding="utf-8").replace("เป้าหมายร่วม", "เป้าหมายร่วมกัน"), encoding="utf-8")
    ingest([], store, documents_dir=documents, official_dir=tmp_path / "none")
    (found,) = json.loads(replies("--changed", "--json"))
    assert (found["question"], found["changes"][0]["what"]) == (question, "changed")
    assert "budget-act-2561/section-31: ข้อความเปลี่ยนไป" in replies("--changed", locale="th_TH.UTF-8")


def test_ask_makes_a_missing_index_first(tmp_path: Path) -> None:
    """On a new machine the first question works; what ingest says does not mix with the JSON."""
    result = dga("ask", "--json", QUESTION, data_dir=tmp_path)
    assert result.returncode == 0
    assert json.loads(result.stdout)["outcome"] == "verdict"
    assert "There is no index that fits yet" in result.stderr


def test_the_printed_form_reads_back(data_dir: Path, tmp_path: Path) -> None:
    """The form without a change is a valid file of facts that tells nothing."""
    form = dga("check", "--form", data_dir=data_dir)
    file = tmp_path / "facts.yaml"
    file.write_text(form.stdout, encoding="utf-8")
    result = dga("check", "--json", str(file), data_dir=data_dir)
    assert result.returncode == 0
    assert json.loads(result.stdout)["result"] == "needs_information"


def test_check_gives_the_verdict_on_a_file(data_dir: Path, tmp_path: Path) -> None:
    """Facts from YAML are decided like facts from a question."""
    file = tmp_path / "facts.yaml"
    file.write_text("infrastructure: true\nin_house_only: true\n", encoding="utf-8")
    result = dga("check", str(file), data_dir=data_dir)
    assert result.returncode == 0
    assert result.stdout.startswith("✘ Does not qualify · approach 1.2")


def test_check_interviews_over_a_pipe(data_dir: Path) -> None:
    """Questions and a transcript on stderr, the verdict alone on stdout."""
    result = dga("check", data_dir=data_dir, locale="th_TH.UTF-8", answers="2\nไม่มี ใช้ในหน่วยงานเดียว\n")
    assert result.returncode == 0
    assert result.stdout.startswith("✘ ไม่เข้าหลักเกณฑ์ · แนวทางที่ 1.2")
    assert "1. โครงการของท่านเป็นโครงการลักษณะใด" in result.stderr
    assert "> ไม่มี ใช้ในหน่วยงานเดียว" in result.stderr


def test_an_interview_comes_to_qualifies(data_dir: Path) -> None:
    """Every question answered; the language is the option's, not the locale's."""
    answers = "platform\nyes\nyes\nyes\nyes\n2\n" + "yes\n" * 20
    result = dga(
        "check", "--json", "--language", "en", data_dir=data_dir, locale="th_TH.UTF-8", answers=answers
    )
    verdict = json.loads(result.stdout)
    assert (verdict["result"], verdict["approach"]) == ("qualifies", "2.1")
    assert "What kind of project is it?" in result.stderr


def test_the_end_of_input_ends_the_interview(data_dir: Path) -> None:
    """What is decided so far is shown; an answer that cannot be read is asked again with what is allowed."""
    result = dga("check", data_dir=data_dir, answers="6\nyes\nhmm\n12%\n")
    assert result.returncode == 0
    assert result.stdout.startswith(
        "! Meets the approach's criteria; conditions remain to be shown · approach 2.2"
    )
    assert "not understood. Please answer with a percentage" in result.stderr
    assert "No more answers" in result.stderr
    nothing = dga("check", "--json", data_dir=data_dir)
    assert json.loads(nothing.stdout)["result"] == "needs_information"


def test_bytes_that_are_no_text_do_not_break_the_interview(data_dir: Path) -> None:
    """They are an answer that cannot be read."""
    environ = {**os.environ, "LC_ALL": "C.UTF-8", "DGA_DATA_DIR": str(data_dir)}
    command = [str(Path(sys.executable).with_name("dga")), "check", "--json"]
    result = subprocess.run(
        command, env=environ, input=b"\xff\xfe\x00\n4\n", capture_output=True, timeout=120, check=False
    )
    assert json.loads(result.stdout)["approach"] == "1.3"


def test_ctrl_c_cancels_the_interview(data_dir: Path) -> None:
    """Exit status 130, no result and no traceback."""
    environ = {**os.environ, "LC_ALL": "C.UTF-8", "DGA_DATA_DIR": str(data_dir), "PYTHONUNBUFFERED": "1"}
    command = [str(Path(sys.executable).with_name("dga")), "check"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environ, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stderr is not None
        assert process.stdout is not None
        while "7)" not in process.stderr.readline():
            pass
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
        assert process.returncode == 130
        assert process.stdout.read() == ""
        assert "Traceback" not in process.stderr.read()


def test_saved_facts_read_back_to_the_same_verdict(data_dir: Path, tmp_path: Path) -> None:
    """What was told is kept exactly, fractions, bounds and unsure facts too."""
    for number, saving in enumerate(("3 ชั่วโมงเหลือ 2 ชั่วโมง", "ลดเวลาไม่ถึง 10%", "ไม่ทราบ", "12.5%")):
        file = tmp_path / f"{number}.yaml"
        answers = f"6\nใช่\n{saving}\n1\nใช่\n"
        told = dga("check", "--json", "--save", str(file), data_dir=data_dir, answers=answers)
        again = dga("check", "--json", str(file), data_dir=data_dir)
        assert again.stdout == told.stdout
        assert "Wrote" in told.stderr


@pytest.mark.parametrize(("name", "begins"), [("x.md", "# Project checklist"), ("x.html", "<!doctype html>")])
def test_check_writes_a_checklist(name: str, begins: str, data_dir: Path, tmp_path: Path) -> None:
    """By its ending, as Markdown or as a page."""
    facts, file = tmp_path / "facts.yaml", tmp_path / name
    facts.write_text("cloud: true\ncloud_first_conform: true\n", encoding="utf-8")
    result = dga("check", str(facts), "--checklist", str(file), data_dir=data_dir)
    assert result.returncode == 0
    text = file.read_text(encoding="utf-8")
    assert text.startswith(begins)
    assert "Approach 1.3" in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("infrastructure: true\nnonsense: 1\n", ["line 2", "nonsense"]),
        ("# a note\n\ntraining: maybe\n", ["line 3", "training", "true, false or unsure"]),
        ("training: true\ntraining: false\n", ["line 2", "line 1", "training"]),
        ("training: [true\n", ["line 2", "not valid YAML"]),
        ("- training\n", ["name: value"]),
        ("training: 2569-01-01\n", ["line 1", "training"]),
        ("!!python/object:os.system x\n", ["not valid YAML"]),
    ],
)
def test_a_wrong_file_of_facts(text: str, expected: list[str], data_dir: Path, tmp_path: Path) -> None:
    """The message names the line, the field and what may stand there."""
    file = tmp_path / "facts.yaml"
    file.write_text(text, encoding="utf-8")
    result = dga("check", str(file), data_dir=data_dir)
    assert result.returncode == 2
    for words in expected:
        assert words in result.stderr


def test_a_taken_port_is_told(data_dir: Path) -> None:
    """The message names the port, and nothing is loaded before it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = dga("serve", data_dir=data_dir, PORT=port)
    assert result.returncode == 2
    assert f"port {port}" in result.stderr


def test_help_is_quick_because_nothing_heavy_is_imported() -> None:
    """The commands of this package load neither the web framework nor the store before they run."""
    heavy = {"fastapi", "chromadb", "torch", "sqlalchemy"}
    code = f"import sys, api.cli; print(sorted({heavy!r} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
