"""Trust: what goes wrong after a sale, as cases with clocks: after-sales, complaints.

Owns: trust_case, trust_case_line, trust_step, trust_picture, trust_return_address; trust_complaint,
    trust_complaint_word, trust_complaint_act, trust_complaint_refund, trust_complaint_notice, trust_complaint_watch.
Words: case 售后单 (an application on lines of an order), kind: refund_only 仅退款, return_refund 退货退款, exchange 换货;
    evidence 凭证 (pictures only the two sides see), return address 退货地址, proposal 协商金额, round 第几次申请;
    states: applied 待商家处理, proposed 待确认金额, agreed 待寄回, returning 待商家收货, received 商家已收货,
    reshipped 换货已发出, refunding 退款中, refused 商家已拒绝; refunded 已退款, exchanged 换货完成, withdrawn 已撤销,
    closed 已关闭 (these four are ends).
    complaint 投诉 (at WeChat Pay or in the mini program; WeChat's case, ours is its picture), word 协商记录 (what a side
    said), act 处理 (what the staff tell WeChat); states: open 待处理 (we owe something), waiting 等待买家, finished 已完结;
    columns: overdue 已超时, due 待处理, waiting, finished.
Always: every move is one guarded statement and one trust_step that says who and why; a refusal names the state.
    A line of an order has at most one open case, an order at most ten in all. Every open state but refunding has a clock
    and what happens by itself when it runs out. A case that is open holds the completion of its order.
    Money goes back through orders (granted there first), never more than a line was paid; the merchant lowers an amount
    only by a proposal that the shopper accepts.
    WeChat says how a complaint stands; a callback or a push only says which one to ask for, and the newest answer wins.
    First reply in 24 h, finished in 72 h; a step in the mini program by WeChat's own end, else in 48 h. An act is
    written down before WeChat is asked, asked outside of any transaction, and asked again with the same words.
    A refund that comes of a complaint is the order's and is linked to it.
Locks: the order's row first, then the case or the complaint; then payment, ledger, stock.
Hot: nothing; a shop has a few cases a day.
Called by: insight. Listens to: orders, identity.
"""
