"""Stock: what can be sold, what is promised, what is gone.

Owns: inventory_stock, inventory_reservation, inventory_movement.
Words: available (can be promised), reserved (promised to an order until it is paid or closed), sold (paid for),
received (all that ever came in and was not written off).
Always: available + reserved + sold = received and none is negative (CHECK); a reservation ends once; every change is a
movement with its reason.
Hot: reserve: one guarded statement per order, all lines or none, rows locked in the order of their ids.
Called by: checkout, orders, supply, storefront. Emits: StockGone, StockBack, StockLow.
"""
