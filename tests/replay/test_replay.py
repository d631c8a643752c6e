"""A small shop's file is lived from import to verdict, with a real server, the sandbox and a database of its own."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from lianyi.app.replay import plan as planning
from lianyi.app.replay import run, sheet
from tests.replay.retail import line, text

ROOT = Path(__file__).parents[2]
MORNING, EVENING, NEXT, FEBRUARY = (
    "2011-01-31 09:00:00", "2011-01-31 18:30:00", "2011-02-01 08:05:00", "2011-02-24 10:00:00",
)  # fmt: skip
# Two prices of one code, a repeated line, postage, a stranger, a bulk order beyond a line's limit and its cancellation,
# a part that comes back a month later and at less, a month's last evening and the next morning; and rows nobody can live.
LINES = (
    line("1", "85123A", 6, "2.55", at=MORNING), line("1", "85123A", 2, "2.10", at=MORNING),
    line("1", "85123A", 1, "2.55", at=MORNING), line("1", "POST", 1, "18.00", at=MORNING, words="POSTAGE"),
    line("2", "22423", 1, "12.75", at=MORNING, customer=""), line("2", "DOT", 1, "149.16", at=MORNING, customer=""),
    line("3", "23166", 12_000, "1.04", at=MORNING, customer="12346.0"),
    line("C4", "23166", -12_000, "1.04", at=EVENING, customer="12346.0"),
    line("5", "22423", 2, "12.75", at=EVENING), line("6", "22423", 1, "10.95", at=NEXT),
    line("C7", "85123A", -3, "2.55", at=NEXT), line("C8", "22423", -2, "9.00", at=FEBRUARY),
    line("C9", "D", -1, "27.50", at=FEBRUARY), line("A10", "B", 1, "11062.06", at=FEBRUARY, customer=""),
    line("11", "22139", 56, "0", at=FEBRUARY, customer=""),
)  # fmt: skip


def replay(path):
    return subprocess.run(
        [sys.executable, "-m", "lianyi.app", "replay", str(path)],
        cwd=ROOT, capture_output=True, text=True, timeout=240, check=False, env={"COLUMNS": "160", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "retail.csv"
    path.write_text(text(*LINES), "utf-8-sig")
    return path


def is_the_files_own(told, result):
    """The verdict, to the penny."""
    assert result == {
        "invoices": 8, "skipped": 3, "rows": 15, "skipped_rows": 3, "skipped_pence": 1106206 - 2750,
        "orders": 6, "refunds": 5, "difference_pence": 0, "lost_pence": 0, "stock_difference": 0,
        "ledger_sum_fen": 0, "dead_letters": 0, "wechat_difference_fen": 0,
    }  # fmt: skip
    january, february = (
        next(row for row in told.splitlines() if row.strip().startswith(month))
        for month in ("2011-01", "2011-02")
    )
    # 7 at 2.55 and 2 at 2.10, postage, the stranger's, two at 12.75; the bulk order came back the same day
    assert january.split()[-3:] == ["227.46", "227.46", "0.00"]
    # one at 10.95, less three at 2.55 and two at 9.00
    assert february.split()[-3:] == ["-14.70", "-14.70", "0.00"]


async def test_the_books_are_the_files_own_to_the_penny(path, ground):
    said, chosen = io.StringIO(), sheet.read(path, 0)
    say = Console(file=said, highlight=False, width=160)
    result = await run.live(ground, say, chosen, planning.make(chosen))
    assert run.code_of(result) == 0
    is_the_files_own(said.getvalue(), result)


@pytest.mark.slow
@pytest.mark.timeout(300)  # a database, a server and a sandbox are started for it
def test_the_program_lives_it_on_an_instance_of_its_own(path):
    told = replay(path)
    assert told.returncode == 0, told.stdout[-2000:] + told.stderr[-2000:]
    *_, last = told.stdout.strip().splitlines()
    result = json.loads(last)
    assert result.pop("seconds") > 0
    is_the_files_own(told.stdout, result)


def test_without_data_it_says_so(tmp_path):
    told = replay(tmp_path / "nowhere.csv")
    assert told.returncode == 1
    assert "does not exist" in told.stderr
    assert told.stdout == ""
