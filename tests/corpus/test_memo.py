"""What is worked out from a generation is kept beside it, until what it depends on changes."""

from pathlib import Path

import pytest

from corpus.store.memo import remember


def never() -> object:
    """Fail, where what is kept should have been used."""
    raise AssertionError("worked out again")


def test_a_value_is_worked_out_once(tmp_path: Path) -> None:
    """The second process reads what the first one kept."""
    assert remember(tmp_path / "memo", "x", [], lambda: {"ก": ["ข"]}) == {"ก": ["ข"]}
    assert remember(tmp_path / "memo", "x", [], never) == {"ก": ["ข"]}


def test_changed_code_works_it_out_again(tmp_path: Path) -> None:
    """The value is kept for the code that made it."""
    code = tmp_path / "code.py"
    code.write_text("1")
    remember(tmp_path, "x", [code], lambda: 1)
    code.write_text("2")
    assert remember(tmp_path, "x", [code], lambda: 2) == 2


def test_a_torn_file_is_made_anew(tmp_path: Path) -> None:
    """A file that is no JSON is not trusted."""
    remember(tmp_path, "x", [], lambda: 1)
    (kept,) = tmp_path.glob("x-*.json")
    kept.write_text("{")
    assert remember(tmp_path, "x", [], lambda: 2) == 2


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    """The value is returned all the same."""
    (tmp_path / "file").touch()
    assert remember(tmp_path / "file" / "memo", "x", [], lambda: 1) == 1


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    """A value that cannot be written as JSON leaves no file that would be read."""
    with pytest.raises(TypeError):
        remember(tmp_path, "x", [], object)
    assert list(tmp_path.iterdir()) == []
