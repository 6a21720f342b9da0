"""The command `dga ingest`."""

from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from corpus.settings import Settings
from corpus.store.store import Store
from ingest import cli
from tests.ingest import files
from tests.ingest.encoder import HashingEncoder

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs the command on an empty data folder, in English."""
    own = Settings(data_dir=tmp_path / "data", official_dir=tmp_path / "official")
    monkeypatch.setattr("corpus.settings.settings", lambda: own)
    monkeypatch.setattr("ingest.pipeline.settings", lambda: own)
    monkeypatch.setattr("corpus.store.store.Store", lambda folder: Store(folder, HashingEncoder()))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    app = typer.Typer()
    app.command()(cli.ingest)
    return lambda *paths: CliRunner().invoke(app, [str(path) for path in paths])


def test_a_first_ingest_says_what_it_did(run: Run) -> None:
    """The summary names the generation and counts documents and passages."""
    result = run()
    assert (result.exit_code, "Generation 000001-" in result.stdout) == (0, True)
    assert "4 documents" in result.stdout


def test_nothing_changed(run: Run) -> None:
    """The second time, the command says that nothing has changed."""
    run()
    assert "Nothing has changed" in run().stdout


def test_thai_by_the_locale(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under a Thai locale the command speaks Thai."""
    monkeypatch.setenv("LC_ALL", "th_TH.UTF-8")
    assert "สร้างดัชนีรุ่นใหม่แล้ว" in run().stdout


def test_a_named_file_that_cannot_be_used(run: Run, tmp_path: Path) -> None:
    """The rest goes in, the file is named with the reason, and the exit status is 2."""
    good = files.text(tmp_path / "law.txt", *files.LAW)
    result = run(good, tmp_path / "none.pdf")
    assert (result.exit_code, "none.pdf: There is no such file" in result.stdout) == (2, True)
    assert "5 documents" in result.stdout


def test_a_bad_file_in_a_folder(run: Run, tmp_path: Path) -> None:
    """A bad file that nobody named is reported, and the exit status is 0."""
    (tmp_path / "official").mkdir()
    (tmp_path / "official" / "empty.txt").touch()
    result = run()
    assert (result.exit_code, "empty.txt: The file is empty" in result.stdout) == (0, True)


def test_unplaced_lines_are_shown(run: Run, tmp_path: Path) -> None:
    """Lines that could not be placed are counted and shown with the reason."""
    text = ["โลโก้ของหน่วยงาน", "แนวทางการจัดทำ (ร่าง) แผนงานบูรณาการรัฐบาลดิจิทัล ประจำปีงบประมาณ พ.ศ. 2569"]
    result = run(files.text(tmp_path / "guideline.txt", *text))
    assert "under a heading (not taken in): 1" in result.stdout
    assert "โลโก้ของหน่วยงาน" in result.stdout


def test_another_ingest_is_running(run: Run, tmp_path: Path) -> None:
    """While another process writes, the command says so and exits with 2."""
    with Store(tmp_path / "data", HashingEncoder()).writing():
        result = run()
    assert (result.exit_code, "Another ingest is running" in result.stderr) == (2, True)
