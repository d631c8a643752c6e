"""Insight: what a shop's figures say, read from the domains below; it changes nothing.

Owns: nothing of its own, only the questions.
Words: overview 概况 (today, yesterday, thirty days, what needs attention first), business day (Asia/Shanghai by default),
    growth 增长 (what campaigns bring and cost within a span: cost 花费, contribution 贡献, return 回报), conflict 撞在一起
    (two campaigns that meet at the same goods or people), proceeds 到手 (what an order's payment becomes: given back,
    shared, taken as a fee, and what the shop keeps and when).
Always: a figure is counted from rows or it is not shown; nothing is estimated, smoothed or invented. What is not known yet
    (a fee before WeChat's bill) is said to be unknown, and a day that has not come is the latest the rules allow.
Called by: the console. Emits: nothing.
"""
