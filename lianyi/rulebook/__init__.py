"""The law and WeChat's rules as pure, versioned checks and constants, each with its source.

A rule (`rule`) has an id and version, an area, a severity and a day from which it holds; `registry` lists all of them,
`constants` every number. `distribution`, `campaigns`, `content` and `shop` judge frozen facts; `refusal.obey` refuses for
whoever saves, publishes or sends. Called by every domain; calls nobody. A rule that changes gets a new version here, never
a patched number elsewhere. Why so: docs/decisions/0032.
"""
