"""Parcels one by one, by sheet, and what WeChat is told."""

from datetime import timedelta

import pytest

from lianyi.kit import sheets
from lianyi.kit.db import Statement
from lianyi.kit.ids import new_id
from lianyi.orders import actions, jobs
from lianyi.orders.errors import (
    CarrierUnknown,
    FileUnreadable,
    OrderInOtherState,
    ParcelKnown,
    ParcelUnknown,
    RefundRequestOpen,
    ShipTooMuch,
    TooManyParcels,
    TrackingNumberInvalid,
    WechatUploadNotFailed,
)
from lianyi.orders.rules import batch
from lianyi.orders.types import Actor, NewParcel, Portion


def by(shop):
    return Actor("staff", shop.staff.staff, shop.staff.name)


async def test_one_parcel_with_everything_ships_the_order(shop):
    opened = await shop.paid(2, 1)
    await shop.ship(opened.id, " sf1234567890 ", carrier="顺丰")
    order, (parcel,) = await shop.order(opened.id), await shop.parcels(opened.id)
    assert (order.state, order.auto_receive_at - order.shipped_at) == ("shipped", timedelta(days=10))
    assert (parcel.carrier_code, parcel.tracking_no, parcel.wechat_state) == ("SF", "SF1234567890", "pending")
    assert [line.shipped_quantity for line in await shop.lines(opened.id)] == [2, 1]
    assert sum(part["quantity"] for part in parcel.lines) == 3
    assert await shop.steps(opened.id) == ["placed", "paid", "shipped"]
    assert await shop.facts() == ["order_shipped"]


async def test_partial_parcels_ship_the_order_with_the_last_unit(shop):
    opened = await shop.paid(3)
    (line,) = await shop.lines(opened.id)
    await shop.ship(opened.id, "SF00000001", (Portion(line.id, 1),))
    assert (await shop.order(opened.id)).state == "to_ship"
    seen = await shop.everything(opened.id)
    with pytest.raises(ShipTooMuch) as refused:
        await shop.ship(opened.id, "SF00000002", (Portion(line.id, 3),))
    assert refused.value.data["quantity_max"] == 2
    assert await shop.everything(opened.id) == seen
    await shop.ship(opened.id, "SF00000002")
    assert (await shop.order(opened.id)).state == "shipped"
    assert [parcel.lines[0]["quantity"] for parcel in await shop.parcels(opened.id)] == [1, 2]


@pytest.mark.parametrize(
    ("carrier", "tracking_no", "refusal"),
    [("飞毛腿", "SF1234567", CarrierUnknown), ("SF", "12", TrackingNumberInvalid), ("SF", "=1+1", TrackingNumberInvalid)],
)  # fmt: skip
async def test_a_parcel_nobody_can_track_is_refused(shop, carrier, tracking_no, refusal):
    opened = await shop.paid(1)
    seen = await shop.everything(opened.id)
    with pytest.raises(refusal):
        await shop.ship(opened.id, tracking_no, carrier=carrier)
    assert await shop.everything(opened.id) == seen


async def test_only_a_paid_order_ships_and_the_refusal_names_the_state(shop):
    unpaid = await shop.place(1)
    shipped = await shop.paid(1)
    await shop.ship(shipped.id)
    for opened, state in ((unpaid, "awaiting_payment"), (shipped, "shipped")):
        seen = await shop.everything(opened.id)
        with pytest.raises(OrderInOtherState) as refused:
            await shop.ship(opened.id, "SF9999999")
        assert refused.value.data["state"] == state
        assert await shop.everything(opened.id) == seen


async def test_an_open_refund_request_stops_the_parcel(shop):
    opened = await shop.paid(2)
    (line,) = await shop.lines(opened.id)
    await shop.write(actions.request_refund, shop.shopper, opened.id, [Portion(line.id, 1)], "拍错了")
    seen = await shop.everything(opened.id)
    with pytest.raises(RefundRequestOpen):
        await shop.ship(opened.id)
    assert await shop.everything(opened.id) == seen


async def test_the_same_number_twice_and_too_many_parcels_are_refused(shop):
    opened = await shop.paid(2)
    (line,) = await shop.lines(opened.id)
    await shop.ship(opened.id, "SF00000001", (Portion(line.id, 1),))
    with pytest.raises(ParcelKnown):
        await shop.ship(opened.id, "SF00000001")
    parcels = [NewParcel("SF", f"SF1000000{index}") for index in range(10)]
    with pytest.raises(TooManyParcels):
        await shop.write(actions.ship, by(shop), opened.id, parcels)
    assert len(await shop.parcels(opened.id)) == 1
    assert (await shop.order(opened.id)).state == "to_ship"


REBIND = Statement("update identity_person_wechat set openid = %(openid)s where tenant_id = %(tenant)s")


async def rebind(session, openid):
    """The shopper is known to us under another openid."""
    await session.run(REBIND, openid=openid)


