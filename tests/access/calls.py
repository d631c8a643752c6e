"""The register: for every operation of the document one call that works, by whoever may.

It stands for three things: that the answer is what the document says, that nobody else gets it, and where strange input
begins. `"@name"` is something of the town; a new operation without a line here fails the tests.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.access.sellers import SETTINGS as JOINING
from tests.access.town import BACK_TO, BY_WEIGHT, GOODS, PASSWORD, PROGRAM, picture
from tests.live_shop import ADDRESS

PAYOUT_RULES = {
    "path": "transfer", "strategy": "cumulative", "min_fen": 100, "max_fen": 100_000, "day_fen": 200_000, "day_count": 2,
    "month_fen": 500_000, "auto_below_fen": 0, "fee_fen": 0, "fee_bp": 0, "batch_day_fen": 1_000_000, "job_title": "推广员",
}  # fmt: skip
PARCEL = {"carrier_code": "SF", "tracking_no": "SF4455667788"}
WORDS = "这是一段足够长的文字,说的是本店如何对待顾客的信息,以及顾客有哪些权利。" * 3
PERIOD = {"from": "2026-03-01", "to": "2026-03-10"}
PUSHED = {"MsgType": "event", "Event": "wxa_media_check", "FromUserName": "o1", "CreateTime": 1772700000}
DRAFT = {"title": "新茶", "skus": [{"price_fen": 900}]}
PLAN = {
    "effective_at": "2026-03-10T00:00:00Z", "rules": [{"scope": "tenant", "rate_bp": 800}, {"scope": "product", "scope_id": "@product.0", "fixed_fen": 100, "cap_fen": 300}],
    "grades": [{"grade": 2, "factor_bp": 11000}], "accept_unknown_cost": True,
}  # fmt: skip
SHOP = {
    "name": "Qinghe Tea", "theme_color": "#0f766e",
    "rules": {"auto_receive_days": 10, "complete_after_days": 7, "low_stock_at": 5, "order_close_minutes": 30,
              "refund_review": True, "margin_floor_bp": 0, "guarantee": True},
}  # fmt: skip


@dataclass(frozen=True)
class Call:
    """`who`: a role, `buyer`, or `anybody` where no one needs to be known. `needs`: what is not the path's, from the town."""

    who: str
    json: Any = None
    query: dict = field(default_factory=dict)
    path: dict = field(default_factory=dict)
    files: dict | None = None
    data: dict | None = None
    headers: dict = field(default_factory=dict)
    status: int | None = (
        None  # where it cannot work in the town: what it is answered instead, with why in a comment
    )


def staff(json=None, *, who="owner", query=None, **more):
    return _call(who, json, query, more)


def buyer(json=None, *, query=None, **more):
    return _call("buyer", json, query, more)


def anybody(json=None, *, query=None, **more):
    return _call("anybody", json, query, more)


def _call(who, json, query, more):
    known = {name: more.pop(name) for name in ("files", "data", "headers", "status") if name in more}
    return Call(who, json, query or {}, more, **known)


def a_file(name="a.png", kind="image/png", data=None):
    return {"file": (name, data or picture(), kind)}


def fresh(town):
    """A code of this moment, as an act for two people asks for."""
    return {"Lianyi-Code": town.staff["finance"].code(1)}


def alone(town):
    """One of the owner's recovery codes, where nobody else could decide; what it spent is put back with the rest."""
    return {"Lianyi-Code": town.staff["owner"].recovery[-1]}


def campaign(town):
    now = town.shop.db.clock.now()
    return town.tree["campaign"] | {"title": "换个名字", "ends_at": (now + timedelta(days=3)).isoformat()}


