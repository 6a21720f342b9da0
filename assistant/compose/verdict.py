"""The verdict in words: the result first, then the decisive reason, what is still missing, and what to do next."""

from collections.abc import Mapping

from assistant.cite import Citations
from assistant.conversations import ToldFact
from assistant.replies import Check, MissingFact, Verdict
from assistant.rules.decide import Checked, Decision
from assistant.rules.facts import DOUBTFUL, UNSURE, Below, Fact
from assistant.rules.reasons import percent
from assistant.rules.rulepack import Criterion, Rulepack
from corpus.passages import Language, Localized

RESULTS = {
    "qualifies": Localized(th="เข้าหลักเกณฑ์", en="Qualifies"),
    "conditional": Localized(
        th="เข้าหลักเกณฑ์ของแนวทาง แต่ยังมีเงื่อนไขที่ต้องแสดง",
        en="Meets the approach's criteria; conditions remain to be shown",
    ),
    "does_not_qualify": Localized(th="ไม่เข้าหลักเกณฑ์", en="Does not qualify"),
    "needs_information": Localized(
        th="ยังตัดสินไม่ได้ ต้องการข้อมูลเพิ่ม", en="Cannot be decided yet: more information needed"
    ),
}
"""Each result in words: the same in an answer, on the terminal and on a checklist."""
_PRELIMINARY = Localized(
    th="ผลนี้เป็นการตรวจเบื้องต้นตามหลักเกณฑ์ปีงบประมาณ พ.ศ. {year} มิใช่การอนุมัติ",
    en="This is a preliminary check against the criteria of fiscal year B.E. {year} ({ce}), not an approval.",
)
QUESTIONS_A_TURN = 2


def verdict_of(decision: Decision, rulepack: Rulepack, citations: Citations, language: Language) -> Verdict:
    """Return the verdict object; decisive checks are cited first so that they get the first numbers."""
    cited = {each.rule.id: _numbers(each, citations) for each in _by_weight(decision)}
    return Verdict(
        result=decision.result,
        approach=decision.approach.approach if decision.approach else None,
        checks=tuple(
            Check(
                rule_id=each.rule.id,
                label=each.rule.label.get(language),
                result=each.result,
                reason=each.reason.get(language),
                citations=cited[each.rule.id],
            )
            for each in decision.checks
        ),
        missing_facts=tuple(
            MissingFact(fact=name, question=rulepack.facts[name].question.get(language))
            for name in decision.missing
        ),
        rulepack=rulepack.id,
    )


def answer(
    decision: Decision,
    verdict: Verdict,
    rulepack: Rulepack,
    told: Mapping[str, ToldFact],
    citations: Citations,
    language: Language,
    before: str | None = None,
) -> str:
    """Return the answer as Markdown. `before`: the result of the case that this one is a 'what if' of."""
    cited = {each.rule_id: each.citations for each in verdict.checks}
    parts = [_headline(decision, cited, language)]
    parts += _compared(decision, before, language)
    parts += _other_approach(decision, language)
    parts += _reasons(decision, cited, citations, language)
    parts += _questions(decision, verdict, language)
    parts += _still_open(decision, cited, language)
    parts += _evidence(decision, language)
    parts += _next(decision, language)
    parts += _understood(told, rulepack.facts, language)
    year = rulepack.fiscal_year
    parts.append(f"_{_PRELIMINARY.get(language).format(year=year, ce=year - 543)}_")
    return "\n\n".join(parts)


def _by_weight(decision: Decision) -> list[Checked]:
    order = {"own": 2, "exclusion": 3, "duty": 4, "general": 5}

    def place(each: Checked) -> int:
        if each.result == "fail":  # what was told outright comes before what follows from it
            return 0 if "fail" in each.rule.because else 1
        return order[each.rule.kind]

    return sorted(decision.checks, key=place)


def _numbers(checked: Checked, citations: Citations) -> tuple[int, ...]:
    about = checked.rule.label.th
    if (checked.result == "fail" or checked.rule.kind == "exclusion") and "fail" in checked.rule.because:
        about = checked.rule.because["fail"].th
    cited = (citations.of_rule(each.anchor_id, each.words, about) for each in checked.rule.cite)
    return tuple(dict.fromkeys(cited))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _marks(numbers: tuple[int, ...]) -> str:
    return "".join(f" [{number}]" for number in numbers)


