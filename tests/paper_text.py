"""What stands in a PDF of ours, for tests that read one."""

import re
import zlib


def text_of(pdf: bytes) -> str:
    """What stands in a PDF of ours: glyphs by the maps that its fonts bring along, in the order of the page."""
    streams = []
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            streams.append(zlib.decompress(found.group(1)))
        except zlib.error:
            streams.append(found.group(1))
    maps = [_glyphs(stream) for stream in streams if b"begincmap" in stream]
    pages = [stream for stream in streams if b" Tf" in stream]
    words = []
    for page in pages:
        for shown in re.findall(rb"\(((?:\\.|[^\\)])*)\)\s*Tj", page, re.DOTALL):
            raw = re.sub(rb"\\([()\\])", rb"\1", shown).replace(b"\\r", b"\r").replace(b"\\n", b"\n")
            codes = [int.from_bytes(raw[at : at + 2]) for at in range(0, len(raw), 2)]
            words.append("|".join("".join(known.get(code, "") for code in codes) for known in maps))
    return "\n".join(words)


def _glyphs(cmap: bytes) -> dict[int, str]:
    known = {}
    for code, letter in re.findall(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>", cmap):
        known[int(code, 16)] = bytes.fromhex(letter.decode()).decode("utf-16-be", "ignore")
    return known
