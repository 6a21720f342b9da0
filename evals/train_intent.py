"""Train the weights of `assistant/models/intent`: whether a message wants a verdict, or what the documents say.

`python -m evals.train_intent` writes them anew, the same ones each time. Learnt on messages whose intent is known: the
described projects of the split `dev` want a verdict, also what is told in a second turn; the questions on the corpus
(`datasets/answers`, development, and `retrieval.jsonl`) do not, asked at first or while a project is being checked; the
suite's development cases want what they expect; and `datasets/intents`, by hand, what each line says. The test splits are
only measured on.
"""

import hashlib
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant import intent
from assistant.conversations import State
from assistant.intent import MODEL, Values, evidence
from assistant.provisions import Provisions
from assistant.reading.reader import read
from assistant.reading.script import script
from assistant.rules.rulepack import load
from corpus.passages import Value
from corpus.spelling import correct
from evals import cases
from evals.abstention import asked
from evals.projects import Split, expand, generate, wordings
from evals.shipped import DATASETS, ingested, questions

PENALTY = 0.03
"""Weight of the squared weights, against the mean loss."""
PROJECTS = 1200
CHECKING = 0.25
"""Share of the questions that are put while a project is being checked."""
LATER, LATER_TURNS = 2570, 600
"""Seed and number of second turns of described projects."""
BRIEF = 500
"""Brief projects."""
SUPPOSED = 0.3
"""Share of them that is put as a supposition."""
_SUPPOSED: Mapping[str, Sequence[str]] = {
    "th": (
        "แล้วถ้า{}ล่ะ",
        "ถ้า{}",
        "งั้นถ้า{}ล่ะครับ",
        "แล้วถ้าเป็นว่า {} ล่ะคะ",
        "ลืมบอกไปว่า{}",
        "ขอแก้ไขครับ {}",
        "จริง ๆ แล้ว{}",
    ),
    "en": ("And if {}?", "What if {}?", "Suppose {}", "Sorry, I forgot to say: {}", "Correction: {}"),
}

Wanted = Literal["verdict", "fact", "smalltalk"]


class Line(Value):
    """A message whose intent is known. `before`: what was said before it, where it is a second turn."""

    id: str
    lang: Literal["th", "en"]
    message: str
    intent: Wanted
    before: str | None = None
    why: str | None = None

    @property
    def split(self) -> Literal["development", "test"]:
        """The split, by a hash of the id: one of four is for testing alone."""
        return "development" if hashlib.sha256(self.id.encode()).digest()[0] % 4 else "test"


class Example(NamedTuple):
    """A message to learn from: whether it wants a verdict, and where it is from."""

    message: str
    verdict: bool
    source: str
    checking: bool = False


def written(author: str) -> list[Line]:
    """Return the lines of an author of `datasets/intents`."""
    text = (DATASETS / "intents" / f"{author}.jsonl").read_text(encoding="utf-8")
    return [Line.model_validate_json(line) for line in text.splitlines() if line.strip()]


def authors() -> list[str]:
    """Return the authors of `datasets/intents`."""
    return sorted(path.stem for path in (DATASETS / "intents").glob("*.jsonl"))


def examples(split: Literal["development", "test"]) -> Iterator[Example]:
    """Yield what to learn from, or what to measure on."""
    rng = random.Random(2569)  # noqa: S311 - a data set, not a secret
    development = split == "development"
    for author in authors():
        for line in written(author):
            if line.split == split and line.intent != "smalltalk":
                yield Example(line.message, line.intent == "verdict", f"intents {author}", bool(line.before))
    of_projects: Split = "dev" if development else "unseen"
    for project in generate(each=PROJECTS if development else 300, splits=[of_projects]):
        yield Example(project.turns[0], True, "projects")
    for brief in _brief(of_projects, rng):
        yield Example(brief, True, "brief projects")
    for later in _later(split, rng):
        yield Example(later, True, "later turns", checking=True)
    for question in asked(split):
        yield Example(question.question, False, "questions", rng.random() < CHECKING)
    if development:
        for own in questions():
            yield Example(own.question, False, "questions", rng.random() < CHECKING)
    for case in cases.read():
        wants = (
            {"verdict" in case.outcome} if set(case.outcome) <= {"verdict", "answer", "no_answer"} else set()
        )
        if case.split == split and len(case.turns) == 1 and len(wants) == 1:
            yield Example(case.turns[0], wants.pop(), "cases")


