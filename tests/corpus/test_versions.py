"""Which version is in force on a date, from dates, gazette and supersession."""

from datetime import date

import pytest

from corpus.dates import long, read_date
from corpus.passages import Document, Gazette, Localized, Passage
from corpus.versions import Versions

SAME = Localized(th="ก", en="a")


def versions(*passages: dict[str, object], **document: object) -> Versions:
    """Return the versions of a document with passages of these validities, numbered as clauses from 1."""
    about = {
        "id": "d",
        "title": SAME,
        "issuer": SAME,
        "kind": "notice",
        "audience": SAME,
        "official_text": SAME,
    }
    plain = {"document_id": "d", "language": "th", "source": "digest", "heading": SAME, "locator": SAME}
    found = [
        Passage.model_validate({**plain, "anchor": f"clause-{number}", "text": "ข้อความ", **each})
        for number, each in enumerate(passages, 1)
    ]
    return Versions({"d": Document.model_validate({**about, **document})}, found)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2024-09-20", "not_yet"),
        ("2024-09-21", "in_force"),
        ("2025-12-31", "in_force"),
        ("2026-01-01", "expired"),
    ],
)
def test_the_first_and_the_last_day_are_in_force(on: str, state: str) -> None:
    """Both days belong to the time in force."""
    found = versions({"in_force_from": "2024-09-21", "in_force_until": "2025-12-31"})
    assert found.state("d/clause-1", date.fromisoformat(on)) == state


def test_the_older_version_gives_way_on_the_first_day_of_the_newer() -> None:
    """On that day the older is superseded, even where its own last day is stated to be the same."""
    found = versions(
        {"in_force_until": "2025-01-01", "superseded_by": ("d/clause-2",)},
        {"in_force_from": "2025-01-01", "supersedes": ("d/clause-1",)},
    )
    states = [
        [found.state(f"d/clause-{number}", date(*on)) for number in (1, 2)]
        for on in ((2024, 12, 31), (2025, 1, 1))
    ]
    assert states == [["in_force", "not_yet"], ["superseded", "in_force"]]


def test_a_chain_leads_to_the_version_in_force() -> None:
    """From any of three versions the one in force on the date is found, forward and back."""
    found = versions(
        {"superseded_by": ("d/clause-2",)},
        {"in_force_from": "2025-01-01", "supersedes": ("d/clause-1",), "superseded_by": ("d/clause-3",)},
        {"in_force_from": "2026-01-01", "supersedes": ("d/clause-2",)},
    )
    names = [f"d/clause-{number}" for number in (1, 2, 3)]
    for on, place in ((date(2024, 6, 1), 0), (date(2025, 6, 1), 1), (date(2026, 6, 1), 2)):
        others = [() if at == place else (names[place],) for at in range(3)]
        assert [found.in_force(name, on) for name in names] == others


@pytest.mark.parametrize(
    ("document", "first"),
    [
        ({"announced": "2024-09-03"}, "2024-09-03"),
        (
            {
                "announced": "2024-09-03",
                "gazette": Gazette(volume=141, part="1", pages="1", published="2024-09-20"),
            },
            "2024-09-20",
        ),
        ({}, None),
    ],
)
def test_nothing_is_in_force_before_it_is_issued(document: dict[str, object], first: str | None) -> None:
    """Without a day of entry into force the gazette's day is the earliest, else the announcement's, else none is known."""
    found = versions({}, **document)
    assert found.starts("d/clause-1") == first
    assert found.state("d/clause-1", date(2000, 1, 1)) == ("not_yet" if first else "in_force")


def test_a_fiscal_year_ends_nothing() -> None:
    """The criteria of a year are still its criteria after it."""
    assert versions({"fiscal_year": 2569}).state("d/clause-1", date(2030, 1, 1)) == "in_force"


@pytest.mark.parametrize(("written", "day"), [("2024-09-21", "2024-09-21"), ("2567-09-21", "2024-09-21")])
def test_a_date_is_read_in_either_era(written: str, day: str) -> None:
    """A year from 2400 on is B.E."""
    assert read_date(written).isoformat() == day


@pytest.mark.parametrize(
    "written", ["", "20240921", "2024-9-21", "2024-02-30", "2024-W38-6", "21/9/2567", "0300-01-01x"]
)
def test_other_forms_are_no_dates(written: str) -> None:
    """Only YYYY-MM-DD is read, and only days that the calendar has."""
    with pytest.raises(ValueError, match=r"."):
        read_date(written)


def test_dates_in_words() -> None:
    """Thai and English both give the B.E. year."""
    assert long("2024-09-21", "th") == "21 กันยายน 2567"
    assert long("2024-09-21", "en") == "21 September 2567 B.E. (2024)"
