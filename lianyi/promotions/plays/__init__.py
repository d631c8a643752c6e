"""The plays, one folder each; a play knows no other play."""
