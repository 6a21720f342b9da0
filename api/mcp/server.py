"""The MCP server: four tools over the assistant, each with a typed schema, structured content and errors for people."""

import logging
import uuid
from collections.abc import Mapping
from importlib.metadata import version
from typing import Annotated, Any

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, InputRequiredResult, TextContent, ToolAnnotations
from pydantic import Field, ValidationError

from api.bodies import Approach, AsOf, PassagesReply, Question, SearchReply
from api.passages import passages_at
from api.problems import KINDS, field_error
from api.sources import with_sources
from assistant.conversations import UnknownConversation
from assistant.pipeline import Assistant
from assistant.replies import CheckedVerdict, Reply
from assistant.rules.facts import FactError
from corpus.messages import UserError, language_from_env
from corpus.passages import Language, Localized
from corpus.text import language_of

log = logging.getLogger("dga.mcp")

INSTRUCTIONS = """\
ตอบว่าโครงการของหน่วยงานรัฐเข้าหลักเกณฑ์แผนงานบูรณาการรัฐบาลดิจิทัลหรือไม่ และตอบคำถามจากเอกสารของแผนงาน พร้อมข้อความอ้างอิง \
ผลการตรวจมาจากกฎเท่านั้น อย่าเปลี่ยนผลหรือตัวเลข และอ้างแหล่งที่มาตามที่ได้รับ

Answers whether a Thai government project qualifies for the Digital Government integrated budget plan, and questions on the
plan's documents, with cited passages. Verdicts are the rules' alone: pass results, figures and citations on as they are.
"""
_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
_ANSWERS = ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False)


class Server(MCPServer[Any]):
    """An MCP server whose tools' errors are sentences in the language of whoever asks."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Call a tool. What fails is a result marked as an error, with one sentence in the asker's language."""
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if error.__cause__ is None:  # there is no such tool
                raise
            sentence = _sentence(error.__cause__).get(_language(arguments))
            return CallToolResult(content=[TextContent(text=sentence)], is_error=True)


