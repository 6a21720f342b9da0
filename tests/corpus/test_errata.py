"""The errata: each stands in the official text where it says, and its correction is proved and applied."""

import re
from functools import cache
from pathlib import Path
from typing import Literal

import pytest
import yaml

from corpus.passages import Localized, Value
from corpus.text import normalise
from tests.corpus import official
from tests.corpus.digest import IDS, document, sections


class Erratum(Value):
    """One entry of `corpus/errata.yaml`."""

    wrong: str
    right: str | None
    where: str | tuple[str, ...]
    status: Literal["corrected", "flagged"]
    method: Literal["arithmetic", "definition", "parallel", "spelling", "conflict", "unreadable"]
    proof: Localized
    context: str | None = None

    @property
    def places(self) -> tuple[str, ...]:
        """The documents and anchors of `where`."""
        return (self.where,) if isinstance(self.where, str) else self.where


@cache
def errata() -> tuple[Erratum, ...]:
    """Return every erratum."""
    path = Path(__file__).parents[2] / "corpus" / "errata.yaml"
    return tuple(Erratum.model_validate(entry) for entry in yaml.safe_load(path.read_text("utf-8")))


def _of(status: str) -> list[Erratum]:
    return [entry for entry in errata() if entry.status == status]


EACH = pytest.mark.parametrize("erratum", errata(), ids=lambda entry: entry.wrong)
CORRECTED = pytest.mark.parametrize("erratum", _of("corrected"), ids=lambda entry: entry.wrong)
FLAGGED = pytest.mark.parametrize("erratum", _of("flagged"), ids=lambda entry: entry.wrong)


@EACH
def test_a_right_reading_is_given_only_where_it_is_proved(erratum: Erratum) -> None:
    """A corrected erratum has its right reading, a flagged one has none."""
    assert (erratum.right is not None) == (erratum.status == "corrected")
    assert (erratum.method in {"conflict", "unreadable"}) == (erratum.status == "flagged")


@EACH
def test_an_erratum_stands_where_the_corpus_has_a_place(erratum: Erratum) -> None:
    """`where` names documents and anchors of the corpus."""
    known = {*IDS, *(section.anchor_id for section in sections())}
    assert set(erratum.places) <= known


@EACH
def test_an_erratum_stands_in_the_official_text(erratum: Erratum) -> None:
    """The wrong reading is found, character by character, under each place that the erratum names."""
    for place in erratum.places:
        text = "".join(
            segment.text
            for segment in official.segments()
            if any(f"{anchor}/".startswith(f"{place}/") for anchor in segment.anchors)
        )
        assert erratum.wrong in text, place
        assert erratum.context is None or erratum.context in text, place


@CORRECTED
def test_a_corrected_erratum_covers_every_place_of_its_reading(erratum: Erratum) -> None:
    """The wrong reading of a corrected erratum is left nowhere outside `where`."""
    for segment in official.segments():
        covered = any(
            f"{anchor}/".startswith(f"{place}/") for place in erratum.places for anchor in segment.anchors
        )
        assert covered or erratum.wrong not in segment.text, segment.anchors


@CORRECTED
def test_a_correction_is_safe_to_repeat(erratum: Erratum) -> None:
    """The right reading does not hold the wrong one, as read or normalised, so correcting twice changes nothing."""
    assert erratum.right is not None
    assert erratum.wrong not in erratum.right
    assert normalise(erratum.wrong).text not in normalise(erratum.right).text


@CORRECTED
def test_a_correction_never_touches_a_right_reading(erratum: Erratum) -> None:
    """The wrong reading stands nowhere in the restatement, where every word is meant."""
    wrong = normalise(erratum.wrong).text
    assert [
        section.anchor_id
        for section in sections()
        for line in (*section.th, *section.en)
        if wrong in normalise(line).text
    ] == []


@FLAGGED
def test_a_doubtful_reading_is_never_stated_as_a_fact(erratum: Erratum) -> None:
    """Where the restatement uses a doubtful reading, it quotes it or says that it is uncertain."""
    doubtful = normalise(erratum.wrong).text
    quoted = re.compile(f"[“'‘][^”’']*{re.escape(doubtful)}[^“‘']*[”’']|ไม่แน่นอน|uncertain")
    for section in sections():
        if not any(f"{section.anchor_id}/".startswith(f"{place}/") for place in erratum.places):
            continue
        for line in (normalise(said).text for said in (*section.th, *section.en)):
            assert doubtful not in line or quoted.search(line), line


@pytest.mark.parametrize("identifier", ["budget-act-2561", "platform-notice-2567"])
def test_the_gazette_volume_follows_from_its_year(identifier: str) -> None:
    """The Royal Gazette's volume is the B.E. year less 2426, in the front matter of every gazetted document."""
    front, _ = document(identifier)
    assert front.gazette is not None
    assert front.gazette.volume == int(front.gazette.published[:4]) + 543 - 2426


def test_the_gazette_volumes_of_the_official_text_are_right_once_corrected() -> None:
    """Every volume printed in the official text agrees with its year after the errata, and one does not before."""
    heading = re.compile(r"เล่ม (\d+).*?ราชกิจจานุเบกษา \d+ \S+ (\d{4})", re.DOTALL)
    whole = official.text()
    corrected = whole
    for erratum in _of("corrected"):
        corrected = corrected.replace(erratum.wrong, erratum.right or "")

    def wrong(text: str) -> list[str]:
        found = heading.findall(text)
        assert len(found) == 3
        return [volume for volume, year in found if int(volume) != int(year) - 2426]

    assert wrong(whole) == ["๑๕๑", "๑๕๑"]
    assert wrong(corrected) == []
