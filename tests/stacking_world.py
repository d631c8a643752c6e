"""Carts, memberships and what each price play of the registry makes of lines, as strategies; and the order they come to.

A new price play adds what its `load` would answer to STATES; a test asks for it.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from uuid import UUID

from hypothesis import strategies as st

from lianyi.checkout import rules as checkout
from lianyi.checkout.types import QuoteLine
from lianyi.members import queries as members
from lianyi.members.rules import points as points_rules
from lianyi.members.types import Benefits, Goods, PointsOffer
from lianyi.orders.rules import amounts
from lianyi.orders.types import Line
from lianyi.promotions import registry
from lianyi.promotions import rules as frame
from lianyi.promotions.play import PricePlay
from lianyi.promotions.plays.assist import types as assist
from lianyi.promotions.plays.bargain import types as bargain
from lianyi.promotions.plays.brand_day import types as brand_day
from lianyi.promotions.plays.coupon import rules as coupon_rules
from lianyi.promotions.plays.coupon import types as coupon
from lianyi.promotions.plays.coupon.errors import BelowThreshold, CouponNotForThese, GiftNotInOrder
from lianyi.promotions.plays.flash_sale import types as flash_sale
from lianyi.promotions.plays.group_buy import types as group_buy
from lianyi.promotions.queries import stacking
from lianyi.promotions.types import Adjustment, HelpRun, Phase

PERSON, LEVEL, CAMPAIGN = UUID(int=7), UUID(int=8), UUID(int=9)
NOW = datetime(2026, 5, 20, tzinfo=UTC)
# Some prices come again and again: equal lines show who gets the odd fen, cheap ones what may not be taken off.
PRICE = st.sampled_from([2, 99, 300]) | st.integers(1, 50_000)


@st.composite
def carts(draw, kinds_max=6, pieces_max=9):
    """Lines of a cart at list prices."""
    lines = draw(
        st.lists(st.tuples(PRICE, st.integers(1, pieces_max)), min_size=1, max_size=kinds_max), label="lines"
    )
    return [
        QuoteLine(
            UUID(int=100 + index), UUID(int=200 + index), "茶", "", None, price, quantity, price * quantity, "yes"
        )
        for index, (price, quantity) in enumerate(lines)
    ]  # fmt: skip


# More points than any cart here can take.
PLENTY = 1_000_000_000


@st.composite
def benefits(draw, lines):
    """Anybody's membership; often with points for the whole cart and a level that lets them pay all of it."""
    prices = {
        str(line.sku_id): draw(st.none() | st.integers(1, 2 * line.price_fen))
        for line in lines
        if draw(st.booleans())
    }
    return Benefits(
        PERSON, LEVEL, "金卡", draw(st.integers(0, 9_000)), draw(st.sampled_from(["none", "from", "free"])),
        draw(st.integers(1, 100_000)), draw(st.just(PLENTY) | st.integers(0, 500_000)),
        draw(st.sampled_from([1, 10, 100, 1_000])), draw(st.just(10_000) | st.integers(100, 10_000)), prices,
    )  # fmt: skip


def _full_run(play, need=2):
    return HelpRun(
        id=CAMPAIGN, campaign_id=CAMPAIGN, play=play, person_id=PERSON, about=None, need=need, taken=need, people=need,
        weight_new=1, only_new=False, per_person_max=1, per_day_max=1, early=True, state="open", review=None, reasons=[],
        review_words="", opened_at=NOW, closes_at=NOW, ends_at=NOW, filled_at=None, order_id=None,
    )  # fmt: skip


@st.composite
def _team(draw, lines):
    line, opens = lines[0], draw(st.booleans())
    sku = group_buy.GroupBuySku(
        price_fen=draw(PRICE), leader_price_fen=draw(st.none() | PRICE) if opens else None
    )
    return group_buy.Asked(
        CAMPAIGN, line.sku_id, line.product_id, line.quantity, line.price_fen, group_buy.GroupBuySettings(), sku, None
    )  # fmt: skip


@st.composite
def _slot(draw, lines):
    sku = flash_sale.FlashSaleSku(price_fen=draw(PRICE))
    return flash_sale.Asked(CAMPAIGN, flash_sale.Slot(NOW, NOW), sku, lines[0].sku_id, lines[0].quantity, 5)


