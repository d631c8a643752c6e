"""What an edge answers as a file, said in the document: `response_class=Response, responses=gives(XLSX)`."""

from typing import Any

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
HTML = "text/html"
PDF = "application/pdf"


def gives(*media_types: str) -> dict[int | str, dict[str, Any]]:
    """The document's words for a 200 that is a file of one of these types; without them it would promise JSON."""
    return {200: {"content": {media_type: {} for media_type in media_types}}}