def _brief(split: Split, rng: random.Random) -> Iterator[str]:
    """Yield projects told in a clause or two with a plain question, as people put them most of all."""
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in wordings():
        if one.split == split and one.topic in ("kind", "reach", "security", "delivery", "ask"):
            said[one.topic if one.topic != "ask" else f"ask/{one.value}", one.language].append(one.text)
    for number in range(BRIEF):
        language = "en" if number % 3 == 2 else "th"
        more = [rng.choice(said[rng.choice(("reach", "security", "delivery")), language])] * (number % 2)
        clauses = [rng.choice(said["kind", language]), *more]
        ask = expand(rng.choice(said["ask/plain", language]), rng)
        yield f"{' '.join(expand(each, rng) for each in clauses)}{' ' if language == 'th' else '. '}{ask}"


def _later(split: Literal["development", "test"], rng: random.Random) -> Iterator[str]:
    """Yield what is told of a project in a second turn, as it is or as a supposition."""
    projects = generate(seed=LATER, each=4000, splits=["dev" if split == "development" else "unseen"])
    told = [(each.language, each.turns[1]) for each in projects if len(each.turns) > 1]
    for language, turn in told[: LATER_TURNS if split == "development" else 200]:
        short = turn if len(turn) < 200 else turn[: turn.rfind(" ", 0, 200)]
        yield rng.choice(_SUPPOSED[language]).format(short) if rng.random() < SUPPOSED else short


class Reader:
    """Turns messages into evidence, over the shipped corpus."""

    def __init__(self, provisions: Provisions) -> None:
        self._provisions = provisions
        self._rulepack = load()

    def evidence(self, example: Example) -> Values:
        """Return the evidence of an example."""
        message = correct(example.message)
        named = self._provisions.read(message.text)
        state = State(checking=example.checking)
        stated = read(message, self._rulepack, state.asked)
        plain = script(message.text).plain
        return evidence(message.text, plain, stated, named, self._rulepack, checking=example.checking)


def learn(rows: Values, wanted: NDArray[np.bool_], weights: Values) -> tuple[Values, float]:
    """Return the likeliest weights and bias (L-BFGS); `weights`: how much each row counts."""
    signs = np.where(wanted, 1.0, -1.0)
    share = weights / weights.sum()

    def loss(point: Values) -> tuple[float, Values]:
        margins = signs * (rows @ point[:-1] + point[-1])
        pull = -share * signs / (1 + np.exp(np.clip(margins, -60, 60)))
        value = float(share @ np.logaddexp(0, -margins)) + PENALTY / 2 / len(point) * float(
            point[:-1] @ point[:-1]
        )
        gradient = np.append(rows.T @ pull + PENALTY / len(point) * point[:-1], pull.sum())
        return value, gradient

    found = minimize(loss, np.zeros(rows.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return found.x[:-1], float(found.x[-1])


def balanced(found: Sequence[Example]) -> Values:
    """Return weights under which each source counts by the root of its size, and both intents alike."""
    sizes = Counter((each.source, each.verdict) for each in found)
    weights = np.array([sizes[each.source, each.verdict] ** -0.5 for each in found])
    verdict = np.array([each.verdict for each in found])
    weights[verdict] /= weights[verdict].sum()
    weights[~verdict] /= weights[~verdict].sum()
    return weights


def report(found: Sequence[Example], probabilities: Iterable[float]) -> Iterator[str]:
    """Yield the share read rightly, by source and intent."""
    right: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for each, probability in zip(found, probabilities, strict=True):
        right[each.source, "verdict" if each.verdict else "fact"].append((probability >= 0.5) == each.verdict)
    for (source, wanted), every in sorted(right.items()):
        yield f"{source:18} {wanted:8} {np.mean(every):.3f} of {len(every)}"


def main() -> None:
    """Train and write the weights; print what they do."""
    with ingested() as generation:
        reader = Reader(Provisions(generation))
        learnt, tests = list(examples("development")), list(examples("test"))
        rows = np.array([reader.evidence(each) for each in learnt])
        weights, bias = learn(rows, np.array([each.verdict for each in learnt]), balanced(learnt))
        names = intent.names()
        kept = {
            "bias": round(bias, 4),
            "weights": {name: round(float(each), 4) for name, each in zip(names, weights, strict=False)},
            "vector": [round(float(each), 4) for each in weights[len(names) :]],
        }
        MODEL.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print("development\n" + "\n".join(report(learnt, (intent.decide(row).probability for row in rows))))
        found = [intent.decide(reader.evidence(each)).probability for each in tests]
        print("test\n" + "\n".join(report(tests, found)))


if __name__ == "__main__":
    main()
