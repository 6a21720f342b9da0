"""What a message wants: a verdict on a project, or what the documents say.

A logistic regression over evidence of four kinds: signs in the wording, what is told of a project and in which words
the tagger sees it, the meaning of the clauses that ask (their vector), and the conversation. It decides how the
message is answered, never what a verdict is: that is the rules' alone. Trained by `evals/train_intent.py`
(models/intent/README.md).
"""

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.asking import clauses
from assistant.provisions import Named
from assistant.reading import tagger
from assistant.reading.reader import Stated
from assistant.reading.script import whole
from assistant.rules.rulepack import Rulepack

MODEL = Path(__file__).parent / "models" / "intent" / "weights.json"

SIGNS = {
    "suits": whole(
        r"(?:เข้า|ตรง|ผ่าน|ถึง|อยู่ใน|ครบ|ได้|ตก|ต้อง|ติด)(?:ตาม|กับ|ใน)?(?:หลัก)?(?:เกณ(?:ฑ์)?|เกน(?:ฑ์)?|เงื่อนไข)|เข้าข่าย|เข้า(?:กับ)?แนวทาง|เข้า(?:ข้อ)?[123]\.[123]|มีสิทธิ"
        r"|(?<![a-z])(?:(?:dis)?qualif(?:y|ies|ied|ying)|(?:in)?eligible|eligibility|(?:meets?|satisf(?:y|ies)|fulfils?) (?:(?:the|all|these|your) )*(?:criteri\w*|approach|requirements?|rules|[123]\.[123])|accepted|admissible)(?![a-z])"
    ),
    "applies": whole(
        r"(?:ขอ(?!ง(?!บ(?!ร)))|เสนอ|ยื่น|(?<!หน่วย)รับงบ|ได้งบ|ตั้งงบ|เบิก|สนับสนุน)[^?]{0,40}?(?:ได้|ผ่าน)?(?:ไหม|มั้ย|มัย|หรือไม่|หรือเปล่า|รึเปล่า|ป่าว|หรือป่าว|รึป่าว|ปะ(?![ก-๙]))"
        r"|(?<![a-z])(?:can|could|may|should|shall|would) (?:we|i|it|this|that|our|my)(?: \w+){0,5}? (?:apply|propose|be proposed|request|submit|be submitted|be funded|get funded|get budget|pass|be approved|count|fit)(?![a-z])"
    ),
    "passes": whole(
        r"(?:ได้|ผ่าน|โอเค)(?:ไหม|มั้ย|มัย|หรือไม่|หรือเปล่า|รึเปล่า|ป่าว|หรือป่าว|รึป่าว|ปะ(?![ก-๙]))"
        r"|(?<![a-z])(?:(?:plan|programme|program|approach(?: [123]\.[123])?|dga|budget) (?:pay|fund|cover|accept|take)(?:s)?(?: for)?|approved?|get(?:s)? (?:the )?(?:budget|funding|money)|ok under|okay under|pass(?:es)?(?= (?:the )?(?:criteri|approach|\d|under|\?))|fits? (?:under |in |into )?approach|allowed|acceptable|ok(?:ay)?(?= ?\?|$))(?![a-z])"
    ),
    "judges": whole(r"ประเมิน|วินิจฉัย|ตัดสิน|พิจารณาให้|ตรวจ(?:สอบ)?ให้|(?<![a-z])(?:assess|judge|evaluate|decide|check|verdict)(?![a-z])"),
    "which approach": whole(
        r"(?:เข้า|อยู่|ตรง|เสนอ|ขอ|ใช้|ยื่น|จัดอยู่)(?:ใน|ตาม|ภายใต้|กับ)*(?:แนวทาง|เกณฑ์|หลักเกณฑ์|เป้าหมาย|ข้อ)(?:ที่|ข้อ)?(?:ใด|ไหน|อะไร|เท่าไร)"
        r"|(?<![a-z])(?:which|what) approach(?:es)?(?! require| are there| need)"
    ),
    "yes or no": whole(
        r"(?:ไหม|มั้ย|มัย|หรือไม่|หรือเปล่า|รึเปล่า|ป่าว|หรือป่าว|รึป่าว|ปะ(?![ก-๙])|หรือยัง|ล่ะ)"
        r"|(?:^|[.!?,;:] ?)(?:so |and |but |then )?(?:is|are|does|do|can|could|would|will|may|should)(?![a-z])"
    ),
    "question word": whole(
        r"อะไร|เท่าไ(?:ร|หร่)|กี่|เมื่อไ(?:ร|หร่)|วันไหน|วันที่เท่า|ใคร|(?:ที่|แบบ|ตัว|อัน)ไหน|ไหนบ้าง|ใดบ้าง|ใด(?![ๆ])|อย่างไร|ยังไง|ว่าไง|ทำไม|คือ(?=$|[ ?])|หมายถึง|หมายความ|แปลว่า|ต่างกัน|แตกต่าง|อธิบาย|สรุป"
        r"|(?<![a-z])(?:what|when|who|whom|where|which|how|why|list|explain|describe|define|summari[sz]e|difference|tell me|name the|(?:state|give|show)(?: me)? the)(?![a-z])"
    ),
    "figure asked": whole(
        r"ร้อยละเท่า|กี่(?:เปอร์|%)|(?<![a-z])(?:what (?:share|percent\w*|proportion)|by how much|how many)(?![a-z])"
    ),
    "rule": whole(
        r"กำหนด|ระบุ|นับ|เขียน|ครอบคลุม|ยกตัวอย่าง|อ้าง|เอกสาร|สไลด์|หลักเกณฑ์ข้อ|(?<![a-z])(?:required|counts?|enough|states?|says?|set|rules?|slides?|guideline|text)(?![a-z])"
    ),
    "kind of": whole(
        r"(?:แบบ|ประเภท|ลักษณะ|โครงการ|กรณี|งาน|สิ่ง|อัน)(?:ใด|ไหน|อะไร)(?:บ้าง)?(?:ที่)?(?:ถึง|จึง|จะ|ไม่)*(?:เข้า|ตรง|ผ่าน|ได้)"
        r"|อะไร(?:บ้าง)?(?:ที่)?(?:ถึง|จึง|จะ|ไม่)*(?:เข้า|ตรง|ผ่าน)(?:หลัก)?(?:เกณฑ์|ข่าย)|เกณฑ์(?:คือ|มี)?อะไร"
        r"|(?<![a-z])(?:what|which) (?:kinds?|types?|sorts?|projects?)|(?<![a-z])what (?:qualif|meets|does not|is not|would)"
    ),
    "budget": whole(
        r"เกณฑ์|เข้าข่าย|แนวทาง|งบ|โครงการ|เสนอ|ยื่น|(?<![a-z])(?:qualif\w*|eligib\w*|approach|criteri\w*|budget|project|fund\w*)(?![a-z])"
    ),
    "about": whole(
        r"ตัวชี้วัด|เป้าหมาย|นิยาม|ความหมาย|รายชื่อ|(?<![a-z])(?:kpis?|indicators?|targets?|definition|list)(?![a-z])"
    ),
    "duty": whole(
        r"ต้อง(?!การ)|จำเป็น|ควร|(?<![a-z])(?:must|have to|has to|need to|needs to|required to|should)(?![a-z])"
    ),
    "ours": whole(
        r"(?:ของ)?(?:เรา|ผม|ดิฉัน|หนู|ฉัน|หน่วยงานเรา|ท่าน)|โครงการนี้|ระบบนี้|งานนี้|อยากทำ|อยากได้|จะทำ|กำลังจะ|แผนจะ|ต้องการ(?:ทำ|พัฒนา|จัด|ซื้อ|ขอ)"
        r"|(?<![a-z])(?:our|we|my|i|i'm|we're|this project|the project)(?![a-z])"
    ),
    "follows": whole(r"^(?:แล้ว|ถ้า|หาก|สมมติ|งั้น|กรณี|ส่วน|และ|(?:and|but|what if|if|suppose|then)(?![a-z]))"),
}  # fmt: skip
"""Signs in a message's wording, as it is read (`reading/script.py`)."""

