"""The law and WeChat's rules as pure, versioned checks and constants, each with its source.

Called by every domain; calls nobody. A rule that changes gets a new version here, never a patched number elsewhere.
"""
