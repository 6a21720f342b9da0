"""Described projects whose verdict is known, made from wordings that are independent of what the reader knows.

Each wording belongs to one split for good, and a project is made of wordings of one split only: `dev`, on which the
reader is improved and trained; `test`, other wordings of the first author's; `unseen`, the wordings of authors whose
every word is held back. The truth comes from what the project was made to tell, by the table of `truth`, not from the
assistant.
"""

import argparse
import hashlib
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from assistant.conversations import TransientConversations
from assistant.pipeline import Assistant
from assistant.replies import Reply
from corpus.store.store import Store

DATA = Path(__file__).parent / "datasets" / "projects"
HELD_BACK = ("unseen", "unheard")
"""The authors whose wordings nothing is trained on or improved by."""

Language = Literal["th", "en"]
Result = Literal["conditional", "does_not_qualify", "needs_information"]
Split = Literal["dev", "test", "unseen"]
SPLITS: tuple[Split, ...] = ("dev", "test", "unseen")
Pool = Mapping[tuple[str, str, Language], Sequence[str]]
"""Wordings by topic, value and language."""
Told = Mapping[str, str]
"""What a project tells: topic and value, as the wordings name them. `approach` is a topic too: named outright."""


@dataclass(frozen=True)
class Project:
    """A project as it is told, in one or more turns, and the verdict that the last turn must bring."""

    id: str
    language: Language
    turns: tuple[str, ...]
    result: Result
    approach: str | None
    split: Split


def split_of(author: str, wording: str) -> Split:
    """Return the split that a wording belongs to; the first author's own text decides between `dev` and `test`."""
    if author in HELD_BACK:
        return "unseen"
    tested = author == "first" and not hashlib.sha256(wording.encode()).digest()[0] & 1
    return "test" if tested else "dev"


@dataclass(frozen=True)
class Wording:
    """Words for a value of a topic, by an author; a pattern stands for many (see `expand`)."""

    author: str
    topic: str
    value: str
    language: Language
    text: str

    @property
    def split(self) -> Split:
        """The split that it belongs to."""
        return split_of(self.author, self.text)


@cache
def wordings() -> tuple[Wording, ...]:
    """Return all wordings: a file an author, by topic, value and language.

    What two authors say in the same words belongs to the split that is held back most.
    """
    found = [
        Wording(path.stem, topic, value, language, text)
        for path in sorted(DATA.glob("*.yaml"))
        for topic, values in yaml.safe_load(path.read_text(encoding="utf-8")).items()
        for value, languages in values.items()
        for language, texts in languages.items()
        for text in texts
    ]
    kept: dict[str, Wording] = {}
    for each in sorted(found, key=lambda one: -SPLITS.index(one.split)):
        kept.setdefault(bare(each.text), each)
    return tuple(kept.values())


def bare(text: str) -> str:
    """Return a text without what does not tell it from another: spaces and the case of letters."""
    return "".join(text.lower().split())


_ALTERNATIVES = re.compile(r"\[([^\[\]]*)\]")


def expand(pattern: str, rng: random.Random) -> str:
    """Return one of the texts that a pattern stands for: of `[a|b|c]`, which may be nested, one alternative."""
    while "[" in pattern:
        pattern = _ALTERNATIVES.sub(lambda found: rng.choice(found[1].split("|")), pattern)
    return pattern


def pool(chosen: Iterable[Wording]) -> Pool:
    """Return wordings by what they tell."""
    found: dict[tuple[str, str, Language], list[str]] = {}
    for each in chosen:
        found.setdefault((each.topic, each.value, each.language), []).append(each.text)
    return found


# -- the truth -------------------------------------------------------------------------------------------------------

