"""Distribution: people who sell, whose customer somebody is, what was promised for a sale and why, and how it is paid.

Owns: distribution_plan, distribution_plan_rule; distribution_order, distribution_commission, distribution_commission_entry.
Words: plan 佣金方案 (versions, append-only), rule 规则 (a scope and what it pays), commission 佣金 (of one order line, named
    like it), claw-back 冲回; states: placed 未付款, pending 待确认, frozen 冻结中, available 可提现, void 不计佣.
Always: one paid level and one payee an order line, held by the schema; a plan is never edited; what an order's commission
    is follows from its snapshot alone, whenever it is worked out. All shares of an order together stay within 30 % of
    what was paid. Every move of a commission is one entry with the key of its transfer; the ledger sums to zero.
Locks: a commission's row, then ledger accounts.
Hot: nothing on the way of an order; reactions and a sweep of many lines a statement.
Called by: insight. Listens to: orders.
Emits: CommissionPlanSaved, CommissionAccrued, CommissionReversed, CommissionReleased.
"""
