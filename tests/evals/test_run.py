"""The run: the pipeline, a server, another assistant; going on after an interruption; documents left out."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from assistant.pipeline import Assistant
from corpus.store.store import Store
from evals.cases import CASES, Case, read
from evals.leave_one_out import leave_one_out, silent
from evals.record import Record
from evals.report import write
from evals.run import Journal, ask, run
from evals.suite import configuration, evaluate
from evals.targets import Address, NotThere, OpenAI, Pipeline, reachable, read_text
from tests.api.serving import serving
from tests.evals.suite_cases import case, record

SEED = {each.id: each for each in read(CASES / "seed.jsonl")}
SOME = [
    SEED[name] for name in ("seed-law-31", "seed-2.2-time-under", "seed-multi-correct", "seed-none-section")
]


@pytest.fixture(scope="module")
def pipeline(data_dir: Path) -> Pipeline:
    """Return the system over the shipped corpus."""
    return Pipeline(Store(data_dir))


@pytest.fixture(scope="module")
def url(assistant: Assistant) -> Iterator[str]:
    """Return the address of a server of ours."""
    with serving(assistant) as client:
        yield str(client.base_url)


def _bare(records: list[Record]) -> list[Record]:
    return [each.model_copy(update={"seconds": {}, "notes": {}}) for each in records]


def test_the_pipeline_is_timed_step_by_step(pipeline: Pipeline) -> None:
    """A record has the reply, what the search finds, exact quotes, and the time of each step on its way."""
    law, verdict, *_ = ask(SOME, pipeline)
    assert law.last.outcome == "answer"
    assert law.found is not None
    assert law.found[0].anchor_id == "budget-act-2561/section-31"
    assert {each.exact for each in law.last.citations} == {True}
    assert {
        "correct",
        "understand",
        "retrieve",
        "find",
        "compose",
        "guard",
        "reply",
        "search",
    } <= law.seconds.keys()
    assert {"check rules", "cite"} <= verdict.seconds.keys()
    assert 0 <= float(law.notes["confidence"]) <= 1


def test_a_server_gives_the_same_as_the_pipeline(pipeline: Pipeline, url: str) -> None:
    """The same cases over HTTP, in threads, come to the same records, conversations included."""
    address = Address(kind="server", url=url)
    assert _bare(run(SOME, address, workers=3)) == _bare(ask(SOME, pipeline))


def test_processes_give_the_same_in_the_same_order(data_dir: Path, pipeline: Pipeline) -> None:
    """Two workers, and the order of the cases."""
    address = Address(kind="pipeline", data_dir=data_dir)
    assert _bare(run(SOME, address, workers=2)) == _bare(ask(SOME, pipeline))


def test_two_runs_write_the_same_bytes(data_dir: Path, tmp_path: Path) -> None:
    """A share of all cases, asked by one process and by two: the same results and table, whatever the times."""
    cases = read()[::24]
    address = Address(kind="pipeline", data_dir=data_dir)
    for name, workers in (("one", 1), ("two", 2)):
        (tmp_path / name).mkdir()
        config = configuration(cases, address, Store(data_dir), {})
        write(evaluate(cases, address, config=config, workers=workers), tmp_path / name)
    for name in ("results.json", "cases.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_failing_system_is_recorded(monkeypatch: pytest.MonkeyPatch, pipeline: Pipeline) -> None:
    """A crash fails its case and the run goes on."""

    def reply(*_: object) -> None:
        raise KeyError("broken")

    monkeypatch.setattr(pipeline.assistant, "reply", reply)
    assert pipeline.reply(case()).error == "KeyError: 'broken'"


def test_a_refusing_server_is_recorded(url: str) -> None:
    """An address that serves no chat gives records that quote the refusal."""
    (found,) = run([case()], Address(kind="server", url=f"{url}/nothing"), workers=1)
    assert found.error is not None
    assert "404" in found.error


def test_nothing_at_the_address_is_told_at_once() -> None:
    """Before hundreds of cases are asked."""
    with pytest.raises(NotThere, match="Cannot reach"):
        reachable(Address(kind="server", url="http://127.0.0.1:9"))


def _assistant(replies: list[str], seen: list[dict[str, object]]) -> OpenAI:
    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(json.loads(request.content))
        return httpx.Response(200, json={"choices": [{"message": {"content": replies.pop(0)}}]})

    return OpenAI(httpx.Client(transport=httpx.MockTransport(answer), base_url="http://x/v1"), "some-model")


def test_another_assistant_is_told_the_form_and_the_conversation() -> None:
    """The instruction comes first, then turns and replies; JSON is read into a record, its quotes checked."""
    heading = "มาตรา 31: การจัดทำงบประมาณรายจ่ายบูรณาการต้องจัดทำแผนงานบูรณาการขึ้น"
    citations = [{"anchor": "budget-act-2561/section-31", "quote": heading}, {"anchor": "budget-act-2561/section-31", "quote": "ไม่มี"}]  # fmt: skip
    reply = {
        "outcome": "answer",
        "result": None,
        "approach": None,
        "answer": "ต้องมี [1]",
        "citations": citations,
    }
    seen: list[dict[str, object]] = []
    found = _assistant(["ใช่", f"```json\n{json.dumps(reply)}\n```"], seen).reply(case(turns=["ก", "ข"]))
    assert [turn["role"] for turn in seen[1]["messages"]] == ["system", "user", "assistant", "user"]  # type: ignore[attr-defined]
    assert seen[0]["model"] == "some-model"
    assert found.last.outcome == "answer"
    assert [each.exact for each in found.last.citations] == [True, False]


@pytest.mark.parametrize(
    ("text", "outcome", "result"),
    [
        ("โครงการนี้ไม่เข้าหลักเกณฑ์", "verdict", "does_not_qualify"),
        ("โครงการนี้เข้าหลักเกณฑ์", "verdict", "qualifies"),
        ("It does not qualify.", "verdict", "does_not_qualify"),
        ("ไม่พบข้อมูลในเอกสาร", "no_answer", None),
        ("ตัวชี้วัดคือร้อยละ 80", "answer", None),
        ('{"no": "such object"}', "answer", None),
    ],
)
def test_plain_words_are_read(text: str, outcome: str, result: str | None) -> None:
    """An assistant that ignores the form is judged by what it says."""
    found = read_text(text)
    assert (found.outcome, found.result) == (outcome, result)


def test_an_interrupted_run_goes_on(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was recorded is not asked again, but where the system had failed; a cut line is left out."""
    path = tmp_path / "journal.jsonl"
    journal = Journal(path, "name")
    journal.begin([record(SOME[0].id), Record(case_id=SOME[1].id, turns=(), error="gone")])
    with path.open("a", encoding="utf-8") as file:
        file.write('{"case_id": "seed-mul')
    asked: list[str] = []

    def reply(_: object, one: Case) -> Record:
        asked.append(one.id)
        return record(one.id)

    monkeypatch.setattr("evals.targets.Server.reply", reply)
    found = run(SOME, Address(kind="server", url=url), workers=1, journal=journal, resume=True)
    assert [each.case_id for each in found] == [each.id for each in SOME]
    assert asked == [each.id for each in SOME[1:]]
    assert not path.exists()


def test_the_journal_of_another_run_is_not_taken(tmp_path: Path) -> None:
    """Another corpus, system or data set has another name."""
    Journal(tmp_path / "j", "one").begin([record()])
    assert Journal(tmp_path / "j", "two").kept() == {}
    assert Journal(tmp_path / "j", "one").kept() == {"c1": record()}


def test_without_the_document_there_is_silence(data_dir: Path) -> None:
    """A question that one document answers turns to no answer without it; the served index stays as it was."""
    store = Store(data_dir)
    needing: Case = SEED["seed-law-logistics"]
    assert silent(leave_one_out([needing, SEED["seed-law-31"]], store)) == {needing.id: True}
    assert Pipeline(store).reply(needing).last.outcome == "answer"
