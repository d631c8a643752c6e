"""Content: the pictures and words that travel: share cards and posters.

Words: card 卡片 (5 : 4), poster 海报 (750 × 1334).
"""
