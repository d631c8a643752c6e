"""A point kills once, whoever has its fuse; without the setting it is nothing."""

import os
import signal
import subprocess
import sys

POINT = "payments.prepay.asked"
PROGRAM = """
from lianyi.app import settings
from lianyi.kit import failpoints
settings.install(settings.load())
try:
    failpoints.reach("payments.prepay.asked")
finally:
    print("lives", flush=True)
"""


def run(folder=None):
    """A program with these settings, and how it ended."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("LIANYI_")}
    if folder is not None:
        given["LIANYI_FAILPOINTS"] = str(folder)
    return subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False, env=given
    )


def test_it_dies_once_and_cleans_up_nothing(tmp_path):
    (tmp_path / POINT).touch()
    died = run(tmp_path)
    assert (died.returncode, died.stdout, died.stderr) == (-signal.SIGKILL, "", "")
    assert not (tmp_path / POINT).exists()
    assert run(tmp_path).stdout == "lives\n"


def test_another_points_fuse_is_left_alone(tmp_path):
    (tmp_path / "payments.prepay.begun").touch()
    assert run(tmp_path).stdout == "lives\n"
    assert (tmp_path / "payments.prepay.begun").exists()


def test_without_the_setting_nothing_dies():
    assert run().stdout == "lives\n"