def create_server(assistant: Assistant) -> MCPServer[Any]:
    """Return the server over `assistant`. It logs to stderr alone: stdout may be the protocol's."""
    server = Server(
        "dga-assistant",
        title="ผู้ช่วยแผนงานบูรณาการรัฐบาลดิจิทัล · Digital Government plan assistant",
        instructions=INSTRUCTIONS,
        version=version("dga-assistant"),
        log_level="WARNING",
    )
    facts = "; ".join(f"{name}: {fact.question.en}" for name, fact in assistant.rulepack.facts.items())

    @server.tool(
        title="ถามผู้ช่วย · Ask the assistant",
        description="ถามคำถามหรือเล่าโครงการเป็นภาษาไทยหรืออังกฤษ ได้คำตอบพร้อมผลการตรวจและแหล่งอ้างอิง\n"
        "Ask a question, or describe a project, in Thai or English: the answer with its verdict and citations.",
        annotations=_ANSWERS,
    )
    def ask(
        message: Annotated[
            Question, Field(description="คำถาม ไม่เกิน 2,000 ตัวอักษร · The question, at most 2,000 characters.")
        ],
        conversation_id: Annotated[
            str | None,
            Field(max_length=100, description="จากคำตอบก่อน เพื่อสนทนาต่อ · From an earlier reply, to go on."),
        ] = None,
        language: Annotated[
            Language | None, Field(description="ไม่ระบุ: ตามภาษาของคำถาม · Null: the question's language.")
        ] = None,
        as_of: Annotated[
            AsOf, Field(description="วันที่ที่ถามถึง ไม่ระบุ: วันนี้ · The date asked about; null: today.")
        ] = None,
    ) -> Annotated[CallToolResult, Reply]:
        reply = assistant.reply(message, conversation_id, language, as_of)
        return CallToolResult(
            content=[TextContent(text=with_sources(reply))], structured_content=reply.model_dump(mode="json")
        )

    @server.tool(
        title="ตรวจหลักเกณฑ์ · Check eligibility",
        description="ตรวจข้อเท็จจริงของโครงการกับหลักเกณฑ์ สิ่งที่ไม่แจ้งถือว่ายังไม่ทราบ\n"
        "Check facts about a project against the criteria; what is not given is unknown, not false.",
        annotations=_READS,
    )
    def check_eligibility(
        facts: Annotated[
            dict[str, Any],
            Field(
                description="ชื่อข้อเท็จจริงกับค่า: true, false, ตัวเลข, '<10' หรือ 'unsure' · By name: true, false, a number, "
                f"'<10' for a percentage below 10, or 'unsure'. The names: {facts}"
            ),
        ],
        approach: Annotated[
            Approach | None, Field(description="แนวทางที่จะขอ · The approach that the project is meant for.")
        ] = None,
        language: Annotated[Language, Field(description="ภาษาของเหตุผล · The language of reasons.")] = "th",
        as_of: Annotated[
            AsOf, Field(description="ตรวจ ณ วันที่ · The date as of which to check; null: today.")
        ] = None,
    ) -> CheckedVerdict:
        return assistant.check(facts, approach, language, as_of)

    @server.tool(
        title="ค้นเอกสาร · Search the documents",
        description="ค้นข้อความในเอกสารของแผนงานและกฎหมายที่เกี่ยวข้อง\n"
        "Search the passages of the plan's documents and of the laws behind it, best first.",
        annotations=_READS,
    )
    def search_documents(
        query: Annotated[Question, Field(description="คำค้นหรือคำถาม · Words or a question.")],
        k: Annotated[int, Field(ge=1, le=50, description="จำนวนผลลัพธ์ · How many.")] = 5,
        as_of: Annotated[AsOf, Field(description="ตามที่ใช้บังคับ ณ วันที่ · As of this date; null: today.")] = None,
    ) -> SearchReply:
        return SearchReply.model_validate({"results": assistant.search(query, k, as_of)})

    @server.tool(
        title="อ่านข้อความอ้างอิง · Read a cited passage",
        description="อ่านข้อความเต็มตามเอกสารและตำแหน่งที่อ้างอิง ต้นฉบับมาก่อนถ้ามี\n"
        "Read the whole text at a citation's document and anchor, the official text first where there is one.",
        annotations=_READS,
    )
    def get_passage(
        document_id: Annotated[str, Field(max_length=200, description="เช่น · As in: guideline-2569")],
        anchor: Annotated[str, Field(max_length=200, description="เช่น · As in: criteria-1.2")],
        as_of: Annotated[
            AsOf, Field(description="สถานะ ณ วันที่ · The state on this date; null: today.")
        ] = None,
    ) -> PassagesReply:
        found = passages_at(assistant, document_id, anchor, as_of)
        if found is None:
            raise UserError(KINDS["unknown-passage"].detail.th, KINDS["unknown-passage"].detail.en)
        return found

    return server


def _sentence(error: BaseException) -> Localized:
    """Return what to say of a failure: what is the matter with the request, or a reference to the log."""
    if isinstance(error, ValidationError):
        wrong = field_error(error.errors()[0])
        return Localized(th=wrong.detail_th, en=wrong.detail_en)
    if isinstance(error, FactError):
        return Localized(th=f"{error.field}: {error.allowed.th}", en=f"{error.field}: {error.allowed.en}")
    if isinstance(error, UnknownConversation):
        return KINDS["unknown-conversation"].detail
    if isinstance(error, UserError):
        return error.message
    reference = f"urn:uuid:{uuid.uuid4()}"
    log.error("tool failed: %s", reference, exc_info=error)
    detail = KINDS["unexpected-error"].detail
    return Localized(th=f"{detail.th} [{reference}]", en=f"{detail.en} [{reference}]")


def _language(arguments: Mapping[str, Any]) -> Language:
    """Return the language asked for, else the question's, else the machine's."""
    if arguments.get("language") in ("th", "en"):
        return "th" if arguments["language"] == "th" else "en"
    said = arguments.get("message") or arguments.get("query")
    return language_of(said) if isinstance(said, str) and said.strip() else language_from_env()
