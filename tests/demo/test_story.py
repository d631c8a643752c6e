"""`make demo` tells the whole way of an order and ends with sums that are right."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from lianyi.app.demo import story

ROOT = Path(__file__).parents[2]


def ends_well(told, result):
    """The story says what happened, and its sums are right."""
    assert result.pop("reconciled_lines") > 20
    assert result == {
        "orders": 2, "ledger_sum_fen": 0, "stock_difference": 0,
        "teams_filled": 1, "teams_refunded": 1, "share_depth": 2, "released_fen": 6_127_00, "differences": 0,
    }  # fmt: skip
    for words in (
        "商家开店",
        "支付成功",
        "¥63.80 原路退回",
        "¥59.00",
        "订单已完成",
        "货款解冻",
        "3/3,人齐了",
        "没有凑齐",
        "差异 0 笔",
    ):
        assert words in told
    assert "收款 ¥0.00" not in told
    # The shopkeeper's purse was empty; what the books paid out is in it, and the tax is set aside.
    ends = {
        " ".join(line.split()[:-3]): line.split()[-1] for line in told.splitlines() if line.count("¥") == 3
    }
    assert ends["店主零钱 shopkeeper's wallet"] == ends["账本 已付给店主(外部)"] == "¥1100.80"
    assert ends["账本 代扣个税"] == "¥75.20"
    # 2000 in the wallet, 306 paid and 59 of it given back, 63.80 paid and given back.
    wallet = next(line for line in told.splitlines() if "buyer's wallet" in line)
    assert wallet.split()[-3:] == ["¥2000.00", "¥1630.20", "¥1753.00"]


async def test_the_story_ends_well(ground):
    said = io.StringIO()
    result = await story.told(ground, Console(file=said, highlight=False))
    ends_well(said.getvalue(), result)


@pytest.mark.slow
def test_the_program_tells_it_on_an_instance_of_its_own():
    # A production environment around it changes nothing: the story brings its own WeChat.
    around = {**os.environ, "LIANYI_WECHATPAY_BASE_URL": "https://api.mch.weixin.qq.com", "LIANYI_DEMO": "0"}
    told = subprocess.run(
        [sys.executable, "-m", "lianyi.app", "demo"],
        cwd=ROOT, env=around, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr[-2000:]
    *_, last = told.stdout.strip().splitlines()
    result = json.loads(last)
    assert result.pop("seconds") > 0
    ends_well(told.stdout, result)
    assert "Unclosed" not in told.stderr
