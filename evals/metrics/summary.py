"""Many grades in figures: means with intervals, by category and language, confusion, calibration, latency."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from corpus.passages import Localized, Value
from evals.cases import Case
from evals.metrics.bootstrap import interval
from evals.metrics.grade import Grade
from evals.metrics.stability import stability
from evals.record import Record


class Measure(Value):
    """A figure of the suite. `better`: whether more of it is better; None where neither is. `unit`: "share", or a count."""

    label: Localized
    meaning: Localized
    better: bool | None = True
    unit: str = "share"


def _measure(
    th: str, en: str, meaning_th: str, meaning_en: str, better: bool | None = True, unit: str = "share"
) -> Measure:
    return Measure(
        label=Localized(th=th, en=en),
        meaning=Localized(th=meaning_th, en=meaning_en),
        better=better,
        unit=unit,
    )


MEASURES = {
    "passed": _measure(
        "ผ่านทุกข้อ", "passed", "ผ่านทุกการตรวจที่กรณีกำหนด", "every check that the case asks for is passed"
    ),
    "score": _measure(
        "คะแนนความจริง",
        "truthfulness score",
        "1 ถูกครบ, 0.5 ผลถูกแต่ขาดบางส่วน, 0 เงียบหรือถามกลับ, -1 ผิด (แบบ CRAG)",
        "1 right, 0.5 the outcome right but something missing, 0 silent or asking back, -1 wrong (as CRAG)",
        unit="score",
    ),
    "outcome": _measure(
        "ชนิดคำตอบถูก", "outcome accuracy", "ชนิดของคำตอบเป็นชนิดที่กำหนด", "the outcome is one that is right"
    ),
    "verdict": _measure(
        "ผลการตรวจถูก",
        "verdict accuracy",
        "เฉพาะกรณีที่ต้องมีผลการตรวจ",
        "the verdict is right, of cases where one is due",
    ),
    "wrong_qualifies": _measure(
        "บอกว่าเข้าเกณฑ์ผิด",
        "wrong 'qualifies'",
        "ตอบ qualifies โดยไม่ควร",
        "says 'qualifies' where that is not right",
        False,
    ),
    "wrong_pass": _measure(
        "ปล่อยผ่านผิด",
        "wrong pass",
        "ตอบ qualifies หรือ conditional กับโครงการที่ไม่ควรผ่าน",
        "passes a project, with conditions or without, that must not pass",
        False,
    ),
    "hit@1": _measure(
        "พบอันดับ 1", "hit@1", "ผลค้นอันดับแรกเป็นข้อความที่ตอบได้", "the first anchor found is a gold one"
    ),
    "hit@5": _measure(
        "พบใน 5 อันดับ", "hit@5", "ห้าอันดับแรกมีข้อความที่ตอบได้", "a gold anchor is among the first five"
    ),
    "mrr@10": _measure("MRR@10", "MRR@10", "ส่วนกลับของอันดับแรกที่ถูก", "reciprocal rank of the first gold anchor"),
    "ndcg@10": _measure("nDCG@10", "nDCG@10", "คุณภาพการจัดอันดับสิบอันดับแรก", "discounted gain of the first ten"),
    "citation_precision": _measure(
        "อ้างอิงแม่น",
        "citation precision",
        "สัดส่วนแหล่งที่อ้างซึ่งเป็นแหล่งที่ถูก",
        "share of cited anchors that are right (for a verdict, the general criteria it has to list count as right)",
    ),
    "citation_recall": _measure(
        "อ้างอิงครบ", "citation recall", "สัดส่วนแหล่งที่ควรอ้างซึ่งอ้างแล้ว", "share of gold anchors that are cited"
    ),
    "exact_quotes": _measure(
        "คำพูดตรงตัวอักษร",
        "exact quotes",
        "ข้อความที่ยกมามีอยู่จริงในแหล่งทุกตัวอักษร",
        "share of quotes that stand letter by letter at their anchor",
    ),
    "fact_recall": _measure(
        "ข้อเท็จจริงครบ",
        "fact recall",
        "สัดส่วนข้อเท็จจริงที่ต้องบอกซึ่งบอกแล้ว",
        "share of required facts that are told",
    ),
    "forbidden": _measure(
        "คำต้องห้าม",
        "forbidden claims",
        "สัดส่วนข้อความต้องห้ามที่พบในคำตอบ",
        "share of forbidden claims that are made",
        False,
    ),
    "false_silence": _measure(
        "เงียบโดยไม่ควร",
        "false silence",
        "ตอบว่าไม่มีข้อมูลทั้งที่เอกสารตอบได้",
        "no answer where the corpus answers",
        False,
    ),
    "false_speech": _measure(
        "ตอบโดยไม่ควร",
        "false speech",
        "ตอบทั้งที่เอกสารไม่ได้ตอบ",
        "an answer where the corpus is silent",
        False,
    ),
    "unsupported": _measure(
        "ประโยคไร้หลักฐาน",
        "unsupported sentences",
        "สัดส่วนประโยคที่หลักฐานไม่รองรับ",
        "share of claims that their evidence does not carry",
        False,
    ),
    "language": _measure(
        "ภาษาตรงกัน", "language match", "ตอบเป็นภาษาของคำถาม", "the answer is in the question's language"
    ),
    "stability": _measure(
        "คงที่เมื่อถามใหม่",
        "stability",
        "ถามด้วยถ้อยคำอื่นแล้วผลเหมือนเดิม",
        "other words for the same question get the same outcome, verdict and approach",
    ),
    "left_out": _measure(
        "เงียบเมื่อเอาเอกสารออก",
        "silence with the document left out",
        "เอาเอกสารเดียวที่ตอบได้ออกแล้วไม่ตอบ",
        "no answer once the only document that answers is left out",
    ),
    "judged": _measure(
        "แบบจำลองว่ามีหลักฐาน",
        "judged supported",
        "แบบจำลองภาษาตัดสินว่าหลักฐานรองรับทั้งคำตอบ (ใช้เมื่อขอเท่านั้น)",
        "a chat model finds the whole answer carried by its citations (only where asked for)",
    ),
    "length": _measure(
        "ความยาว (อักษร)", "length (characters)", "ความยาวของคำตอบ", "characters of the answer", None, "count"
    ),
}


class Mean(Value):
    """A mean with its 95 % bootstrap interval, over `n` cases."""

    n: int
    mean: float
    low: float
    high: float


class Bin(Value):
    """Questions with a confidence from `low` to below `high`.

    `n` is their number; the others are shares: that the corpus answers, that were answered, whose outcome is right.
    """

    low: float
    high: float
    n: int
    answerable: float
    answered: float
    right: float


Table = dict[str, Mean]


class Summary(Value):
    """All figures of a run. `outcomes` and `verdicts` are confusion counts: expected, then got."""

    overall: Table
    by_category: dict[str, Table]
    by_language: dict[str, Table]
    by_split: dict[str, Table]
    outcomes: dict[str, dict[str, int]]
    verdicts: dict[str, dict[str, int]]
    calibration: tuple[Bin, ...]


def summarise(
    cases: Sequence[Case],
    records: Sequence[Record],
    grades: Sequence[Grade],
    left_out: Mapping[str, bool] | None = None,
) -> Summary:
    """Return the figures of a run; the three go together, in one order. `left_out`: see `evals.leave_one_out`."""
    values: dict[str, dict[str, float]] = {each.case_id: dict(each.figures) for each in grades}
    by_id = {record.case_id: record for record in records}
    for name, share in stability(cases, by_id).items():
        member = name if name in values else next(case.id for case in cases if case.paraphrase_of == name)
        values[member]["stability"] = share
    for name, silent in (left_out or {}).items():
        values[name]["left_out"] = float(silent)

    def grouped(key: Callable[[Case], str]) -> dict[str, Table]:
        groups: dict[str, list[str]] = defaultdict(list)
        for case in cases:
            groups[key(case)].append(case.id)
        return {name: _table([values[each] for each in ids]) for name, ids in sorted(groups.items())}

    return Summary(
        overall=_table(list(values.values())),
        by_category=grouped(lambda case: case.cat),
        by_language=grouped(lambda case: case.lang),
        by_split=grouped(lambda case: case.split),
        outcomes=_confusion(
            _pair(case.outcome, record.last.outcome) for case, record in zip(cases, records, strict=True)
        ),
        verdicts=_confusion(
            _pair(case.result, record.last.result or record.last.outcome)
            for case, record in zip(cases, records, strict=True)
            if case.result is not None
        ),
        calibration=_calibration(cases, records),
    )


def latencies(records: Sequence[Record]) -> dict[str, dict[str, float]]:
    """Return per step the number of cases that took it and the percentiles of its wall time, in milliseconds."""
    steps: dict[str, list[float]] = defaultdict(list)
    for record in records:
        for name, seconds in record.seconds.items():
            steps[name].append(seconds * 1000)
    return {
        name: {
            "n": len(times),
            "p50_ms": round(float(np.percentile(times, 50)), 3),
            "p95_ms": round(float(np.percentile(times, 95)), 3),
        }
        for name, times in steps.items()
    }


def _table(rows: Sequence[Mapping[str, float]]) -> Table:
    found = {}
    for name, measure in MEASURES.items():
        numbers = [row[name] for row in rows if name in row]
        if numbers:
            low, high = interval(numbers, share=measure.unit == "share")
            found[name] = Mean(
                n=len(numbers),
                mean=round(float(np.mean(numbers)), 6),
                low=round(low, 6),
                high=round(high, 6),
            )
    return found


def _pair(right: Sequence[str], got: str) -> tuple[str, str]:
    """Return (expected, got); of several that are right, the one that was got counts as expected."""
    return (got if got in right else right[0]), got


def _confusion(pairs: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    counts = Counter(pairs)
    rows = sorted({expected for expected, _ in counts})
    return {
        row: {got: counts[row, got] for got in sorted({got for _, got in counts}) if counts[row, got]}
        for row in rows
    }


BINS = 5


def _calibration(cases: Sequence[Case], records: Sequence[Record]) -> tuple[Bin, ...]:
    """Return bins of the confidence that the pipeline notes where a question is answered from the corpus."""
    noted = [
        (float(record.notes["confidence"]), case, record)
        for case, record in zip(cases, records, strict=True)
        if "confidence" in record.notes and case.result is None
    ]
    found = []
    for at in range(BINS):
        low, high = at / BINS, (at + 1) / BINS
        inside = [
            (case, record) for sure, case, record in noted if low <= sure < high or (sure >= 1 and high == 1)
        ]
        if inside:
            n = len(inside)
            found.append(
                Bin(
                    low=low,
                    high=high,
                    n=n,
                    answerable=sum(case.answerable for case, _ in inside) / n,
                    answered=sum(record.last.outcome == "answer" for _, record in inside) / n,
                    right=sum(record.last.outcome in case.outcome for case, record in inside) / n,
                )
            )
    return tuple(found)