_APPROACH = {
    "training": "1.1",
    "infrastructure": "1.2",
    "cloud": "1.3",
    "platform": "2.1",
    "system": "2.1",
    "ai_staff": "2.2",
    "service": "3.1",
    "ai_citizens": "3.2",
}
_NEEDED: dict[str, dict[str, tuple[str, ...]]] = {
    "1.1": {"trainees": ("yes",), "curriculum": ("yes",)},
    "1.2": {"reach": ("shared", "free")},
    "1.3": {"cloud_first": ("yes",)},
    "2.1": {"reach": ("shared", "free"), "security": ("high",)},
    "2.2": {"saving": ("meets",)},
    "3.1": {"focus": ("yes",), "delivery": ("one_stop", "integrated"), "portal": ("yes",)},
    "3.2": {"saving": ("meets",)},
}
"""What an approach names is met only when told."""

_FAILING: dict[str, dict[str, tuple[str, ...]]] = {
    "1.1": {"trainees": ("no",), "curriculum": ("no", "other")},
    "1.2": {"reach": ("in_house",), "narrow": ("yes",), "maintenance": ("yes",)},
    "1.3": {"cloud_first": ("no",)},
    "2.1": {"reach": ("in_house",), "security": ("low",), "narrow": ("yes",), "maintenance": ("yes",)},
    "2.2": {"saving": ("misses",), "benefit": ("unstated",)},
    "3.1": {"focus": ("no",), "delivery": ("cannot",), "portal": ("no",), "own_only": ("yes",)},
    "3.2": {"saving": ("misses",), "benefit": ("unstated",)},
}
"""An exclusion holds when told; what an approach names and is told to be missing fails."""

_FAILING_ANY = {"funding": ("duplicate",), "strategy": ("no",)}
_ONE_AGENCY_MAY = ("1.3", "2.2", "3.2")


def truth(told: Told) -> tuple[Result, str | None]:
    """Return the verdict and the approach of a project that tells this and nothing else.

    A single agency fails section 16, except where a form of integration admits it: AI, cloud, or a free shared service.
    """
    approach = told.get("approach") or _APPROACH.get(told.get("kind", ""))
    if told.get("kind") == "system" and told.get("reach") not in ("in_house", "shared", "free"):
        approach = None
    admitted = approach in _ONE_AGENCY_MAY or told.get("reach") == "free"
    if _any(told, _FAILING_ANY) or (told.get("agencies") == "one" and not admitted):
        return "does_not_qualify", approach
    if approach is None:
        return "needs_information", None
    if _any(told, _FAILING[approach]):
        return "does_not_qualify", approach
    if all(told.get(topic) in values for topic, values in _NEEDED[approach].items()):
        return "conditional", approach
    return "needs_information", approach


def _any(told: Told, values: Mapping[str, tuple[str, ...]]) -> bool:
    return any(told.get(topic) in each for topic, each in values.items())


# -- figures ---------------------------------------------------------------------------------------------------------

_TENS_TH = {10: "สิบ", 15: "สิบห้า", 20: "ยี่สิบ", 25: "ยี่สิบห้า", 30: "สามสิบ", 40: "สี่สิบ", 12: "สิบสอง"}
_TENS_EN = {
    10: "ten",
    15: "fifteen",
    20: "twenty",
    25: "twenty-five",
    30: "thirty",
    40: "forty",
    12: "twelve",
}
_FEW_TH = {3: "สาม", 5: "ห้า", 7: "เจ็ด", 8: "แปด", 9: "เก้า"}
_FEW_EN = {3: "three", 5: "five", 7: "seven", 8: "eight", 9: "nine"}
_MEETING = ("10", "12", "15", "18", "20", "25", "30", "35", "40", "60", "10.5", "12.5")
_MISSING = ("2", "3", "4", "5", "6", "7", "8", "9", "9.5", "9.9")
_PAIRS = {
    "minutes": {
        "meets": ((60, 45), (30, 10), (120, 90), (50, 45)),
        "misses": ((60, 56), (30, 28), (120, 110)),
    },
    "days": {"meets": ((30, 15), (15, 5), (7, 3), (20, 18)), "misses": ((30, 28), (15, 14), (60, 55))},
    "baht": {
        "meets": ((1_000_000, 800_000), (500, 350), (2_500_000, 2_000_000), (1_200, 900)),
        "misses": ((1_000_000, 950_000), (500, 480), (2_500_000, 2_400_000)),
    },
    "steps": {"meets": ((12, 5), (8, 6), (10, 9), (20, 12)), "misses": ((12, 11), (20, 19), (15, 14))},
}
FORMS = {
    "meets": ("percent", "left", "minutes", "days", "baht", "steps", "words", "share", "above", "two"),
    "misses": (
        "percent",
        "left",
        "minutes",
        "days",
        "baht",
        "steps",
        "words",
        "below",
        "two",
        "more",
        "none",
    ),
    "unsure": ("unsure",),
}


