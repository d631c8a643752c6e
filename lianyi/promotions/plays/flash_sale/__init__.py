"""Flash sale 秒杀: a few pieces at a price, at set hours of each day, for whoever comes first.

Owns: promotions_flash_sale_shelf, promotions_flash_sale_use.
Words: slot 场次 (an occurrence of a daily hour, named by the instant it opens), shelf 场次货架 (what one slot has of a SKU:
    quota, taken, paid), waiting 待付款 (taken and not paid).
Always: 0 ≤ paid ≤ taken ≤ quota for every slot and SKU (CHECKed); what an order took comes back when it closes unpaid, and
    while its slot runs also when it is refunded whole; an order is placed within its slot, by the server's clock.
Locks: the shelf's row (the frame's "run") before the order; then the frame's person, budget, quota, and stock last.
Hot: load (one read of one row, no lock: who comes too late is refused by it), claim (one guarded statement). The shelf's
    row is what everybody wants; checkout takes it for a batch of orders in one transaction.

Who may meet whom, and what happens then
    10,000 for 500 pieces        most are refused by the unlocked look, at the quote or as they place; the last piece is
                                 decided by `taken + n ≤ quota` on the row.
    unpaid, then sold again      an order that closes gives its pieces back under the same row; the page said that some wait.
    closed, then paid            the pieces are taken again while the slot's shelf has room, else the money goes back.
    slot over, quote still good  the price is asked again as the order is placed: refused with SlotNotOn.
    one person, many taps        the frame's limits by person.
Called by: the frame (load, quote, claim, release, retake, paid). Listens to: orders, identity.
"""
