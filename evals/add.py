"""Feedback and helpdesk edits become cases: what is missing is filled in, what stands there already is refused."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.messages import UserError
from corpus.passages import Value
from corpus.text import language_of
from evals.cases import CASES, BadCases, Case, parsed
from evals.lint import same_question

FEEDBACK = CASES / "feedback.jsonl"


class Repeated(Value):
    """A case that was not added, the one it repeats, and how alike they are (90 to 100)."""

    case: Case
    other: str
    alike: float


class NothingToAdd(UserError):  # noqa: N818 - named by what is the matter
    """There is no case in the input."""


def drafts(path: Path) -> list[Case]:
    """Return the cases of a JSON-lines file whose lines may leave out what `completed` fills in. Raise `BadCases`."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadCases(f"อ่าน {path} ไม่ได้: {error}", f"Cannot read {path}: {error}") from None
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadCases(f"{path} บรรทัด {number}: {error}", f"{path}, line {number}: {error}") from None
        if not isinstance(row, dict):
            raise BadCases(
                f"{path} บรรทัด {number}: ไม่ใช่วัตถุ JSON", f"{path}, line {number}: not a JSON object"
            )
        found.append(parsed(json.dumps(completed(row)), path, number))
    if not found:
        raise NothingToAdd(f"ไม่มีกรณีใน {path}", f"There is no case in {path}.")
    return found


def completed(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with what can be told from the rest: id (a hash of the turns), language, category, and empty lists.

    What is right is never filled in: a person has to say it.
    """
    turns = row.get("turns")
    asked = [str(each) for each in turns] if isinstance(turns, list) and turns else [""]
    name = hashlib.sha256("\n".join(asked).encode()).hexdigest()[:10]
    return {
        "id": f"feedback-{name}",
        "cat": "feedback",
        "lang": language_of(asked[-1]),
        "result": None,
        "approach": None,
        "cite": [],
        **row,
    }


def add(
    new: Iterable[Case], known: Sequence[Case], path: Path = FEEDBACK
) -> tuple[list[Case], list[Repeated]]:
    """Append what is new to `path`, and return it with what was refused since another case asks (nearly) the same."""
    held = list(known)
    added: list[Case] = []
    refused: list[Repeated] = []
    for case in new:
        pairs = [pair for pair in same_question([*held, case]) if case in pair[:2]]
        if any(each.id == case.id for each in held):
            refused.append(Repeated(case=case, other=case.id, alike=100.0))
        elif pairs:
            one, two, alike = max(pairs, key=lambda pair: pair[2])
            refused.append(Repeated(case=case, other=(two if one == case else one).id, alike=alike))
        else:
            held.append(case)
            added.append(case)
    if added:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            for case in added:
                kept = case.model_dump(mode="json", exclude_defaults=True)
                file.write(json.dumps(kept, ensure_ascii=False) + "\n")
    return added, refused
