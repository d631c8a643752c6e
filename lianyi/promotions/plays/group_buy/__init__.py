"""Group buy 拼团: a team of N pays the team price, or everybody gets the money back.

Words: team 团, seat 名额, leader 团长, ladder 阶梯价, top up 补位, merge 并团.
"""
