"""Margin: what plays, coupons and commission may cost per SKU before the merchant's floor is broken.

Owns: margin_room (one row a SKU: its arithmetic as last checked, and the row two claims meet on), margin_claim, margin_loss
    (the budget of a source that bears its loss).
Words: claim 让利 (worst case in fen a piece), source 来源 (who claims), floor 利润底线 (a share of the list price, 0: never
    below cost), room 余量 (what is left), to bear a loss 亏损由预算承担 (a source falls below the floor on purpose).
Always: claims of one phase do not add up, because an order has one play of a phase; those of different phases do. No claim
    is kept that leaves less than the floor, whoever saves at once; a price that moves under a claim is told, not hidden.
    Whoever bears its loss has a budget that covers the most it can come to, whatever others claim on top.
Locks: the rows of margin_room by SKU id, then those of margin_loss by source id; nothing after them.
Called by: promotions, members.
"""
