"""Reading errors of the official text: `corpus/errata.yaml` says which are proved, and where."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from corpus.settings import CORPUS
from corpus.text import normalise

ERRATA = CORPUS / "errata.yaml"


class Erratum(BaseModel):
    """One reading error. `where` names documents or anchors; the proof stands in the file."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    wrong: str
    right: str | None
    where: str | tuple[str, ...]
    status: Literal["corrected", "flagged"]

    def covers(self, anchor_id: str) -> bool:
        """Tell whether an anchor lies in `where`."""
        places = (self.where,) if isinstance(self.where, str) else self.where
        return any(anchor_id == place or anchor_id.startswith((f"{place}/", f"{place}.")) for place in places)


@cache
def errata(path: Path = ERRATA) -> tuple[Erratum, ...]:
    """Load the errata."""
    return tuple(Erratum.model_validate(entry) for entry in yaml.safe_load(path.read_text(encoding="utf-8")))


def correct(text: str, anchor_id: str, entries: Sequence[Erratum]) -> str:
    """Return normalised `text` with the proved errors of that anchor put right; flagged ones stay."""
    for entry in entries:
        if entry.status == "corrected" and entry.right is not None and entry.covers(anchor_id):
            text = text.replace(normalise(entry.wrong).text, normalise(entry.right).text)
    return text
