"""Verbs of group buy: each holds one team (two when teams merge), moves it, and emits; orders move in reactions."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from lianyi.identity.types import Shopper, Staff
from lianyi.kit import failpoints, wire
from lianyi.kit.db import Database, ReadSession, Session
from lianyi.kit.ids import TenantId, new_id
from lianyi.kit.log import get_logger
from lianyi.promotions import queries as campaigns
from lianyi.promotions.plays.group_buy import queries, rules, store
from lianyi.promotions.plays.group_buy.errors import (
    LeavingTooLate,
    NotInTeam,
    OneSkuATeam,
    SeatHeld,
    TeamFull,
    TeamOver,
    TopUpNotInRules,
    TopUpTooEarly,
    TopUpTooMany,
)
from lianyi.promotions.plays.group_buy.events import (
    LeaderPassed,
    SeatLate,
    SeatLost,
    SeatMoved,
    SeatWon,
    TeamFailed,
    TeamFilled,
    TeamOpened,
    TeamsMerged,
)
from lianyi.promotions.plays.group_buy.types import (
    Asked,
    GroupBuySettings,
    GroupBuySku,
    LostWhy,
    Seat,
    Team,
    TeamId,
    TeamRules,
)
from lianyi.promotions.types import Asking, Campaign, Claimed, Claiming

log = get_logger(__name__)


async def load(session: ReadSession, campaign: Campaign, asking: Asking) -> Asked:
    """What an order asks: its SKU's terms and the team to join. Two statements at most (one when a team is opened).

    Raises OneSkuATeam, TeamUnknown, and what `assert_may_sit` refuses.
    """
    if len(asking.lines) != 1:
        raise OneSkuATeam(field="lines")
    line = asking.lines[0]
    on_shelf = next(sku for sku in campaign.skus if sku.sku_id == line.sku_id)
    team, live = await queries.team_and_live_seats(
        session, campaign.id, asking.shopper.person, asking.intent.run_id
    )
    asked = Asked(
        campaign_id=campaign.id, sku_id=line.sku_id, product_id=line.product_id, quantity=line.quantity,
        list_price_fen=line.price_fen,
        settings=GroupBuySettings.model_validate(campaign.settings),
        sku=GroupBuySku.model_validate(on_shelf.settings), team=team,
    )  # fmt: skip
    rules.assert_may_sit(asked, campaign.ends_at, live, session.now)
    return asked


async def claim(session: Session, campaign: Campaign, asked: Asked, claiming: Claiming) -> Claimed:
    """Hold a seat for an order about to be written.

    Cost: one guarded statement, opening or joining, and one piped row of history. Locks the team only; a person's second
    seat is refused by the table's own unique keys.
    Raises SeatHeld, AlreadyInTeam, TeamOver, TeamFull: nothing has moved then.
    """
    if asked.team is None:
        return await _open(session, campaign, asked, claiming)
    team = asked.team
    pay_by = rules.pay_by(session.now, team.expires_at or campaign.ends_at)
    seat_id = await session.maybe(
        store.JOIN, team_id=team.id, campaign_id=campaign.id, join_until=session.now + rules.JOIN_UNTIL,
        **_seat_columns(asked, claiming, pay_by),
    )  # fmt: skip
    if seat_id is None:
        now, live = await queries.team_and_live_seats(session, campaign.id, claiming.person_id, team.id)
        rules.assert_may_sit(replace(asked, team=now), campaign.ends_at, live, session.now)
        raise TeamFull
    await store.remember(session, team.id, "seat_held", seat_id)
    return Claimed(pay_by, waits=True, run_id=team.id, more_fen=_more_fen(asked))


async def _open(session: Session, campaign: Campaign, asked: Asked, claiming: Claiming) -> Claimed:
    team_id = TeamId(new_id())
    tiers = rules.tiers_of(asked.sku)
    pay_by = rules.pay_by(session.now, campaign.ends_at)
    seat_id = await session.maybe(
        store.OPEN, team_id=team_id, campaign_id=campaign.id, sku_id=asked.sku_id, product_id=asked.product_id,
        need=asked.sku.people, people_max=tiers[-1].people, team_price_fen=asked.sku.price_fen,
        rules=wire.dumps(_rules_of(campaign, asked)).decode(), closes_at=campaign.ends_at,
        **_seat_columns(asked, claiming, pay_by),
    )  # fmt: skip
    if seat_id is None:
        raise SeatHeld
    await store.remember(session, team_id, "seat_held", seat_id)
    return Claimed(pay_by, waits=True, run_id=team_id, more_fen=_more_fen(asked))


def _more_fen(asked: Asked) -> int:
    return rules.difference_max_fen(asked.sku, asked.list_price_fen, asked.quantity, opens=asked.opens)


def _seat_columns(asked: Asked, claiming: Claiming, pay_by: datetime) -> dict[str, object]:
    return {
        "seat_id": new_id(), "order_id": claiming.order_id, "person_id": claiming.person_id,
        "quantity": asked.quantity, "expires_at": pay_by, "share_id": claiming.share_id,
        "price_fen": rules.seat_price_fen(asked.sku, asked.list_price_fen, opens=asked.opens),
    }  # fmt: skip


def _rules_of(campaign: Campaign, asked: Asked) -> TeamRules:
    zh, en = rules.rules_text(
        asked.settings, [asked.sku], campaign.orders_per_person_max, campaign.pieces_per_person_max
    )
    return TeamRules(
        hours=asked.settings.hours, completion=asked.settings.completion,
        top_up_from_bp=asked.settings.top_up_from_bp, tiers=rules.tiers_of(asked.sku),
        list_price_fen=asked.list_price_fen, leader_price_fen=asked.sku.leader_price_fen,
        open_to_join=asked.settings.open_to_join, zh=zh, en=en,
    )  # fmt: skip


# -- a payment, a closing ------------------------------------------------------------------------------------


async def confirm(session: Session, order_id: UUID) -> None:
    """An order is paid: its seat is in; the leader's opens the team, the last one fills it. Safe to replay.

    A seat that is gone meanwhile makes a latecomer (SeatLate), unless the campaign has no room for the order any more:
    then it goes back whole and fills no team. The frame has heard of the payment before. Locks the team.
    """
    held = await _hold(session, order_id)
    if held is None:
        return
    team, seat = held
    if seat.state == "released" and not await campaigns.holds_claim(session, order_id):
        return
    campaign = await campaigns.campaign(session, team.campaign_id)
    takes_seats = campaign.state in {"published", "paused"} and session.now < campaign.ends_at
    sits_twice = seat.state == "released" and await queries.sits_elsewhere(session, seat)
    came = rules.arrival(team, seat, session.now, sits_twice=sits_twice, takes_seats=takes_seats)
    if came == "told":
        return
    if came == "late":
        await _free(session, team, seat)
        await session.emit(SeatLate(order_id, tries=0))
        return
    await session.one(
        store.TAKE, order_id=order_id, team_id=team.id, from_state=seat.state,
        expires_at=rules.expires_at(team.rules, session.now, team.closes_at),
    )  # fmt: skip
    await store.remember(session, team.id, "joined" if team.opened_at else "opened", seat.id)
    if team.opened_at is None:
        await session.emit(TeamOpened(team.id, team.campaign_id, seat.person_id))
    await _win_if_filled(session, team.id)


async def _hold(session: Session, order_id: UUID) -> tuple[Team, Seat] | None:
    """The order's team, locked, and its seat as it is under the lock; None for an order of no team."""
    seat = await queries.seat_of_order(session, order_id)
    if seat is None:
        return None
    await session.later(store.LOCK, team_ids=[seat.team_id])
    again = await queries.seat_of_order(session, order_id)
    if (
        again is None or again.team_id != seat.team_id
    ):  # its team was merged while we waited: the next telling finds it
        raise LookupError(f"the seat of order {order_id} moved on")
    return await queries.team(session, seat.team_id), again


