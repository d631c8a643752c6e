"""Lianyi (涟漪): social commerce inside WeChat, self-hosted and open. ARCHITECTURE.md is the map."""
