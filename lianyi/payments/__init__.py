"""Payments: being paid through WeChat Pay, and giving back, exactly once each.

Owns: payments_account, payments_payment, payments_attempt, payments_refund, payments_notice.
Words: payment (what an order is owed, one an order), attempt (one number at WeChat, by one method), refund,
notice (a callback, kept by its id), stray (money that came although nobody is owed it; it goes back by itself).
Always: a payment counts only by a verified callback or a query; amounts come from our rows; an attempt succeeds
once; refunds asked for never exceed what was paid; every fen in or out is a transfer of the ledger.
Hot: settle(): four statements on the callback's path. No call to WeChat happens inside a transaction.
Called by: checkout, orders. Emits: PaymentSucceeded, PaymentClosed, RefundSucceeded, RefundFailed.
"""
