"""Insight: what a shop's figures say, read from the domains below; it changes nothing.

Owns: nothing of its own, only the questions.
Words: overview 概况 (today, yesterday, thirty days, what needs attention first), business day (Asia/Shanghai by default).
Always: a figure is counted from rows or it is not shown; nothing is estimated, smoothed or invented.
Called by: the console. Emits: nothing.
"""
