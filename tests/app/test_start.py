"""What every start waits for: names and addresses. Routes and models are made where they are first needed, and all can be."""

import json
import os
import subprocess
import sys

import pytest

from lianyi.app.migrate import ROOT

# As `python -m lianyi.app` and its `prefork` do it, in an interpreter that no test has imported anything in.
LOOK = """
import json, sys, warnings
import lianyi.app.__main__
from lianyi.app.prefork import load_everything
load_everything()
loaded = set(sys.modules)

from pydantic import BaseModel
from lianyi.app.http import create_app
from lianyi.app.wiring import routers
from lianyi.kit.db import Database

def models(base=BaseModel):
    for one in base.__subclasses__():
        yield one
        yield from models(one)

app = create_app(Database(""))
routes = [route for router in routers() for route in router.routes]
ours = [one for one in models() if one.__module__.startswith("lianyi.")]
told = {
    "made": sorted(route.path for route in routes if "dependant" in vars(route)),
    "built": sorted(one.__name__ for one in ours if one.__pydantic_complete__),
    "routes": len(routes), "models": len(ours), "loaded": sorted(loaded),
}
with warnings.catch_warnings(record=True) as said:
    told["whole"] = sum(route.dependant is not None for route in routes)
    for one in ours:
        one.model_rebuild()
    told["document"] = app.openapi()
told["said"] = [str(one.message) for one in said]
print(json.dumps(told))
"""
# A default of another model's field, or a model with parameters: pydantic builds them where they are declared.
BUILT_WHERE_DECLARED = {"Page", "RewardIn", "SlotIn"}


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    outside = {key: value for key, value in os.environ.items() if not key.startswith("LIANYI_")}
    done = subprocess.run(
        [sys.executable, "-c", LOOK], env=outside | {"PYTHONPATH": str(ROOT)},
        cwd=tmp_path_factory.mktemp("start"), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_start_makes_no_route(start):
    assert start["routes"] > 400
    assert start["made"] == []


def test_a_start_builds_no_model(start):
    assert start["models"] > 500
    assert set(start["built"]) <= BUILT_WHERE_DECLARED


def test_all_that_a_start_left_can_be_made_and_says_nothing(start):
    assert start["whole"] == start["routes"]
    assert start["said"] == []


def test_the_document_is_the_same_when_everything_is_made_late(start):
    assert start["document"] == json.loads((ROOT / "docs" / "openapi.json").read_text("utf-8"))


def test_what_servers_and_worker_first_use_is_loaded_before_they_are_forked(start):
    """Each of them would load it for itself, while somebody waits for the first answer."""
    first_used = {
        "uvicorn.protocols.http.httptools_impl",
        "uvicorn.loops.uvloop",
        "httpcore",
        "h11",
        "httptools",
    }
    assert first_used <= set(start["loaded"])


def test_what_few_requests_need_is_not_loaded(start):
    assert not {"fpdf", "alembic", "websockets", "openpyxl"} & set(start["loaded"])


def test_tables_that_no_list_is_made_of_are_not_described(start):
    """Statements are text; only lists that are put together need tables, and then their own domain's."""
    assert not {"lianyi.ledger.models", "lianyi.payments.models", "lianyi.kit.models"} & set(start["loaded"])