def _name(criterion: Criterion, language: Language) -> str:
    title = criterion.title.get(language)
    return (
        f"แนวทางที่ {criterion.approach} {title}"
        if language == "th"
        else f"approach {criterion.approach}, {title}"
    )


def _headline(decision: Decision, cited: Mapping[str, tuple[int, ...]], language: Language) -> str:
    result = RESULTS[decision.result].get(language)
    if decision.approach:
        name = _name(decision.approach, language)
        return f"**{result}** {name}" if language == "th" else f"**{result}**: {name}"
    if decision.result == "does_not_qualify":
        general = "หลักเกณฑ์ทั่วไปของแผนงาน" if language == "th" else "the plan's general criteria"
        return f"**{result}**: {general}"
    return f"**{result}**"


def _compared(decision: Decision, before: str | None, language: Language) -> list[str]:
    if before is None:
        return []
    was, is_now = RESULTS[before].get(language), RESULTS[decision.result].get(language)
    if before == decision.result:
        return [
            f"เทียบกับกรณีก่อนหน้า ผลไม่เปลี่ยน ({was})"
            if language == "th"
            else f"Compared with the case before: unchanged ({was})."
        ]
    if language == "th":
        return [f"เทียบกับกรณีก่อนหน้า ผลเปลี่ยนจาก “{was}” เป็น “{is_now}”"]
    return [f"Compared with the case before, the result changes from “{was}” to “{is_now}”."]


def _other_approach(decision: Decision, language: Language) -> list[str]:
    if decision.named and decision.approach:
        named, fits = decision.named.approach, decision.approach.approach
        if language == "th":
            return [
                f"โครงการตามที่แจ้งไม่ใช่ลักษณะของแนวทางที่ {named} แต่ตรงกับแนวทางที่ {fits} จึงตรวจตามแนวทางที่ {fits}"
            ]
        return [
            f"As told, the project is not of the kind of approach {named}; approach {fits} fits, so it was checked."
        ]
    if decision.approach and len(decision.candidates) > 1:
        names = ", ".join(each.approach or "" for each in decision.candidates)
        if language == "th":
            return [f"ยังไม่ชัดว่าเป็นแนวทางใดใน {names} แต่ไม่เข้าหลักเกณฑ์ทุกแนวทางดังกล่าว"]
        return [f"Which of approaches {names} is meant is open, but it meets the criteria of none of them."]
    return []


def _reasons(
    decision: Decision, cited: Mapping[str, tuple[int, ...]], citations: Citations, language: Language
) -> list[str]:
    """Return the reasons, and the words of the criterion that decides."""
    failed = [each for each in _by_weight(decision) if each.result == "fail"]
    shown = failed or [each for each in decision.checks if each.rule.kind == "own" and each.result == "pass"]
    if not shown:
        return []
    lead = "**เหตุผล**" if language == "th" else "**Why**"
    lines = [f"- {_sentence(each.reason.get(language))}{_marks(cited[each.rule.id])}" for each in shown]
    decisive = cited[shown[0].rule.id][0]
    quote = citations.all[decisive - 1].quote
    return ["\n".join([lead, "", *lines]), f"> {quote} [{decisive}]"]


def questions(decision: Decision) -> tuple[str, ...]:
    """Return the facts to ask for next: what decides most, and only where the approach's own criteria are open."""
    if decision.result != "needs_information":
        return ()
    own = {fact for each in decision.checks if each.rule.kind == "own" for fact in each.missing}
    own |= set(decision.doubtful)
    wanted = [fact for fact in decision.missing if fact in own or not decision.approach]
    return tuple(wanted[:QUESTIONS_A_TURN])


def _questions(decision: Decision, verdict: Verdict, language: Language) -> list[str]:
    asked = questions(decision)
    if not asked:
        return []
    lead = "**ขอทราบเพิ่ม**" if language == "th" else "**Please tell**"
    if not decision.approach and len(decision.candidates) > 1:
        names = (" หรือ " if language == "th" else " or ").join(
            _name(each, language) for each in decision.candidates
        )
        lead += f" (อาจเป็น{names})" if language == "th" else f" (it may be {names})"
    if not decision.approach and not decision.candidates:
        return [f"{lead}\n\n- {_KIND_QUESTION.get(language)}"]
    lines = [f"- {each.question}" for each in verdict.missing_facts if each.fact in asked]
    return ["\n".join([lead, "", *lines])]


