"""The answer's Markdown as safe HTML: no raw HTML, picture or script; [1] becomes a link to its citation."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from assistant.replies import Citation
from corpus.passages import Language

_TAGS = {
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
} | {
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}
_MARK = re.compile(r"\[(\d{1,3})\]")


def to_html(markdown: str, citations: Sequence[Citation], language: Language) -> str:
    """Return `markdown` as HTML that may be put into a page as it is."""
    paths = tuple((c.number, f"/v1/passages/{c.document_id}/{c.anchor}") for c in citations)
    return _rendered(markdown, paths, language)


@lru_cache(maxsize=512)
def _rendered(markdown: str, paths: tuple[tuple[int, str], ...], language: Language) -> str:
    html = _renderer().render(markdown, {"paths": dict(paths), "language": language})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href", "data-citation", "aria-label"}, "ol": {"start"}, "th": {"scope"}},
        allowed_classes={"a": {"citation"}},
        url_schemes={"https", "http", "mailto"},
        link_rel="noopener noreferrer",
    )


@cache
def _renderer() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.inline.ruler.before("link", "citation", _citation)
    markdown.add_render_rule("citation", _render_citation)
    return markdown


def _citation(state: StateInline, silent: bool) -> bool:
    """Read `[n]` where the answer has a citation n."""
    found = _MARK.match(state.src, state.pos)
    if found is None or int(found[1]) not in state.env["paths"]:
        return False
    if not silent:
        state.push("citation", "a", 0).content = found[1]
    state.pos = found.end()
    return True


def _render_citation(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Mapping[str, Any]
) -> str:
    number = tokens[index].content
    label = f"แหล่งอ้างอิง {number}" if env["language"] == "th" else f"Source {number}"
    path = env["paths"][int(number)]
    return f'<a class="citation" href="{path}" data-citation="{number}" aria-label="{label}">{number}</a>'
