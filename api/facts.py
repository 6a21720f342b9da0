"""The YAML form of facts about a project: printed with its questions, written with answers, and read back."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from assistant.rules.facts import Below, Fact, FactError, FactValue, Told, parse
from assistant.rules.rulepack import load
from corpus.messages import UserError
from corpus.passages import Language

MOST_BYTES = 64 * 1024
_VALUES = {
    "bool": {"th": "true, false, unsure", "en": "true, false, unsure"},
    "percent": {"th": "ร้อยละ เช่น 12.5, unsure", "en": "percent, as in 12.5, unsure"},
    "count": {"th": "จำนวนเต็ม, unsure", "en": "a whole number, unsure"},
}


class FormError(UserError):
    """A form that cannot be read: names the file, the line, the field, and what may stand there."""


def approaches() -> tuple[str, ...]:
    """Return the numbers of the approaches."""
    return tuple(load().approaches)


def template(language: Language) -> str:
    """Return a form with every fact untold, each under its question; it reads back as it is."""
    head = {
        "th": "# ข้อเท็จจริงของโครงการ: เติมเท่าที่ทราบ ส่วนที่ไม่ทราบให้คงเป็น null แล้วสั่ง dga check FILE\n",
        "en": "# Facts about the project: fill in what you know, leave the rest null; then dga check FILE\n",
    }
    lines = [head[language]]
    for fact in load().facts.values():
        lines.append(f"# {fact.question.get(language)} ({_VALUES[fact.type][language]})\n{fact.id}: null\n")
    return "\n".join(lines)


def filled(told: Told, approach: str | None, language: Language) -> str:
    """Return a form of the facts told, each under its question; it reads back to the same values."""
    option = f" --approach {approach}" if approach else ""
    head = {
        "th": f"# ข้อเท็จจริงของโครงการ ตรวจอีกครั้งด้วย dga check FILE{option}\n",
        "en": f"# Facts about the project; check them again with dga check FILE{option}\n",
    }
    facts = (fact for name, fact in load().facts.items() if name in told)
    lines = [
        f"# {fact.question.get(language)} ({_VALUES[fact.type][language]})\n{fact.id}: {_spelt(told[fact.id])}\n"
        for fact in facts
    ]
    return "\n".join([head[language], *lines])


def _spelt(value: FactValue | str) -> str:
    """Spell a value as YAML. A fraction stands in quotes, for YAML would round it."""
    if isinstance(value, Below):
        return f'"{value}"'
    if isinstance(value, Decimal) and value != value.to_integral_value():
        return f'"{value}"'
    return str(value).lower()


def read(path: Path) -> dict[str, FactValue | str]:
    """Return the facts told in a form. Raises `FormError` where a fact cannot be used."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FormError(
            f"อ่าน {path} ไม่ได้: {error.strerror}", f"Cannot read {path}: {error.strerror}"
        ) from None
    if len(data) > MOST_BYTES:
        raise FormError(f"{path} ใหญ่เกิน 64 KiB", f"{path} is larger than 64 KiB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FormError(f"{path} ไม่ใช่ข้อความ UTF-8", f"{path} is not UTF-8 text") from None
    told, lines = _read_yaml(path, text)
    facts = load().facts
    for name, value in told.items():
        try:
            parse(facts, {name: value})
        except FactError as error:
            raise _wrong(path, lines[name], name, value, error, facts) from None
    return dict(parse(facts, told))


def _read_yaml(path: Path, text: str) -> tuple[dict[str, Any], dict[str, int]]:
    """Return the mapping in `text`, and the line of each key, counted from 1."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        value = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise FormError(
            f"{path} บรรทัด {line}: ไม่ใช่ YAML ที่ถูกต้อง", f"{path}, line {line}: this is not valid YAML"
        ) from None
    if value is None:
        return {}, {}
    if not isinstance(value, dict) or not isinstance(node, yaml.MappingNode):
        raise FormError(
            f"{path} ต้องเป็นรายการ ชื่อข้อเท็จจริง: ค่า", f"{path} must be a list of lines such as name: value"
        )
    lines: dict[str, int] = {}
    for key, _ in node.value:
        name, line = str(key.value), key.start_mark.line + 1
        if name in lines:
            raise FormError(
                f"{path} บรรทัด {line}: {name} ซ้ำกับบรรทัด {lines[name]}",
                f"{path}, line {line}: {name} stands on line {lines[name]} already",
            )
        lines[name] = line
    return {str(name): told for name, told in value.items()}, lines


def _wrong(path: Path, line: int, name: str, value: Any, error: FactError, facts: Any) -> FormError:
    th, en = f"{path} บรรทัด {line}: ", f"{path}, line {line}: "
    fact: Fact | None = facts.get(name)
    if fact is None:
        return FormError(th + f"{name}: {error.allowed.th}", en + f"{name}: {error.allowed.en}")
    return FormError(
        th + f"{name} เป็น {value!r} ไม่ได้ ต้องเป็น {error.allowed.th}",
        en + f"{name} cannot be {value!r}; it must be {error.allowed.en}",
    )
