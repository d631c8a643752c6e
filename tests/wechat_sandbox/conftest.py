"""The sandbox in a thread of its own, a merchant that signs by itself, and a receiver that writes everything
down.
"""

import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
import uvicorn

from tests.wechat_sandbox.sides import Control, Heard, Mini, Receiver, Shop, Signer
from wechat_sandbox.app import create_app

HERE = Path(__file__).parent


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture(scope="session")
def vectors():
    """TEST ONLY keys of the public reference; they never belonged to an account."""
    return json.loads((HERE / "vectors.test-only.json").read_text())


@pytest.fixture(scope="session")
def running():
    """(base URL, the running program's app) of one sandbox for the whole run, in memory."""
    app = create_app()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=free_port(), log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        threading.Event().wait(0.01)
    yield f"http://127.0.0.1:{server.config.port}", app
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def base(running):
    return running[0]


@pytest.fixture(scope="session")
def http(base):
    with httpx.Client(base_url=base, trust_env=False, timeout=20) as client:
        yield client


@pytest.fixture
def control(http):
    """The control API with a world at rest: real time, no faults, default settings, nothing by itself."""
    http.post("/_sandbox/clock", json={"reset": True})
    http.delete("/_sandbox/faults")
    calm = {
        "auto": False,
        "refund_delay_seconds": 3,
        "sharing_delay_seconds": 3,
        "refund_gap_strict": True,
        "trade_order_delay_seconds": 10,
    }
    http.post("/_sandbox/settings", json=calm | {"h5_loopback_ip_refused": False})
    control = Control(http)
    yield control
    assert control.get("/money") == {"difference_fen": 0}


@pytest.fixture(scope="session")
def merchant(http):
    return http.post("/_sandbox/merchants", json={"name": "青禾小铺"}).json()


@pytest.fixture(scope="session")
def stranger(http):
    """Another merchant, with other keys."""
    return http.post("/_sandbox/merchants", json={"name": "别家"}).json()


@pytest.fixture(scope="session")
def buyer(http, merchant, stranger):
    return http.post("/_sandbox/people", json={"name": "林晓", "phone": "13800138000"}).json()


@pytest.fixture
def openid(buyer, merchant):
    return buyer["openids"][merchant["mini_appid"]]


@pytest.fixture(scope="session")
def signer(http, merchant):
    return Signer(http, merchant)


@pytest.fixture(scope="session")
def receiver():
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            path, _, query = self.path.partition("?")
            with receiver.lock:
                receiver.heard.append(Heard(path, query, dict(self.headers), body))
                status, text = receiver.next(path, query)
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_POST  # noqa: N815  the standard library calls it so

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    receiver.url = f"http://127.0.0.1:{server.server_port}"
    yield receiver
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def _count():
    return iter(range(1, 10**6))


@pytest.fixture
def shop(signer, control, receiver, openid, _count):
    return Shop(signer, control, receiver, openid, next(_count))


@pytest.fixture
def make_shop(signer, control, receiver, openid, _count):
    return lambda: Shop(signer, control, receiver, openid, next(_count))


@pytest.fixture
def mini(http, merchant, control):
    return Mini(http, merchant)


@pytest.fixture(scope="session")
def partner(http):
    """A merchant that receives shares of others."""
    return http.post("/_sandbox/merchants", json={"name": "合作伙伴"}).json()


@pytest.fixture(scope="session")
def lender(http):
    """Lends its RSA pairs, whose making takes longer than a test."""
    return http.post("/_sandbox/merchants", json={"name": "钥匙铺"}).json()


@pytest.fixture
def keeper(http, control, receiver, lender):
    """A merchant and a buyer of its own, whose orders are not under shipping management: money to the fen."""
    wish = {"name": "账房小铺", "pairs_of": lender["mchid"]}
    merchant = http.post("/_sandbox/merchants", json=wish).json()
    control.post(f"/apps/{merchant['mini_appid']}", {"trade_managed": False})
    openid = control.post("/people", {"name": "周宁"})["openids"][merchant["mini_appid"]]
    yield Shop(Signer(http, merchant), control, receiver, openid, 1)
    control.advance(4)  # what is on the way arrives now, and not in somebody else's test
    control.run_due()