_EMBEDDED = whole(
    r"(?:แต่)?(?:ประการ|อย่าง)ใด|ไม่(?:รู้|ทราบ|แน่ใจ|ชัด|ได้(?:ระบุ|บอก))(?:เลย)?(?:ว่า)?[^?|]{0,40}|(?:บอก|ระบุ|วัด|ตอบ)(?:ยัง)?ไม่ได้(?:เลย)?(?:ว่า)?[^?|]{0,40}"
    r"|(?<![a-z])(?:(?:do not|don'?t|cannot|can'?t|could not|not) (?:yet )?(?:know|say|tell|sure|state)) (?:how|what|which|when)[^?.;]{0,60}"
)
"""What a person does not know is told, not asked: 'ยังไม่รู้ว่าลดได้เท่าไร'."""

TOLD = 5
"""Facts told beyond which more say no more."""
OTHERS = ("told", "kinds", "figures", "provisions", "approaches", "checking", "checking and told")
"""Evidence beside the signs, the labels and the vector; `evidence` says what it is."""

CROSSED = frozenset(
    ("suits", "applies", "passes", "yes or no", "question word", "rule", "ours", "about", "duty")
)
"""Signs that mean another thing where something is told of a project."""

Values = NDArray[np.float64]


class Decision(NamedTuple):
    """`probability` that a verdict is wanted."""

    probability: float

    @property
    def verdict(self) -> bool:
        """Say whether that is likelier than not."""
        return self.probability >= 0.5


