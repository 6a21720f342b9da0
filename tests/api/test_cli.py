"""The command line: what it prints, where, and with which exit status."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

QUESTION = "โครงสร้างพื้นฐานสำหรับใช้ภายในหน่วยงานเข้าเกณฑ์หรือไม่"


def dga(
    *arguments: str, data_dir: Path, locale: str = "C.UTF-8", **more: str
) -> subprocess.CompletedProcess[str]:
    """Run the installed `dga` in a process of its own."""
    environ = {**os.environ, "LC_ALL": locale, "DGA_DATA_DIR": str(data_dir), "COLUMNS": "100", **more}
    command = [str(Path(sys.executable).with_name("dga")), *arguments]
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=120, check=False)


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
        (["serve", "--port", "many"], "พอร์ต 'many' ใช้ไม่ได้", "'many' must be a number"),
        (["serve", "--port", "70000"], "1–65535", "from 1 to 65535"),
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


def test_ask_makes_a_missing_index_first(tmp_path: Path) -> None:
    """On a new machine the first question works; what ingest says does not mix with the JSON."""
    result = dga("ask", "--json", QUESTION, data_dir=tmp_path)
    assert result.returncode == 0
    assert json.loads(result.stdout)["outcome"] == "verdict"
    assert "There is no index that fits yet" in result.stderr


def test_the_printed_form_reads_back(data_dir: Path, tmp_path: Path) -> None:
    """The form without a change is a valid file of facts that tells nothing."""
    form = dga("check", data_dir=data_dir)
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
