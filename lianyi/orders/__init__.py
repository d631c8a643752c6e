"""Orders: what was bought, by whom, on which terms, and everything that happened to it until the money has settled.

Owns: orders_order, orders_line, orders_event, orders_parcel, orders_refund. Knows no play and no cart.
Words: awaiting_payment 待付款, forming 待成团 (paid, waits for others), to_ship 待发货, shipped 待收货, received 已收货,
    completed 已完成, closed 已关闭;
    line (a SKU as sold, with its snapshot), parcel 包裹, refund 退款 (asked for or given), receiver 收货人.
Always: each transition is one guarded statement and one orders_event that says who and why; a refusal names the state.
    goods + freight + adjust = payable; the shares of the lines sum to freight and adjust; per line
    shipped + refunded ≤ quantity, returned ≤ shipped and refunded_fen + withheld_fen ≤ paid; per order refunded ≤ payable
    (all CHECKed). An open case of after-sales (trust) holds receipt and completion by the clock.
    What forms ships nothing and is given back whole or not at all; form and refund_forming end it, once.
    A refund is granted before the money moves: its units can no longer ship, and its fen cannot be granted twice.
Locks: the order's row first (its lines, parcels and refunds only under it), then payment, ledger, stock.
Hot: open_orders (one statement for orders, lines and history), mark_paid (one guarded update, one stock commit).
Called by: checkout, trust, marketplace, insight. Listens to: payments, identity.
Emits: OrderPlaced, OrderPaid, OrderReopened, OrderFormed, OrderClosed, OrderShipped, OrderReceived, OrderCompleted,
    OrderDisputed, RefundRequested, RefundGranted, OrderRefunded.
"""