def slots_for(form: str, value: str, language: Language, rng: random.Random) -> dict[str, str]:
    """Return figures that make a saving of this form meet or miss the threshold of 10 %."""
    meets = value == "meets"
    if form in _PAIRS:
        before, after = rng.choice(_PAIRS[form][value])
        return {"a": f"{before:,}", "b": f"{after:,}"}
    if form == "left":
        return {"q": rng.choice(("40", "55", "70", "80", "90") if meets else ("91", "92", "94", "95", "97"))}
    if form == "words":
        words = (
            (_TENS_TH if language == "th" else _TENS_EN)
            if meets
            else (_FEW_TH if language == "th" else _FEW_EN)
        )
        return {"w": rng.choice(list(words.values()))}
    if form == "below":
        return {"p": rng.choice(("10", "10", "5", "8"))}
    if form == "two":
        pair = [rng.choice(_MISSING), rng.choice(_MEETING if meets else _MISSING)]
        rng.shuffle(pair)
        return {"p": pair[0], "r": pair[1]}
    if form == "more":
        return {"p": rng.choice(_MEETING)}
    return {"p": rng.choice(_MEETING if meets else _MISSING)}


# -- what a project tells --------------------------------------------------------------------------------------------

_UNSURE = ("reach", "security", "curriculum", "trainees", "cloud_first", "focus", "portal", "saving")
_ASIDE = (("background", "stated"), ("funding", "clear"), ("agencies", "many"), ("strategy", "yes"))


def _plan(rng: random.Random) -> dict[str, str]:
    """Return what a project tells: all that its approach needs, or a part, or something that fails."""
    kind = rng.choice([*_APPROACH, "ai_staff", "ai_citizens", "ai_unsaid", "nameless"])
    if kind in ("ai_unsaid", "nameless"):
        told = {"kind": kind}
        if kind == "nameless":
            told |= {"funding": "duplicate"} if rng.random() < 0.5 else {}
        return told | _aside(rng, told)
    approach = _APPROACH[kind]
    needed = {topic: rng.choice(values) for topic, values in _NEEDED[approach].items()}
    told = {"approach": approach} if rng.random() < 0.08 and kind != "system" else {"kind": kind}
    mode = rng.choice(("met", "met", "failing", "failing", "missing", "missing", "general"))
    if mode == "missing":
        needed = _lacking(needed, rng)
    elif mode == "failing":
        topic = rng.choice(list(_FAILING[approach]))
        needed = {each: value for each, value in needed.items() if rng.random() < 0.5}
        if topic in ("benefit", "own_only"):
            needed = {}
        needed[topic] = rng.choice(_FAILING[approach][topic])
    elif mode == "general":
        topic, value = rng.choice(
            (("agencies", "one"), ("agencies", "one"), ("funding", "duplicate"), ("strategy", "no"))
        )
        needed[topic] = value
    told |= needed
    if kind == "system" and told.get("reach") not in ("in_house", "shared", "free"):
        told["reach"] = "in_house"
    if kind in ("cloud", "ai_staff") and rng.random() < 0.3:
        told["reach"] = rng.choice(("in_house", "shared"))
    return told | _aside(rng, told)


def _lacking(needed: dict[str, str], rng: random.Random) -> dict[str, str]:
    lost = rng.choice(list(needed))
    kept = {each: value for each, value in needed.items() if each != lost and rng.random() < 0.8}
    if lost in _UNSURE and rng.random() < 0.6:
        kept[lost] = rng.choice(("unsure", "not_in_house")) if lost == "reach" else "unsure"
    return kept


