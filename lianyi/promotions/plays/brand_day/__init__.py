"""Brand day 品牌日: one brand a date, its goods at the day's price, a page of its own, and a calendar of what comes.

Owns: promotions_brand_day_date.
Words: day 品牌日 (a campaign and its date), date 日期 (of the shop's calendar), calendar 品牌日历, booked 占用 (a date that a
    published campaign has), ranking 当日榜 (pieces that the day's paid orders hold), reminder 提醒 (the frame's).
Always: a date is booked by one campaign at a time (unique in the table); a campaign lies within one date and sells at its
    price on that date only, by the server's clock; the ranking counts what was paid, and a whole refund takes it off again.
Locks: the date's row as the campaign is published; an order takes nothing but what the frame takes (person, budget, quota).
Hot: load (no statement).

Who may meet whom, and what happens then
    two campaigns for one date   the unique index decides as they are published: the second hears DayTaken.
    ended or stopped early       its date can be booked again a moment later.
    the last piece of the day    the frame's quota.
    ends later after publishing  a window may grow, the date does not: nothing is sold after midnight.
    reminded twice               one row each, told once.
Called by: the frame (load, quote, claim, release). Listens to: promotions.
"""
