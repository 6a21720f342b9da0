"""The one SQLite file, `data_dir/dga.sqlite`: how it is opened and brought to the present schema."""

from pathlib import Path
from typing import Any

from filelock import FileLock
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.orm import DeclarativeBase

from corpus.messages import UserError

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_TIMEOUT_MS = 10_000


class Base(DeclarativeBase):
    """The base of every table in `dga.sqlite`. A new table comes with a file in `migrations/versions`."""


class NoDataFolder(UserError):  # noqa: N818 - named by what is the matter
    """The data folder cannot be made or written."""


def head() -> str:
    """Return the newest revision: the number that the last file in `migrations/versions` begins with."""
    return max(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def engine(data_dir: Path) -> Engine:
    """Open `data_dir/dga.sqlite`, made and migrated where needed: WAL, busy timeout, foreign keys.

    A transaction begins with BEGIN, so that schema changes roll back as well; on an engine that `writer`
    returned it begins with BEGIN IMMEDIATE. Raises `NoDataFolder`.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        (data_dir / "dga.sqlite").touch()
    except OSError as error:
        raise NoDataFolder(
            f"เขียนข้อมูลลงโฟลเดอร์ {data_dir} ไม่ได้ ({error.strerror}) โปรดตรวจสิทธิ์หรือตั้ง DGA_DATA_DIR",
            f"The data folder {data_dir} cannot be written ({error.strerror}). "
            "Check its permissions, or set DGA_DATA_DIR.",
        ) from error
    opened = create_engine(f"sqlite:///{data_dir / 'dga.sqlite'}")
    event.listen(opened, "connect", _configure)
    event.listen(opened, "begin", _begin)
    if _revision(opened) != head():
        _migrate(opened, data_dir)
    return opened


def writer(opened: Engine) -> Engine:
    """Return the engine for transactions that read before they write.

    They take the write lock at once and so wait for it; a read transaction that turns to writing under
    WAL would fail without waiting.
    """
    return opened.execution_options(writes=True)


def _configure(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver begins no transaction by itself: `_begin` does
    for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", "journal_mode=WAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _revision(opened: Engine) -> str | None:
    with opened.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(opened: Engine, data_dir: Path) -> None:
    from alembic import command  # imported here because a database at head, the usual case, does without
    from alembic.config import Config

    with FileLock(data_dir / "migrate.lock"), writer(opened).begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
