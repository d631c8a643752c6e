"""The board, the findings and the report over HTTP."""

from lianyi.distribution.actions import compliance as actions
from lianyi.kit.db import Session, Statement
from lianyi.kit.ids import encode, new_id
from tests.checkout.conftest import live
from tests.live_shop import ok, refused
from tests.paper_text import text_of

__all__ = ["live"]
BOARD = "/distribution/compliance"
FINDING = Statement(
    """
    insert into distribution_finding (tenant_id, id, rule, version, area, severity, subject, zh, en, source, switched, state,
      found_at, seen_at)
    values (%(tenant)s, %(id)s, 'paid_within_cap', 1, 'graph', 'stop', 'above_cap', '2 笔佣金超过实付的 30%%',
      '2 commissions are above 30%% of what was paid', '《直销管理条例》第二十四条', 'plan', 'open', %(now)s, %(now)s)
    """
)


async def a_finding(live):
    finding_id = new_id()
    await live.goods.write(Session.run, FINDING, id=finding_id)
    return encode("fnd", finding_id)


async def test_the_board_shows_every_rule_in_force_before_anything_was_looked_at(live):
    board = await ok(live.console.get(BOARD))

    assert (board["scan"], board["paused_by"], board["open"], board["links"]) == (None, None, 0, 0)
    by_area = {area["area"]: [rule["id"] for rule in area["rules"]] for area in board["areas"]}
    assert by_area["join"][:2] == ["no_entry_fee", "no_forced_purchase"]
    assert set(by_area) == {"plan", "join", "payout", "graph", "campaign", "content", "shop"}
    await refused(live.console.get(f"{BOARD}/roots"), 404, "never_scanned")
    await refused(live.console.get(f"{BOARD}/report.pdf"), 404, "never_scanned")


async def test_a_rule_says_where_it_comes_from(live):
    rule = await ok(live.console.get(f"{BOARD}/rules/one_paid_level"))

    assert rule["sources"][0] == {"text": "禁止传销条例", "article": "第七条第(三)项 团队计酬", "mark": "V"}
    assert (rule["severity"], rule["effective_from"], rule["does"]) == (
        "refuse",
        "2005-11-01",
        "方案不能保存",
    )
    await refused(live.console.get(f"{BOARD}/rules/no_such_rule"), 404, "rule_unknown")
    keys = {one["key"]: one["value"] for one in (await ok(live.console.get(f"{BOARD}/constants")))["items"]}
    assert (keys["distribution.max_levels"], keys["lottery.max_prize_fen"]) == (1, 5_000_000)


async def test_a_finding_goes_from_open_to_resolved_and_holds_the_plan_meanwhile(live):
    word = await a_finding(live)
    board = await ok(live.console.get(BOARD))
    assert (board["paused_by"], board["open"]) == (word, 1)
    waiting = {one["kind"]: one["count"] for one in (await ok(live.console.get("/overview")))["attention"]}
    assert waiting["compliance_open"] == 1

    await refused(
        live.console.act("POST", f"{BOARD}/findings/{word}/acknowledge", {"words": ""}), 422, "words_wanted"
    )
    taken = await ok(
        live.console.act("POST", f"{BOARD}/findings/{word}/acknowledge", {"words": "财务在核对"})
    )
    assert (taken["state"], taken["steps"][0]["words"]) == ("acknowledged", "财务在核对")
    done = await ok(live.console.act("POST", f"{BOARD}/findings/{word}/resolve", {"words": "已冲回两笔"}))
    assert (done["state"], done["rule_title"]) == ("resolved", "付出的佣金不超过 30%")
    told = await refused(
        live.console.act("POST", f"{BOARD}/findings/{word}/resolve", {"words": "又一次"}), 409, "finding_in_other_state"
    )  # fmt: skip
    assert told["data"]["state"] == "resolved"
    board = await ok(live.console.get(BOARD))
    assert (board["paused_by"], board["open"]) == (None, 0)
    listed = (await ok(live.console.get(f"{BOARD}/findings", params={"rule": "paid_within_cap"})))["items"]
    assert [one["id"] for one in listed] == [word]
    acts = [one["what"] for one in (await ok(live.console.get("/audit")))["items"]]
    assert acts[:2] == ["compliance.resolved", "compliance.acknowledged"]
    links = (await ok(live.console.get(f"{BOARD}/evidence")))["items"]
    assert [one["kind"] for one in links] == ["finding", "finding"]
    assert "财务在核对" not in "".join(one["payload"] for one in links)


async def test_the_report_is_a_pdf_of_the_newest_look(live):
    await a_finding(live)
    seen = await ok(live.console.act("POST", f"{BOARD}/scan"))
    assert (seen["shopkeepers"], seen["wrong"]["others_sales"]) == (0, 0)

    answer = await live.console.get(f"{BOARD}/report.pdf")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    again = await live.console.get(f"{BOARD}/report.pdf")
    assert again.content == answer.content
    text = text_of(answer.content)
    for words in (
        "分销合规报告",
        "谁因什么得到多少",
        "paid_within_cap@1",
        "one_paid_level@1",
        "《禁止传销条例》",
    ):
        assert words in text
    state = await ok(live.console.act("POST", f"{BOARD}/evidence/verify"))
    assert (state["ok"], state["broken_at"]) == (True, None)
    assert state["head"][:16] in text


async def test_a_look_by_hand_is_like_that_of_the_night(live):
    await ok(live.console.act("POST", f"{BOARD}/scan"))
    await actions.scan(live.goods.db, live.goods.tenant)
    looks = (await ok(live.console.get(f"{BOARD}/scans")))["items"]
    assert len(looks) == 2
    assert looks[0] | {"id": "", "at": ""} == looks[1] | {"id": "", "at": ""}
