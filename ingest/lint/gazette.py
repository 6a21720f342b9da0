"""The Royal Gazette's volume against its year: volume = B.E. year - 2426."""

import re
from collections.abc import Iterator, Sequence

from corpus.passages import Localized
from ingest.lint.source import Row, Suspect, suspect
from ingest.structure.front import GAZETTE_ERA, MONTHS

_VOLUME = re.compile(r"เล่ม(?:ที่)?\s*(\d{1,3})(?=\s*ตอน)")
_DATE = re.compile(rf"\d{{1,2}}\s*(?:{'|'.join(MONTHS)})\s*(?:พ\.ศ\.\s*)?(\d{{4}})(?!\d)")
NEAR = 3
"""A gazette heading is one line or up to this many."""


def check(rows: Sequence[Row]) -> Iterator[Suspect]:
    """Yield the volumes that do not go with the date of their heading."""
    said = [row for row in rows if row.text]
    for at, row in enumerate(said):
        for volume in _VOLUME.finditer(row.text):
            if not (year := _year(said, at, volume)):
                continue
            number, right = int(volume[1]), year - GAZETTE_ERA
            if number == right:
                continue
            yield suspect(
                row,
                volume.span(),
                "gazette",
                Localized(
                    th=f"เล่ม {number} ไม่ตรงกับปี พ.ศ. {year}", en=f"volume {number} is not that of B.E. {year}"
                ),
                Localized(
                    th=f"เล่มของราชกิจจานุเบกษา = ปี พ.ศ. - {GAZETTE_ERA}: {year} - {GAZETTE_ERA} = {right}",
                    en=f"The Royal Gazette's volume = B.E. year - {GAZETTE_ERA}: {year} - {GAZETTE_ERA} = {right}.",
                ),
                volume[0].replace(volume[1], str(right)),
            )


def _year(rows: Sequence[Row], at: int, volume: re.Match[str]) -> int | None:
    """Return the year of the date after a volume, in a heading or a reference that names the gazette."""
    after = rows[at].text[volume.end() :]
    for row in rows[at + 1 : at + NEAR]:
        if _VOLUME.search(row.text):
            break
        after += f" {row.text}"
    following = _VOLUME.split(after)[0]
    date = _DATE.search(following)
    near = date is not None and date.start() < 80
    return int(date[1]) if date and near else None
