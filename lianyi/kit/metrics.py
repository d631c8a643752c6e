"""Figures for Prometheus. Labels are routes, kinds and states: never a person, a tenant or an id."""

from prometheus_client import Counter, Gauge, Histogram

REQUEST_SECONDS = Histogram(
    "lianyi_request_seconds",
    "Time from request to answer",
    ["method", "route", "status"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
EVENTS_TOLD = Counter("lianyi_events_told", "Outbox facts told to their reactions", ["kind"])
EVENT_DELAY = Histogram("lianyi_event_delay_seconds", "From a fact to its reactions' commit")
SWEEPS = Counter("lianyi_sweep_rows", "Rows done by periodic sweeps", ["sweep"])
OUTSIDE_CALLS = Counter(
    "lianyi_outside_calls", "Calls to WeChat and other outside services", ["service", "outcome"]
)
BATCH_SIZE = Histogram(
    "lianyi_batch_size", "Requests done in one transaction together", buckets=(1, 2, 5, 10, 20, 50, 100)
)
LISTENERS = Gauge("lianyi_live_listeners", "Pages that listen to live numbers in this process")