def _aside(rng: random.Random, told: Told) -> dict[str, str]:
    return {topic: value for topic, value in _ASIDE if topic not in told and rng.random() < 0.15}


# -- how it is told --------------------------------------------------------------------------------------------------

_JOINTS: dict[Language, tuple[str, ...]] = {
    "th": (" ", " ", " และ", " แล้วก็", ", ", "\n", " ทั้งนี้ "),
    "en": (". ", ". ", ". ", "; ", ".\n", " - "),
}


def _say(topic: str, value: str, language: Language, texts: Pool, rng: random.Random, **slots: str) -> str:
    return expand(rng.choice(texts[topic, value, language]), rng).format_map(slots)


def _clause(topic: str, told: Told, language: Language, texts: Pool, rng: random.Random) -> str:
    """Return words for one thing that the project tells."""
    value = told[topic]
    if topic == "kind":
        if value == "nameless":
            return _say("nameless", "stated", language, texts, rng)
        upkeep = "maintenance" in told and value in ("infrastructure", "platform")
        return _say("existing" if upkeep else "kind", value, language, texts, rng)
    if topic == "approach":
        return _say("outright", "named", language, texts, rng, approach=value)
    if topic == "saving":
        form = rng.choice(FORMS[value])
        return _say(topic, form, language, texts, rng, **slots_for(form, value, language, rng))
    if topic == "agencies":
        return _say(topic, value, language, texts, rng, n=str(rng.randint(2, 9)))
    return _say(topic, value, language, texts, rng)


def _ask(told: Told, language: Language, texts: Pool, rng: random.Random) -> str:
    approach = truth(told)[1]
    form = rng.choice(("plain", "plain", "plain", "named", "which"))
    if "approach" in told or approach is None or (form == "which" and told["kind"] == "system"):
        form = "plain"
    return _say("ask", form, language, texts, rng, approach=approach or "")


def _join(parts: Sequence[str], language: Language, rng: random.Random) -> str:
    """Return the parts as one text, in one manner of joining or another."""
    return rng.choice(_JOINTS[language]).join(parts)


def _beside(parts: Sequence[str], language: Language, rng: random.Random) -> str:
    """Return sentences that stand beside each other, such as a statement and a question."""
    gap = rng.choice((" ", " ", "\n"))
    text = parts[0]
    for part in parts[1:]:
        ended = language == "th" or text.endswith(("?", "."))
        text += (gap if ended else "." + gap) + part
    return text


def _turns(
    told: Told, language: Language, texts: Pool, rng: random.Random, extra: Sequence[str]
) -> list[str]:
    """Return the project in words: its kind first, the rest in any order, a question before or after."""
    clauses = [
        _clause(topic, told, language, texts, rng) for topic in told if topic not in ("kind", "approach")
    ]
    rng.shuffle(clauses)
    clauses.insert(0, _clause("kind" if "kind" in told else "approach", told, language, texts, rng))
    ask = _ask(told, language, texts, rng)
    if len(clauses) > 1 and told.get("kind") not in ("nameless", "system") and rng.random() < 0.2:
        cut = rng.randint(1, len(clauses) - 1)
        first, later = _join(clauses[:cut], language, rng), _join(clauses[cut:], language, rng)
        again = [ask] if rng.random() < 0.3 else []
        return [_beside([first, *extra, ask], language, rng), _beside([later, *again], language, rng)]
    text = _join(clauses, language, rng)
    parts = [ask, text, *extra] if rng.random() < 0.15 else [text, *extra, ask]
    return [_beside(parts, language, rng)]


# -- noise -----------------------------------------------------------------------------------------------------------

