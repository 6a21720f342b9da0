"""The reader of the shipped corpus' Markdown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.passages import Language, Localized
from corpus.text import normalise
from ingest.markdown import BadMarkdown, parse
from ingest.provision import Provision

LANGUAGES: tuple[Language, Language] = ("th", "en")
FRONT = """---
id: notice
title: {th: ประกาศ, en: Notice}
issuer: {th: หน่วยงาน, en: Agency}
kind: notice
announced: 2024-09-03
gazette: {volume: 141, part: "พิเศษ 221 ง", pages: "11-12", published: 2024-09-20}
audience: {th: ทุกหน่วยงาน, en: All agencies}
official_text: {th: ราชกิจจานุเบกษา, en: Royal Gazette}
---

# ประกาศ | Notice

คำนำสำหรับผู้อ่าน
"""
SECTION = """
## หัวข้อ | Heading {#clause-1}

*ที่มา: หน้า 1 | page 1*

### ไทย

**ตรงตามหลักเกณฑ์**
- ข้อแรก **เน้น**

### English

**Meets**
- First
"""


def test_front_matter() -> None:
    """The front matter becomes a document; YAML's dates are ISO strings again."""
    document, _ = parse(FRONT + SECTION, "notice.md")
    assert (document.announced, document.gazette and document.gazette.published) == (
        "2024-09-03",
        "2024-09-20",
    )


def test_a_section_gives_a_provision_per_language() -> None:
    """Statements lose the marks of bold and keep the marks of lists; the introduction is left out."""
    _, provisions = parse(FRONT + SECTION, "notice.md")
    assert [(provision.language, provision.lines) for provision in provisions] == [
        ("th", ("ตรงตามหลักเกณฑ์", "- ข้อแรก เน้น")),
        ("en", ("Meets", "- First")),
    ]


def test_heading_anchor_and_locator() -> None:
    """The heading, its anchor and the place it comes from are in both languages."""
    _, (provision, _) = parse(FRONT + SECTION, "notice.md")
    assert (provision.anchor_id, provision.heading, provision.locator) == (
        "notice/clause-1",
        Localized(th="หัวข้อ", en="Heading"),
        Localized(th="หน้า 1", en="page 1"),
    )


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("# ไม่มีส่วนหัว", 1, "front matter"),
        (FRONT.replace("kind: notice", "kind: poem"), 1, "kind"),
        (FRONT, 15, "no ## heading"),
        (FRONT + SECTION.replace(" {#clause-1}", ""), 16, "{#anchor}"),
        (FRONT + SECTION.replace(" | Heading", ""), 16, "' | '"),
        (FRONT + SECTION.replace("### ไทย", "ไทย"), 20, "outside"),
        (FRONT + SECTION.replace("### English", "").replace("Meets", "x"), 28, "needs"),
        (FRONT + SECTION + SECTION, 30, "twice"),
    ],
)
def test_errors_name_the_line(text: str, line: int, says: str) -> None:
    """A document out of its format is refused with file, line and reason."""
    with pytest.raises(BadMarkdown) as raised:
        parse(text, "notice.md")
    assert f"notice.md, line {line}" in raised.value.message.en
    assert says in raised.value.message.en


# Statements as the format has them: no line that is a heading, a label or blank.
words = st.text(st.sampled_from("กขคงจฉชabcXYZ019 ().,%/"), min_size=1, max_size=40).map(
    lambda text: normalise(text).text
)
statements = words.filter(lambda text: text and not text.startswith("#"))
lines = st.lists(
    st.tuples(st.sampled_from(["", "- ", "1. "]), statements).map(lambda both: "".join(both)), min_size=1
)
titles = words.filter(bool).map(lambda text: f"ก{text}ก")
anchors = st.from_regex(r"[a-z]{1,8}(-[1-9]){0,2}(\.[1-9])?", fullmatch=True)
sections = st.dictionaries(anchors, st.tuples(titles, titles, lines, lines), min_size=1, max_size=4)


def render(provisions: list[Provision]) -> str:
    """Write provisions, a Thai and an English one per anchor, as a corpus document."""
    out = FRONT
    for th, en in zip(provisions[::2], provisions[1::2], strict=True):
        out += f"\n## {th.heading.th} | {th.heading.en} {{#{th.anchor}}}\n\n"
        out += f"*ที่มา: {th.locator.th} | {th.locator.en}*\n\n### ไทย\n\n" + "\n\n".join(th.lines)
        out += "\n\n### English\n\n" + "\n".join(en.lines) + "\n"
    return out


@given(sections)
def test_what_is_rendered_is_parsed_back(
    content: dict[str, tuple[str, str, list[str], list[str]]],
) -> None:
    """Writing provisions in the format and reading them again gives the same provisions."""
    provisions = [
        Provision(
            "notice", anchor, language, "digest", Localized(th=a, en=b), Localized(th=b, en=a), tuple(said)
        )
        for anchor, (a, b, thai, english) in content.items()
        for language, said in zip(LANGUAGES, (thai, english), strict=True)
    ]
    assert list(parse(render(provisions), "notice.md")[1]) == provisions
