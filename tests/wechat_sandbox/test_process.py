"""The program as a process: it starts, refuses what is dangerous, and loses nothing to kill -9."""

import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.wechat_sandbox.conftest import free_port
from tests.wechat_sandbox.sides import Control, Receiver, Shop, Signer
from wechat_sandbox.database import Database, StateNotUsable

ROOT = Path(__file__).parents[2]


class Program:
    """A sandbox process that can be killed and started again on the same folder."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "wechat_sandbox",
                "--port",
                str(self.port),
                "--data-dir",
                str(self.folder),
            ],
            cwd=ROOT,
        )
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                assert httpx.get(f"http://127.0.0.1:{self.port}/healthz").json() == {"status": "ok"}
            except httpx.TransportError:
                threading.Event().wait(0.02)
            else:
                return
        raise AssertionError("the sandbox does not start")

    def kill(self):
        self.process.kill()
        self.process.wait(10)


@pytest.fixture
def program(tmp_path):
    program = Program(tmp_path / "sandbox")
    program.start()
    yield program
    program.kill()


def test_kill_9_loses_nothing(program):
    with httpx.Client(base_url=f"http://127.0.0.1:{program.port}", trust_env=False) as http:
        control = Control(http)
        control.post("/settings", {"auto": False, "refund_delay_seconds": 60})
        control.advance(3600)
        merchant = control.post("/merchants", {"name": "青禾小铺", "key": "demo"})
        person = control.post("/people", {"name": "林晓", "key": "lin"})
        openid = person["openids"][merchant["mini_appid"]]
        shop = Shop(Signer(http, merchant), control, Receiver(url="http://127.0.0.1:9"), openid, 1)
        transaction = shop.paid()
        assert shop.refund(900).json()["status"] == "PROCESSING"
        control.fault("lost", {"mchid": merchant["mchid"]}, times=None)
        before = shop.money()

    program.kill()
    program.start()

    with httpx.Client(base_url=f"http://127.0.0.1:{program.port}", trust_env=False) as http:
        control = shop.control = Control(http)
        shop.signer.http = http
        assert control.post("/merchants", {"name": "别的名字", "key": "demo"}) == control.get(
            f"/merchants/{merchant['mchid']}"
        )
        assert (
            control.get(f"/merchants/{merchant['mchid']}")["merchant_private_key"]
            == merchant["merchant_private_key"]
        )
        assert control.post("/people", {"name": "林晓", "key": "lin"})["id"] == person["id"]
        assert shop.look().json()["transaction_id"] == transaction
        assert shop.money() == before
        assert control.get("/settings")["refund_delay_seconds"] == 60
        assert 3600 <= control.get("/clock")["offset_seconds"] < 3601
        assert control.get("/faults")["faults"][0]["kind"] == "lost"
        control.http.delete("/_sandbox/faults")
        control.advance(60)
        control.run_due()
        events = [
            (one["event"], len(one["attempts"])) for one in control.deliveries(out_trade_no=shop.number)
        ]
        assert events == [("REFUND.SUCCESS", 1), ("TRANSACTION.SUCCESS", 1)]
        assert control.get("/money") == {"difference_fen": 0}


def test_an_address_others_can_reach_is_refused():
    command = [sys.executable, "-m", "wechat_sandbox", "--host", "0.0.0.0", "--port", "1"]  # noqa: S104  to be refused
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=20, check=False)
    assert ended.returncode == 2
    assert "--i-know-this-is-a-sandbox" in ended.stderr


def test_a_folder_in_use_is_refused(tmp_path):
    first = Database(tmp_path)
    with pytest.raises(StateNotUsable, match="another sandbox"):
        Database(tmp_path)
    first.close()
    Database(tmp_path).close()


def test_a_state_of_another_version_is_refused(tmp_path):
    Database(tmp_path).close()
    connection = sqlite3.connect(tmp_path / "sandbox.sqlite3")
    connection.execute("pragma user_version = 99")
    connection.close()
    with pytest.raises(StateNotUsable, match="version 99"):
        Database(tmp_path)


def test_a_state_from_before_the_bills_opens_with_them(tmp_path):
    """What was paid and refunded there is held and told as if it had been from the start."""
    tables = ("terms", "holdings", "refund_fees", "flows", "receivers", "sharings", "share_lines")
    first = Database(tmp_path)
    for name in (*tables, "share_returns", "bill_files", "plants"):
        first.run(f"drop table {name}")
    order = (
        "insert into orders (mchid, out_trade_no, appid, trade_type, request, description, total_fen, notify_url,"
        " profit_sharing, state, created_at_ms, expires_at_ms, transaction_id, paid_at_ms, settled_at_ms)"
        " values ('19', ?, 'wx', 'JSAPI', '{}', 'x', 1000, 'u', 0, 'SUCCESS', 1, 2, ?, ?, ?)"
    )
    first.run(order, ("A", "42A", 5, None))
    first.run(order, ("B", "42B", 6, 9))
    first.run(order.replace("?, ?, ?)", "null, null, null)"), ("C",))
    refund = (
        "insert into refunds (mchid, out_refund_no, refund_id, out_trade_no, transaction_id, request, refund_fen,"
        " status, account, created_at_ms, success_at_ms) values ('19', ?, ?, 'A', '42A', '{}', ?, ?, 'UNSETTLED', 7, ?)"
    )
    first.run(refund, ("R1", "50R1", 300, "SUCCESS", 8))
    first.run(refund, ("R2", "50R2", 200, "PROCESSING", None))
    first.run(refund, ("R3", "50R3", 100, "CLOSED", None))
    first.close()
    for _ in range(2):
        again = Database(tmp_path)
        held = again.all("select transaction_id, held_fen, frozen from holdings order by transaction_id")
        assert [tuple(row) for row in held] == [("42A", 500, 0), ("42B", 0, 0)]
        flows = again.all("select kind, delta_fen, business_no from flows order by at_ms")
        assert [tuple(row) for row in flows] == [
            ("pay", 1000, "42A"),
            ("pay", 1000, "42B"),
            ("refund", -300, "50R1"),
        ]
        again.close()
