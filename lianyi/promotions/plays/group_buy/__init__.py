"""Group buy 拼团: a team of N pays the team price, or everybody gets the money back.

Owns: promotions_group_buy_team, _seat, _step.
Words: team 团, seat 名额 (held 待付款, in 已加入, left 已退出, released 已释放, refunded 已退款), leader 团长,
    latecomer 晚到者, ladder 阶梯价, top up 补位, merge 并团; a team is pending (its leader pays), forming 拼团中,
    filled 已成团, failed 未成团 or void (never opened, emptied, or merged into another).
Always: joined ≤ taken, taken + topped_up ≤ people_max (CHECKed); one order one seat; one live seat a person a team; one
    held seat a person a campaign. A held seat stands in a pending or forming team, an `in` seat has a paid order, a
    `forming` order of this play has a seat in a forming team or a fact under way that ends it.
    A team's rules are those it was opened with. Nothing invented: topped_up is shown, members have paid.
Locks: one team a transaction, by LOCK before whatever moves it (two by id when teams merge); its seats only under it;
    never an order: who moves a team emits, and SeatWon / SeatLost / SeatLate (told in the order of the order) move orders.
Hot: claim (one guarded statement, opening or joining). A team is hot for its own few people only; the last seat is decided
    by `taken + topped_up < people_max` on the team's row, a person's second seat by unique keys.

Who may meet whom, and what happens then
    40 pay for the last seat     the seat is taken at order, not at payment: one holds it, 39 are refused with TeamFull
                                 before they have paid anything.
    order closed, then paid      the seat was released; the late payment takes it again while there is room, else SeatLate:
                                 another forming team of campaign and SKU (oldest first), else refunded at once. One team
                                 is tried a transaction, so that two latecomers never wait for each other's teams.
    expiry against payment       who paid before the deadline counts: a due team with held seats waits for word of them
                                 (their orders are closed at WeChat first), at most GRACE, and takes nobody meanwhile;
                                 after that the latecomer's rule.
    leaving against filling      both hold the team: whoever comes second is refused, or fills a smaller team.
    staff refund against filling the order's row decides: closed first, `form` finds nothing to move; the seat follows by
                                 OrderClosed; a team once filled stays filled for the others.
    two leaders at once          leadership is read and given under the team's row; void when nobody is left.
    merging against anything     both teams are held, by id, and the guards are read again under the locks.
    top-up against joining       the merchant's seats take free room only, under the same row.
    a fact told twice            each transition names the state it comes from: the second telling moves nothing.
    campaign stopped or ended    no new seat (checkout asks the frame first); open teams end by their own rules; a leader
                                 who pays for a team that may not open any more is a latecomer.
    records merged               both seats stay (`doubled`); both were paid for before anybody knew.
    order's person deleted       the seat stays and its name is gone; the order is delivered as any other.
Called by: the frame (load, quote, claim, release), checkout through it. Listens to: orders, identity.
Emits: TeamOpened, TeamFilled, TeamFailed, TeamsMerged, LeaderPassed, SeatWon, SeatLost, SeatLate, SeatMoved.
"""