_MISSPELT: dict[Language, tuple[tuple[str, str], ...]] = {
    "th": (
        ("คลาวด์", "คราวด์"), ("แพลตฟอร์ม", "แพลทฟอร์ม"), ("เซิร์ฟเวอร์", "เซิฟเวอร์"), ("ปัญญาประดิษฐ์", "ปัญญาประดิษ"),
        ("ไหม", "มั้ย"), ("หรือไม่", "รึป่าว"), ("หรือเปล่า", "รึป่าว"), ("เปอร์เซ็นต์", "เปอเซ็น"), ("ค่าใช้จ่าย", "ค่าใช้จ่ายย"),
        ("เกณฑ์", "เกณ"), ("หน่วยงาน", "หน่วยงาาน"), ("โครงการ", "โคงการ"), ("อนุมัติ", "อนุมัต"), ("ข้าราชการ", "ข้าราชกาน"),
    ),
    "en": (
        ("government", "goverment"), ("infrastructure", "infrastucture"), ("eligible", "eligable"), ("agencies", "agencys"),
        ("curriculum", "curiculum"), ("maintenance", "maintainance"), ("artificial", "artifical"), ("n't", "nt"),
        ("platform", "plattform"), ("citizens", "citzens"), ("security", "securty"), ("secure", "secur"), ("I", "i"),
    ),
}  # fmt: skip
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_SPACE_AT_THAI = re.compile(r"(?<=[ก-๛]) (?=\S)|(?<=\S) (?=[ก-๛])")


def written(text: str, language: Language, manner: str) -> str:
    """Return the text as a hasty or an old-fashioned hand writes it."""
    if manner == "unspaced":
        return (
            _SPACE_AT_THAI.sub("", text) if language == "th" else text.replace(". ", ".").replace("; ", ";")
        )
    if manner == "spaced":
        return text.replace(" ", "  ")
    if manner == "digits":
        return text.translate(_THAI_DIGITS) if language == "th" else text.upper()
    if manner == "misspelt":
        for right, wrong in _MISSPELT[language]:
            text = text.replace(right, wrong)
        return text
    return text.lower()


def _project(texts: Pool, language: Language, rng: random.Random) -> tuple[tuple[str, ...], Told]:
    told = _plan(rng)
    noisy = rng.random() < 1 / 3
    extra = []
    if noisy and rng.random() < 0.5:
        extra.append(_say("noise", rng.choice(("authority", "order", "threshold")), language, texts, rng))
    turns = _turns(told, language, texts, rng, extra)
    if noisy and rng.random() < 0.5:
        turns[0] = _beside([_say("noise", "opening", language, texts, rng), turns[0]], language, rng)
        turns[-1] = _beside([turns[-1], _say("noise", "closing", language, texts, rng)], language, rng)
    if noisy:
        manners = rng.sample(("unspaced", "spaced", "digits", "misspelt", "lower"), rng.randint(1, 2))
        for manner in sorted(manners, reverse=True):
            turns = [written(turn, language, manner) for turn in turns]
    return tuple(turns), told


def generate(seed: int = 2569, each: int = 1500, splits: Sequence[Split] = SPLITS) -> list[Project]:
    """Return `each` projects of every split, two of three in Thai, the same for the same seed."""
    return [
        project
        for split in splits
        for project in described(split, pool(one for one in wordings() if one.split == split), each, seed)
    ]


def described(split: Split, texts: Pool, count: int, seed: int) -> Iterator[Project]:
    """Yield `count` different projects in these words."""
    rng = random.Random(f"{seed}/{split}")  # noqa: S311 -- a dataset, not a secret
    found: set[tuple[str, ...]] = set()
    while len(found) < count:
        language: Language = "en" if len(found) % 3 == 2 else "th"
        turns, told = _project(texts, language, rng)
        if turns not in found:
            found.add(turns)
            yield Project(f"{split}-{len(found):04}", language, turns, *truth(told), split)


# -- the run ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """What the assistant made of a project: the verdict, or the outcome where it gave none, and the facts it read."""

    project: Project
    got: str
    approach: str | None
    facts: Mapping[str, object]

    @property
    def right(self) -> bool:
        """Say whether the verdict is the known one."""
        return self.got == self.project.result

    @property
    def approach_right(self) -> bool:
        """Say whether the approach is the known one."""
        return self.approach == self.project.approach

    @property
    def wrongly_passed(self) -> bool:
        """Say whether a project that must not pass did."""
        return self.got in ("qualifies", "conditional") and not self.right


