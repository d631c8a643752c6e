"""Social: who shared what, who came by it, and so who brought whom.

Owns: social_share (nodes), social_visit (edges), social_visitor (devices and who signed in on them).
Words: share (somebody shows a target to others: a node), visit (somebody opened it: an edge, one a device and day), target
(product, campaign, team, shop), token (the signed word of a share that travels in links, paths and codes), visitor (a
device by the number it made for itself), prepared (a share nobody else has opened: it counts nowhere).
Always: a node is made below a node that exists and never moves, so there are no cycles; nobody hangs below themself; the
same sharer, target, campaign and parent are one node; openings by the sharer and by robots are never people; a token that
is forged, cut or of another shop costs no statement and moves nothing; nobody is named to a sharer without a consent.
Locks: a device's row, then its visits, then the share (once, when it is opened first).
Hot: visit(): four statements, five when the visitor is signed in; share(): four at most and one recursion of 255 steps.
Kept: visits and devices 400 days, prepared shares 90 days.
Called by: checkout and promotions (whose share an order came by, reach), distribution (who came by a shopkeeper's),
    content, the edges. Asks: share_orders. Emits: PersonCame.
"""
