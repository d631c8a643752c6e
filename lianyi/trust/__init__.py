"""Trust: what goes wrong after a sale, as cases with clocks: after-sales.

Owns: trust_case, trust_case_line, trust_step, trust_picture, trust_return_address.
Words: case 售后单 (an application on lines of an order), kind: refund_only 仅退款, return_refund 退货退款, exchange 换货;
    evidence 凭证 (pictures only the two sides see), return address 退货地址, proposal 协商金额, round 第几次申请;
    states: applied 待商家处理, proposed 待买家确认金额, agreed 待寄回, returning 待商家收货, received 商家已收货,
    reshipped 换货已发出, refunding 退款中, refused 商家已拒绝; refunded 已退款, exchanged 换货完成, withdrawn 已撤销,
    closed 已关闭 (these four are ends).
Always: every move is one guarded statement and one trust_step that says who and why; a refusal names the state.
    A line of an order has at most one open case, an order at most ten in all. Every open state but refunding has a clock
    and what happens by itself when it runs out. A case that is open holds the completion of its order.
    Money goes back through orders (granted there first), never more than a line was paid; the merchant lowers an amount
    only by a proposal that the shopper accepts.
Locks: the order's row first, then the case; then payment, ledger, stock.
Hot: nothing; a shop has a few cases a day.
Called by: insight. Listens to: orders, identity.
"""
