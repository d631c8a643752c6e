"""The demo: a Chinese shop worth looking at, and the main job told as a story.

Owns nothing in the database: it speaks through the public actions of the domains, as a merchant and shoppers
would, and through the sandbox's control API, as WeChat's people would. Words: catalogue (the goods, from
`goods/`), packshot (a drawn picture of one), seeding (a month of the shop's life), story (one purchase, told
in the terminal). Always: the same from the same seed; never against real WeChat; passwords are random.
"""
