"""Identity: who somebody is, what they may do, and what is kept of them.

Owns: identity_tenant, identity_account (a login), identity_membership (which shops a login opens), identity_staff,
identity_person (a customer), their sessions, identity_consent, identity_document, identity_address,
identity_wechat_app, identity_access_log, identity_audit, identity_approval (an act that waits for a second person).
Words: tenant (a shop), account (a login of staff), staff (an account's place in a shop), person (a customer of one shop),
principal (Shopper, Staff, System, Operator: who asks), permission (a word like `orders.ship`).
Always: one person a verified phone and one a unionid in a shop: whoever proves the same phone or unionid is the same
person, and the younger record is merged into the older one; two people with different unionids are never merged: the
phone goes to who proved it last. A token is stored hashed and names its tenant. Phones, names, addresses, keys and logins
are sealed; every look at them by staff is logged. A TOTP code works once. A shop keeps at least one owner.
What leaves the house is done by two people where there are two (actions.approvals), and never twice.
Hot: shopper_of(), staff_of(): one statement each, no write.
Called by: everything above. Emits: ShopOpened, StaffAdded, PersonJoined, PersonMerged, PersonDeleted, WeChatPushed.
"""
