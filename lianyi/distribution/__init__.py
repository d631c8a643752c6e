"""Distribution: people who sell, whose customer somebody is, what a sale earns them, and how they are paid.

Owns: distribution_real_name, distribution_payout, distribution_payout_item, distribution_payout_step,
    distribution_payout_batch, distribution_payout_setting, distribution_transfer_notice, distribution_tax,
    distribution_remittance.
Words: pay-out 提现 (a request for earned commission, with one number at WeChat), item (the part of a commission that a
    pay-out pays), batch 批次 (pay-outs that left the house by one decision of two people), real name 实名 (name and ID
    number, sealed), withholding 代扣 (tax a pay-out leaves with the shop), remittance 缴税 (a month's tax handed on).
    States of a pay-out: review 待审核, ready 待发放, sending 发放中, confirming 待收款, paying 到账中, cancelling 撤销中,
    sharing 待分账; paid 已到账, failed 失败, cancelled 已撤销, refused 未通过 (these four are ends).
Always: a pay-out pays exactly the commissions its items name, none twice; what is available never falls below zero by a
    request; a transfer has one number for good and is asked about before it is repeated; tax, fee and net of a pay-out
    sum to what was asked for. Real names are in no log and no list, and leave only for WeChat's own check, for the tax
    office and for their owner.
Locks: the pay-out, then the real name, then the ledger's accounts.
Hot: nothing; a shopkeeper asks for money a few times a month.
Called by: nobody yet. Listens to: identity, payments.
"""