async def find_team(session: Session, fact: SeatLate) -> bool:
    """Seat a latecomer in another forming team; False when there is none and the money must go back. Safe to replay.

    One team is tried a transaction: when its last seat went meanwhile, the search goes on in the next (SeatLate again,
    LATE_TRIES_MAX times), so that two latecomers never hold one team and wait for the other's. Locks the team tried.
    """
    seat = await queries.seat_of_order(session, fact.order_id)
    if seat is None or seat.state != "released":
        return True
    came_from = await queries.team(session, seat.team_id)
    choice = await queries.late_choice(session, seat, came_from.sku_id)
    if choice is None or fact.tries >= rules.LATE_TRIES_MAX:
        return not await session.run(store.LOSE_SEAT, order_id=fact.order_id)
    await session.later(store.LOCK, team_ids=[choice])
    if await queries.late_choice(session, seat, came_from.sku_id) != choice:
        await session.emit(SeatLate(fact.order_id, fact.tries + 1))
        return True
    await session.one(store.MOVE, order_id=fact.order_id, team_id=choice)
    await store.remember(session, came_from.id, "moved_out", seat.id)
    await store.remember(session, choice, "moved_in", seat.id)
    await session.emit(SeatMoved(fact.order_id, seat.id, choice, seat.person_id))
    await _win_if_filled(session, choice)
    return True