async def test_wechat_is_told_a_minute_after_the_payment(shop):
    opened = await shop.paid(1)
    await shop.ship(opened.id)
    assert await jobs.upload_shipping(shop.db, shop.tenant) == 0
    await shop.world.advance(timedelta(minutes=5))
    assert await jobs.upload_shipping(shop.db, shop.tenant) == 1
    (parcel,) = await shop.parcels(opened.id)
    assert (parcel.wechat_state, parcel.wechat_uploads, parcel.wechat_error) == ("uploaded", 1, None)
    assert await jobs.upload_shipping(shop.db, shop.tenant) == 0


async def test_a_payment_wechat_has_not_stored_yet_is_told_again_with_patience(shop):
    await shop.world.ask("POST", "/settings", json={"trade_order_delay_seconds": 900})
    opened = await shop.paid(1)
    await shop.ship(opened.id)
    await shop.world.advance(timedelta(minutes=5))
    await jobs.upload_shipping(shop.db, shop.tenant)
    (parcel,) = await shop.parcels(opened.id)
    assert (parcel.wechat_state, parcel.wechat_tries) == ("pending", 1)
    assert parcel.wechat_error.startswith("10060001 ")
    assert await jobs.upload_shipping(shop.db, shop.tenant) == 0
    await shop.world.advance(timedelta(minutes=20))
    await jobs.upload_shipping(shop.db, shop.tenant)
    (parcel,) = await shop.parcels(opened.id)
    assert (parcel.wechat_state, parcel.wechat_error) == ("uploaded", None)


async def test_what_wechat_refuses_is_shown_and_retried_by_hand(shop):
    opened = await shop.paid(1)
    await shop.ship(opened.id)
    await shop.world.advance(timedelta(minutes=5))
    openid = shop.buyer["openids"][shop.merchant["mini_appid"]]
    await shop.write(rebind, "oSomebodyElse")
    await jobs.upload_shipping(shop.db, shop.tenant)
    (parcel,) = await shop.parcels(opened.id)
    assert parcel.wechat_state == "failed"
    assert parcel.wechat_error.startswith("10060031 ")
    assert "wechat_failed" in await shop.steps(opened.id)
    await shop.world.advance(timedelta(hours=2))
    assert await jobs.upload_shipping(shop.db, shop.tenant) == 0
    await shop.write(rebind, openid)
    await shop.write(actions.retry_upload, parcel.id)
    assert await jobs.upload_shipping(shop.db, shop.tenant) == 1
    assert (await shop.parcels(opened.id))[0].wechat_state == "uploaded"
    with pytest.raises(WechatUploadNotFailed):
        await shop.write(actions.retry_upload, parcel.id)


async def test_partial_parcels_are_told_as_they_leave(shop):
    opened = await shop.paid(2)
    (line,) = await shop.lines(opened.id)
    await shop.world.advance(timedelta(minutes=5))
    await shop.ship(opened.id, "SF00000001", (Portion(line.id, 1),))
    await jobs.upload_shipping(shop.db, shop.tenant)
    await shop.ship(opened.id, "SF00000002")
    await jobs.upload_shipping(shop.db, shop.tenant)
    assert [parcel.wechat_state for parcel in await shop.parcels(opened.id)] == ["uploaded", "uploaded"]


async def test_a_corrected_number_is_told_once_more_and_a_second_correction_is_wechats_no(shop):
    opened = await shop.paid(1)
    (parcel_id,) = await shop.ship(opened.id)
    await shop.world.advance(timedelta(minutes=5))
    await jobs.upload_shipping(shop.db, shop.tenant)
    await shop.write(actions.edit_parcel, by(shop), parcel_id, carrier_code="ZTO", tracking_no="ZT0000000001")
    assert await jobs.upload_shipping(shop.db, shop.tenant) == 1
    (parcel,) = await shop.parcels(opened.id)
    assert (parcel.carrier_code, parcel.tracking_no, parcel.wechat_state) == (
        "ZTO",
        "ZT0000000001",
        "uploaded",
    )
    assert (await shop.steps(opened.id))[-1] == "tracking_changed"
    await shop.write(actions.edit_parcel, by(shop), parcel_id, carrier_code="ZTO", tracking_no="ZT0000000002")
    await jobs.upload_shipping(shop.db, shop.tenant)
    (parcel,) = await shop.parcels(opened.id)
    assert (parcel.tracking_no, parcel.wechat_state) == ("ZT0000000002", "failed")
    assert parcel.wechat_error.startswith("10060003 ")


async def test_tracking_of_what_was_received_is_history(shop):
    opened = await shop.paid(1)
    (parcel_id,) = await shop.ship(opened.id)
    await shop.write(actions.receive, shop.shopper, opened.id)
    seen = await shop.everything(opened.id)
    with pytest.raises(OrderInOtherState):
        await shop.write(actions.edit_parcel, by(shop), parcel_id, carrier_code="SF", tracking_no="SF7777777")
    with pytest.raises(ParcelUnknown):
        await shop.write(actions.edit_parcel, by(shop), new_id(), carrier_code="SF", tracking_no="SF7777777")
    assert await shop.everything(opened.id) == seen