def names() -> tuple[str, ...]:
    """Return what each number of the evidence is, in order, but for the vector at its end."""
    crossed = (f"{name} and told" for name in SIGNS if name in CROSSED)
    return (*SIGNS, *OTHERS, *crossed, *(f"label {each}" for each in tagger.shipped().names))


def evidence(
    message: str,
    plain: str,
    stated: Sequence[Stated],
    named: Named,
    rulepack: Rulepack,
    *,
    checking: bool = False,
) -> Values:
    """Return the evidence of a message, 0 to 1 each, then the vector of the clauses that ask.

    `plain` is the message in script. `told`, `kinds`, `figures`: how much it tells of a project, up to `TOLD`, and whether
    what it is, or what it saves. `provisions`, `approaches`: whether it names any. `checking`: a project is being checked. Per label of the tagger: how near the message comes to telling it.
    """
    facts = [rulepack.facts[each.fact] for each in stated]
    shown = _shown(plain)
    signs = [float(name in shown) for name in SIGNS]
    numbers = {each.number for each in named.provisions}
    others = (
        min(len(stated), TOLD) / TOLD,
        float(any(each.group == "kind" for each in facts)),
        float(any(each.group == "reductions" for each in facts)),
        float(bool(numbers - set(rulepack.approaches))),
        float(bool(numbers & set(rulepack.approaches))),
        float(checking),
        float(checking and bool(stated)),
    )
    model = tagger.shipped()
    peaks = tagger.tags(message).peaks
    labels = [peaks[name].probability if name in peaks else 0.0 for name in model.names]
    crossed = [sign * others[0] for name, sign in zip(SIGNS, signs, strict=True) if name in CROSSED]
    return np.concatenate([signs, others, crossed, labels, model.vector(clauses(message).asks)])


@cache
def _model() -> tuple[Values, float]:
    read: Mapping[str, Any] = json.loads(MODEL.read_text(encoding="utf-8"))
    weights = [*(read["weights"][name] for name in names()), *read["vector"]]
    return np.array(weights), float(read["bias"])


def _shown(plain: str) -> set[str]:
    """Return the signs in a message; a question word in what it does not know is none."""
    bare = _EMBEDDED.sub(" ", plain)
    return {name for name, each in SIGNS.items() if each.search(bare if name == "question word" else plain)}


def plainly(plain: str, stated: Sequence[Stated], named: Named, rulepack: Rulepack) -> bool:
    """Say whether a message tells of a project and asks yes or no of it, and nothing of what the documents say."""
    shown = _shown(plain)
    others = {each.number for each in named.provisions} - set(rulepack.approaches)
    is_told = any(rulepack.facts[each.fact].group == "kind" for each in stated)
    if not is_told and "rule" in shown:
        return False  # 'หลักเกณฑ์ข้อ 7 กำหนดร้อยละหรือไม่'
    return bool(
        stated
        and shown & {"suits", "applies", "passes"}
        and "yes or no" in shown
        and not shown & {"question word", "kind of", "about", "duty"}
        and not others
    )


def goes_on(plain: str) -> bool:
    """Say whether a message asks further ('แล้วคนที่ลงนามอยู่ในตำแหน่งอะไร'), and not whether something suits."""
    shown = _shown(plain)
    return {"follows", "question word"} <= shown and not shown & {
        "suits",
        "applies",
        "passes",
        "judges",
        "ours",
    }


def decide(evidence: Values) -> Decision:
    """Weigh the evidence of a message."""
    weights, bias = _model()
    return Decision(1 / (1 + math.exp(-bias - float(evidence @ weights))))
