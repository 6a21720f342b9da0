"""The interview: from what is told, the next question; from an answer in the person's own words, what is told next.

Pure values: nothing is read or printed here. A question is put once. An answer that cannot be read is asked for once
more, with what may be answered; after that it counts as unsure, and what is unsure is never asked again.
"""

import re
from dataclasses import dataclass, replace

from assistant.reading.reader import Stated, merge, read
from assistant.rules.decide import Checked, Decision, decide
from assistant.rules.facts import DOUBTFUL, UNSURE, Below, Fact, Told, complete
from assistant.rules.rulepack import Criterion, Rulepack
from assistant.rules.truth import Truth
from corpus.passages import Localized
from corpus.spelling import correct

KIND = "kind"
"""The name of the question about the kind of project, and of the group of facts that it settles."""
APPROACH = "approach"
"""The name of the question which of several approaches that fit is meant."""

_UNSURE = Localized(th="ไม่ทราบ", en="not sure")
_ANSWERS = (Localized(th="ใช่", en="yes"), Localized(th="ไม่ใช่", en="no"), _UNSURE)
_SHORT = {"y": "yes", "n": "no", "?": "ไม่ทราบ"}
_ALLOWED = {
    "bool": Localized(
        th="โปรดตอบ ใช่ ไม่ใช่ หรือ ไม่ทราบ (“ใช่” หมายถึง {label})",
        en="Please answer yes, no or not sure (“yes” means: {label}).",
    ),
    "percent": Localized(
        th="โปรดตอบเป็นร้อยละ เช่น 15% หรือก่อนและหลัง เช่น 3 วันเหลือ 1 วัน (ไม่ลดเลยตอบ 0) หรือ ไม่ทราบ",
        en="Please answer with a percentage, as in 15%, or with before and after, as in from 3 days to 1 day (0 for no "
        "cut at all), or not sure.",
    ),
    "count": Localized(
        th="โปรดตอบเป็นจำนวนเต็ม เช่น 2 หรือ ไม่ทราบ",
        en="Please answer with a whole number, as in 2, or not sure.",
    ),
    "choice": Localized(
        th="โปรดตอบด้วยหมายเลขของตัวเลือก หรือด้วยถ้อยคำของท่านเอง หรือ ไม่ทราบ",
        en="Please answer with the number of a choice, or in your own words, or not sure.",
    ),
}
_FIRST_WORD = re.compile(r"\s*(?P<word>[^\s,;.]+)[\s,;.]+(?P<rest>\S.*)", re.DOTALL)
_HEDGED = re.compile(
    r"ไม่|แต่|ยัง|ยกเว้น|เว้น|บาง|อาจ|\b(?:not|but|except|yet|some|partly|maybe|unless)\b|n['’]t\b", re.IGNORECASE
)
"""More than a plain yes or no: such an answer is asked for again instead of guessed at."""
KIND_QUESTION = Localized(th="โครงการของท่านเป็นโครงการลักษณะใด", en="What kind of project is it?")
_APPROACH_QUESTION = Localized(
    th="โครงการตรงกับลักษณะของหลายแนวทาง ประสงค์จะขอตามแนวทางใด",
    en="The project fits several approaches. Under which one is it to be proposed?",
)
_CONFIRM = Localized(th="ยืนยันได้หรือไม่ว่า{label}", en="Can you confirm that {label}?")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked next. `name`: the fact asked for, `KIND` or `APPROACH`; `again`: the last answer could not be read.

    `choices` are the answers that may be picked: by number where `numbered`, else as the words themselves.
    """

    name: str
    text: Localized
    choices: tuple[Localized, ...]
    allowed: Localized
    numbered: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class Interview:
    """Where an interview stands. `named`: the approach that the person named; `asked`: the questions put so far."""

    rulepack: Rulepack
    told: Told
    named: str | None = None
    asked: tuple[str, ...] = ()
    again: bool = False

    @property
    def decision(self) -> Decision:
        """What the rules find on the facts told so far."""
        return decide(self.rulepack, self.told, self.named)

    @property
    def question(self) -> Question | None:
        """The next question; `None` where all is decided, or nothing is left to ask."""
        if self.again:
            return replace(self._put(self.asked[-1]), again=True)
        name = self._next()
        return self._put(name) if name else None

    def answer(self, message: str) -> "Interview":
        """Return the interview after an answer to its question."""
        if self.question is None:
            raise ValueError("there is no question to answer")
        message = correct(message).meant
        name = self.question.name
        asked = self.asked if self.again else (*self.asked, name)
        told, named = self._read(message, name)
        after = replace(self, told=told, named=named, asked=asked, again=False)
        if after._settled(name):
            return after
        if self.again or self._unsure(message):
            return replace(after, told=after._with_unsure(name))
        return replace(after, again=True)

    def _next(self) -> str | None:
        decision = self.decision
        if decision.result == "does_not_qualify":
            return self._exception(decision)
        if decision.approach is None and KIND not in self.asked and not decision.candidates:
            return KIND
        if APPROACH not in self.asked and len(self._surely(decision)) > 1:
            return APPROACH
        return next((name for name in decision.missing if self._open(name)), None)

    def _open(self, name: str) -> bool:
        """Say whether a fact may be asked for: not put before, not told, and no part of the question of the kind."""
        untold = self.told.get(name, DOUBTFUL) == DOUBTFUL
        return name not in self.asked and untold and self.rulepack.facts[name].group != KIND

    def _surely(self, decision: Decision) -> tuple[Criterion, ...]:
        """Return the approaches that are told apart by nothing but the person's choice."""
        if decision.approach is not None:
            return ()
        known = complete(self.rulepack.facts, self.told)
        return tuple(
            each
            for each in decision.candidates
            if each.fits and each.fits.evaluate(known).truth is Truth.TRUE
        )

    def _exception(self, decision: Decision) -> str | None:
        """Return an exception that holds only when told, where without it alone the project fails."""
        failed = [each for each in decision.checks if each.result == "fail"]
        found = [self._saving(each, decision) for each in failed]
        return found[0] if found and all(found) else None

    def _saving(self, failed: Checked, decision: Decision) -> str | None:
        if failed.rule.kind == "exclusion":
            return None
        known = complete(self.rulepack.facts, self.told)
        for name in failed.rule.require.facts():
            fact = self.rulepack.facts[name]
            contrary = any(known.get(each) not in (None, value) for each, value in fact.implies.items())
            if fact.untold is not False or contrary or not self._open(name):
                continue
            other = decide(self.rulepack, {**self.told, name: True}, self.named)
            if any(each.rule is failed.rule and each.result != "fail" for each in other.checks):
                return name
        return None

    def _put(self, name: str) -> Question:
        if name == KIND:
            labels = tuple(self.rulepack.facts[each].label for each in kinds(self.rulepack))
            return Question(name, KIND_QUESTION, labels, _ALLOWED["choice"], numbered=True)
        if name == APPROACH:
            titles = tuple(
                Localized(
                    th=f"แนวทางที่ {each.approach} {each.title.th}",
                    en=f"Approach {each.approach}, {each.title.en}",
                )
                for each in self._surely(self.decision)
            )
            return Question(name, _APPROACH_QUESTION, titles, _ALLOWED["choice"], numbered=True)
        fact = self.rulepack.facts[name]
        # An exception is put by its label, so that 'yes' says that it holds.
        text = _CONFIRM if fact.untold is False else fact.question
        choices = _ANSWERS if fact.type == "bool" else (_UNSURE,)
        return Question(name, _filled(text, fact), choices, _filled(_ALLOWED[fact.type], fact))

    def _read(self, message: str, name: str) -> tuple[Told, str | None]:
        message = _SHORT.get(message.strip().casefold(), message)
        if name == KIND:
            choices = kinds(self.rulepack)
            if picked := _picked(message, len(choices)):
                return {**self.told, **{choices[each]: True for each in picked}}, self.named
        elif name == APPROACH:
            surely = self._surely(self.decision)
            picked = _picked(message, len(surely))
            meant = [
                each for n, each in enumerate(surely) if n in picked or (each.approach or "-") in message
            ]
            if len(meant) == 1:
                return self.told, meant[0].approach
        return merge(self.told, _stated(message, self.rulepack, name), self.rulepack), self.named

    def _unsure(self, message: str) -> bool:
        """Say whether the person cannot say; the reader knows the words, whichever fact is asked for."""
        some = next(iter(self.rulepack.facts))
        message = _SHORT.get(message.strip().casefold(), message)
        return any(each.value == UNSURE for each in read(message, self.rulepack, asked=(some,)))

    def _settled(self, name: str) -> bool:
        """Say whether a question has its answer, be it that the person is unsure."""
        decision = self.decision
        if name == KIND:
            return bool(decision.approach or decision.candidates) or decision.result == "does_not_qualify"
        if name == APPROACH:
            return len(self._surely(decision)) < 2
        value = self.told.get(name)
        if value not in (None, DOUBTFUL) and not isinstance(value, Below):
            return True
        return self.rulepack.facts[name].untold is None and name not in decision.missing

    def _with_unsure(self, name: str) -> Told:
        facts = [each for each in self.rulepack.facts if name in (each, self.rulepack.asks(each))]
        return {**self.told, **{each: UNSURE for each in facts if self.told.get(each, DOUBTFUL) == DOUBTFUL}}


