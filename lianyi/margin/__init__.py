"""Margin: what plays, coupons and commission may cost per SKU before the merchant's floor is broken.

Owns: margin_room, margin_claim.
Words: claim 让利 (worst case in fen a piece), floor 利润底线, room 余量.
Called by: promotions.
"""
