"""Coupon 优惠券: money off an order, collected, given for a code, given by other campaigns, or taken off by itself.

Owns: promotions_coupon_piece, promotions_coupon_count.
Words: piece 券 (what one person has: ready 可用, used 已用, spent 已核销, expired 已过期), terms 券的规则
    (the campaign's settings), face 面额 (the most a piece takes off), threshold 门槛, scope 适用范围, grace 宽限.
Always: a piece is used by one order at a time and by its owner only; what a piece can take off at most has left the
    campaign's budget when it was given, so a piece that somebody has can be used, whatever became of the campaign
    meanwhile; per person and in all no more are given than the terms say; an order pays nothing at least, never less.
Locks: the piece (the frame's "run") before the order; then grant, budget, count.
Hot: claim (one guarded statement on one's own piece; none when it is taken off by itself).

Who may meet whom, and what happens then
    five orders, one piece       one guarded statement from ready to used; the others are refused with CouponUsed.
    double tap on collect        unique by (campaign, person, ordinal); the last one in all by a guarded counter.
    cancelled, then expired      a piece that comes back has at least the grace its terms promise; the sweep takes ready
                                 pieces only, by their end as it stands under the row's lock.
    closed, then paid            the piece is taken again when it is still ready; else the order goes back whole.
    refunded whole               the piece comes back or is spent, as its terms say; refunds in part keep it used.
    campaign over or stopped     pieces that were given stay good; the margin's claim is let go with the last of them.
    records merged               the pieces move; what each had collected counts together.
Called by: the frame (load, quote, claim, release, retake, offers, give, open_runs). Listens to: orders, identity.
"""