def begin(rulepack: Rulepack, told: Told | None = None, named: str | None = None) -> Interview:
    """Return an interview that starts from what is told already."""
    return Interview(rulepack, dict(told or {}), named)


def kinds(rulepack: Rulepack) -> tuple[str, ...]:
    """Return the facts that say of what kind a project is, each of them enough to begin with."""
    grouped = [name for name, fact in rulepack.facts.items() if fact.group == KIND]
    others = [each.assumes[0] for each in rulepack.approaches.values() if each.assumes]
    return tuple(dict.fromkeys([*grouped, *others]))


def _stated(message: str, rulepack: Rulepack, name: str) -> tuple[Stated, ...]:
    """Read an answer; a yes or no may come first, with more after it: 'ไม่มี ใช้ในหน่วยงานเดียว'."""
    if name not in rulepack.facts:
        return read(message, rulepack)
    found = read(message, rulepack, asked=(name,))
    begun = _FIRST_WORD.match(message)
    if any(each.fact == name for each in found) or begun is None or _HEDGED.search(begun["rest"]):
        return found
    answer = [each for each in read(begun["word"], rulepack, asked=(name,)) if isinstance(each.value, bool)]
    if not any(each.fact == name for each in answer):
        return found
    more = (each for each in read(begun["rest"], rulepack) if each.fact != name)
    return (*more, *answer)


def _filled(text: Localized, fact: Fact) -> Localized:
    return Localized(th=text.th.format(label=fact.label.th), en=text.en.format(label=fact.label.en))


def _picked(message: str, choices: int) -> tuple[int, ...]:
    """Return the indices of the choices picked by number: '6', '๖', '4 และ 6'; none where it says anything else."""
    if not re.fullmatch(r"\s*(?:ข้อ)?\s*\d(?:[\s,]|และ|กับ|and|ข้อ|\d)*\s*", message):
        return ()
    numbers = [int(each) for each in re.findall(r"\d+", message)]
    return (
        tuple(dict.fromkeys(each - 1 for each in numbers)) if all(1 <= n <= choices for n in numbers) else ()
    )
