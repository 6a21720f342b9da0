"""The MCP server, spoken to by the protocol's official client: in process, over stdio and over HTTP."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters
from mcp_types import CallToolResult, TextContent

from api.mcp.server import create_server
from assistant.pipeline import Assistant
from assistant.replies import CheckedVerdict, Reply

DGA = [sys.executable, "-c", "from api.cli import main; main()"]
QUESTION = "โครงสร้างพื้นฐานสำหรับใช้ภายในหน่วยงานเข้าเกณฑ์หรือไม่"


def call(server: Any, name: str, **arguments: Any) -> CallToolResult:
    """Call one tool through a client of `server`."""

    async def run() -> CallToolResult:
        async with Client(server) as client:
            return await client.call_tool(name, arguments)

    return anyio.run(run)


def text(result: CallToolResult) -> str:
    """Return what a result says in words."""
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


@pytest.fixture(scope="module")
def server(assistant: Assistant) -> Any:
    """Return the server in this process."""
    return create_server(assistant)


def test_the_tools_have_typed_schemas_and_speak_both_languages(server: Any) -> None:
    """Four tools, each described in Thai and English, each argument too, each with the schema of its result."""

    async def run() -> Any:
        async with Client(server) as client:
            return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in anyio.run(run)}
    assert set(tools) == {"ask", "check_eligibility", "search_documents", "get_passage"}
    for tool in tools.values():
        assert tool.output_schema["properties"]
        described = [
            tool.description,
            *(each["description"] for each in tool.input_schema["properties"].values()),
        ]
        for words in described:
            assert re.search("[ก-๙]", words)
            assert re.search("[A-Za-z]", words)
    assert tools["ask"].input_schema["required"] == ["message"]
    assert "in_house_only" in tools["check_eligibility"].input_schema["properties"]["facts"]["description"]


def test_ask_gives_the_reply_and_its_sources_in_words(server: Any, assistant: Assistant) -> None:
    """The structured content is the contract's reply, with the rules' verdict; the text lists the sources."""
    result = call(server, "ask", message=QUESTION)
    reply = Reply.model_validate(result.structured_content)
    assert reply.verdict == assistant.reply(QUESTION).verdict
    assert text(result).startswith(reply.answer)
    assert "**ที่มา**" in text(result)


def test_a_conversation_goes_on(server: Any) -> None:
    """The id of a reply takes the next message into the same conversation."""
    first = Reply.model_validate(call(server, "ask", message=QUESTION).structured_content)
    after = call(server, "ask", message="แล้วถ้าให้ทุกหน่วยงานใช้ร่วมกันล่ะ", conversation_id=first.conversation_id)
    assert Reply.model_validate(after.structured_content).verdict != first.verdict


def test_facts_are_checked(server: Any) -> None:
    """Facts in, verdict out."""
    facts = {"infrastructure": True, "in_house_only": True}
    result = call(server, "check_eligibility", facts=facts, language="en")
    verdict = CheckedVerdict.model_validate(result.structured_content)
    assert (verdict.result, verdict.approach) == ("does_not_qualify", "1.2")


def test_what_is_found_can_be_read(server: Any) -> None:
    """A hit's document and anchor open its passage."""
    found = call(server, "search_documents", query="มาตรา 31", k=3).structured_content
    assert found
    first = found["results"][0]
    assert (len(found["results"]), first["anchor"]) == (3, "section-31")
    passage = call(server, "get_passage", document_id=first["document_id"], anchor=first["anchor"])
    assert passage.structured_content
    assert first["text"] in [each["text"] for each in passage.structured_content["passages"]]


@pytest.mark.parametrize(
    ("name", "arguments", "says"),
    [
        ("ask", {"message": " "}, "message is empty"),
        ("ask", {"message": "why " * 600}, "2,000"),
        ("ask", {"message": "x y z", "conversation_id": "none"}, "no conversation"),
        ("ask", {"message": "what", "as_of": "1/1/2567"}, "YYYY-MM-DD"),
        ("check_eligibility", {"facts": {"no_such": True}, "language": "en"}, "no_such"),
        ("check_eligibility", {"facts": {}, "approach": "9.9", "language": "en"}, "approach must be one of"),
        ("get_passage", {"document_id": "x", "anchor": "y"}, "no passage"),
    ],
)
def test_an_error_is_a_sentence_in_the_asker_s_language(
    server: Any, monkeypatch: pytest.MonkeyPatch, name: str, arguments: dict[str, Any], says: str
) -> None:
    """English where English is asked, or by the locale where nothing tells; no trace of the inside."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    result = call(server, name, **arguments)
    assert result.is_error
    assert says in text(result)
    assert not re.search("[ก-๙]|pydantic|Error executing", text(result))


def test_an_error_is_thai_where_the_question_is(server: Any) -> None:
    """The question's own language decides where none is chosen."""
    result = call(server, "ask", message="ไทย", conversation_id="none")
    assert result.is_error
    assert text(result).startswith("ไม่พบการสนทนา")


def test_a_failure_nobody_expected_tells_a_reference_alone(
    server: Any, assistant: Assistant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The exception goes into the log under the reference that the sentence gives."""

    def fail(*_: object) -> None:
        raise RuntimeError("inside")

    monkeypatch.setattr(assistant, "reply", fail)
    result = call(server, "ask", message="why")
    assert result.is_error
    assert "inside" not in text(result)
    reference = re.search(r"urn:uuid:[0-9a-f-]+", text(result))
    assert reference
    assert reference[0] in caplog.text


def environment(data_dir: Path) -> dict[str, str]:
    """Return the environment of a process that serves the tests' index."""
    return {**os.environ, "DGA_DATA_DIR": str(data_dir), "LC_ALL": "C.UTF-8"}


def test_the_command_speaks_over_stdio(data_dir: Path) -> None:
    """`dga mcp` under the official client."""
    parameters = StdioServerParameters(command=DGA[0], args=[*DGA[1:], "mcp"], env=environment(data_dir))
    result = call(parameters, "ask", message=QUESTION)
    assert Reply.model_validate(result.structured_content).outcome == "verdict"


def test_nothing_but_the_protocol_is_on_stdout(data_dir: Path) -> None:
    """A process whose stdin ends at once has written nothing there."""
    ran = subprocess.run(
        [*DGA, "mcp"], input=b"", capture_output=True, env=environment(data_dir), timeout=60, check=True
    )
    assert ran.stdout == b""


@pytest.fixture
def address(data_dir: Path) -> Iterator[str]:
    """Return the address of `dga mcp --http`."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [*DGA, "mcp", "--http", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment(data_dir)) as process:
        assert process.stderr
        found = next(match for line in process.stderr if (match := re.search(r"http://\S+/mcp", line)))
        yield found[0]
        process.terminate()


def test_the_command_speaks_over_http(address: str) -> None:
    """`dga mcp --http HOST:PORT` under the official client."""
    result = call(address, "ask", message=QUESTION)
    assert Reply.model_validate(result.structured_content).outcome == "verdict"


def test_a_wrong_address_is_refused() -> None:
    """A port that is none is bad input, told before anything is loaded."""
    ran = subprocess.run(
        [*DGA, "mcp", "--http", "127.0.0.1:http"], capture_output=True, timeout=60, check=False
    )
    assert ran.returncode == 2
    assert b"http" in ran.stderr
