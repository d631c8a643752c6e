"""The phones page: WeChat as people hold it, several phones side by side in one browser.

Owns: chats and their messages, Moments, what was read, the codes that went out, the H5 that stands in for a mini
program, the JS-SDK script and its bridge, the guided tour. Words: `chat` (two people or a group), `card` (a link or
a mini-program page that somebody shared), `front` (the H5 address of an app), `notice` (a subscribe message as its
reader sees it). Invariants: a page in a phone acts as that phone's person and as nobody else; only pages of a
registered front are answered by the bridge; what a phone does goes through the same doors as a test's control call.
"""
