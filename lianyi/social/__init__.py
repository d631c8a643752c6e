"""Social: who shared what, who came by it, and so who brought whom.

Words: share 分享 (a node: somebody shows a target to others), visit 访问 (an edge: somebody opened it), target 对象.
"""
