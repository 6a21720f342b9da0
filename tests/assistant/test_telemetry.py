"""Traces: a span for each step under what asked for it, with the names of the conventions; nothing unless installed."""

from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from assistant import telemetry
from assistant.pipeline import Assistant

MESSAGE = "เกณฑ์ทั่วไปข้อที่ 4 ว่าไว้อย่างไรนะ"


@pytest.fixture
def exported() -> Iterator[InMemorySpanExporter]:
    """Return what is exported while traces are installed."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    telemetry.install(provider)
    yield exporter
    telemetry.remove()


def test_steps_are_spans_of_the_request(exported: InMemorySpanExporter, assistant: Assistant) -> None:
    """Each step stands under the request's span, which carries method, route template and status."""
    with telemetry.request("POST") as span:
        assistant.reply_to([MESSAGE])
        telemetry.served(span, "/v1/chat", 200)
    *steps, request = exported.get_finished_spans()
    assert {"correct", "understand", "guard"} <= {each.name for each in steps}
    assert request.name == "POST /v1/chat"
    assert request.attributes
    assert dict(request.attributes) == {
        "http.request.method": "POST",
        "http.route": "/v1/chat",
        "http.response.status_code": 200,
    }
    assert {each.context.trace_id for each in steps if each.context} == {
        request.context and request.context.trace_id
    }


def test_no_span_holds_what_was_asked(exported: InMemorySpanExporter, assistant: Assistant) -> None:
    """Neither a name nor an attribute."""
    assistant.reply_to([f"{MESSAGE} ครับ"])
    assert exported.get_finished_spans()
    assert MESSAGE not in "".join(each.to_json() for each in exported.get_finished_spans())


def test_a_model_call_has_the_conventions_names(exported: InMemorySpanExporter) -> None:
    """Operation, provider, model and the tokens that it tells."""
    with telemetry.model_call("chat", "openai", "some-model") as span:
        telemetry.used(span, 12, None)
    (call,) = exported.get_finished_spans()
    assert call.name == "chat some-model"
    assert call.attributes
    assert dict(call.attributes) == {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "some-model",
        "gen_ai.usage.input_tokens": 12,
    }


def test_a_failure_is_an_error(exported: InMemorySpanExporter) -> None:
    """A status from 500 on marks the span."""
    with telemetry.request("GET") as span:
        telemetry.served(span, None, 503)
    (request,) = exported.get_finished_spans()
    assert not request.status.is_ok
    assert request.attributes
    assert request.attributes["error.type"] == "503"


def test_without_install_nothing_is_traced(assistant: Assistant) -> None:
    """There is no span, and nothing fails for it."""
    with telemetry.request("GET") as span, telemetry.model_call("chat", "openai", "some-model") as call:
        telemetry.served(span, "/", 200)
        telemetry.used(call, 1, 2)
    assert span is None
    assert call is None