@st.composite
def _day(draw, lines):
    return brand_day.Asked(CAMPAIGN, date(2026, 5, 20), {line.sku_id: draw(PRICE) for line in lines})


@st.composite
def _bargain(draw, lines):
    start = draw(st.integers(2, 50_000))
    cut = draw(st.integers(1, start - 1))
    terms = bargain.Terms(
        CAMPAIGN, CAMPAIGN, lines[0].sku_id, lines[0].product_id, start, start, start - cut, [cut, 0], 30, CAMPAIGN, (),
        (), NOW,
    )  # fmt: skip
    return bargain.Run(terms, _full_run("bargain"))


@st.composite
def _assist(draw, lines):
    promise = assist.Promise(
        CAMPAIGN, CAMPAIGN, lines[0].sku_id, lines[0].product_id, draw(PRICE), [], [], "kept", 0, False, None, None
    )  # fmt: skip
    return assist.Asked(promise, _full_run("assist"), 30)


@st.composite
def _coupon(draw, lines):
    """Any kind, for all or for some of the goods; a gift is one of them. Now and then it pays for the whole cart."""
    whole_fen = sum(line.amount_fen for line in lines)
    fen = st.just(min(whole_fen, coupon.FEN_MOST)) | st.integers(1, 40_000)
    threshold = draw(st.just(0) | st.integers(0, 40_000))
    kind = draw(st.sampled_from(["fixed", "full", "percent", "gift"]))
    terms = {"kind": kind, "threshold_fen": threshold}
    match kind:
        case "full":
            off = draw(st.integers(1, 5_000))
            terms |= {"off_fen": off, "threshold_fen": off + 1 + threshold, "cap_fen": draw(fen)}
        case "percent":
            terms |= {"rate_bp": draw(st.integers(1, 9_000)), "cap_fen": draw(fen)}
        case _:
            terms |= {"off_fen": draw(fen)}
    ids = [line.sku_id for line in lines]
    some = draw(st.none() | st.sets(st.sampled_from(ids), min_size=1))
    gifts = frozenset({draw(st.sampled_from(ids))}) if kind == "gift" else frozenset()
    settings = coupon.CouponSettings.model_validate(terms)
    return coupon.InHand(
        CAMPAIGN, settings, coupon_rules.face_fen(settings), None if some is None else frozenset(some), gifts, None
    )  # fmt: skip


STATES = {
    "group_buy": _team, "coupon": _coupon, "flash_sale": _slot, "bargain": _bargain, "brand_day": _day, "assist": _assist,
}  # fmt: skip
# How large a cart a play takes: (kinds of goods, pieces of each).
ONE_KIND, ONE_PIECE = {"group_buy", "flash_sale"}, {"bargain", "assist"}


def price_plays() -> dict[str, PricePlay[object]]:
    return {code: play for code, play in registry.plays().items() if isinstance(play, PricePlay)}


def sets_that_stack() -> list[tuple[str, ...]]:
    """Every set of price plays that one order may have, the empty one first; each of them by itself as well."""
    found: list[tuple[str, ...]] = [()]
    for code, play in price_plays().items():
        found += [
            (*before, code)
            for before in list(found)
            if all(frame.stack(play, price_plays()[one]) for one in before)
        ]
    return found


@dataclass
class Cart:
    """A cart, the plays on it with what they know, a level, points, a micro-shop's own price, freight."""

    lines: list[QuoteLine]
    plays: list[tuple[PricePlay[object], object]]
    held: Benefits
    own: list[Adjustment]
    freight_fen: int


@st.composite
def whole_carts(draw, codes=None):
    """A cart with everything that may come together on it; `codes` None: any set of plays that stack."""
    codes = draw(st.sampled_from(sets_that_stack())) if codes is None else codes
    small = bool(ONE_PIECE & set(codes)) or bool(ONE_KIND & set(codes))
    lines = draw(carts(1 if small else 6, 1 if ONE_PIECE & set(codes) else 9))
    plays = [(price_plays()[code], draw(STATES[code](lines))) for code in codes]
    own = [
        Adjustment(
            Phase.ACTIVITY, "micro_shop:1", "小店价", "Price", -draw(st.integers(0, line.price_fen - 1)) * line.quantity,
            line.sku_id,
        )
        for line in lines
        if draw(st.booleans())
    ]  # fmt: skip
    return Cart(lines, plays, draw(benefits(lines)), own, draw(st.integers(0, 5_000)))


