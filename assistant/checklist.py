"""The checklist of a project: each criterion with its result, reason, evidence to attach and citation, as Markdown."""

import re
from collections.abc import Iterable

from assistant.compose.verdict import RESULTS
from assistant.replies import Check, CheckedVerdict, Citation
from assistant.rules.facts import Below, Fact, FactValue, Told
from assistant.rules.reasons import percent
from assistant.rules.rulepack import Criterion, Rulepack
from corpus.passages import Language, Localized

MARKS = {"qualifies": "✔", "conditional": "!", "does_not_qualify": "✘", "needs_information": "?"}
CHECKS = {
    "pass": ("✔", Localized(th="ผ่าน", en="Pass")),
    "fail": ("✘", Localized(th="ไม่ผ่าน", en="Fail")),
    "unknown": ("?", Localized(th="ยังไม่ทราบ", en="Not known yet")),
}
_WORDS = {
    "title": Localized(th="รายการตรวจสอบโครงการ", en="Project checklist"),
    "result": Localized(th="ผลการตรวจเบื้องต้น", en="Preliminary result"),
    "checks": Localized(th="ผลรายข้อ", en="Checks"),
    "approach": Localized(th="แนวทางที่ {number} {title}", en="Approach {number}: {title}"),
    "general": Localized(th="หลักเกณฑ์ทั่วไป", en="General criteria"),
    "other": Localized(
        th="โครงการตามที่แจ้งไม่ใช่ลักษณะของแนวทางที่ {named} จึงตรวจตามแนวทางที่ {fits}",
        en="As told, the project is not of the kind of approach {named}; it was checked under approach {fits}.",
    ),
    "told": Localized(th="ข้อเท็จจริงที่แจ้ง", en="Facts told"),
    "reason": Localized(th="เหตุผล", en="Reason"),
    "attach": Localized(th="หลักฐานที่ต้องแนบ", en="Evidence to attach"),
    "source": Localized(th="อ้างอิง", en="Citation"),
    "evidence": Localized(th="หลักฐานที่ควรแสดงเพิ่ม", en="Further evidence to show"),
    "missing": Localized(th="ข้อมูลที่ยังต้องทราบ", en="Still to be known"),
    "official": Localized(th="ต้นฉบับ", en="official text"),
    "digest": Localized(th="ฉบับเรียบเรียง", en="restated"),
    "unsure": Localized(th="ไม่ทราบ", en="not known"),
    "not": Localized(th="ไม่ใช่: {label}", en="not: {label}"),
    "note": Localized(
        th="รายการนี้เป็นการตรวจเบื้องต้นตามหลักเกณฑ์ปีงบประมาณ พ.ศ. {year} มิใช่การอนุมัติ",
        en="This is a preliminary check against the criteria of fiscal year B.E. {year} ({ce}), not an approval.",
    ),
}
_MARKUP = re.compile(r"[\\`*_<\[&]|^(?=[#>+-]|\d+[.)])")


def markdown(
    verdict: CheckedVerdict,
    told: Told,
    rulepack: Rulepack,
    language: Language,
    named: str | None = None,
) -> str:
    """Return the checklist of a verdict on the facts `told`; `named` is the approach that the person named."""
    criterion = rulepack.approaches.get(verdict.approach or "")
    blocks = [
        f"# {_say('title', language)}",
        rulepack.title.get(language),
        *_head(verdict, criterion, language, named),
        *_told(told, rulepack, language),
    ]
    of_approach = {rule.id for rule in criterion.rules} if criterion else set()
    own = [each for each in verdict.checks if each.rule_id in of_approach]
    rest = [each for each in verdict.checks if each.rule_id not in of_approach]
    attach = {rule.id: rule.attach for rule in rulepack.rules()}
    citations = {each.number: each for each in verdict.citations}
    for title, checks in ((_name(criterion, language), own), (_say("general", language), rest)):
        if checks:
            blocks.append(f"## {title}")
        for check in checks:
            blocks += _check(check, attach[check.rule_id], [citations[n] for n in check.citations], language)
    if criterion and criterion.evidence:
        blocks += _listed("evidence", (f"☐ {each.get(language)}" for each in criterion.evidence), language)
    if verdict.missing_facts:
        blocks += _listed("missing", (each.question for each in verdict.missing_facts), language)
    year = rulepack.fiscal_year
    blocks += ["---", _say("note", language).format(year=year, ce=year - 543)]
    return "\n\n".join(blocks) + "\n"


def spelt(fact: Fact, value: FactValue | str, language: Language) -> str:
    """Spell a told fact."""
    label = fact.label.get(language)
    if value is True:
        return label
    if value is False:
        return _say("not", language).format(label=label)
    if isinstance(value, str):
        return f"{label}: {_say('unsure', language)}"
    if fact.type == "percent":
        return label + percent(value, language)
    return f"{label}: {value.bound if isinstance(value, Below) else value}"


def _head(
    verdict: CheckedVerdict, criterion: Criterion | None, language: Language, named: str | None
) -> list[str]:
    mark, words = MARKS[verdict.result], RESULTS[verdict.result]
    about = f" · {_name(criterion, language)}" if criterion else ""
    found = [f"**{_say('result', language)}** {mark} {words.get(language)}{about}"]
    if named and verdict.approach and named != verdict.approach:
        found.append(_say("other", language).format(named=named, fits=verdict.approach))
    results = [each.result for each in verdict.checks]
    counts = (f"{mark} {words.get(language)} {results.count(name)}" for name, (mark, words) in CHECKS.items())  # type: ignore[arg-type]
    return [*found, f"**{_say('checks', language)}** {' · '.join(counts)}"]


def _told(told: Told, rulepack: Rulepack, language: Language) -> list[str]:
    facts = [spelt(fact, told[name], language) for name, fact in rulepack.facts.items() if name in told]
    return _listed("told", facts, language) if facts else []


def _check(
    check: Check, attach: Localized | None, citations: list[Citation], language: Language
) -> list[str]:
    mark, words = CHECKS[check.result]
    lines = []
    if check.reason:
        lines.append(f"- **{_say('reason', language)}** {_plain(check.reason)}")
    if attach:
        lines.append(f"- **{_say('attach', language)}** ☐ {_plain(attach.get(language))}")
    for each in citations:
        place = f"{_plain(each.document_title)} · `{each.document_id}/{each.anchor}`"
        lines.append(f"- **{_say('source', language)}** {place} ({_say(each.source, language)})")
        lines.append(f"\n  > {_plain(each.quote)}\n")
    return [f"### {mark} {words.get(language)} · {_plain(check.label)}", "\n".join(lines).rstrip()]


def _name(criterion: Criterion | None, language: Language) -> str:
    if criterion is None:
        return ""
    return _say("approach", language).format(number=criterion.approach, title=criterion.title.get(language))


def _listed(title: str, items: Iterable[str], language: Language) -> list[str]:
    return [f"## {_say(title, language)}", "\n".join(f"- {_plain(each)}" for each in items)]


def _say(name: str, language: Language) -> str:
    return _WORDS[name].get(language)


def _plain(text: str) -> str:
    """Return text that Markdown shows as it is: a line, with its markup characters escaped."""
    return _MARKUP.sub(lambda found: f"\\{found[0]}", " ".join(text.split()))
