"""Promotions: the frame of all plays; a play is one folder under plays/ and one line of the registry.

Owns: promotions_campaign, promotions_campaign_sku, promotions_budget, promotions_person, promotions_claim, promotions_grant,
    promotions_reminder, promotions_cash_limit, promotions_cash_day, promotions_help_run, promotions_help,
    promotions_help_account.
Words: play 玩法 (a kind), campaign 活动 (one of a kind, with goods and a window), run 一局 (such as a team), claim 占用
    (what an order takes of a campaign), budget 预算, quota 限量, verdict 渠道结论, audience 人群, intent 参与意向, grant 发放
    (what a campaign gave for an act, outside of an order), cash prize 现金奖金 (a grant in money; who hears PrizeDue pays),
    help 帮忙 (of another's run), held 待核对 (by the staff).
Always: a budget, a quota and a person's limit are never exceeded, whoever comes at once, nor a budget by what is given
    back later or by grants (budget = claims not covered + grants); what an order took comes back when it closes; a play
    runs only where the rulebook lets it, whatever was saved; a published campaign changes only for the better of shoppers;
    its rules are shown as they were told; no campaign runs below the margin's floor; a run is helped once a person,
    phone and WeChat account, never by its owner, and nothing is given for one that is held or refused.
Kept: phones, networks and accounts of helpers 190 days after their campaign's end; who helped whom as long as the shop.
Locks: a helper's marks, the run (by its play) before the order; person, budget, quota (by SKU id) after it, before stock.
Hot: price (one statement and the play's load), spend (one guarded statement for each limit that there is).
Called by: checkout, content, insight. Listens to: orders, identity, catalog. Emits: CampaignPublished, CampaignStopped,
    CampaignEnded, ClaimOver, ClaimLost, PrizeDue, HelpCounted, HelpRunHeld, HelpRunReviewed, HelpRunEnded.
"""