async def release(session: Session, order_id: UUID) -> None:
    """An order closed unpaid: its seat is free; a team whose leader did not pay was never there. Safe to replay."""
    held = await _hold(session, order_id)
    if held is not None:
        await _free(session, *held)


async def _free(session: Session, team: Team, seat: Seat) -> None:
    freed = None
    if seat.state == "held":
        freed = await session.maybe(store.RELEASE, order_id=seat.order_id, team_id=team.id)
    if freed is not None:
        await store.remember(session, team.id, "seat_released", seat.id)


async def give_up(session: Session, order_id: UUID) -> None:
    """A paid order was given back whole: its seat is free again while the team forms. Safe to replay."""
    held = await _hold(session, order_id)
    if held is None:
        return
    if held[1].state == "in":
        await _go(session, *held, "refunded")
    else:
        await session.later(store.LOSE_SEAT, order_id=order_id)  # nobody looks for another team any more


async def leave(session: Session, shopper: Shopper, team_id: UUID) -> None:
    """Leave a forming team: the money goes back whole, in the next step. Locks the team.

    Raises TeamUnknown, NotInTeam, LeavingTooLate.
    """
    await session.later(store.LOCK, team_ids=[team_id])
    team = await queries.team(session, team_id)
    seat = await queries.my_seat(session, team_id, shopper.person)
    if seat is None or seat.team_id != team_id or seat.state != "in":
        raise NotInTeam
    if team.state != "forming":
        raise LeavingTooLate
    await _go(session, team, seat, "left")
    await _lose(session, seat, "left")


async def _go(session: Session, team: Team, seat: Seat, to_state: str) -> None:
    """A member goes; leadership passes to the first who joined; nobody left: the team is void."""
    await session.one(store.GO, order_id=seat.order_id, team_id=team.id, to_state=to_state)
    now = await queries.team(session, team.id)
    await store.remember(session, team.id, to_state, seat.id)
    if now.state != "forming":
        return
    if not now.joined:
        await _end(session, now, "void", topped_up=0)
        return
    if seat.leader:
        leader = rules.next_leader(await queries.members(session, team.id))
        assert leader is not None
        await session.later(store.LEAD, team_id=team.id, seat_id=leader.id, person_id=leader.person_id)
        await store.remember(session, team.id, "leader_passed", leader.id)
        await session.emit(LeaderPassed(team.id, leader.id, leader.person_id))


# -- the end of a team ---------------------------------------------------------------------------------------


async def finish_due(db: Database, tenant: TenantId, limit: int) -> int:
    """End teams whose time is up, each in its own transaction; gives how many.

    One that cannot end is logged and tried again by the next sweep; the others' money does not wait for it.
    """
    async with db.read(tenant) as session:
        due = await queries.due(session, session.now - rules.GRACE, limit)
    ended = 0
    for team_id in due:
        try:
            async with db.write(tenant) as session:
                ended += await finish(session, team_id)
            failpoints.reach("promotions.team.ended")
        except Exception as problem:  # noqa: BLE001  whatever is wrong with one team is not the next one's fault
            log.error(
                "group_buy.team_not_ended",
                team=str(team_id),
                error=f"{type(problem).__name__}: {problem}"[:300],
            )
    return ended


