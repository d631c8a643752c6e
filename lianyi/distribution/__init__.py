"""Distribution: people who sell for the shop, whose customer is whose, and what they are owed and paid.

Owns (shopkeepers, bindings): distribution_join, distribution_agreement, distribution_rule, distribution_shopkeeper,
    distribution_step, distribution_invite, distribution_pool, distribution_pick, distribution_binding (the log),
    distribution_customer (what the log comes to), distribution_dispute.
Owns (commission): distribution_plan, distribution_plan_rule, distribution_order (who brought an order),
    distribution_commission, distribution_commission_due, distribution_commission_entry, distribution_commission_release
    (what a sweep released of one shopkeeper, its lines in arrays); the view distribution_commission_move shows the moves of
    both.
Words: shopkeeper 店主, way 加入方式 (everyone 人人可加入, application 申请审核, invitation 邀请), probation 试用,
    grade 店主等级 (a name and an order, set by staff or by own sales, never by whom one brought),
    micro-shop 小店, pool 选品池, pick 选品, binding 绑定 (one line of the log), touch 触达 (a click, a scan, an
    invitation), holding 归属 (whose customer somebody is, and until when), protection 保护期, validity 有效期,
    attribution rule 归属规则, dispute 申诉; plan 佣金方案 (versions nobody edits), rule 规则 (a scope and what it pays),
    commission 佣金 (of one order line, and named like it), claw-back 冲回; states of a commission: placed 待付款,
    pending 待收货, frozen 冻结中, available 可提现, void 不计佣.
Always: becoming a shopkeeper costs nothing and nobody has to buy; who invited whom is evidence and earns nothing.
    The log only grows. Who owns a customer at an instant is a pure function of the log up to it, of the version of the
    rule each line was decided by, and of who was selling then; `distribution-replay` works it all out again.
    A customer's lines are decided one after the other under the customer's row; what is older than the last line
    counts from then on. Nobody owns themself, nobody who was seen on a device of theirs or of somebody above them, nobody
    in a circle of any length.
    One paid level and one payee an order line, held by the schema; what a line pays follows from the snapshot of its
    order, whenever it is worked out; all shares of an order are within 30 % of what was paid. Every move of a commission
    is an entry with the key of its transfer, a release a row with its lines.
Locks: the chain of shopkeepers (only when the customer is one), then the customer's row; the shopkeeper's row by itself;
    an order's commissions, then ledger accounts.
Hot: nothing in the request of an order: reactions read the log afterwards, as of the instant it was placed.
    queries.bindings.owners_at: one statement for a batch.
Called by: content, insight, app. Listens to: social, orders, identity.
Emits: ShopkeeperApplied, ShopkeeperStepped, CustomerBound, OwnerCorrected, CommissionPlanSaved, CommissionAccrued,
    CommissionReversed, CommissionReleased.

Owns (payout): distribution_real_name, distribution_payout, distribution_payout_item, distribution_payout_step,
    distribution_payout_batch, distribution_payout_setting, distribution_transfer_notice, distribution_tax,
    distribution_remittance.
Words: pay-out 提现 (a request for available commission, with one number at WeChat), item (the part of a commission that a
    pay-out pays), batch 批次 (pay-outs that left the house by one decision of two people), real name 实名 (name and ID
    number, sealed), withholding 代扣 (tax a pay-out leaves with the shop), remittance 缴税 (a month's tax handed on),
    year's statement 年度清单 (a person's income and what was withheld of it, for whoever was paid).
    States of a pay-out: review 待审核, ready 待发放, sending 发放中, confirming 待确认收款, paying 到账中, cancelling 撤销中,
    sharing 待分账; paid 已到账, failed 失败, cancelled 已撤销, refused 未通过 (these four are ends).
Always: a pay-out pays exactly the commissions its items name, none twice; no request takes what is available below zero; a
    transfer has one number for good and is asked about before it is repeated; what counts is the person, not the place: who
    left and came back is paid for both places and owes for both; tax, fee and net sum to what was asked for.
    Real names are in no log and no list; they leave for WeChat's check, the tax office and their owner alone.
Locks: the shop's sending of pay-outs, then the pay-outs, then the real names, then the ledger's accounts.
Listens to: payments. Emits: PayoutConfirmable, PayoutPaid, PayoutReturned.

Owns (prizes): distribution_prize; its tax stands in distribution_tax.
Words: prize 现金奖金 (money a campaign owes somebody, named like the grant that pays it), to collect 领取 (its person asks
    for the transfer), to lapse 过期. States: waiting 待领取, sending 发放中, confirming 待确认收款, paying 到账中; paid
    已到账 and lapsed 已过期 are ends.
Always: a prize is owed once and paid once; a transfer that came to nothing is over for good, asking again is another one;
    what is owed and not yet paid stands on one account of the books; a fifth of a prize is tax, kept for the month's file;
    what nobody took in thirty days is its campaign's again.
Locks: the real name, the prize, the campaign's budget, then the ledger's accounts.
Listens to: promotions (PrizeDue). Emits: PrizePaid, PrizeReturned, PrizeLapsed.

Owns (compliance): distribution_scan, distribution_scan_root, distribution_scan_outlet, distribution_scan_payee,
    distribution_finding, distribution_finding_step, distribution_evidence, distribution_evidence_head.
Words: look 检查 (all of a tenant's graph and payments read once a night), root 根店主 and level 层 (who brought whom),
    outlet 货卖给了谁 (own buying beside customers'), finding 合规发现 (a rule broken about a subject; open
    待核对, acknowledged 处理中, resolved 已处理), pause 暂停佣金方案, evidence 证据 (a link of a chain of hashes
    over opaque ids).
Always: one finding a rule and subject until it is resolved in words; orders placed while a stop finding about commission is
    unresolved earn nothing, worked out as of their instant; evidence only grows, and a link edited, cut off or taken out is
    found, as is a day whose rows were edited later.
Locks: the tenant's look, then findings, then (last of all) the end of the chain.
Hot: queries.graph, one pass a table, never in a shopper's request.

Owns (own prices): distribution_pricing, distribution_band, distribution_own_price, distribution_own_sale.
Words: own price 小店价 (what a SKU costs through one micro-shop), band 价格带 (how low it may be; the list price is the
    highest), borne by 由谁承担 (shop 店铺, shopkeeper 店主佣金), own sale (a line of an order sold at an own price).
Always: a price is for whoever buys through that micro-shop, its shopkeeper excepted; it is never above the list and never
    below what the profit gate holds for it; a price lives as long as its pick; nobody bears what another gave away.
Locks: the shopkeeper's row, then the margin's rooms.
Hot: queries.own_prices.asked_soon in a quote and when it is placed, two statements without a wait of their own.
Called by: checkout. Listens to: catalog.
"""
