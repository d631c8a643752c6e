"""Payments: being paid through WeChat Pay, giving back, and the guarantee, exactly once each.

Owns: payments_account, payments_payment, payments_attempt, payments_refund, payments_notice, payments_receiver,
    payments_claim, payments_release, payments_return.
Words: payment (what an order is owed, one an order), attempt (one number at WeChat, by one method), refund,
    notice (a callback, kept by its id), stray (money that came although nobody is owed it; it goes back by itself),
    guaranteed (frozen at WeChat until released), receiver (who may be given shares), claim (a part of an order's money,
    registered when paid), release (claims executed, the rest unfrozen), return (a share given back for a refund).
Always: a payment counts only by a verified callback or a query; amounts come from our rows; an attempt succeeds
    once; refunds asked for never exceed what was paid; every fen in or out is a transfer of the ledger. All claims of a
    payment are within 30 % of it; what is shared and what is refunded never take the same fen; a split, an unfreezing and
    a return each have one number at WeChat for good.
Hot: settle(): four statements on the callback's path. No call to WeChat happens inside a transaction.
Locks: the payment before its refunds, claims, release and returns; then the ledger's accounts.
Called by: checkout, orders. Emits: PaymentSucceeded, PaymentClosed, RefundSucceeded, RefundFailed, PaymentReleased,
    ReleaseFailed, ClaimFailed, GuaranteeEnding, GuaranteeEnded.
"""