@dataclass
class Worked:
    """What a cart comes to: before points and with them, by source, and which plays took something."""

    before: object
    after: object
    offer: PointsOffer
    took: set[str] = field(default_factory=set)


def worked(cart: Cart) -> Worked:
    """As `promotions.price` and checkout do it, by the same rules and the plays' own `quote`; what a play refuses of
    these lines is left out, as the shopper would leave it out."""
    listed = checkout.play_lines(cart.lines)
    ordered = sorted(cart.plays, key=lambda one: list(Phase).index(one[0].phase))
    frame.assert_stack([play for play, _ in ordered])
    open_to = frame.left_open([play for play, _ in ordered])
    off = {
        one.sku_id: members.off_fen(cart.held, Goods(one.sku_id, one.price_fen, one.quantity))
        for one in cart.lines
    }
    due = checkout.member_prices(cart.held, off) if Phase.DISCOUNT in open_to else []
    left, each, took = listed, [], set()

    def take(adjustments):
        quoted = frame.apply([(line.sku_id, line.left_fen) for line in left], adjustments)
        each.append(quoted)
        return frame.on_top(left, quoted)

    if cart.own and not any(play.phase is Phase.ACTIVITY for play, _ in ordered):
        left, due = take(cart.own), frame.beyond(due, cart.own)
    for play, state in ordered:
        if due and frame.is_before(Phase.DISCOUNT, play.phase):
            left, due = take(due), []
        try:
            asked = [one for one in play.quote(state, left) if one.amount_fen < 0]
        except (BelowThreshold, CouponNotForThese, GiftNotInOrder):
            continue
        left = take(asked)
        took |= {play.card.code} if each[-1].adjust_fen else set()
    if due:
        take(due)
    before = frame.together(listed, each)
    offer = members.points_offer(cart.held, before.left_fen) if Phase.CREDIT in open_to else PointsOffer()
    after = stacking.stacked(listed, before, [checkout.points_off(offer)]) if offer.points else before
    took |= {"points"} if offer.points else set()
    return Worked(before, after, offer, took)


def written(cart: Cart, found: Worked, carried) -> list[Line]:
    """The lines as the order keeps them."""
    own = {line.sku_id: line.adjust_fen for line in found.after.lines}
    totals = amounts.totals(
        [line.amount_fen for line in cart.lines], [line.sku_id for line in cart.lines], carried.carried_fen,
        carried.adjust_fen, [own[line.sku_id] for line in cart.lines],
    )  # fmt: skip
    assert totals.payable_fen == carried.payable_fen
    return [
        Line(
            UUID(int=index), UUID(int=9), index, line.sku_id, line.product_id, "", "", "", None, line.price_fen,
            line.quantity, line.amount_fen, 0, share, 0, 0, 0, "yes", None,
        )
        for index, (line, share) in enumerate(zip(cart.lines, totals.adjust_shares_fen, strict=True))
    ]  # fmt: skip


def spent(cart: Cart, found: Worked) -> list[dict[str, object]]:
    """The points by SKU, as members keeps them."""
    parts = checkout.points_parts(found.before, found.after, cart.lines)
    assert sum(fen for _, _, fen in parts) == found.offer.worth_fen
    spend = members.spend_lines(found.offer, parts) if found.offer.points else ()
    assert sum(one.points for one in spend) == found.offer.points
    return [{"sku_id": str(one.sku_id), "quantity": one.quantity, "points": one.points} for one in spend]


def given_back(lines: list[Line], points, portions) -> tuple[int, int]:
    """(fen, points) given back when portions [(line, pieces)] come back one after the other; never too much on the way."""
    kept, money, back = list(lines), 0, {}
    for index, pieces in portions:
        line = kept[index]
        fen = line.worth_fen(pieces)
        assert 0 <= fen <= line.left_fen
        kept[index] = replace(
            line, refunded_quantity=line.refunded_quantity + pieces, refunded_fen=line.refunded_fen + fen
        )
        money += fen
        back[str(line.sku_id)] = back.get(str(line.sku_id), 0) + pieces
        assert points_rules.due_back(points, back) <= sum(one["points"] for one in points)
    return money, points_rules.due_back(points, back)
