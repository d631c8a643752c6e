"""Spans go to whoever is named, and what sends them is imported for nobody else."""

import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from tests.conftest import ROOT

TRACED = """
import sys
from lianyi.kit import tracing
tracing.configure(sys.argv[1] or None, "here:1")
with tracing.span("a walk"):
    pass
print(any(name.startswith("opentelemetry.exporter") for name in sys.modules))
"""


@pytest.fixture
def collector():
    got = []

    class Keeping(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            """Nobody reads it."""

    with HTTPServer(("127.0.0.1", 0), Keeping) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/v1/traces", got
        server.shutdown()
        thread.join()


def traced(endpoint):
    return subprocess.run(
        [sys.executable, "-c", TRACED, endpoint], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_a_span_is_sent_to_the_endpoint_at_the_latest_when_the_process_ends(collector):
    endpoint, got = collector
    assert traced(endpoint) == "True"
    [(path, body)] = got
    assert path == "/v1/traces"
    assert b"a walk" in body
    assert b"here:1" in body


def test_without_an_endpoint_nothing_of_the_exporter_is_imported():
    assert traced("") == "False"
