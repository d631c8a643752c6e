"""Reconciliation: WeChat's daily bills held against the ledger, line by line, in both directions.

Owns: reconciliation_bill, reconciliation_line, reconciliation_difference.
Words: bill 账单 (one kind of one China day: trade, funds), line 账单行, match 对上 (a line and the transfers it stands for),
    difference 差异 (what does not match, with its likely reason and the ways to settle it), foreign 非本店 (money of
    another system on the same merchant number), gap 缺口 (WeChat's closing balance less what the books explain).
Always: a bill is believed only with its signed hash and when its own sums hold; a late bill is late, never guessed; a line
    is kept once whatever comes twice; an amount is taken in by asking WeChat, never by typing; a difference that later
    facts explain closes by itself.
Hot: match_day(): pages of 500 lines, two statements of reading and two of writing a page; nobody waits for it.
Called by: app (demo, ops). Depends on ledger, payments, orders, identity.
"""
