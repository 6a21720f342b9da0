"""Slips made on purpose: letters that people drop, double, swap or mistake, and the keyboard left in the other language."""

import re
from random import Random

from corpus.text import Token, normalise, tokens

_ROWS = ("ๆไำพะัีรนยบล", "ฟหกดเ้่าสวง", "ผปแอิืทมใฝ", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = {
    letter: row[max(0, at - 1) : at] + row[at + 1 : at + 2] for row in _ROWS for at, letter in enumerate(row)
}
_SOUNDS = ("ณน", "ศษส", "ฏตฎด", "ฐถฑท", "ญย", "ลร", "ขค", "ใไ", "ิี", "ึื", "ุู", "ะา", "่้", "ie", "ao", "sc")
_SAME = {letter: group.replace(letter, "") for group in _SOUNDS for letter in group}
_MARKS = "่้๊๋็์"

SHORTEST = 5
"""Characters of the shortest word that gets a slip."""

# The keys of an American keyboard, and what the standard Thai layout puts on them.
_LATIN = "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./" + '^&QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?'
_THAI = "_ๅ/-ภถุึคตจขชๆไำพะัีรนยบลฃฟหกดเ้่าสวงผปแอิืทมใฝ" + 'ู฿๐"ฎฑธํ๊ณฯญฐ,ฅฤฆฏโฌ็๋ษศซ.()ฉฮฺ์?ฒฬฦ'
_TO_LATIN = str.maketrans(_THAI, _LATIN)
_TO_THAI = {key: thai for key, thai in str.maketrans(_LATIN, _THAI).items() if not chr(key).isdigit()}


def other_layout(text: str, language: str) -> str:
    """Return what the keys of `text` give with the other layout on; figures come from the number pad and stay.

    Of a Thai text the Thai runs are typed so, with the marks behind them; of an English one all but decimals.
    """
    if language == "th":
        return re.sub(r"[ก-๎][ก-๎.,?()]*", lambda run: run[0].translate(_TO_LATIN), text)
    return re.sub(
        r"\d+(?:[.-]\d+)*|[^\d]+",
        lambda run: run[0].translate(_TO_THAI) if not run[0][0].isdigit() else run[0],
        text,
    )


def misspell(text: str, random: Random, slips: int = 1) -> str:
    """Return normalised `text` with a slip in each of `slips` of its longer words, as far as it has them."""
    text = normalise(text).text
    words = [piece for piece in tokens(text) if _may_slip(piece)]
    for piece in sorted(
        random.sample(words, min(slips, len(words))), reverse=True, key=lambda one: one.start
    ):
        text = text[: piece.start] + slip(piece.text, random) + text[piece.end :]
    return text


def _may_slip(piece: Token) -> bool:
    return piece.kind in ("word", "latin") and len(piece.text) >= SHORTEST and not piece.text.isupper()


def slip(word: str, random: Random) -> str:
    """Return a word with one slip in it, never at its first letter."""
    while True:
        at = random.randrange(1, len(word))
        letter, rest = word[at], word[at + 1 :]
        made = {
            "drop": word[:at] + rest,
            "double": word[: at + 1] + letter + rest,
            "swap": word[:at] + rest[:1] + letter + rest[1:],
            "beside": word[:at] + random.choice(_BESIDE.get(letter) or letter) + rest,
            "sound": word[:at] + random.choice(_SAME.get(letter) or letter) + rest,
            "mark": "".join(each for each in word if each not in _MARKS) if letter in _MARKS else word,
        }[random.choice(("drop", "double", "swap", "beside", "sound", "sound", "mark", "mark"))]
        if normalise(made).text != word:
            return made
