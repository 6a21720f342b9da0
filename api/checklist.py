"""The checklist as Markdown, or as a page for printing: whole in one file, without a script, loading nothing."""

import base64
import hashlib
from html import escape

from api.markdown import to_html
from assistant.checklist import markdown
from assistant.replies import CheckedVerdict
from assistant.rules.facts import Told
from assistant.rules.rulepack import load
from corpus.passages import Language

STYLE = """\
:root { color-scheme: light; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1.25rem; background: #fff; color: #17222e;
  font: 1rem/1.65 "Sarabun", "Noto Sans Thai", "Noto Looped Thai", "Leelawadee UI", Thonburi,
    Garuda, Loma, "Tlwg Typo", "DejaVu Sans", "Noto Sans Symbols 2", "Segoe UI Symbol", sans-serif; }
h1 { margin: 0 0 .25rem; font-size: 1.6rem; line-height: 1.35; }
h2 { margin: 2rem 0 .5rem; padding-bottom: .2rem; border-bottom: 2px solid #14406e; color: #14406e; font-size: 1.2rem; }
h3 { margin: 1.25rem 0 .25rem; font-size: 1rem; }
p { margin: .4rem 0; }
ul { margin: .25rem 0; padding-left: 1.25rem; }
li > p { margin: .15rem 0; }
blockquote { margin: .25rem 0 .5rem; padding: .1rem .75rem; border-left: 3px solid #d5dce4; color: #3c4a58; }
code { font-size: .85em; overflow-wrap: anywhere; }
hr { margin: 2rem 0 .5rem; border: 0; border-top: 1px solid #d5dce4; }
@page { size: A4; margin: 18mm 16mm; }
@media print {
  body { max-width: none; margin: 0; padding: 0; font-size: 11pt; }
  h1, h2, h3 { break-after: avoid; }
  li, blockquote { break-inside: avoid; }
}
"""
_DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_DIGEST}'"
"""The content security policy of the page: its own style, and nothing else."""


def of_verdict(
    verdict: CheckedVerdict, told: Told, approach: str | None, language: Language, *, html: bool
) -> str:
    """Return the checklist of a verdict on the facts `told`, as an HTML document or as Markdown."""
    text = markdown(verdict, told, load(), language, approach)
    return page(text, language) if html else text


def page(text: str, language: Language) -> str:
    """Return the checklist `text` as an HTML document."""
    title = text.split("\n", 1)[0].removeprefix("# ")
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"{to_html(text, (), language)}</main>\n</body>\n</html>\n"
    )
