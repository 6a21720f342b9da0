"""OpenTelemetry traces: a span for each request, step and model call; nothing without `install`, or without the extra `otel`.

The names of attributes stand here alone: OpenTelemetry's for HTTP and for generative AI, which are still in development
(https://opentelemetry.io/docs/specs/semconv/gen-ai/), and this project's own. No span carries what people ask.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from assistant import trace
from corpus.messages import UserError

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer, TracerProvider

HTTP_METHOD, HTTP_ROUTE, HTTP_STATUS = "http.request.method", "http.route", "http.response.status_code"
OPERATION, PROVIDER, MODEL = "gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.request.model"
INPUT_TOKENS, OUTPUT_TOKENS = "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens"
ERROR_TYPE = "error.type"
STEP = "dga.step"

SERVICE = "dga-assistant"

_tracer: "Tracer | None" = None


class NoTelemetry(UserError):  # noqa: N818 - named by what is the matter
    """Traces are asked for, and the packages for them are not installed."""


def install(provider: "TracerProvider | None" = None) -> None:
    """Trace from now on, to `provider`, or over OTLP as OpenTelemetry's own variables say. Raises `NoTelemetry`."""
    global _tracer
    if provider is None:
        provider = _exporting()
    _tracer = provider.get_tracer(SERVICE)
    trace.spans = _step


def remove() -> None:
    """Trace no more."""
    global _tracer
    _tracer, trace.spans = None, None


@contextmanager
def request(method: str) -> Iterator["Span | None"]:
    """Open the span of a request."""
    if _tracer is None:
        yield None
        return
    from opentelemetry.trace import SpanKind

    with _tracer.start_as_current_span(
        method, kind=SpanKind.SERVER, attributes={HTTP_METHOD: method}
    ) as span:
        yield span


def served(span: "Span | None", route: str | None, status: int) -> None:
    """Say on the span of a request how it ended. `route`: its template."""
    if span is None:
        return
    span.set_attribute(HTTP_STATUS, status)
    if route:
        span.set_attribute(HTTP_ROUTE, route)
        span.update_name(f"{getattr(span, 'name', '')} {route}".strip())
    if status >= 500:
        from opentelemetry.trace import StatusCode

        span.set_attribute(ERROR_TYPE, str(status))
        span.set_status(StatusCode.ERROR)


@contextmanager
def model_call(operation: str, provider: str, model: str) -> Iterator["Span | None"]:
    """Open the span of a call of a chat model: `operation` as OpenTelemetry names it ("chat")."""
    if _tracer is None:
        yield None
        return
    from opentelemetry.trace import SpanKind

    attributes = {OPERATION: operation, PROVIDER: provider, MODEL: model}
    with _tracer.start_as_current_span(
        f"{operation} {model}", kind=SpanKind.CLIENT, attributes=attributes
    ) as span:
        yield span


def used(span: "Span | None", read: int | None, written: int | None) -> None:
    """Say on the span of a model's call how many tokens it read and wrote, where the model tells."""
    if span is not None:
        told = {INPUT_TOKENS: read, OUTPUT_TOKENS: written}
        span.set_attributes({name: count for name, count in told.items() if count is not None})


def _step(name: str) -> Any:
    assert _tracer is not None  # noqa: S101 - `install` sets both
    return _tracer.start_as_current_span(name, attributes={STEP: name})


def _exporting() -> "TracerProvider":
    try:
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise NoTelemetry(
            "ตั้ง DGA_OTEL ไว้ แต่ยังไม่ได้ติดตั้งส่วนเสริม: pip install 'dga-assistant[otel]'",
            "DGA_OTEL is set, but its extra is not installed: pip install 'dga-assistant[otel]'.",
        ) from error
    provider = TracerProvider(resource=Resource.create({"service.name": SERVICE}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider
