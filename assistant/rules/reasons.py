"""Why a rule found what it found, in both languages. The words come from the rulepack; nothing here decides."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Literal

from assistant.rules.facts import Below, Fact, FactValue, Told
from assistant.rules.rulepack import Rule
from corpus.passages import Language, Localized


def reason(
    facts: Mapping[str, Fact],
    rule: Rule,
    result: Literal["pass", "fail", "unknown"],
    missing: tuple[str, ...],
    known: Mapping[str, FactValue],
    told: Told,
) -> Localized:
    """Return the reason for a rule's result: the rule's own words where it has some, else what was told of its facts."""
    if result == "unknown" and not missing and "open" in rule.because:
        return rule.because["open"]
    if result in rule.because:
        text = rule.because[result]
        return Localized(
            th=text.th.format(told=_numbers(facts, rule, known, "th")),
            en=text.en.format(told=_numbers(facts, rule, known, "en")),
        )
    read = tuple(dict.fromkeys(rule.require.facts()))
    if result == "unknown":
        return _listed(facts, missing, "ยังไม่ได้แจ้งว่า", "not told yet whether ")
    if result == "fail":
        return Localized(
            th=f"ตามที่แจ้ง ไม่เป็นไปตามข้อนี้: {rule.label.th}", en=f"as told, not met: {rule.label.en}"
        )
    if rule.kind == "exclusion":
        if any(name in told for name in read):
            return _listed(facts, read, "แจ้งแล้วว่าไม่ใช่กรณี", "told that this is not the case: ")
        return _listed(facts, read, "ไม่ได้แจ้งว่า", "not told that ")
    holding = tuple(name for name in read if known.get(name) not in (None, False)) or read
    if any(name in told for name in holding):
        return _listed(facts, holding, "แจ้งว่า", "told: ")
    return _listed(facts, holding, "เข้าใจจากคำถามว่า", "taken from the question: ")


def percent(value: int | Decimal | Below, language: Language) -> str:
    """Spell a percentage, to stand right after a label."""
    if isinstance(value, Below):
        bound = number(value.bound)
        if value.reached:
            return f"ไม่เกินร้อยละ {bound}" if language == "th" else f" at most {bound}%"
        return f"ไม่ถึงร้อยละ {bound}" if language == "th" else f" below {bound}%"
    return f"ร้อยละ {number(value)}" if language == "th" else f" {number(value)}%"


def number(value: int | Decimal) -> str:
    """Spell a number with at most two decimals, rounded, but never up to a whole one: 9.999 must not read as 10."""
    exact = Decimal(value)
    shown = exact.quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")
    if shown == shown.to_integral_value() != exact:
        shown = exact.quantize(Decimal("0.01"), rounding="ROUND_DOWN")
    whole = shown.to_integral_value() + 0  # no minus sign before a nought
    return f"{whole:f}" if shown == whole else f"{shown.normalize():f}"


def _listed(facts: Mapping[str, Fact], names: Iterable[str], th: str, en: str) -> Localized:
    names = tuple(names)
    return Localized(
        th=th + " หรือ".join(facts[name].label.th for name in names),
        en=en + " or ".join(facts[name].label.en for name in names),
    )


def _numbers(
    facts: Mapping[str, Fact], rule: Rule, known: Mapping[str, FactValue], language: Language
) -> str:
    """Spell the numbers that the rule read and that were claimed: 'ลดระยะเวลาร้อยละ 6.67'."""
    spelt = []
    for name in dict.fromkeys(rule.require.facts()):
        value = known.get(name)
        if isinstance(value, bool) or value is None or value == 0:
            continue
        spelt.append(facts[name].label.get(language) + percent(value, language))
    if not spelt:
        return "ลดได้ร้อยละ 0" if language == "th" else "0%"
    return " และ".join(spelt) if language == "th" else " and ".join(spelt)
