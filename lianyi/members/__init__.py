"""Members: who stands on which level, what that is worth to them, and their points.

Owns: members_program (one row a shop), members_level, members_price, members_holding, members_person, members_change,
    members_earning, members_lot, members_spend, members_card.
Words: level 会员等级, benefit 权益, holding (a level somebody has, by which way and until when), points 积分, lot (points
    that expire on one day), earning (what a completed order counted and earned), card 会员卡 (an ordinary product that
    brings a level), super user 超级用户 (flagged by the staff).
Always: a price depends on nothing about a person but the published level they hold (PIPL, article 24); levels change by
    written history only; the points of a person's lots sum to their account in the ledger; points move between a person
    and the shop alone, never to another person and never to money: the ledger refuses to cross currencies.
    A completed order counts and earns once, and what is given back of it counts and earns no more.
Locks: order, the points' accounts in the ledger by id, the person's row, their lots and spends only under those.
Hot: benefits_soon (one statement for as many people as ask), spend (the accounts, their lots, the transfers).
Called by: checkout, storefront. Listens to: orders, identity, catalog. Calls margin: a level's price is claimed there.
Emits: LevelChanged.
"""
