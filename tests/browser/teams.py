"""Group buys for the browser's tests: a campaign as the staff publish it, teams as other customers' phones make them."""

import json
import time
import urllib.request
import uuid
from datetime import UTC, datetime, timedelta

from tests.browser import shopping as do
from tests.browser.counter import credentials

SEATED_SECONDS_MAX = 60


def start(instance, *, people=3, hours=24, more=None):
    """Publish a group buy of one product, at nine tenths of its price; answers the product and the campaign's id.

    `more`: from so many people on, another tenth less.
    """
    product = _unclaimed(instance)
    ask = Desk(instance)
    now = datetime.now(UTC)

    def terms(price_fen):
        ladder = [{"people": more, "price_fen": price_fen * 8 // 10}] if more else None
        return {"people": people, "price_fen": price_fen * 9 // 10, "ladder": ladder}

    draft = {
        "play": "group_buy", "title": f"{product['title']}拼团", "channels": ["mini", "wechat_h5", "h5"],
        "starts_at": (now - timedelta(minutes=1)).isoformat(), "ends_at": (now + timedelta(days=3)).isoformat(),
        "settings": {"hours": hours},
        "skus": [{"sku_id": sku["id"], "quota": None, "settings": terms(sku["price_fen"])} for sku in product["skus"]],
    }  # fmt: skip
    campaign = ask("POST", "/campaigns", draft)
    ask("POST", f"/campaigns/{campaign['id']}/publish", {"accept_unknown_cost": True})
    return product, campaign["id"]


def _unclaimed(instance):
    """A product in stock that no group buy has yet."""
    shop = {"Lianyi-Shop": instance.slug}
    taken = do.call(f"{instance.address}/api/shop/group-buy/campaigns?limit=100", headers=shop)["items"]
    cards = do.call(f"{instance.address}/api/shop/products?limit=40", headers=shop)["items"]
    known = {one["product_id"] for one in taken}
    card = next(one for one in reversed(cards) if one["id"] not in known and not one["sold_out"])
    return do.call(f"{instance.address}/api/shop/products/{card['id']}", headers=shop)


class Desk:
    """The console as the shop's operations signed in."""

    def __init__(self, instance):
        self._address = f"{instance.address}/api/console"
        self._browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        login, password = credentials(instance, "operations")
        self("POST", "/sign-in", {"login": login, "password": password})

    def __call__(self, method, path, body=None):
        headers = {
            "Content-Type": "application/json", "Lianyi-Console": "1", "Idempotency-Key": str(uuid.uuid4()),
        }  # fmt: skip
        asked = urllib.request.Request(
            self._address + path, None if body is None else json.dumps(body).encode(), headers, method=method
        )
        with self._browser.open(asked, timeout=30) as answer:
            text = answer.read()
            return json.loads(text) if text else None


class Customer:
    """Somebody else with a phone of their own: places and pays over HTTP as the mini program does."""

    def __init__(self, instance, phone):
        self._instance = instance
        self._token = do.mini_token(instance, phone)
        people = do.call(f"{instance.sandbox_url}/_sandbox/people")["people"]
        self._person = next(one for one in people if one["phone"] == phone)["id"]
        self._address = None

    def _headers(self):
        return {
            "Lianyi-Shop": self._instance.slug, "Authorization": f"Bearer {self._token}",
            "Idempotency-Key": str(uuid.uuid4()), "Lianyi-Channel": "h5",
        }  # fmt: skip

    def ask(self, path, body=None):
        return do.call(f"{self._instance.address}/api/shop{path}", body, self._headers())

    def tell(self, path, body=None):
        """A POST that answers nothing."""
        address = f"{self._instance.address}/api/shop{path}"
        headers = self._headers() | {"Content-Type": "application/json"}
        data = json.dumps(body or {}).encode()
        urllib.request.urlopen(urllib.request.Request(address, data, headers), timeout=30).close()

    def buy(self, product, campaign_id, team_id=None):
        """A paid seat in a team (a new one without `team_id`); answers the team's id once the team counts it."""
        lines = [{"sku_id": product["skus"][0]["id"], "quantity": 1}]
        return self._seated(self.order(lines, {"campaign_id": campaign_id, "run_id": team_id}))

    def order(self, lines, intent=None):
        """An order placed and paid for; answers its id."""
        self._address = self._address or self.ask("/addresses", ADDRESS)
        address = self._address
        wanted = {"source": "direct", "lines": lines, "address_id": address["id"], "intent": intent}
        quote = self.ask("/quotes", wanted)
        confirmed = [line["sku_id"] for line in quote["lines"] if line["needs_no_return_confirmation"]]
        order = {
            "quote_id": quote["id"], "address_id": address["id"], "note": "",
            "no_return_confirmed_sku_ids": confirmed, "expected_payable_fen": quote["payable_fen"],
        }  # fmt: skip
        order_id = self.ask("/orders", order)["order_id"]
        started = self.ask(f"/orders/{order_id}/pay", {"method": "mini"})
        prepay = started["params"]["package"].removeprefix("prepay_id=")
        do.call(f"{self._instance.sandbox_url}/_sandbox/pay", {"prepay_id": prepay, "person": self._person})
        return order_id

    def _seated(self, order_id):
        deadline = time.monotonic() + SEATED_SECONDS_MAX
        while time.monotonic() < deadline:
            found = self.ask(f"/group-buy/mine?order_id={order_id}")["items"][0]
            if found["seat_state"] == "in":
                return found["id"]
            time.sleep(0.1)
        raise AssertionError(f"{order_id} was paid and has no seat")


ADDRESS = {
    "name": "李晓", "phone": "13800001234", "region_code": "330106", "province": "浙江省", "city": "杭州市",
    "district": "西湖区", "detail": "文三路 1 号", "is_default": True,
}  # fmt: skip