async def finish(session: Session, team_id: UUID) -> bool:
    """End a team whose time is up by the rule it was opened with. Safe to replay; False when nothing is to be done.

    Locks the team; two, by id, when its members move into another. When that other one filled up meanwhile, nothing
    happens and the next sweep looks again.
    """
    source = await queries.team(session, team_id)
    choice = await queries.merge_choice(session, source) if rules.ending(source) == "merge" else None
    await session.later(store.LOCK, team_ids=[team_id] if choice is None else [team_id, choice])
    team = await queries.team(session, team_id)
    if not rules.is_due(team, session.now):
        return False
    ending = rules.ending(team)
    if ending in {"fill", "top_up"}:
        topped_up = team.topped_up if ending == "fill" else team.need - team.joined
        ended = await _end(session, team, "filled", topped_up=topped_up)
        await _win(session, ended)
    elif ending == "merge" and (into := await queries.merge_choice(session, team)) is not None:
        if into != choice:
            return False
        await _merge(session, team, into)
    else:
        await _fail(session, team)
    return True


async def _merge(session: Session, team: Team, into: UUID) -> None:
    """Everybody moves, the deadline of the other team holds. Both are locked."""
    await _end(session, team, "void", topped_up=0, merged_into=into)
    moved = await queries.members(session, team.id)
    await session.later(store.MOVE_ALL, team_id=team.id, into_team_id=into)
    await session.later(store.EMPTY, team_id=team.id)
    await session.one(store.TAKE_IN, team_id=into, people=len(moved))
    await store.remember(session, team.id, "merged_into", people=len(moved))
    await store.remember(session, into, "merged_in", people=len(moved))
    await session.emit(TeamsMerged(team.id, into))
    for seat in moved:
        await session.emit(SeatMoved(seat.order_id, seat.id, into, seat.person_id))
    await _win_if_filled(session, into)


async def _fail(session: Session, team: Team) -> None:
    await _end(session, team, "failed", topped_up=0)
    lost = await queries.members(session, team.id)
    await session.later(store.LOSE_SEATS, team_id=team.id)
    await session.emit(TeamFailed(team.id, team.campaign_id, team.joined))
    for seat in lost:
        await _lose(session, seat, "failed")


async def _end(
    session: Session, team: Team, to_state: str, *, topped_up: int, merged_into: UUID | None = None
) -> Team:
    await session.one(
        store.END, team_id=team.id, to_state=to_state, topped_up=topped_up, merged_into=merged_into
    )
    if to_state != "filled" and merged_into is None:
        await store.remember(session, team.id, to_state)
    return await queries.team(session, team.id)


async def _lose(session: Session, seat: Seat, why: LostWhy) -> None:
    await session.emit(SeatLost(seat.order_id, seat.id, seat.team_id, seat.person_id, why))


async def _win_if_filled(session: Session, team_id: UUID) -> None:
    team = await queries.team(session, team_id)
    if team.state == "filled":
        await _win(session, team)


async def _win(session: Session, team: Team) -> None:
    """The team has its people: every seat learns what goes back to it."""
    await store.remember(session, team.id, "filled", people=team.people, topped_up=team.topped_up)
    await session.emit(TeamFilled(team.id, team.campaign_id, team.people, team.topped_up))
    for seat in await queries.members(session, team.id):
        back_fen = rules.difference_fen(seat, team.rules.tiers, team.people)
        await session.emit(SeatWon(seat.order_id, seat.id, team.id, seat.person_id, back_fen))
    failpoints.reach("promotions.team.filled")


async def top_up(session: Session, staff: Staff, team_id: UUID, people: int) -> None:
    """The merchant openly takes seats that nobody holds; the team fills when they were the last. Locks the team.

    Raises TeamUnknown, TopUpNotInRules, TeamOver, TopUpTooEarly, TopUpTooMany.
    """
    await session.later(store.LOCK, team_ids=[team_id])
    team = await queries.team(session, team_id)
    if team.rules.completion != "top_up":
        raise TopUpNotInRules
    if team.state != "forming":
        raise TeamOver
    if not rules.enough_for_top_up(team):
        least = rules.people_for_top_up(team.need, team.rules.top_up_from_bp)
        raise TopUpTooEarly(people_min=least)
    if await session.maybe(store.TOP_UP, team_id=team_id, people=people) is None:
        raise TopUpTooMany(field="people", people_max=team.room)
    await store.remember(session, team_id, "topped_up", people=people, by=staff.name)
    await _win_if_filled(session, team_id)
