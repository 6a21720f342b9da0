"""What documents and sections state of their versions: resolved to anchors, or refused with the reason."""

from pathlib import Path

import pytest

from corpus.passages import Passage
from corpus.store.store import Store
from ingest.markdown import BadMarkdown
from ingest.pipeline import DOCUMENTS, ingest
from ingest.versions import BadVersions
from tests.ingest import files
from tests.ingest.encoder import HashingEncoder

FRONT = """---
id: {id}
title: {{th: ประกาศทดสอบ {id}, en: Test notice {id}}}
issuer: {{th: หน่วยงาน, en: Agency}}
kind: notice
announced: 2024-09-03
{more}
audience: {{th: ทุกหน่วยงาน, en: All agencies}}
official_text: {{th: ไม่มี, en: none}}
---

# ประกาศ | Notice
"""
SECTION = """
## ข้อ {number} | Clause {number} {{#clause-{number}{attributes}}}

*ที่มา: ทดสอบ | test*

### ไทย

- ข้อ {number} ของ {id}

### English

- Clause {number} of {id}
"""


def notice(folder: Path, name: str, *attributes: str, more: str = "") -> None:
    """Write a notice whose clauses, counted from 1, carry `attributes`; `more` are lines of the front matter."""
    sections = (
        SECTION.format(number=number, id=name, attributes=f" {each}" if each else "")
        for number, each in enumerate(attributes or ("", ""), 1)
    )
    folder.mkdir(exist_ok=True)
    text = FRONT.format(id=name, more=more) + "".join(sections)
    (folder / f"{name}.md").write_text(text, encoding="utf-8")


def at(folder: Path, anchor_id: str, official: Path | None = None) -> Passage:
    """Ingest a folder and return the first passage under an anchor, as it comes back from the database."""
    data = folder.parent / "data"
    ingest([], Store(data, HashingEncoder()), documents_dir=folder, official_dir=official or folder / "none")
    return Store(data, HashingEncoder()).current().at(anchor_id)[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder for documents."""
    return tmp_path / "documents"


def test_a_section_overrides_its_document_item_by_item(folder: Path) -> None:
    """What a section states holds for it; what it does not comes from its document."""
    more = "in_force_from: 2024-09-21\nin_force_until: 2025-12-31\nfiscal_year: 2568"
    notice(folder, "a", "", "in_force_from=2567-10-01 fiscal_year=2569", more=more)
    found = at(folder, "a/clause-1"), at(folder, "a/clause-2")
    assert [(each.in_force_from, each.in_force_until, each.fiscal_year) for each in found] == [
        ("2024-09-21", "2025-12-31", 2568),
        ("2024-10-01", "2025-12-31", 2569),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [({}, {"more": "supersedes: [a]"}), ({"more": "superseded_by: [b]"}, {})],
)
def test_either_document_may_say_that_one_replaces_the_other(
    folder: Path, old: dict[str, str], new: dict[str, str]
) -> None:
    """Each provision gives way to its namesake, one without a namesake to the first of the newer document."""
    notice(folder, "a", "", "", **old)
    notice(folder, "b", "", **new)
    assert at(folder, "a/clause-1").superseded_by == ("b/clause-1",)
    assert at(folder, "a/clause-2").superseded_by == ("b/clause-1",)
    assert at(folder, "b/clause-1").supersedes == ("a/clause-1", "a/clause-2")


def test_a_section_may_replace_single_sections(folder: Path) -> None:
    """What a section says of itself comes before what its document says: clause 2 moves, clause 3 stays."""
    notice(folder, "a", "", "", "superseded_by=")
    notice(folder, "b", "", "supersedes=a/clause-1", "supersedes=a/clause-2", more="supersedes: [a]")
    assert at(folder, "a/clause-1").superseded_by == ("b/clause-2",)
    assert at(folder, "a/clause-2").superseded_by == ("b/clause-3",)
    assert at(folder, "a/clause-3").superseded_by == ()


def test_an_official_file_inherits_what_is_said_of_its_anchor(tmp_path: Path) -> None:
    """The official text of clause 4 has the dates of the document that it stands in."""
    official = tmp_path / "official"
    official.mkdir()
    title = "ประกาศคณะกรรมการพัฒนารัฐบาลดิจิทัล เรื่อง แพลตฟอร์มกลางของงานบริการภาครัฐสำหรับภาคธุรกิจและประชาชน (ฉบับที่ 2)"
    files.text(official / "notice.txt", title, "ข้อ 1 ทดสอบ", "ข้อ 2 ทดสอบ", "ข้อ 3 ทดสอบ", "ข้อ 4 ข้อความทดสอบ")
    documents = tmp_path / "documents"
    documents.mkdir()
    for path in DOCUMENTS.glob("*.md"):
        (documents / path.name).write_bytes(path.read_bytes())
    found = at(documents, "platform-notice-2567/clause-4", official)
    assert (found.source, found.in_force_from) == ("official", "2024-09-21")


@pytest.mark.parametrize(
    ("attributes", "more", "wrong"),
    [
        ("", "supersedes: [nothing]", "b: there is no document or anchor named nothing"),
        ("", "amends: [nothing]", "b: there is no document or anchor named nothing"),
        ("superseded_by=a/clause-9", "", "b/clause-1: there is no document or anchor named a/clause-9"),
        ("in_force_until=2024-01-01", "in_force_from: 2024-09-21", "b/clause-1: in_force_until .* is before"),
        ("superseded_by=a/clause-1", "supersedes: [a]", "comes back to where it began: .*a/clause-1"),
        ("supersedes=b/clause-1", "", "comes back to where it began: b/clause-1 → b/clause-1"),
    ],
)
def test_what_cannot_be_is_refused(folder: Path, attributes: str, more: str, wrong: str) -> None:
    """Unknown names, an end before the beginning and a cycle stop the ingest, and the message names the place."""
    notice(folder, "a")
    notice(folder, "b", attributes, more=more)
    with pytest.raises(BadVersions, match=wrong):
        at(folder, "a/clause-1")


@pytest.mark.parametrize("attribute", ["in_force_from=soon", "in_force_from=2024-13-01", "colour=red"])
def test_a_bad_attribute_names_its_line(folder: Path, attribute: str) -> None:
    """An attribute that is no date, or that nobody knows, is refused with file and line."""
    notice(folder, "a", attribute)
    with pytest.raises(BadMarkdown, match=r"a\.md, line 14: bad attributes"):
        at(folder, "a/clause-1")
