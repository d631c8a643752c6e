"""Ledger: every fen in double entry, append-only, always summing to zero.

Owns: ledger_account, ledger_transfer.
Words: account (whose money, for what), transfer (fen from one account to another), hold (promised, still there),
capture (the hold becomes a transfer), void (the hold is given back), subject (the order the fen belongs to).
Always: the sum of all balances is zero; a transfer is never edited; a key moves money once; a hold ends once;
an account with a floor never goes below it, holds included.
Hot: transfer(): three statements in one round trip; locks its two accounts in order of id.
Called by: payments, orders. Where each account's fen physically lies: docs/decisions/0009-where-the-fen-lies.md.
"""
