"""The shipped corpus: `corpus/documents/*.md`, read into documents and provisions.

One file is one document and is named by its id: YAML front matter (the fields of `Document`), a title
`# <Thai> | <English>` with an introduction for human readers (not indexed), then per anchor

    ## <Thai heading> | <English heading> {#anchor}

    *ที่มา: <Thai locator> | <English locator>*

    ### ไทย
    ### English

with one statement a line under each language. A line in bold labels the statements after it. A section whose validity is
not its document's says so beside the anchor, in the fields of `Validity`:

    ## … {#clause-4 in_force_from=2025-01-01 supersedes=some-notice/clause-4,some-notice/clause-5}
"""

import datetime
import re
from pathlib import Path
from typing import Any, NoReturn

import yaml
from pydantic import ValidationError

from corpus.messages import UserError
from corpus.passages import Document, Language, Localized, Validity
from corpus.text import normalise
from ingest.provision import Provision

_SECTION = re.compile(
    r"## (?P<heading>.+?) \{#(?P<anchor>[a-z0-9]+(?:[./-][a-z0-9]+)*)(?P<attributes>(?: [a-z_]+=\S*)*)\}"
)
_LOCATOR = re.compile(r"\*ที่มา: (?P<locator>.+)\*")
_LANGUAGES: dict[str, Language] = {"### ไทย": "th", "### English": "en"}
_BOLD = re.compile(r"\*\*(?=\S)([^*]+)\*\*")


class BadMarkdown(UserError):  # noqa: N818 - named by what is the matter
    """A corpus document that is not in its format; the message names file and line."""

    def __init__(self, name: str, line: int, th: str, en: str) -> None:
        super().__init__(f"{name} บรรทัด {line}: {th}", f"{name}, line {line}: {en}")


def read(path: Path) -> tuple[Document, tuple[Provision, ...]]:
    """Read one corpus document. Raises `BadMarkdown`."""
    document, provisions = parse(path.read_text(encoding="utf-8"), path.name)
    if document.id != path.stem:
        raise BadMarkdown(path.name, 1, "id ต้องตรงกับชื่อไฟล์", "the id differs from the file's name")
    return document, provisions


def parse(text: str, name: str) -> tuple[Document, tuple[Provision, ...]]:
    """Parse one corpus document; `name` is used in errors. Raises `BadMarkdown`."""
    return _Parser(text, name).parse()


class _Parser:
    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.lines = text.splitlines()
        self.at = 0

    def fail(self, th: str, en: str) -> NoReturn:
        raise BadMarkdown(self.name, self.at + 1, th, en)

    def parse(self) -> tuple[Document, tuple[Provision, ...]]:
        document = self.front_matter()
        provisions: list[Provision] = []
        seen: set[str] = set()
        while self.at < len(self.lines) and not self.lines[self.at].startswith("## "):
            self.at += 1
        while self.at < len(self.lines):
            begins = self.at
            section = self.section(document)
            if section[0].anchor in seen:
                self.at = begins
                self.fail(f"สมอ {section[0].anchor} ซ้ำ", f"the anchor {section[0].anchor} stands twice")
            seen.add(section[0].anchor)
            provisions += section
        if not provisions:
            self.fail("ไม่มีหัวข้อ ## ที่มีสมอ", "no ## heading with an anchor")
        return document, tuple(provisions)

    def front_matter(self) -> Document:
        if not self.lines or self.lines[0].strip() != "---" or "---" not in self.lines[1:]:
            self.fail("ไม่มีส่วนหัว YAML", "no YAML front matter")
        end = self.lines.index("---", 1)
        try:
            fields = _plain(yaml.safe_load("\n".join(self.lines[1:end])))
            document = Document.model_validate(fields)
        except (yaml.YAMLError, ValidationError) as error:
            self.fail(f"ส่วนหัวไม่ถูกต้อง: {error}", f"bad front matter: {error}")
        self.at = end + 1
        return document

    def section(self, document: Document) -> list[Provision]:
        match = _SECTION.fullmatch(self.lines[self.at].strip())
        if not match:
            self.fail("หัวข้อต้องเป็น '## ไทย | English {#anchor}'", "expected '## Thai | English {#anchor}'")
        heading = self.both(match["heading"])
        validity = self.validity(match["attributes"])
        locator: Localized | None = None
        language: Language | None = None
        said: dict[Language, list[str]] = {}
        self.at += 1
        while self.at < len(self.lines) and not self.lines[self.at].startswith("## "):
            line = self.lines[self.at].strip()
            if line in _LANGUAGES:
                language = _LANGUAGES[line]
                said[language] = []
            elif language:
                if line:
                    said[language].append(normalise(_BOLD.sub(r"\1", line)).text)
            elif found := _LOCATOR.fullmatch(line):
                locator = self.both(found["locator"])
            elif line:
                self.fail("ข้อความอยู่นอก ### ไทย และ ### English", "text outside ### ไทย and ### English")
            self.at += 1
        if locator is None or not said.get("th") or not said.get("en"):
            self.at -= 1
            self.fail(
                f"หัวข้อ {match['anchor']} ต้องมีที่มา ข้อความไทย และข้อความอังกฤษ",
                f"the section {match['anchor']} needs a *ที่มา: … | …* line, Thai text and English text",
            )
        return [
            Provision(
                document.id, match["anchor"], code, "digest", heading, locator, tuple(said[code]), validity
            )
            for code in ("th", "en")
        ]

    def validity(self, attributes: str) -> Validity:
        fields: dict[str, Any] = dict(attribute.split("=", 1) for attribute in attributes.split())
        for name in {"supersedes", "superseded_by"} & fields.keys():
            fields[name] = [other for other in fields[name].split(",") if other]
        try:
            return Validity.model_validate(fields)
        except ValidationError as error:
            self.fail(f"คุณสมบัติของหัวข้อไม่ถูกต้อง: {error}", f"bad attributes of the section: {error}")

    def both(self, text: str) -> Localized:
        th, bar, en = text.partition(" | ")
        if not bar:
            self.fail("ต้องมีทั้งไทยและอังกฤษ คั่นด้วย ' | '", "expected Thai and English with ' | ' between")
        return Localized(th=normalise(th).text, en=normalise(en).text)


def _plain(value: Any) -> Any:
    """Turn the dates that YAML makes of `2024-09-03` back into ISO strings."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, datetime.date) else value