CONSOLE = {
    "GET /aftersales": staff(query={"state": "open"}),
    "GET /aftersales/counts": staff(),
    "POST /aftersales/pictures": staff(files=a_file()),
    "GET /aftersales/{case_id}": staff(case_id="@case.applied"),
    "POST /aftersales/{case_id}/address": staff({"return_address_id": "@return_address"}, case_id="@case.unplaced"),
    "POST /aftersales/{case_id}/agree": staff({"return_address_id": "@return_address", "picture_ids": ["@evidence.staff"]}, case_id="@case.applied"),
    "POST /aftersales/{case_id}/extend": staff(case_id="@case.agreed"),
    "POST /aftersales/{case_id}/note": staff({"note": "内部"}, case_id="@case.applied"),
    "POST /aftersales/{case_id}/propose": staff({"amount_fen": 100, "note": "有磨损"}, case_id="@case.applied"),
    "POST /aftersales/{case_id}/receive": staff({"restock": True}, case_id="@case.returning"),
    "POST /aftersales/{case_id}/refund": staff({"note": ""}, case_id="@case.applied"),
    "POST /aftersales/{case_id}/refuse": staff({"note": "没有问题"}, case_id="@case.applied"),
    "POST /aftersales/{case_id}/reship": staff(PARCEL, case_id="@case.exchange"),
    "POST /aftersales/{case_id}/restock": staff({"restock": True}, case_id="@case.unstocked"),
    "POST /aftersales/{case_id}/return-freight": staff({"decision": "accepted"}, case_id="@case.freight"),
    "GET /approvals": staff(),
    "GET /approvals/rule": staff(),
    "GET /approvals/{approval_id}": staff(approval_id="@approval.own"),
    "POST /approvals/{approval_id}/approve": staff(who="finance", approval_id="@approval.asked", headers=fresh),
    "POST /approvals/{approval_id}/refuse": staff({"reason": "不行"}, who="finance", approval_id="@approval.asked"),
    "POST /approvals/{approval_id}/withdraw": staff(approval_id="@approval.own"),
    "GET /audit": staff(query=PERIOD),
    "GET /audit/access": staff(query=PERIOD),
    "GET /audit/export.xlsx": staff(query=PERIOD),
    "GET /audit/people": staff(),
    "GET /campaigns": staff(query={"play": "group_buy"}),
    "POST /campaigns": staff(campaign),
    "POST /campaigns/preview": staff(campaign),
    "DELETE /campaigns/{campaign_id}": staff(campaign_id="@campaign.draft"),
    "GET /campaigns/{campaign_id}": staff(campaign_id="@campaign.running"),
    "PUT /campaigns/{campaign_id}": staff(campaign, campaign_id="@campaign.draft"),
    "POST /campaigns/{campaign_id}/end": staff(campaign_id="@campaign.running"),
    "POST /campaigns/{campaign_id}/pause": staff(campaign_id="@campaign.running"),
    "POST /campaigns/{campaign_id}/publish": staff({"accept_unknown_cost": True}, campaign_id="@campaign.draft"),
    "GET /campaigns/{campaign_id}/result": staff(campaign_id="@campaign.running"),
    "POST /campaigns/{campaign_id}/resume": staff(campaign_id="@campaign.paused"),
    "POST /campaigns/{campaign_id}/stop": staff({"reason": "试"}, campaign_id="@campaign.running"),
    "GET /carriers": staff(),
    "GET /categories": staff(),
    "POST /categories": staff({"name": "器", "picture_id": "@picture"}),
    "POST /categories/order": staff({"ids": ["@category"]}),
    "DELETE /categories/{category_id}": staff(category_id="@category"),
    "PUT /categories/{category_id}": staff({"name": "好茶"}, category_id="@category"),
    "GET /complaints": staff(query={"column": "due"}),
    "GET /complaints/board": staff(),
    "GET /complaints/{complaint_id}": staff(complaint_id="@complaint"),
    "POST /complaints/{complaint_id}/acts": staff({"kind": "reply", "words": "请联系我们"}, complaint_id="@complaint"),
    "POST /complaints/{complaint_id}/ask": staff(complaint_id="@complaint"),
    "POST /complaints/{complaint_id}/phone": staff(complaint_id="@complaint"),
    "POST /complaints/{complaint_id}/refund": staff({"reason": "退"}, complaint_id="@complaint.order"),
    "GET /distribution/payouts": staff(query={"tab": "review", "shopkeeper_id": "@keeper.suspended"}),
    "POST /distribution/payouts/approve": staff({"ids": ["@payout.review"]}),
    "GET /distribution/payouts/rules": staff(),
    "PUT /distribution/payouts/rules": staff(PAYOUT_RULES),
    "POST /distribution/payouts/send": staff({"ids": ["@payout.ready"]}),
    "GET /distribution/payouts/{payout_id}": staff(payout_id="@payout.paid"),
    "POST /distribution/payouts/{payout_id}/cancel": staff(payout_id="@payout.review"),
    "POST /distribution/payouts/{payout_id}/refuse": staff({"reason": "请补充资料"}, payout_id="@payout.review"),
    "POST /distribution/payouts/{payout_id}/retry": staff(payout_id="@payout"),
    "GET /distribution/tax": staff(),
    "GET /distribution/tax/{month}": staff(month="2026-02"),
    "POST /distribution/tax/{month}/file": staff(month="2026-02"),
    "POST /distribution/tax/{month}/remit": staff({"receipt": "完税 2026-0001"}, month="2026-02"),
    "GET /distribution/compliance": staff(),
    "GET /distribution/compliance/constants": staff(),
    "GET /distribution/compliance/evidence": staff(),
    "POST /distribution/compliance/evidence/verify": staff(),
    "GET /distribution/compliance/findings": staff(query={"state": "open"}),
    "GET /distribution/compliance/findings/{finding_id}": staff(finding_id="@finding"),
    "POST /distribution/compliance/findings/{finding_id}/acknowledge": staff({"words": "在核对"}, finding_id="@finding"),
    "POST /distribution/compliance/findings/{finding_id}/resolve": staff({"words": "已核对"}, finding_id="@finding"),
    "GET /distribution/compliance/outlets": staff(),
    "GET /distribution/compliance/payees": staff(),
    "GET /distribution/compliance/report.pdf": staff(),
    "GET /distribution/compliance/roots": staff(),
    "GET /distribution/compliance/rules/{rule_id}": staff(rule_id="no_entry_fee"),
    "POST /distribution/compliance/scan": staff(),
    "GET /distribution/compliance/scans": staff(),
    "GET /distribution/agreements": staff(),
    "POST /distribution/agreements": staff({"body_zh": WORDS, "body_en": WORDS}),
    "GET /distribution/customers/{person_id}": staff(person_id="@person.customer"),
    "POST /distribution/customers/{person_id}/assign": staff({"shopkeeper_id": "@keeper.probation", "words": "电话确认"}, person_id="@person.customer"),
    "POST /distribution/customers/{person_id}/release": staff({"words": "顾客要求"}, person_id="@person.customer"),
    "GET /distribution/disputes": staff(query={"state": "open"}),
    "GET /distribution/disputes/{dispute_id}": staff(dispute_id="@dispute"),
    "POST /distribution/disputes/{dispute_id}/decide": staff({"uphold": True, "words": "已核对"}, dispute_id="@dispute"),
    "GET /distribution/invites": staff(),
    "POST /distribution/invites": staff({"note": "地推", "uses_max": 10, "days": 7}),
    "DELETE /distribution/invites/{invite_id}": staff(invite_id="@invite.shop"),
    "GET /distribution/joining": staff(),
    "PUT /distribution/joining": staff(JOINING | {"version": 4}),
    "GET /distribution/orders/{order_id}/why": staff(order_id="@order.brought"),
    "GET /distribution/plans": staff(),
    "POST /distribution/plans": staff(PLAN | {"seen_version": 1}),
    "POST /distribution/plans/preview": staff(PLAN),
    "GET /distribution/plans/{plan_id}": staff(plan_id="@plan"),
    "GET /distribution/pool": staff(),
    "PUT /distribution/pool": staff({"product_ids": ["@product.0"]}),
    "GET /distribution/rules": staff(),
    "POST /distribution/rules": staff({"mode": "last_touch", "protection_days": 15, "validity_days": 60, "new_customers_only": False}),
    "GET /distribution/shopkeepers": staff(query={"state": "active", "sort": "started"}),
    "GET /distribution/shopkeepers/counts": staff(),
    "GET /distribution/shopkeepers/{shopkeeper_id}": staff(shopkeeper_id="@keeper.buyer"),
    "POST /distribution/shopkeepers/{shopkeeper_id}/confirm": staff({"words": "表现好"}, shopkeeper_id="@keeper.probation"),
    "GET /distribution/shopkeepers/{shopkeeper_id}/customers": staff(shopkeeper_id="@keeper.buyer"),
    "POST /distribution/shopkeepers/{shopkeeper_id}/end": staff({"words": "双方同意"}, shopkeeper_id="@keeper.suspended"),
    "POST /distribution/shopkeepers/{shopkeeper_id}/grade": staff({"grade": 2, "words": "表现好"}, shopkeeper_id="@keeper.buyer"),
    "POST /distribution/shopkeepers/{shopkeeper_id}/resume": staff({"words": "已核实"}, shopkeeper_id="@keeper.suspended"),
    "POST /distribution/shopkeepers/{shopkeeper_id}/review": staff({"approve": False, "words": "请补充"}, shopkeeper_id="@keeper.applied"),
    "POST /distribution/shopkeepers/{shopkeeper_id}/suspend": staff({"words": "核实", "until": None}, shopkeeper_id="@keeper.buyer"),
    "GET /freight-templates": staff(),
    "POST /freight-templates": staff(BY_WEIGHT | {"name": "另一个"}),
    "DELETE /freight-templates/{template_id}": staff(template_id="@freight.spare"),
    "PUT /freight-templates/{template_id}": staff(BY_WEIGHT | {"version": 1}, template_id="@freight"),
    "GET /check-in/days": staff(query={"campaign_id": "@check_in"}),
    "GET /coupon/pieces": staff(query={"campaign_id": "@coupon.collect"}),
    "GET /group-buy/estimate": staff(query={"people": 3, "hours": 24, "product_id": "@product.0"}),
    "GET /group-buy/teams": staff(query={"campaign_id": "@campaign.running"}),
    "GET /group-buy/teams/{team_id}": staff(team_id="@team"),
    "POST /group-buy/teams/{team_id}/top-up": staff({"people": 1}, team_id="@team"),
    "GET /imports": staff(),
    "POST /imports": staff(files=a_file("goods.csv", "text/csv", "货号,名称\nB,茶\n".encode()), data={"kind": "products", "dry_run": "true"}),
    "GET /imports/template/{kind}.xlsx": staff(kind="products"),
    "GET /imports/{import_id}": staff(import_id="@import"),
    "POST /imports/{import_id}/to-mend": staff(files=a_file("goods.csv", "text/csv", GOODS), import_id="@import"),
    "GET /ledger/accounts": staff(),
    "GET /ledger/accounts/{account_id}/statement": staff(query=PERIOD, account_id="@account"),
    "GET /ledger/accounts/{account_id}/statement.xlsx": staff(query=PERIOD, account_id="@account"),
    "GET /ledger/summary": staff(query={"month": "2026-03"}),
    "GET /ledger/summary.xlsx": staff(query={"month": "2026-03"}),
    "GET /ledger/why/{order_id}": staff(order_id="@order.to_ship"),
    "GET /members/people": staff(query={"level_id": "@level", "points_min": 1, "spend_min_fen": 0, "super_users": False}),
    "GET /members/people/{person_id}": staff(person_id="@person.buyer"),
    "PUT /members/people/{person_id}/level": staff({"level_id": "@level", "until_at": None, "reason": "邀请"}, person_id="@person.buyer"),
    "GET /members/people/{person_id}/points": staff(person_id="@person.buyer"),
    "POST /members/people/{person_id}/points": staff({"points": 10, "reason": "赠送"}, person_id="@person.buyer"),
    "PUT /members/people/{person_id}/super-user": staff({"super_user": True}, person_id="@person.buyer"),
    "GET /members/prices": staff(query={"product_id": "@product.0"}),
    "PUT /members/prices/{sku_id}": staff({"prices": [{"level_id": "@level", "price_fen": 6000}], "accept_unknown_cost": True}, sku_id="@sku.0"),
    "GET /members/program": staff(),
    "PUT /members/program": staff({"program": PROGRAM | {"version": 1}, "levels": [{"id": "@level", "name": "银卡", "off_bp": 500}], "accept_unknown_cost": True}),
    "POST /members/program/preview": staff({"program": PROGRAM, "levels": [{"name": "银卡", "off_bp": 500}]}),
    "GET /me": staff(),
    "POST /me/password": staff({"current": PASSWORD, "new": "another river 42"}, who="warehouse"),
    "GET /me/sessions": staff(),
    "DELETE /me/sessions/{session_id}": staff(session_id="@session.owner"),
    "POST /me/totp/begin": staff({"password": PASSWORD}, who="warehouse"),
    "POST /me/totp/confirm": staff(lambda town: {"code": town.tree["totp_begun"]}, who="content"),
    "GET /notice-kinds": staff(),
    "PUT /notice-kinds/{code}": staff({"on": True}, code="@notice_kind"),
    "GET /notice-settings": staff(),
    "PUT /notice-settings": staff({"daily_budget": 5, "quiet_from": "22:00", "quiet_to": "08:00"}),
    "GET /notices": staff(),
    "POST /open": anybody({"shop_name": "第三家", "slug": "third", "owner_name": "三", "login": "third@shop.test", "password": PASSWORD, "accept_terms": True}),
    "GET /orders": staff(query={"state": "to_ship"}),
    "GET /orders/export.xlsx": staff(query=PERIOD),
    "GET /orders/{order_id}": staff(order_id="@order.to_ship"),
    "PUT /orders/{order_id}/address": staff({key: ADDRESS[key] for key in ADDRESS if key != "is_default"}, order_id="@order.to_ship"),
    "POST /orders/{order_id}/close": staff({"reason": "无货"}, order_id="@order.awaiting"),
    "PUT /orders/{order_id}/note": staff({"flag": 2, "staff_note": "急"}, order_id="@order.to_ship"),
    "POST /orders/to-ship.{kind}": staff(kind="csv"),
    "GET /orders/{order_id}/proceeds": staff(order_id="@order.to_ship"),
    "GET /orders/{order_id}/packing.html": staff(order_id="@order.to_ship"),
    "PUT /orders/{order_id}/price": staff({"adjust_fen": -100, "freight_fen": 0}, order_id="@order.awaiting"),
    "POST /orders/{order_id}/refunds": staff({"lines": [{"line_id": "@line.to_ship", "quantity": 1}], "reason": "缺货"}, order_id="@order.to_ship"),
    "POST /orders/{order_id}/reveal": staff(order_id="@order.to_ship"),
    "POST /orders/{order_id}/ship": staff(PARCEL | {"lines": [{"line_id": "@line.to_ship", "quantity": 1}]}, order_id="@order.to_ship"),
    "GET /overview": staff(),
    "PUT /parcels/{parcel_id}": staff(PARCEL, parcel_id="@parcel"),
    "POST /parcels/{parcel_id}/wechat": staff(parcel_id="@parcel.unsaid"),
    "GET /payments/account": staff(),
    "PUT /payments/account": staff(lambda town: town.tree["pay_keys"], headers=alone),
    "POST /payments/account/test": staff(),
    "GET /payments/guarantee": staff(),
    "GET /payments/guarantee/{order_id}": staff(order_id="@order.to_ship"),
    "POST /payments/guarantee/{order_id}/retry": staff(order_id="@order.received"),
    "POST /payments/guarantee/{order_id}/without-shares": staff(order_id="@order.received"),
    "GET /payments/notices": staff(),
    "GET /payments/receivers": staff(),
    "POST /payments/receivers": staff({"kind": "MERCHANT_ID", "account": "1900000109", "relation": "SUPPLIER", "name": "新供应商"}),
    "DELETE /payments/receivers/{receiver_id}": staff(receiver_id="@receiver.spare"),
    "PUT /payments/receivers/{receiver_id}": staff({"standing_bp": 900}, receiver_id="@receiver"),
    "POST /payments/receivers/{receiver_id}/tell": staff(receiver_id="@receiver"),
    "GET /people": staff(query={"q": "1234"}),
    "POST /people/{person_id}/reveal": staff(person_id="@person.stranger"),
    "GET /pictures": staff(),
    "POST /pictures": staff(files=a_file()),
    "GET /plays": staff(),
    "GET /products": staff(query={"sort": "newest", "category_id": "@category"}),
    "POST /products": staff(DRAFT | {"category_id": "@category", "picture_ids": ["@picture"], "freight_template_id": "@freight"}),
    "GET /products/export.{kind}": staff(kind="csv"),
    "POST /products/shelf": staff({"ids": ["@product.0"], "state": "off_shelf"}),
    "DELETE /products/{product_id}": staff(product_id="@product.draft"),
    "GET /products/{product_id}": staff(product_id="@product.0"),
    "PUT /products/{product_id}": staff(DRAFT, product_id="@product.draft"),
    "GET /products/{product_id}/prices": staff(product_id="@product.0"),
    "GET /reconciliation/chain": staff(query={"number": "@order.received"}),
    "GET /reconciliation/days/{day}": staff(day="@day"),
    "GET /reconciliation/days/{day}/export.xlsx": staff(day="@day"),
    "GET /reconciliation/days/{day}/lines": staff(query={"bill": "trade"}, day="@day"),
    "POST /reconciliation/days/{day}/retry": staff(day="@day"),
    "GET /reconciliation/differences": staff(),
    "POST /reconciliation/differences/{difference_id}/settle": staff({"act": "foreign", "note": "别处收的"}, difference_id="@difference"),
    "GET /reconciliation/month": staff(query={"month": "2026-03"}),
    "GET /reconciliation/month/export.xlsx": staff(query={"month": "2026-03"}),
    "GET /refunds": staff(query={"state": "requested"}),
    "POST /refunds/{refund_id}/approve": staff(refund_id="@refund.asked"),
    "POST /refunds/{refund_id}/reject": staff({"note": "已打包"}, refund_id="@refund.asked"),
    "POST /refunds/{refund_id}/retry": staff(refund_id="@refund.failing"),
    "GET /return-addresses": staff(),
    "POST /return-addresses": staff(BACK_TO | {"is_default": False, "detail": "文三路 9 号"}),
    "DELETE /return-addresses/{address_id}": staff(address_id="@return_address"),
    "PUT /return-addresses/{address_id}": staff(BACK_TO, address_id="@return_address"),
    "GET /settings": staff(),
    "PUT /settings": staff(SHOP),
    "GET /settings/documents/{kind}": staff(kind="privacy"),
    "PUT /settings/documents/{kind}": staff({"body_zh": WORDS, "body_en": WORDS}, kind="privacy"),
    "GET /settings/wechat-apps/{kind}": staff(kind="mini"),
    "PUT /settings/wechat-apps/{kind}": staff({"appid": "wx00112233445566aa", "secret": "0123456789abcdef0123456789abcdef"}, kind="official", headers=alone),
    "POST /settings/wechat-apps/{kind}/test": staff(kind="mini"),
    "GET /shares/figures": staff(query=PERIOD),
    "GET /shares/tree": staff(query={"share_id": "@share"}),
    "POST /sign-in": anybody({"login": "content@qinghe.test", "password": PASSWORD}),
    "POST /sign-out": staff(who="warehouse"),
    "GET /staff": staff(),
    "POST /staff": staff({"name": "新人", "login": "new@qinghe.test", "role": "content", "password": PASSWORD}),
    "DELETE /staff/{staff_id}": staff(staff_id="@staff.warehouse"),
    "PUT /staff/{staff_id}": staff({"name": "改名", "role": "content"}, staff_id="@staff.content"),
    "GET /stock": staff(query={"q": "茶"}),
    "POST /stock/{sku_id}/adjust": staff({"delta": 3, "reason": "count"}, sku_id="@sku.0"),
    "GET /stock/{sku_id}/movements": staff(sku_id="@sku.0"),
    "GET /storefront/home": staff(),
    "PUT /storefront/home": staff({"banners": [{"picture_id": "@picture"}], "sections": [{"title": "新品", "product_ids": ["@product.0"], "category_id": None}], "version": 0}),
    "GET /wechat-templates": staff(query={"app": "mini"}),
}  # fmt: skip

