"""Checkout: from a cart to an order that awaits payment; the one orchestrator of a purchase.

Owns: checkout_cart_line, checkout_quote.
Words: cart 购物车, quote 结算单 (what was shown: lines, freight, adjustments, payable; kept 30 minutes), place 提交订单.
Always: the price shown is never exceeded: a rise refuses with old and new, a fall is given; one quote makes one order,
    whatever is tapped twice; every fen of a quote has a source; lines + freight + adjustments = payable.
Locks: the quote's row, then (through the domains below) order, payment, stock last.
Hot: place_orders, see its head for statements and locks.
Called by: nobody; plays join through promotions. Emits: nothing of its own; orders tells OrderPlaced.
"""