def ask(assistant: Assistant, conversations: TransientConversations, project: Project) -> Outcome:
    """Tell the assistant the project, turn by turn, and return what it came to."""
    conversation: str | None = None
    reply: Reply | None = None
    for turn in project.turns:
        reply = assistant.reply(turn, conversation)
        conversation = reply.conversation_id
    assert reply is not None  # noqa: S101 -- a project has a turn
    told = conversations.open(conversation, "").state.facts
    return Outcome(
        project,
        reply.verdict.result if reply.verdict else reply.outcome,
        reply.verdict.approach if reply.verdict else None,
        {name: each.value for name, each in told.items()},
    )


def report(outcomes: Sequence[Outcome]) -> str:
    """Return the figures: verdicts expected against got, shares right, and the wrong passes apart."""
    counts: Counter[tuple[str, str]] = Counter((each.project.result, each.got) for each in outcomes)
    results = ("conditional", "does_not_qualify", "needs_information")
    columns = (*results, *sorted({got for _, got in counts} - set(results)))
    lines = [f"{'expected / got':20}" + "".join(f"{each:>18}" for each in columns)]
    lines += [f"{row:20}" + "".join(f"{counts[row, each]:18}" for each in columns) for row in results]
    lines.append(_shares("all", outcomes))
    lines += [_shares(each, [o for o in outcomes if o.project.language == each]) for each in ("th", "en")]
    approaches = sorted({each.project.approach or "none" for each in outcomes})
    lines += [_shares(a, [o for o in outcomes if (o.project.approach or "none") == a]) for a in approaches]
    return "\n".join(lines)


def _shares(name: str, outcomes: Sequence[Outcome]) -> str:
    if not outcomes:
        return f"{name:5} no project"
    right = sum(each.right for each in outcomes) / len(outcomes)
    approach = sum(each.approach_right for each in outcomes) / len(outcomes)
    passed = sum(each.wrongly_passed for each in outcomes)
    return (
        f"{name:5} {len(outcomes):5} projects  verdict right {right:.1%}  "
        f"approach right {approach:.1%}  wrongly passed {passed}"
    )


@contextmanager
def _data_dir() -> Iterator[Path]:
    """Yield the data folder: the one that is set, or a fresh one with the shipped corpus in it."""
    if folder := os.environ.get("DGA_DATA_DIR"):
        yield Path(folder)
        return
    with tempfile.TemporaryDirectory() as made:
        dga = Path(sys.executable).with_name("dga")
        environment = os.environ | {"DGA_DATA_DIR": made}
        subprocess.run([dga, "ingest"], env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        yield Path(made)


def main() -> None:
    """Ask every project and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m evals.projects", description=main.__doc__)
    parser.add_argument("--split", choices=SPLITS)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--show-failures", type=int, default=0, metavar="K")
    chosen = parser.parse_args()
    splits = [chosen.split] if chosen.split else SPLITS
    projects = [each for split in splits for each in generate(splits=[split])[: chosen.limit]]
    with _data_dir() as folder:
        conversations = TransientConversations()
        assistant = Assistant(Store(folder), conversations)
        assistant.warm()
        started = time.perf_counter()
        outcomes = [ask(assistant, conversations, each) for each in projects]
        spent = (time.perf_counter() - started) / max(len(projects), 1)
    for split in splits:
        print(f"{split}\n{report([each for each in outcomes if each.project.split == split])}\n")
    print(f"{spent * 1000:.1f} ms a project")
    failed = [each for each in outcomes if not (each.right and each.approach_right)]
    failed.sort(key=lambda each: (not each.wrongly_passed, each.right))
    for each in failed[: chosen.show_failures]:
        print(f"\n{each.project.id}")
        print("\n".join(f"  | {line}" for turn in each.project.turns for line in turn.splitlines()))
        print(f"  expected {each.project.result} {each.project.approach}; got {each.got} {each.approach}")
        print(f"  read {dict(each.facts)}")


if __name__ == "__main__":
    main()
