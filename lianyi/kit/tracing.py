"""Traces by OpenTelemetry: a span a request, a fact told, a sweep, a call to the outside; nothing unless an endpoint is set.

Span names are routes and kinds; attributes never hold a person, a token or a body.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from opentelemetry import trace

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

_tracer = trace.get_tracer("lianyi")
_told: list[TracerProvider] = []  # whom spans are told to; nobody unless an endpoint is set


class _Unseen:
    """A span that nobody will ever see: making a real one only to drop it cost a tenth of a request."""

    def __enter__(self) -> trace.Span:
        return trace.INVALID_SPAN

    def __exit__(self, *_: object) -> None:
        return None


_UNSEEN = _Unseen()


def span(name: str, kind: trace.SpanKind = trace.SpanKind.INTERNAL) -> AbstractContextManager[trace.Span]:
    """A span around a block, the child of the one around it."""
    return _tracer.start_as_current_span(name, kind=kind) if _told else _UNSEEN


def configure(endpoint: str | None, process: str) -> None:
    """Send spans to an OTLP/HTTP endpoint, once per process; without one every span is a no-op."""
    if not endpoint:
        return
    # Imported by whoever has an endpoint: for all others the exporter would be a twentieth of a process's start.
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415  as said above
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415  as said above
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415  as said above
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415  as said above

    provider = TracerProvider(
        resource=Resource.create({"service.name": "lianyi", "service.instance.id": process})
    )
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    trace.set_tracer_provider(provider)
    _told.append(provider)
