"""Promotions: the frame of all plays.

Words: play 玩法, campaign 活动, budget 预算, quota 限量, claim 占用, verdict 渠道结论.
"""
