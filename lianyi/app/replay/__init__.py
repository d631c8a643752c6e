"""The replay: a real shop's invoices lived once more in ours, and the books held against the file.

Owns nothing in the database: it speaks over HTTP as the merchant's staff and the shoppers' phones do, and through the
sandbox's control API as WeChat's people do. Words: sheet (the file's rows), plan (what of them can be lived, and why
the rest cannot), sale (one order), return (one cancellation's refunds), verdict (file and shop side by side).
Always: pence are fen; no row is lost, each is replayed or counted under a reason with its value; what the file says is
summed from the file's own rows, never from what was sent to the shop; only on a fresh temporary instance.
"""
