"""Check-in 签到: one small reward a day by a curve everybody can read, paid in coupons or points until the budget is spent.

Owns: promotions_check_in_day.
Words: day 签到日 (a date of the shop's calendar), nth 第几天 (the place on the curve), curve 奖励曲线, cycle 周期,
    make-up 补签 (a missed day filled in: it keeps the row, it is not paid).
Always: a person has one row a local date; a day is paid once, out of this campaign's budget, in the coupons of the campaign
    that the settings name or in points of the members' ledger, which the budget bears at their worth; when either has
    nothing left, nobody is checked in any more and the page says so; at most so many make-ups each. Nothing is paid for a
    share: there is nothing to share. Who asked to be reminded of the next day is told on it once, and only if they have not
    come by then.
Locks: the day's row, then the frame's grant, budget, and what the paying campaign takes; points before the budget.
Hot: check_in (one read, one insert; two guarded statements on budgets, or one and a transfer of points).

Who may meet whom, and what happens then
    double tap                   the primary key is the date: the second is refused with CheckedInAlready.
    midnight                     the date is the server's, by the shop's zone; the page shows it.
    two make-ups at once         unique by their number: together they never exceed what the terms allow.
    the last fen                 one guarded statement on the budget.
    records merged               days move, a date both had counts once.
Called by: nobody. Listens to: identity.
"""
