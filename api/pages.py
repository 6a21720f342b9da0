"""The pages: `/` with the component, `/check` with the form over all facts, `/documents` with what the corpus holds.

They are rendered here, so that the form and the documents can be read and used without a script.
"""

from pathlib import Path
from typing import Annotated, Any, cast
from urllib.parse import parse_qs

from fastapi import APIRouter, FastAPI, Query, Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.staticfiles import StaticFiles

from api import checklist, documents, form
from api.bodies import MAX_MESSAGE
from api.problems import Problem
from assistant.pipeline import Assistant
from assistant.rules.facts import parse
from corpus.dates import long
from corpus.passages import Language

HERE = Path(__file__).parent
STATES = {
    "in_force": ("ใช้บังคับอยู่", "In force"),
    "not_yet": ("ยังไม่ใช้บังคับ", "Not yet in force"),
    "superseded": ("ถูกแทนที่แล้ว", "Superseded"),
    "expired": ("สิ้นผลแล้ว", "No longer in force"),
}
_TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

router = APIRouter(include_in_schema=False)
Lang = Annotated[Language, Query()]


def _assistant(request: Request) -> Assistant:
    return cast(Assistant, request.app.state.assistant)


def _page(name: str, language: Language, here: str, **values: Any) -> Response:
    """Render a template; `here` is the page's own address, for the switch of language."""

    def t(th: str, en: str) -> str:
        return th if language == "th" else en

    text = _TEMPLATES.get_template(name).render(
        t=t,
        language=language,
        here=here,
        day=lambda on: long(on, language),
        state=lambda name: t(*STATES[name]),
        **values,
    )
    headers = {"content-language": language, "cache-control": "no-cache"}
    return Response(text, media_type="text/html", headers=headers)


@router.api_route("/", methods=["GET", "HEAD"])
def index(lang: Lang = "th") -> Response:
    """Return the page with the component."""
    return _page("index.html", lang, "/")


@router.get("/check")
def check(request: Request, lang: Lang = "th") -> Response:
    """Return the form over all facts; its script shows the verdict, without it the checklist does."""
    rulepack = _assistant(request).rulepack
    return _page("check.html", lang, "/check", sections=form.sections(rulepack), rulepack=rulepack)


@router.post("/check/checklist")
async def printable(request: Request) -> Response:
    """Return the checklist of the form as a page for printing. Fields left empty are not told."""
    fields = {
        name: values[-1].strip()
        for name, values in parse_qs((await request.body()).decode(errors="replace")).items()
    }
    language: Language = "en" if fields.pop("lang", "th") == "en" else "th"
    assistant = _assistant(request)
    approach = fields.pop("approach", None)
    if approach and approach not in assistant.rulepack.approaches:
        raise Problem("invalid-request")
    facts = form.told(fields)
    verdict = assistant.check(facts, approach or None, language)
    told = parse(assistant.rulepack.facts, facts)
    html = checklist.of_verdict(verdict, told, approach or None, language, html=True)
    headers = {"content-language": language, "content-security-policy": checklist.POLICY}
    return Response(html, media_type="text/html", headers=headers)


@router.get("/documents")
def library(
    request: Request, lang: Lang = "th", q: Annotated[str, Query(max_length=MAX_MESSAGE)] = ""
) -> Response:
    """Return every document, or the passages that a search finds, with its words marked."""
    assistant = _assistant(request)
    generation, on = assistant.store.current(), assistant.today()
    hits = assistant.search(q, 20) if q.strip() else []
    return _page(
        "documents.html",
        lang,
        "/documents",
        q=q,
        shelf=[documents.described(document, generation, on) for document in generation.documents.values()],
        hits=[documents.found(hit, q, generation, lang) for hit in hits],
    )


@router.get("/documents/{document_id}")
def document(
    request: Request,
    document_id: str,
    lang: Lang = "th",
    q: Annotated[str, Query(max_length=MAX_MESSAGE)] = "",
) -> Response:
    """Return one document: its structure as a tree, and all that stands in it."""
    assistant = _assistant(request)
    generation, on = assistant.store.current(), assistant.today()
    if document_id not in generation.documents:
        raise Problem("not-found")
    provisions = documents.provisions(document_id, generation, on, lang, q)
    return _page(
        "document.html",
        lang,
        f"/documents/{document_id}",
        q=q,
        about=documents.described(generation.documents[document_id], generation, on),
        provisions=provisions,
        tree=documents.tree(provisions),
    )


def install(app: FastAPI) -> None:
    """Add the pages, and their script and style under `/static`."""
    app.include_router(router)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
