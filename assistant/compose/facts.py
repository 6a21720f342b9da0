"""What a reply carries for a person to click: the facts understood, and the next questions with their answers."""

from collections.abc import Mapping

from assistant.compose.verdict import questions, spelt
from assistant.conversations import ToldFact
from assistant.interview import KIND, KIND_QUESTION, kinds
from assistant.replies import Asked, Choice, ReadFact
from assistant.rules.decide import Decision
from assistant.rules.facts import DOUBTFUL, UNSURE
from assistant.rules.rulepack import Rulepack
from corpus.passages import Language, Localized

PICKED = Localized(th="เลือกตอบ", en="picked")
"""Stands for the person's own words where a fact was clicked and not typed."""

_YES = Localized(th="ใช่", en="Yes")
_NO = Localized(th="ไม่ใช่", en="No")
_UNSURE = Localized(th="ไม่ทราบ", en="Not sure")


def read_facts(told: Mapping[str, ToldFact], rulepack: Rulepack, language: Language) -> tuple[ReadFact, ...]:
    """Return the facts of a conversation, in the order in which they were told."""
    return tuple(
        ReadFact(
            fact=name,
            type=rulepack.facts[name].type,
            label=rulepack.facts[name].label.get(language),
            value=each.told if isinstance(each.told, bool) else str(each.told),
            text=spelt(rulepack.facts[name], each, language),
            words=each.words,
        )
        for name, each in told.items()
    )


def asked(
    decision: Decision, told: Mapping[str, ToldFact], rulepack: Rulepack, language: Language
) -> tuple[Asked, ...]:
    """Return the questions to put next: those that the answer asks, or what else the criteria wait for.

    Nothing is asked where the project fails, or twice. Where the kind of project is open, that is asked alone.
    """
    if decision.result == "does_not_qualify":
        return ()
    if not decision.approach and not decision.candidates:
        choices = tuple(
            Choice(label=rulepack.facts[name].label.get(language), facts={name: True})
            for name in kinds(rulepack)
            if name not in told
        )
        return (Asked(fact=None, type="choice", question=KIND_QUESTION.get(language), choices=choices),)
    open_ = tuple(name for name in decision.missing if _open(name, told, rulepack))
    wanted = questions(decision) or open_[:1]
    return tuple(_asked(name, rulepack, language) for name in wanted if name in open_)


def _open(name: str, told: Mapping[str, ToldFact], rulepack: Rulepack) -> bool:
    untold = name not in told or told[name].told == DOUBTFUL
    return untold and rulepack.facts[name].group != KIND


def _asked(name: str, rulepack: Rulepack, language: Language) -> Asked:
    fact = rulepack.facts[name]
    unsure = Choice(label=_UNSURE.get(language), facts={name: UNSURE})
    yes, no = (
        Choice(label=label.get(language), facts={name: value})
        for label, value in ((_YES, True), (_NO, False))
    )
    choices = (yes, no, unsure) if fact.type == "bool" else (unsure,)
    return Asked(fact=name, type=fact.type, question=fact.question.get(language), choices=choices)