SHOP_FRONT = {
    "GET /addresses": buyer(),
    "POST /addresses": buyer(ADDRESS),
    "DELETE /addresses/{address_id}": buyer(address_id="@address"),
    "PUT /addresses/{address_id}": buyer(ADDRESS, address_id="@address"),
    "GET /aftersales": buyer(query={"order_id": "@order.for_case"}),
    "GET /aftersales/carriers": buyer(),
    "POST /aftersales/pictures": buyer(files=a_file()),
    "GET /aftersales/{case_id}": buyer(case_id="@case.applied"),
    "POST /aftersales/{case_id}/accept": buyer(case_id="@case.proposed"),
    "POST /aftersales/{case_id}/confirm": buyer(case_id="@case.reshipped"),
    "POST /aftersales/{case_id}/decline": buyer({"note": "太少"}, case_id="@case.proposed"),
    "POST /aftersales/{case_id}/hand-in": buyer(PARCEL | {"picture_ids": ["@evidence.buyer"]}, case_id="@case.agreed"),
    "POST /aftersales/{case_id}/revise": buyer({"reason": "quality", "lines": [{"line_id": "@case_line.refused", "quantity": 1}]}, case_id="@case.refused"),
    "POST /aftersales/{case_id}/withdraw": buyer(case_id="@case.applied"),
    "GET /cart": buyer(),
    "POST /cart/lines": buyer({"sku_id": "@sku.1", "quantity": 1}),
    "DELETE /cart/lines/{sku_id}": buyer(sku_id="@sku.0"),
    "PUT /cart/lines/{sku_id}": buyer({"quantity": 2, "selected": True}, sku_id="@sku.0"),
    "POST /cart/select": buyer({"all": True}),
    "GET /categories": anybody(),
    "GET /codes/{token}": anybody(token="@token"),
    "POST /distribution/bindings": Call("stranger", {"shopkeeper_id": "@keeper.buyer"}),
    "GET /distribution/earnings": buyer(),
    "GET /distribution/earnings/commissions": buyer(query={"state": "frozen"}),
    "GET /distribution/earnings/commissions/{commission_id}": buyer(commission_id="@commission"),
    "GET /distribution/earnings/statement": buyer(query={"kind": "accrue"} | PERIOD),
    "GET /distribution/joining": anybody(),
    "POST /distribution/joining": Call("stranger", {"agreement_version": "1", "is_adult": True}),
    "GET /distribution/me": buyer(),
    "POST /distribution/me/agreement": buyer({"version": "1"}),
    "GET /distribution/me/customers": buyer(),
    "GET /distribution/me/disputes": buyer(),
    "POST /distribution/me/disputes": buyer({"words": "这一单是我介绍的", "order_number": "@number.to_ship"}),
    "POST /distribution/me/disputes/{dispute_id}/withdraw": buyer(dispute_id="@dispute"),
    "GET /distribution/me/invites": buyer(),
    "POST /distribution/me/invites": buyer({"note": "给小贝"}),
    "DELETE /distribution/me/invites/{invite_id}": buyer(invite_id="@invite.own"),
    "POST /distribution/me/leave": buyer({}),
    "GET /distribution/me/material/{product_id}": buyer(product_id="@product.0"),
    "GET /distribution/me/orders": buyer(),
    "GET /distribution/me/picks": buyer(),
    "PUT /distribution/me/picks": buyer({"items": [{"product_id": "@product.1", "words": "花香"}]}),
    "GET /distribution/me/pool": buyer(query={"q": "茶"}),
    "GET /distribution/me/shop": buyer(),
    "PUT /distribution/me/shop": buyer({"shop_name": "小林的茶", "cover_product_id": "@product.0"}),
    "GET /distribution/me/workbench": buyer(),
    "GET /distribution/micro-shops/{shopkeeper_id}": anybody(shopkeeper_id="@keeper.buyer"),
    "GET /documents/{kind}": anybody(kind="terms"),
    "GET /favourites": buyer(),
    "DELETE /favourites/{product_id}": buyer(product_id="@product.0"),
    "GET /favourites/{product_id}": buyer(product_id="@product.0"),
    "PUT /favourites/{product_id}": buyer(product_id="@product.1"),
    "DELETE /footprints": buyer(),
    "GET /footprints": buyer(),
    "PUT /footprints/{product_id}": buyer(product_id="@product.0"),
    "GET /check-in/card": anybody(),
    "POST /check-in/campaigns/{campaign_id}/check-in": buyer(campaign_id="@check_in"),
    "POST /check-in/campaigns/{campaign_id}/make-up": buyer({"day": "@check_in.missed"}, campaign_id="@check_in"),
    "GET /coupon/campaigns": anybody(),
    "POST /coupon/campaigns/{campaign_id}/collect": buyer(campaign_id="@coupon.collect"),
    "GET /coupon/mine": buyer(query={"state": "ready"}),
    "GET /coupon/products/{product_id}": anybody(product_id="@product.0"),
    "POST /coupon/redeem": buyer({"code": "SPRING"}),
    "POST /flash-sale/campaigns/{campaign_id}/remind": buyer({"opens_at": "@flash.opens_at"}, campaign_id="@flash"),
    "GET /flash-sale/products/{product_id}": anybody(product_id="@product.1"),
    "GET /flash-sale/today": anybody(),
    "GET /group-buy/campaigns": anybody(),
    "GET /group-buy/mine": buyer(query={"order_id": "@order.forming"}),
    "GET /group-buy/products/{product_id}": anybody(product_id="@product.0"),
    "GET /group-buy/teams/{team_id}": anybody(team_id="@team"),
    "POST /group-buy/teams/{team_id}/leave": buyer(team_id="@team"),
    "GET /home": anybody(),
    "POST /login/mini": anybody(lambda town: {"code": town.tree["login_code"]}),
    "POST /login/official": anybody(lambda town: town.tree["official"], headers={"Cookie": "@browser_cookie"}),
    "GET /login/official/url": anybody(query={"return_to": "/pages/me/index"}),
    "POST /login/phone": anybody(lambda town: town.tree["sms"]),
    "POST /login/phone/code": anybody({"phone": "13922220001"}),
    "POST /logout": buyer(),
    "DELETE /members/birthday": buyer(),
    "PUT /members/birthday": buyer({"month": 3, "day": 8, "consent": True}),
    "GET /members/me": buyer(),
    "GET /members/points": buyer(),
    "GET /members/prices": buyer(query={"product_id": ["@product.0"]}),
    "GET /members/rules": anybody(),
    "GET /me": buyer(),
    "PUT /me": buyer({"nickname": "小林", "elder_mode": True}),
    "GET /distribution/payouts": buyer(),
    "POST /distribution/payouts": buyer({"amount_fen": 1000}, status=(409, "payout_open")),  # one at a time
    "GET /distribution/payouts/preview": buyer(query={"amount_fen": 1000}),
    "GET /distribution/payouts/start": buyer(),
    "GET /distribution/payouts/{payout_id}": buyer(payout_id="@payout"),
    "POST /distribution/payouts/{payout_id}/cancel": buyer(payout_id="@payout"),
    "GET /distribution/payouts/{payout_id}/confirmation": buyer(payout_id="@payout"),
    "POST /distribution/payouts/{payout_id}/confirmed": buyer(payout_id="@payout"),
    "GET /distribution/real-name": buyer(),
    "PUT /distribution/real-name": buyer({"name": "张小雨", "id_number": "11010519491231002X", "consent_version": 1}),
    "DELETE /distribution/real-name": buyer(status=(409, "real_name_in_use")),  # its pay-out is under way
    "GET /me/consents": buyer(),
    "POST /me/consents": buyer({"kind": "marketing", "version": 1, "granted": True}),
    "POST /me/delete": Call("stranger", {"confirm": "DELETE"}),
    "GET /me/export": buyer(),
    "POST /me/phone/wechat": buyer(lambda town: {"code": town.tree["phone_code"]}),
    "GET /me/sessions": buyer(),
    "DELETE /me/sessions/{session_id}": buyer(session_id="@session.buyer"),
    "GET /notices": buyer(),
    "POST /notices/answers": buyer({"app": "mini", "answers": {"a-template": "accept"}}),
    "GET /notices/prompt": buyer(query={"moment": "order_placed"}),
    "POST /notices/read": buyer({"ids": ["@notice"]}),
    "GET /notices/settings": buyer(),
    "PUT /notices/settings": buyer({"kinds": [{"code": "@notice_kind", "on": False}]}),
    "GET /notices/unread": buyer(),
    "GET /orders": buyer(query={"state": "all"}),
    "POST /orders": buyer({"quote_id": "@quote", "address_id": "@address", "expected_payable_fen": "@payable_fen"}),
    "GET /orders/counts": buyer(),
    "GET /orders/{order_id}": buyer(order_id="@order.to_ship"),
    "PUT /orders/{order_id}/address": buyer({"address_id": "@address"}, order_id="@order.to_ship"),
    "POST /orders/{order_id}/aftersales": buyer({"kind": "return_refund", "reason": "no_reason", "lines": [{"line_id": "@line.for_case", "quantity": 1}], "picture_ids": ["@evidence.buyer"]}, order_id="@order.for_case"),
    "GET /orders/{order_id}/aftersales/options": buyer(order_id="@order.for_case"),
    "POST /orders/{order_id}/buy-again": buyer(order_id="@order.received"),
    "POST /orders/{order_id}/cancel": buyer({"reason": "不要了"}, order_id="@order.awaiting"),
    "POST /orders/{order_id}/pay": buyer({"method": "mini"}, order_id="@order.awaiting"),
    "GET /orders/{order_id}/payment": buyer(order_id="@order.to_ship"),
    "POST /orders/{order_id}/receive": buyer(order_id="@order.shipped"),
    "POST /orders/{order_id}/refunds": buyer({"lines": [{"line_id": "@line.to_ship", "quantity": 1}], "reason": "拍错了"}, order_id="@order.to_ship"),
    "DELETE /orders/{order_id}/refunds/{refund_id}": buyer(order_id="@order.asked", refund_id="@refund.asked"),
    "POST /orders/{order_id}/urge": buyer(order_id="@order.urgeable"),
    "GET /products": anybody(query={"sort": "price_asc", "category_id": "@category"}),
    "GET /products/{product_id}": anybody(product_id="@product.0"),
    "GET /products/{product_id}/freight": anybody(query={"region_code": "330106"}, product_id="@product.0"),
    "POST /quotes": buyer({"source": "direct", "lines": [{"sku_id": "@sku.0", "quantity": 1}], "address_id": "@address"}),
    "GET /search/suggest": anybody(query={"q": "龙"}),
    "POST /shares": buyer({"target": {"kind": "product", "id": "@product.1"}}),
    "GET /shares/mine": buyer(),
    "GET /shares/mine/figures": buyer(),
    "GET /shares/{share_id}/visitors": buyer(share_id="@share"),
    "GET /shop": anybody(),
    "POST /visitor/join": buyer(headers={"Lianyi-Visitor": "@device"}),
    "POST /visits": anybody({"token": "@token"}, headers={"Lianyi-Visitor": "@device"}),
    "GET /wechat/js-config": anybody(query={"url": "@page"}),
}  # fmt: skip

# Addresses that anybody may ask for, because what they name is a secret of its own, or nothing.
OUTSIDE = {
    "GET /callbacks/push/{tenant_id}/{appid}": anybody(query=lambda town: town.tree["push"], tenant_id="@tenant", appid="@appid"),
    "POST /callbacks/push/{tenant_id}/{appid}": anybody(PUSHED, query=lambda town: town.tree["push"], tenant_id="@tenant", appid="@appid"),
    "GET /healthz": anybody(),
    "GET /readyz": anybody(status=(503, None)),
    "GET /pictures/evidence/{tenant}/{name}-{width}.webp": anybody(whole="@evidence_url"),
    "GET /pictures/{tenant}/{token}/{kind}-{version}.jpg": anybody(whole="@card_url"),
}  # fmt: skip


def _below(prefix, calls):
    return {f"{label.split(' ')[0]} {prefix}{label.split(' ', 1)[1]}": call for label, call in calls.items()}


CALLS = _below("/api/console", CONSOLE) | _below("/api/shop", SHOP_FRONT) | OUTSIDE
