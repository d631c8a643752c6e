"""Cases of after-sales for the browser's tests: orders that were received, and what shoppers and staff do about them."""

import time

from tests.browser import shopping as do
from tests.browser import teams

SECONDS_MAX = 60
QUANTITY = 2


class Sides:
    """A shopper with a phone of their own, and the staff: each signed in once, since the door counts."""

    def __init__(self, instance, number):
        self._instance = instance
        self.shopper = teams.Customer(instance, number)
        self.staff = teams.Desk(instance)  # operations, whom no second factor holds up

    def received(self):
        """An order of two pieces, of goods that may go back for seven days: paid, shipped and received."""
        sku = next(one for one in returnable(self._instance)["skus"] if one["available"] >= QUANTITY)
        order_id = self.shopper.order([{"sku_id": sku["id"], "quantity": QUANTITY}])
        until(lambda: self.shopper.ask(f"/orders/{order_id}")["state"] == "to_ship")
        parcel = {"carrier_code": "SF", "tracking_no": "SF1234567890123"}
        self.staff("POST", f"/orders/{order_id}/ship", parcel)
        self.shopper.tell(f"/orders/{order_id}/receive")
        return self.shopper.ask(f"/orders/{order_id}")

    def applied(self, kind, reason, words):
        """A case on all of a received order; answers its id."""
        order = self.received()
        line = self.shopper.ask(f"/orders/{order['id']}/aftersales/options")["lines"][0]
        wanted = [{"line_id": line["line_id"], "quantity": line["quantity_max"]}]
        wish = {"kind": kind, "reason": reason, "words": words, "lines": wanted}
        return self.shopper.ask(f"/orders/{order['id']}/aftersales", wish)["id"]

    def cases(self):
        """A case in each state that somebody waits in; answers their ids by state."""
        found = {name: self.applied(*wish) for name, wish in WISHES.items()}
        for name in ("agreed", "returning", "refunded", "exchange"):
            self.staff("POST", f"/aftersales/{found[name]}/agree", {"note": "请附上订单号。"})
        parcel = {"carrier_code": "SF", "tracking_no": "SF7000012345678", "freight_fen": 1200}
        self.shopper.tell(f"/aftersales/{found['returning']}/hand-in", parcel)
        offer = {"amount_fen": 1500, "note": "误差在 1 厘米内,可以补偿一部分,不用寄回。"}
        self.staff("POST", f"/aftersales/{found['proposed']}/propose", offer)
        no = {"note": "商品已经使用,标签也剪了。可以换一件新的,请选换货。"}
        self.staff("POST", f"/aftersales/{found['refused']}/refuse", no)
        return found


WISHES = {
    "applied": ("refund_only", "quality", "杯口有一道裂纹,收到时包装是好的。"),
    "agreed": ("return_refund", "no_reason", "颜色和想的不一样"),
    "returning": ("return_refund", "damaged", "运输途中压坏了"),
    "proposed": ("return_refund", "not_as_described", "尺寸比页面写的小一圈"),
    "refused": ("return_refund", "no_reason", "不想要了"),
    "refunded": ("refund_only", "missing", "少了一件配件"),
    "exchange": ("exchange", "wrong_item", "发成了另一个颜色"),
}


def returnable(instance):
    shop = {"Lianyi-Shop": instance.slug}
    address = f"{instance.address}/api/shop/products"
    apart = do.set_apart(instance)
    cards = do.call(f"{address}?limit=40", headers=shop)["items"]
    alone = [one for one in cards if do.is_parcel(one) and one["id"] not in apart]
    found = (do.call(f"{address}/{one['id']}", headers=shop) for one in alone)
    return next(one for one in found if one["return_policy"] == "yes")


def until(true):
    deadline = time.monotonic() + SECONDS_MAX
    while not true():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.1)