def sheet(*rows, header=("订单号", "快递公司", "运单号")):
    return sheets.read(sheets.write_xlsx(header, rows), "发货.xlsx")


async def run_sheet(shop, *rows, dry_run=False):
    """(shipped rows, errors) of a sheet, each order in its own transaction."""
    found = batch.read(sheet(*rows))
    known, errors = found.rows, found.errors
    shipped = 0
    for group in batch.groups_of(known):
        async with shop.db.write(shop.tenant) as session:
            done = await actions.ship_group(session, by(shop), group, dry_run=dry_run)
        shipped += done.created
        errors += done.errors
    return shipped, sorted(errors, key=lambda error: error.line)


async def test_a_sheet_ships_what_is_right_and_names_what_is_wrong(shop):
    first, second = await shop.paid(2), await shop.paid(1)
    unpaid = await shop.place(1)
    shipped, errors = await run_sheet(
        shop,
        (first.number, "顺丰", "SF0000000001"),
        (second.number, "ZTO", "ZT0000000001"),
        (first.number, "顺丰", "SF0000000002"),
        (unpaid.number, "顺丰", "SF0000000003"),
        ("26030299999999", "顺丰", "SF0000000004"),
        ("26030299999998", "飞毛腿", "12"),
        ("", "顺丰", "SF0000000005"),
    )
    assert shipped == 3
    assert [(error.line, error.column) for error in errors] == [
        (5, "订单号"), (6, "订单号"), (7, "快递公司"), (7, "运单号"), (8, "订单号"),
    ]  # fmt: skip
    assert "待付款" in errors[0].reason
    assert (await shop.order(first.id)).state == "shipped"
    assert [(p.tracking_no, len(p.lines)) for p in await shop.parcels(first.id)] == [
        ("SF0000000001", 1), ("SF0000000002", 0),
    ]  # fmt: skip
    assert (await shop.order(unpaid.id)).state == "awaiting_payment"


async def test_a_dry_run_writes_nothing(shop):
    opened = await shop.paid(2)
    seen = await shop.everything(opened.id)
    shipped, errors = await run_sheet(shop, (opened.number, "SF", "SF0000000001"), dry_run=True)
    assert (shipped, errors) == (1, [])
    assert await shop.everything(opened.id) == seen
    assert await shop.facts() == []


async def test_an_order_named_with_one_bad_parcel_ships_none_of_them(shop):
    opened = await shop.paid(2)
    seen = await shop.everything(opened.id)
    shipped, errors = await run_sheet(
        shop, (opened.number, "SF", "SF0000000001"), (opened.number, "SF", "SF0000000001")
    )
    assert shipped == 0
    assert [(error.line, error.column) for error in errors] == [(2, "订单号"), (3, "运单号")]
    assert errors[1].reason == "运单号已在本订单里 (already in the order)"
    assert await shop.everything(opened.id) == seen


def test_the_header_is_known_in_both_languages_and_a_missing_column_is_named():
    with pytest.raises(FileUnreadable) as refused:
        batch.columns_of(("订单号", "运单号"))
    assert refused.value.data["column"] == "快递公司"
    english = sheet(("SF12345678", "26030212345678", "SF"), header=("tracking_no", "Order Number", "Carrier"))
    found = batch.read(english)
    assert (found.rows, found.errors) == ([batch.ShipmentRow(2, "26030212345678", "SF", "SF12345678")], [])


async def test_the_same_sheet_again_ships_nothing_twice_and_takes_what_was_mended(shop):
    first, second = await shop.paid(1), await shop.paid(2)
    good, wrong = (first.number, "顺丰", "SF0000000001"), (second.number, "飞毛腿", "ZT0000000001")
    assert (await run_sheet(shop, good, wrong))[0] == 1
    seen = await shop.everything(first.id)
    shipped, errors = await run_sheet(shop, good, (second.number, "中通", "ZT0000000001"))
    assert (shipped, errors) == (1, [])
    assert await shop.everything(first.id) == seen
    assert (await shop.order(second.id)).state == "shipped"
    changed, errors = await run_sheet(shop, (first.number, "中通", "SF0000000001"))
    assert (changed, [error.column for error in errors]) == (0, ["运单号"])


def test_a_row_without_a_tracking_number_waits_and_a_crippled_number_is_named():
    found = batch.read(
        sheet(
            ("26030212345678", "顺丰速运", ""),
            ("26030212345679", "顺丰速运", "7.80012E+13"),
            ("", "顺丰速运", ""),
        )
    )
    assert (found.unsent, found.rows) == ([2], [])
    assert [(error.line, error.column) for error in found.errors] == [
        (3, "运单号"),
        (4, "订单号"),
        (4, "运单号"),
    ]
    assert "科学计数" in found.errors[0].reason
