"""Rich text from strangers made harmless before it is kept: an allow-list of tags, nothing that runs, no odd addresses."""

from __future__ import annotations

import re

import nh3

RICH_LENGTH_MAX = 100_000

_TAGS = {
    *("p", "br", "hr", "div", "span", "h2", "h3", "h4", "strong", "b", "em", "i", "u", "s", "sub", "sup"),
    *(
        "ul",
        "ol",
        "li",
        "blockquote",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "figure",
        "figcaption",
        "img",
        "a",
    ),
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "p": {"style"},
    "div": {"style"},
    "span": {"style"},
    "h2": {"style"},
    "h3": {"style"},
}
_STYLES = {"text-align", "color", "background-color", "font-weight", "font-style", "text-decoration"}
# A path of this site, or https. `//host` and `/\host` would leave the site while looking like a path.
_ADDRESS = re.compile(r"https://[^\s\\]+|/(?![/\\])[^\s\\]*")
_SIZE = re.compile(r"[0-9]{1,4}%?")
# Styles can carry an address (`background: url(…)`); the values allowed here need none of these characters.
_STYLE = re.compile(r"[a-zA-Z0-9#%.,:;()\s-]*")


def sanitise(rich: str) -> str:
    """Keep text, structure and pictures of a rich text; drop script, events, frames, forms and foreign schemes.

    Returns HTML that may stand in a page as it is. Text beyond RICH_LENGTH_MAX characters is not looked at.
    """
    return nh3.clean(
        rich[:RICH_LENGTH_MAX],
        tags=_TAGS,
        clean_content_tags={"script", "style", "noscript", "template", "title"},
        attributes=_ATTRIBUTES,
        attribute_filter=_keep,
        filter_style_properties=_STYLES,
        url_schemes={"https"},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def plain(rich: str) -> str:
    """The text of a rich text without any tag, for search and summaries."""
    spaced = re.sub(r"<(?:br|/p|/div|/li|/h[1-6]|/t[dhr])[^>]{0,100}>", " \\g<0>", rich[:RICH_LENGTH_MAX])
    text = nh3.clean(spaced, tags=set(), clean_content_tags={"script", "style"})
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, char)
    return " ".join(text.split())


def _keep(_tag: str, attribute: str, value: str) -> str | None:
    if attribute in {"href", "src"}:
        return value if _ADDRESS.fullmatch(value.strip()) else None
    if attribute in {"width", "height", "colspan", "rowspan"}:
        return value if _SIZE.fullmatch(value) else None
    if attribute == "style":
        return value if _STYLE.fullmatch(value) and "url" not in value.lower() else None
    return value
