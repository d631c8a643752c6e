"""Messages: what the shop tells people, in its own inbox, by WeChat and by SMS.

Owns: messages_notice, messages_consent, messages_budget, messages_switch, messages_kind, messages_setting, messages_sms,
    messages_login_code.
Words: notice 通知 (one thing told to one person, once), kind 通知类型 (declared by the domain that sends it), template 模板
    (the shop's own at WeChat, its keys mapped to a kind's fields), consent 订阅次数 (one accept is one message), quiet
    hours 安静时段, budget 每日上限 (notices a person may get a day, whoever sends them), exempt (passes the budget);
    login code (six digits that prove a phone), provider (who carries an SMS).
Always: a happening is told once, by its kind and key; a consent is used by one message, whoever races for it, and
    consents never fall below zero (CHECKed); a notice that WeChat refused is never sent again; values leave cut to the
    limits of their key; WeChat is called outside of every transaction.
    A code is hashed, lives five minutes, allows five tries, and works once; one a minute and ten a day per phone; the
    text of an SMS is never stored, so no code can be read from the database.
Locks: the notice, then its consent, then the person's budget.
Hot: notify (one insert and one outbox row).
Called by: every domain above that has something to tell, shoppers, staff. Calls identity to sign in whoever proved a
    phone. Listens to: identity (people who left or were merged, WeChat's pushes).
"""
