"""The database file: opened in one way, migrated whole or not at all."""

import multiprocessing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from corpus import database
from corpus.store import schema


def pragma(engine: Engine, name: str) -> object:
    """Return a pragma's value on a fresh connection."""
    with engine.connect() as connection:
        return connection.execute(text(f"PRAGMA {name}")).scalar()


def test_connections_are_configured(tmp_path: Path) -> None:
    """WAL, a busy timeout and foreign keys hold on every connection."""
    engine = database.engine(tmp_path / "deep" / "data")
    assert [pragma(engine, name) for name in ("journal_mode", "busy_timeout", "foreign_keys")] == [
        "wal",
        10_000,
        1,
    ]


def test_head_without_alembic_is_alembics_head() -> None:
    """The head read off the file names is the one that Alembic computes."""
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == database.head()


def test_migrations_make_the_tables_of_the_schema(tmp_path: Path) -> None:
    """Alembic finds no difference between the migrated file and the tables declared in code."""
    ours = {
        row.__tablename__
        for row in (schema.GenerationRow, schema.DocumentRow, schema.PassageRow, schema.CurrentRow)
    }
    with database.engine(tmp_path).connect() as connection:
        options = {"include_object": lambda _, name, kind, *_rest: kind != "table" or name in ours}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, database.Base.metadata) == []


def test_a_failed_migration_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables made before a failure are rolled back, so that the next start can begin again."""
    with monkeypatch.context() as broken:
        broken.setattr("sqlalchemy.CheckConstraint", None)  # the last table of the first revision needs it
        with pytest.raises(TypeError):
            database.engine(tmp_path)
    assert database.engine(tmp_path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """Where a file stands in the way, the error names the folder and the setting."""
    (tmp_path / "file").touch()
    with pytest.raises(database.NoDataFolder, match="DGA_DATA_DIR"):
        database.engine(tmp_path / "file" / "data")


def _open(folder: Path) -> None:
    database.engine(folder).dispose()


def test_processes_that_open_a_new_file_at_once(tmp_path: Path) -> None:
    """Several processes may open a data folder for the first time together."""
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_open, args=(tmp_path,)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
