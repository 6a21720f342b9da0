"""The cases of the question-answer suite: what is asked, and what an answer has to be, by hand and never by the system.

Every `*.jsonl` file under `datasets/cases/` is read; a line is one `Case`. `dga eval lint` checks them.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError, model_validator

from assistant.replies import Outcome, Result
from corpus.messages import UserError
from corpus.passages import Language, Value
from corpus.settings import CORPUS

CASES = Path(__file__).parent / "datasets" / "cases"

Split = Literal["development", "test"]
SPLITS: tuple[Split, ...] = ("development", "test")

ABSTAINS: frozenset[Outcome] = frozenset({"no_answer"})


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from None
    return pattern


Pattern = Annotated[str, Field(min_length=1), AfterValidator(_compiles)]
Turn = Annotated[str, Field(min_length=1, max_length=2000)]
Anchor = Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9./-]+$")]


class Case(Value):
    """One case. The last turn's reply is judged; the turns before it are told first, in one conversation.

    `outcome` and `result` list what is right; `result` is null where no verdict is due. `approach` is the verdict's, null
    where it turns on general criteria alone. `cite`: at least one of these is cited. `gold`: all of these ought to be.
    `must`: each is found, case aside, in the answer or in a quote (the facts that an answer has to tell). `must_not`: none
    is found in the answer. `must_pass`: failing it fails the gate, unless the baseline records that it failed before.
    `paraphrase_of`: the case that asks the same in other words. `needs`: the document without which the right outcome is
    no answer.
    """

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    cat: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    lang: Language
    turns: Annotated[tuple[Turn, ...], Field(min_length=1)]
    outcome: Annotated[tuple[Outcome, ...], Field(min_length=1)]
    result: tuple[Result, ...] | None
    approach: Annotated[str | None, Field(pattern=r"^[1-3]\.[1-3]$")]
    cite: tuple[Anchor, ...]
    must: tuple[Pattern, ...] = ()
    must_not: tuple[Pattern, ...] = ()
    tags: tuple[str, ...] = ()
    paraphrase_of: str | None = None
    gold: tuple[Anchor, ...] = ()
    must_pass: bool = False
    needs: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _agrees(self) -> "Case":
        if (self.result is not None) != ("verdict" in self.outcome):
            raise ValueError("`result` is given where, and only where, `outcome` has verdict")
        if self.result is not None and not self.result:
            raise ValueError("`result` is empty")
        if self.approach is not None and self.result is None:
            raise ValueError("`approach` without `result`")
        if set(self.outcome) <= {"no_answer", "smalltalk"} and (self.cite or self.gold):
            raise ValueError("no answer, or small talk, cites nothing")
        if self.needs and "answer" not in self.outcome:
            raise ValueError("`needs` is for a case whose outcome is answer")
        return self

    @cached_property
    def split(self) -> Split:
        """The split, by a hash of the id: no one chose it. Three of ten are for testing alone."""
        return "test" if hashlib.sha256(self.id.encode()).digest()[0] % 10 < 3 else "development"

    @property
    def anchors(self) -> tuple[str, ...]:
        """The anchors that an answer ought to cite: all of `gold`, or any of `cite` where there is no gold."""
        return self.gold or self.cite

    @property
    def answerable(self) -> bool:
        """Say whether the corpus answers it: silence is wrong."""
        return "no_answer" not in self.outcome and "smalltalk" not in self.outcome

    @property
    def unanswerable(self) -> bool:
        """Say whether silence is the one right outcome."""
        return set(self.outcome) <= ABSTAINS

    @property
    def passes(self) -> bool:
        """Say whether a project that passes is among what is right."""
        return bool(self.result and {"qualifies", "conditional"} & set(self.result))


class BadCases(UserError):  # noqa: N818 - named by what is the matter
    """A file of cases is out of its format."""


class Line(Value):
    """A case with where it stands."""

    path: Path
    number: int
    case: Case


def lines(folder: Path = CASES) -> Iterator[Line]:
    """Yield every case with its place. Raise `BadCases`, which names file, line and field, at the first bad one."""
    paths = [folder] if folder.is_file() else sorted(folder.glob("**/*.jsonl"))
    if not paths:
        raise BadCases(f"ไม่มีไฟล์ .jsonl ใน {folder}", f"There is no .jsonl file in {folder}.")
    for path in paths:
        for number, text in enumerate(_text(path).split("\n"), start=1):
            if text.strip():
                yield Line(path=path, number=number, case=parsed(text, path, number))


def parsed(text: str, path: Path, number: int) -> Case:
    """Return the case that a line spells; raise `BadCases` with the place."""
    try:
        return Case.model_validate(json.loads(text))
    except json.JSONDecodeError as error:
        said = [str(error)]
    except ValidationError as error:
        said = [_said(dict(each)) for each in error.errors(include_url=False)]
    reason = "; ".join(said)
    raise BadCases(f"{path} บรรทัด {number}: {reason}", f"{path}, line {number}: {reason}") from None


def read(folder: Path = CASES) -> list[Case]:
    """Return every case, in the order of their ids. Raise `BadCases`, also where an id stands twice."""
    found: dict[str, Line] = {}
    for line in lines(folder):
        if other := found.get(line.case.id):
            places = f"{other.path}:{other.number}, {line.path}:{line.number}"
            raise BadCases(
                f"รหัส {line.case.id} ซ้ำกัน ({places})", f"The id {line.case.id} stands twice ({places})."
            )
        found[line.case.id] = line
    return [found[name].case for name in sorted(found)]


def chosen(
    cases: Iterable[Case], tags: Sequence[str] = (), split: Split | None = None, ids: Sequence[str] = ()
) -> list[Case]:
    """Return the cases of a split that have one of `tags` (a category or a language counts as one) and one of `ids`.

    Raise `BadCases` where nothing is left.
    """
    wanted = [
        case
        for case in cases
        if (not tags or {*case.tags, case.cat, case.lang} & set(tags))
        and (split is None or case.split == split)
        and (not ids or case.id in ids)
    ]
    if not wanted:
        raise BadCases("ไม่มีกรณีทดสอบที่ตรงกับตัวกรอง", "No case matches the filter.")
    return wanted


def digest(cases: Iterable[Case]) -> str:
    """Return the SHA-256 of cases, to tell which data set a figure is of."""
    whole = "\n".join(case.model_dump_json() for case in sorted(cases, key=lambda case: case.id))
    return hashlib.sha256(whole.encode()).hexdigest()


def matches(anchor: str, wanted: str) -> bool:
    """Say whether an anchor is the wanted one, or extends it after a dot or a slash."""
    return anchor == wanted or anchor.startswith((f"{wanted}.", f"{wanted}/"))


def corpus_anchors(folder: Path = CORPUS / "documents") -> tuple[str, ...]:
    """Return the anchors of the shipped corpus, in the documents' order."""
    return tuple(
        f"{path.stem}/{anchor}"
        for path in sorted(folder.glob("*.md"))
        for anchor in re.findall(r"^##+ .*\{#([^}]+)\}\s*$", path.read_text(encoding="utf-8"), re.MULTILINE)
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadCases(f"อ่าน {path} ไม่ได้: {error}", f"Cannot read {path}: {error}") from None


def _said(error: dict[str, Any]) -> str:
    where = ".".join(map(str, error["loc"]))
    return f"{where}: {error['msg']}" if where else str(error["msg"])
