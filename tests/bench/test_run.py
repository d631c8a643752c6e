"""A whole bench, for a second: what it prints can be read by a program, and its figures agree with each other."""

import json
import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

KEYS = {
    "bench", "per_s", "p50_ms", "p99_ms", "cpu_ms_each", "floor_per_s", "memory_mib", "start_s", "others_cores", "at_8",
    "rounds", "quick",
}  # fmt: skip
ROLES = {"server", "worker", "database", "sandbox", "load", "ours"}


def test_an_unknown_name_is_told_the_known_ones():
    asked = subprocess.run(
        [sys.executable, "-m", "bench", "everything"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert asked.returncode == 2
    assert "callback|events|flash|helps|hot|join|list|order|race|settle|size|soak" in asked.stderr


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_list_is_measured_beside_its_floor():
    done = subprocess.run(
        [sys.executable, "-m", "bench", "list"], cwd=ROOT, capture_output=True, text=True, check=False,
        env=os.environ | {"QUICK": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told.keys() >= KEYS
    for one, clients in ((told, 32), (told["at_8"], 8)):
        cost = one["cpu_ms_each"]
        assert cost.keys() == ROLES
        assert cost["ours"] == pytest.approx(cost["server"] + cost["worker"] + cost["database"], abs=0.01)
        assert cost["server"] > 0
        assert one["p50_ms"] <= one["p99_ms"]
        # a closed loop: each client has one answer under way, so the middle of the latencies is near clients / rate
        assert 0.2 * clients < one["per_s"] * one["p50_ms"] / 1000 < 2 * clients
    assert min(told["floor_per_s"], told["memory_mib"], told["start_s"]) > 0
