"""Traces by OpenTelemetry: a span a request, a fact told, a sweep, a call to the outside; nothing unless an endpoint is set.

Span names are routes and kinds; attributes never hold a person, a token or a body.
"""

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

tracer = trace.get_tracer("lianyi")


def configure(endpoint: str | None, process: str) -> None:
    """Send spans to an OTLP/HTTP endpoint, once per process; without one every span is a no-op."""
    if not endpoint:
        return
    provider = TracerProvider(
        resource=Resource.create({"service.name": "lianyi", "service.instance.id": process})
    )
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    trace.set_tracer_provider(provider)