_KIND_QUESTION = Localized(
    th="โครงการเป็นเรื่องใด เช่น อบรมบุคลากร โครงสร้างพื้นฐาน คลาวด์ แพลตฟอร์มหรือเครื่องมือดิจิทัล ระบบที่ใช้ AI หรือบริการประชาชน และใครเป็นผู้ใช้",
    en="What is the project about (training, infrastructure, cloud, a platform or tool, a system that uses AI, a service to "
    "citizens), and who will use it?",
)


def _still_open(decision: Decision, cited: Mapping[str, tuple[int, ...]], language: Language) -> list[str]:
    if decision.result not in {"conditional", "needs_information"} or not decision.approach:
        return []
    kinds = {"own", "duty", "general"} if decision.result == "conditional" else {"own"}
    waiting = [each for each in decision.checks if each.result == "unknown" and each.rule.kind in kinds]
    if not waiting:
        return []
    lead = "**ยังต้องแสดงให้ครบ**" if language == "th" else "**Still to be shown**"
    lines = []
    for each in waiting:
        note = f" ({each.reason.get(language)})" if "open" in each.rule.because and not each.missing else ""
        lines.append(f"- {_sentence(each.rule.label.get(language))}{note}{_marks(cited[each.rule.id])}")
    return ["\n".join([lead, "", *lines])]


def _evidence(decision: Decision, language: Language) -> list[str]:
    if (
        decision.result not in {"conditional", "qualifies"}
        or not decision.approach
        or not decision.approach.evidence
    ):
        return []
    items = " ".join(f"({n}) {each.get(language)}" for n, each in enumerate(decision.approach.evidence, 1))
    return [f"**หลักฐานที่ควรแสดง** {items}" if language == "th" else f"**Evidence to show**: {items}"]


def _next(decision: Decision, language: Language) -> list[str]:
    text = _NEXT.get(decision.result)
    return [text.get(language)] if text else []


_NEXT = {
    "does_not_qualify": Localized(
        th="**ควรทำต่อ** ปรับโครงการตามเหตุข้างต้นแล้วตรวจใหม่ หากข้อเท็จจริงต่างจากที่ระบบเข้าใจ โปรดแจ้งแก้ไข",
        en="**What to do next**: change what the reasons above name and check again. If the facts differ from what was "
        "understood, please correct them.",
    ),
    "conditional": Localized(
        th="**ควรทำต่อ** เตรียมเอกสารแสดงแต่ละข้อข้างต้นให้ครบก่อนเสนอโครงการ",
        en="**What to do next**: prepare the documents that show each point above before proposing the project.",
    ),
    "qualifies": Localized(
        th="**ควรทำต่อ** แนบหลักฐานของทุกข้อไปกับข้อเสนอโครงการ",
        en="**What to do next**: attach the evidence for every criterion to the proposal.",
    ),
}


def _understood(told: Mapping[str, ToldFact], facts: Mapping[str, Fact], language: Language) -> list[str]:
    """Show each fact with the words it was read from, so that a person can correct it."""
    if not told:
        return []
    shown = [f"{spelt(facts[name], value, language)} (“{value.words}”)" for name, value in told.items()]
    lead = "ระบบเข้าใจว่า: " if language == "th" else "Understood: "
    return [f"_{lead}{'; '.join(shown)}_"]


def spelt(fact: Fact, told: ToldFact, language: Language) -> str:
    """Say a fact as a person told it."""
    label, value = fact.label.get(language), told.told
    if value == DOUBTFUL:
        return f"{label}: {'ยังไม่แน่ชัด' if language == 'th' else 'not clear'}"
    if value == UNSURE:
        return f"{label}: {'ไม่ทราบ' if language == 'th' else 'not known'}"
    if isinstance(value, bool):
        return label if value else (f"ไม่ใช่: {label}" if language == "th" else f"not: {label}")
    if fact.type == "percent" and not isinstance(value, str):
        return label + percent(value, language)
    return f"{label}: {value.bound if isinstance(value, Below) else value}"
