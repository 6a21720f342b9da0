"""The tagger: what NumPy computes is the trained model, stretches and figures stand where they are in the message."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from assistant.reading.script import script
from assistant.reading.tagger import MODEL, NOTHING, Pieces, Tag, Tagger, shipped
from assistant.reading.tellings import against, load, told
from assistant.rules.facts import Below
from assistant.rules.rulepack import load as load_rulepack
from evals.train_reader import Model, save

RULEPACK = load_rulepack()
MESSAGES = ["ใช้เฉพาะในกรม", "It is shared by 3 agencies", "ลดเวลาได้ ๑๕%\nครับ", "ก" * 500, "😀", "x"]


@pytest.mark.parametrize("message", MESSAGES)
def test_numpy_computes_what_torch_trains(tmp_path: Path, message: str) -> None:
    """A saved model gives the same scores through NumPy as through torch."""
    torch.manual_seed(1)
    pieces = Pieces()
    ids = pieces.cut(message).ids
    model = Model(pieces, np.unique(ids), 7).eval()
    torch.nn.init.normal_(model.added.weight)
    save(model, [NOTHING, *"abcdef"], tmp_path)
    halved = {
        name: each if name == "known" else each.half().float() for name, each in model.state_dict().items()
    }
    model.load_state_dict(halved)
    theirs = model(torch.from_numpy(ids)[None])[0].detach().numpy()
    assert np.abs(Tagger(tmp_path).logits(ids) - theirs).max() < 1e-3


def test_a_message_without_a_piece_tells_nothing() -> None:
    """Nothing to read is no error."""
    assert shipped().tags("") == ((), {}, ())
    assert shipped().tags(" \n").all == ()


@pytest.mark.parametrize(
    ("message", "label"),
    [
        ("กองไอทีขอซื้อเซิร์ฟเวอร์ชุดใหม่กับสวิตช์", "kind/infrastructure"),
        ("The public can apply for permits online", "kind/service"),
        ("ล็อกอินได้เฉพาะคนของกองเราเท่านั้น", "reach/in_house"),
        ("งบก้อนนี้กองทุนสิ่งแวดล้อมจ่ายให้อยู่แล้ว", "funding/duplicate"),
    ],
)
def test_the_shipped_model_reads(message: str, label: str) -> None:
    """Plain words, Thai and English."""
    assert max(shipped().tags(message).all, key=lambda tag: tag.probability).label == label


def test_every_label_tells_something_or_is_computed() -> None:
    """Each label of the shipped model has a telling, figures, or says what is asked; each telling has its label."""
    labels = {each.split(":")[0] for each in json.loads((MODEL / "labels.json").read_text(encoding="utf-8"))}
    computed = {"agencies/many", "outright/named"}
    computed |= {each for each in labels if each.startswith(("saving/", "ask/"))} - {
        "saving/none",
        "saving/unsure",
    }
    assert labels - {NOTHING} - computed == set(load())
    assert set(against()) <= set(load())
    assert {fact for facts in load().values() for fact in facts} <= set(RULEPACK.facts)


def tag(label: str, message: str, **figures: str) -> Tag:
    """Return a tag over the whole message, with figures where their text stands."""
    places = tuple(
        (slot, message.index(text), message.index(text) + len(text)) for slot, text in figures.items()
    )
    return Tag(label, 0, len(message), 0.9, places)


@pytest.mark.parametrize(
    ("label", "message", "figures", "expected"),
    [
        ("saving/cut", "คนไข้รอน้อยลง ๑๕ เปอร์เซ็นต์", {"n": "๑๕"}, [("unspecified_reduction", 15)]),
        ("saving/cut", "เวลารอหดลง 15%", {"n": "15"}, [("time_reduction", 15)]),
        ("saving/cut", "เงินที่จ่ายหายไปครึ่งหนึ่ง", {}, [("cost_reduction", 50)]),
        ("saving/cut", "ย่อขั้นตอนลงไม่ถึง 10%", {"n": "10"}, [("process_reduction", Below(10))]),  # type: ignore[arg-type]
        ("saving/below", "time shrinks, short of 10 percent", {"n": "10"}, [("time_reduction", Below(10))]),  # type: ignore[arg-type]
        ("saving/left", "steps: 70% of the old ones", {"n": "70"}, [("process_reduction", 30)]),
        ("saving/more", "time, plus 12%", {"n": "12"}, [("time_reduction", -12)]),
        ("saving/time", "เมื่อก่อน 40 นาที เดี๋ยวนี้ 10 นาที", {"a": "40", "b": "10"}, [("time_reduction", 75)]),
        ("saving/time", "เมื่อก่อน 2 วัน เดี๋ยวนี้ 3 ชั่วโมง", {"a": "2", "b": "3"}, []),
        ("saving/cost", "2 ล้านบาท เดี๋ยวนี้ 900,000 บาท", {"a": "2", "b": "900,000"}, []),
        ("saving/cut", "ลดไป 250%", {"n": "250"}, []),
        ("saving/time", "เคย 40 นาที จะเป็น 36 นาที", {"a": "40", "b": "6"}, [("time_reduction", 10)]),
        ("saving/cut", "เวลาลดไปหนึ่งในยี่สิบ", {"n": "ยี่สิบ"}, [("time_reduction", 5)]),
        ("saving/cut", "เวลาลดไปไม่เกิน 9%", {"n": "9"}, [("time_reduction", Below(9, reached=True))]),  # type: ignore[arg-type]
        ("saving/cut", "ข้อผิดพลาดลดไป 60%", {"n": "60"}, []),
        ("saving/none", "ไม่ได้ลดเวลาเลย", {}, [("unspecified_reduction", 0)]),
        ("saving/none", "จาก 1.5 ล้านเหลือ 1.36 ล้าน", {}, []),
        ("agencies/many", "ทำกัน 4 กรม", {"n": "4"}, [("joint_agencies", 4)]),
        ("reach/in_house", "ไม่มีใครนอกกองใช้", {}, [("in_house_only", True)]),
        ("ask/plain", "ผ่านไหม", {}, []),
    ],
)
def test_what_a_tag_tells(
    label: str, message: str, figures: dict[str, str], expected: list[tuple[str, object]]
) -> None:
    """Words tell facts; figures are computed exactly, and units that differ are left alone."""
    assert list(told(tag(label, message, **figures), script(message), RULEPACK.id)) == expected
