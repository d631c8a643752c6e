"""Draws the demo's goods: each a shape under one window's light, with a label of one hand.

The results are committed under `pictures/`; nothing draws at run time. Words need Noto CJK. Layers: palette,
paint (brushes) → stage (ground, shadow), turn (what is round), slabs (what lies flat), labels → one file a
family of shapes → scenes, banners.
"""
