"""Trust: what goes wrong after a sale, as cases with clocks: complaints.

Owns: trust_complaint, trust_complaint_word, trust_complaint_act, trust_complaint_refund, trust_complaint_notice,
    trust_complaint_watch.
Words: complaint 投诉 (at WeChat Pay or in the mini program; WeChat's case, ours is its picture), word 协商记录 (what a side
    said), act 处理 (what the staff tell WeChat), due 时限; states: open 待处理 (we owe something), waiting 等待买家,
    finished 已完结; columns: overdue 已超时, due 今日到期, waiting, finished.
Always: WeChat says how a complaint stands; a callback or a push only says which one to ask for, and the newest answer
    wins. First reply in 24 h, finished in 72 h; a step in the mini program by WeChat's own end, else in 48 h. An act is
    written down before WeChat is asked, asked outside of any transaction, and asked again with the same words.
    A refund that comes of a complaint is the order's and is linked to it.
Locks: the order's row first, then the complaint.
Hot: nothing; a shop has a few cases a day.
Called by: insight. Listens to: identity, orders.
"""
