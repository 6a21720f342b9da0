"""The form over all facts: its sections, and what its fields tell."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.interview import kinds
from assistant.rules.facts import Fact
from assistant.rules.rulepack import Rulepack
from corpus.passages import Localized

_PROJECT = Localized(th="ลักษณะโครงการและผู้ใช้", en="What the project is, and who uses it")
_SHARED = Localized(th="ผลที่ได้และข้อมูลที่ใช้หลายแนวทาง", en="Results, and what several approaches turn on")
_APPROACH = Localized(th="แนวทางที่ {number} {title}", en="Approach {number}: {title}")
_VALUES: dict[str, bool | str] = {"yes": True, "no": False, "unsure": "unsure"}


@dataclass(frozen=True, slots=True)
class Section:
    """Facts under one heading. `approach`: they matter under that approach alone."""

    title: Localized
    approach: str | None
    facts: tuple[Fact, ...]


def sections(rulepack: Rulepack) -> list[Section]:
    """Return every fact once: those of the project first, then by the one criterion that turns on it."""
    first = set(kinds(rulepack))
    first |= {name for name, fact in rulepack.facts.items() if fact.group in ("kind", "users")}
    for criterion in rulepack.criteria:
        if criterion.fits:
            first |= set(criterion.fits.facts())
    used = {
        criterion.id: {fact for rule in criterion.rules for fact in rule.require.facts()}
        for criterion in rulepack.criteria
    }
    of_approaches = {criterion.id for criterion in rulepack.criteria if criterion.approach}

    def home(name: str, fact: Fact) -> str:
        if name in first:
            return "project"
        turning = [each for each, names in used.items() if name in names]
        own = [each for each in turning if each in of_approaches]
        if len(own) == 1:
            return own[0]
        if own or fact.group or not turning:
            return "shared"
        return turning[0]

    homes = {name: home(name, fact) for name, fact in rulepack.facts.items()}

    def of(place: str) -> tuple[Fact, ...]:
        return tuple(fact for name, fact in rulepack.facts.items() if homes[name] == place)

    found = [Section(_PROJECT, None, of("project")), Section(_SHARED, None, of("shared"))]
    for criterion in rulepack.criteria:
        title = criterion.title
        if number := criterion.approach:
            title = Localized(
                th=_APPROACH.th.format(number=number, title=title.th),
                en=_APPROACH.en.format(number=number, title=title.en),
            )
        found.append(Section(title, criterion.approach, of(criterion.id)))
    return [section for section in found if section.facts]


def told(fields: Mapping[str, str]) -> dict[str, bool | str]:
    """Return the facts that filled fields tell; their values are checked where they are used."""
    return {name: _VALUES.get(value, value) for name, value in fields.items() if value}
