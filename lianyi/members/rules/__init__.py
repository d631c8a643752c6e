"""Decisions of members, by topic: levels, points, benefits, words. Pure."""
