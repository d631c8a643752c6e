"""A play of the tests that rewards a friend's help: not for pages inside WeChat."""
