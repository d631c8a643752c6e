"""The whole story on the phones page: a card goes from person to person, a team fills, another fails and is refunded.

Nothing is played but WeChat: the shop's own pages in the phones, its server and worker behind them, its signatures and
callbacks on the sandbox's wire. The tour does by hand what a person would do.
"""

import time

import pytest
from playwright.sync_api import TimeoutError as Late
from playwright.sync_api import expect

from tests.browser.conftest import DESK, sparing
from tests.browser.counter import ANSWER_MS
from tests.browser.shopping import call

STEPS, AFTER_THE_TEAM = 10, 6
STEP_SECONDS_MAX = 120  # a step is seconds; a machine busy with other tests takes its time
FILLED = "拼团成功通知"
# What a failure tells: the step, what the phone in turn shows, what lies over it, what was pressed last.
STUCK = """() => {
  const { phones, tour } = window.sandboxPhones
  return { at: tour.at, helping: tour.helping, phones: phones.map((one) => ({
    name: one.name, view: one.view.name, aside: one.aside, over: one.over.innerText, said: one.toasts.innerText,
    page: one.page && { url: one.page.url, origin: one.page.origin, pressed: one.page.pressed, share: one.page.share.friend },
  })) }
}"""
TOKENS = "() => Object.keys(localStorage).filter((key) => key.endsWith('token'))"


class World:
    """The sandbox as the test looks into it."""

    def __init__(self, instance):
        self.url = f"{instance.sandbox_url}/_sandbox"

    def get(self, path):
        return call(f"{self.url}{path}")

    def post(self, path, body):
        return call(f"{self.url}{path}", body)

    def paid_fen(self, person):
        """What the person paid last; the demo's own refunds may arrive meanwhile."""
        movements = self.get(f"/people/{person}")["movements"]
        return -next(one["delta_fen"] for one in movements if one["kind"] == "pay")

    def notices(self, person):
        return [one["title"] for one in self.get(f"/people/{person}/notices")["notices"]]


def until(what, seconds=60):
    """Ask again until it is so; answers what it came to."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = what()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError("it did not come about")


@pytest.fixture
def world(instance):
    """Once the shop has introduced itself, which it does when everything else is up: its tour comes last."""
    world = World(instance)
    until(lambda: world.get("/tour")["tour"], 60)
    yield world
    world.post("/clock", {"reset": True})


@pytest.fixture
def page(browser, world, instance):
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport=DESK)
    page = sparing(context).new_page()
    page.set_default_timeout(ANSWER_MS)
    page.goto(f"{instance.sandbox_url}/phones")
    page.locator("[data-tour=start]").wait_for()
    yield page
    context.close()


def reach(page, step, picture):
    """Wait until the tour has come to this step or gone past it; say where it hangs when it does not."""
    at = "() => window.sandboxPhones.tour.at"
    try:
        if step == "end":
            page.locator("[data-step=end]").wait_for(timeout=STEP_SECONDS_MAX * 1000)
        else:
            page.wait_for_function(
                f"(step) => ({at})() >= step", arg=int(step), timeout=STEP_SECONDS_MAX * 1000
            )
    except Late as late:
        picture(page, "phones_tour_stuck", anyway=True)
        shown = [
            one.content_frame.locator("body").inner_text()[-600:]
            for one in page.locator(".phone iframe").all()
        ]
        raise AssertionError({"wanted": step, "stuck": page.evaluate(STUCK), "shown": shown}) from late


def cut_lines(page):
    """Two requests of the shop's pages are lost on their way: neither the pages nor the tour may stand still for it."""
    left = {"/group-buy/products/": 1, "/group-buy/mine": 1}

    def pass_on(route):
        lost = next((part for part, count in left.items() if count and part in route.request.url), None)
        if lost is None:
            route.continue_()
            return
        left[lost] -= 1
        route.abort()

    page.context.route("**/api/shop/**", pass_on)
    return left


def test_a_card_fills_one_team_and_the_money_of_another_comes_back(page, world, picture):
    tour = world.get("/tour")["tour"]
    first, second, third = tour["people"]

    lines = cut_lines(page)
    page.locator("[data-tour=start]").click()
    page.locator("[data-tour=all]").click()
    for step in range(1, STEPS):
        reach(page, str(step), picture)
        if step == AFTER_THE_TEAM:
            picture(page, "phones_team_full")
    reach(page, "end", picture)
    picture(page, "phones_tour_done")
    assert not any(lines.values())

    assert world.paid_fen(first) == world.paid_fen(second) > 0
    assert world.get("/money") == {"difference_fen": 0}
    back, gone = world.get(f"/people/{third}")["movements"][:2]
    assert (back["kind"], gone["kind"], back["delta_fen"] + gone["delta_fen"]) == ("refund", "pay", 0)
    # Who joined could agree to be told only once the team was full; the one who began had agreed on the shop's page.
    assert FILLED in until(lambda: world.notices(first))
    (chat,) = [one for one in world.get(f"/chats?person={second}")["chats"] if one["kind"] == "person"]
    card = chat["messages"][-1]["card"]
    assert (sorted(chat["people"]), card["kind"]) == (sorted([first, second]), "mini")
    assert "?s=" in card["url"]
    assert "/plays/group_buy/team/index?id=team_" in card["url"]
    expect(page.locator(f"[data-sum={third}]")).to_have_attribute("data-net", "0")
    # Three phones, one address, three shops: what is remembered is kept by the name of the frame.
    kept = page.locator(".phone iframe").first.content_frame.locator("body").evaluate(TOKENS)
    assert {person for person in tour["people"] if any(person in key for key in kept)} == set(tour["people"])
