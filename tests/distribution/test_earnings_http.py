"""One's own earnings over HTTP: while one sells, after leaving, and after coming back."""

from lianyi.kit.ids import decode
from tests.checkout.conftest import live
from tests.live_shop import ok, refused
from tests.payout_world import ID_NUMBER, NAME, give_commission
from tests.selling_world import AGREEMENT

__all__ = ["live"]
SETTINGS = {"ways": ["everyone"], "probation_days": 0, "picks_max": 50, "pool_all": True}
JOIN = {"agreement_version": "1", "is_adult": True}
EARNINGS = "/distribution/earnings"


async def join(live):
    """The visitor sells here; the word of their place."""
    return (await ok(live.visitor.act("POST", "/distribution/joining", JOIN)))["id"]


async def test_who_left_sees_and_is_paid_what_is_still_theirs(live):
    desk, phone = live.console, live.visitor
    await ok(
        desk.act(
            "POST",
            "/distribution/agreements",
            {"body_zh": AGREEMENT, "body_en": "Joining is free, and nothing has to be bought."},
        )
    )
    known = await ok(desk.get("/distribution/joining"))
    await ok(desk.act("PUT", "/distribution/joining", known | SETTINGS))
    await refused(phone.get(EARNINGS), 403, "not_a_shopkeeper")
    first = await join(live)
    await live.goods.write(give_commission, decode("shk", first), 3000)
    await ok(phone.act("POST", "/distribution/me/leave", {"words": ""}))
    await refused(phone.get("/distribution/me/workbench"), 403, "not_a_shopkeeper")
    assert (await ok(phone.get(EARNINGS)))["available_fen"] == 3000
    assert (await ok(phone.get(f"{EARNINGS}/statement")))["items"] == []
    assert (await ok(phone.get("/distribution/joining")))["mine"]["sold"] is True

    second = await join(live)
    assert second != first
    await live.goods.write(give_commission, decode("shk", second), 500)
    assert (await ok(phone.get(EARNINGS)))["available_fen"] == 3500
    name = {"name": NAME, "id_number": ID_NUMBER, "consent_version": 2}
    await ok(phone.act("PUT", "/distribution/real-name", name))
    assert (await ok(phone.get("/distribution/payouts/start")))["available_fen"] == 3500
    asked = await ok(phone.act("POST", "/distribution/payouts", {"amount_fen": 3500}))
    told = await ok(phone.get(f"/distribution/payouts/{asked['id']}"))
    assert (told["gross_fen"], [line["amount_fen"] for line in told["lines"]]) == (3500, [3000, 500])
    held = await ok(phone.get(EARNINGS))
    assert (held["available_fen"], held["payout_held_fen"]) == (0, 3500)
