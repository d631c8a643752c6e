"""Pictures made to hurt: two files in one, script in a picture, bombs in what stands beside the pixels."""

import io
import struct
import tracemalloc
import zlib
from functools import cache

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from lianyi.media import rules
from lianyi.media.errors import PictureTooLarge, PictureUnreadable

PEAK_BYTES_MAX = 64 * 1024 * 1024
SCRIPT = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
PHP = b"<?php system($_GET['c']); ?><script>alert(1)</script>"


def png(size=(40, 30), mode="RGB", **more):
    out = io.BytesIO()
    Image.new(mode, size).save(out, "PNG", **more)
    return out.getvalue()


def saved(kind, size=(40, 30), **more):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **more)
    return out.getvalue()


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def with_chunk(name, data):
    """A good PNG with one more chunk right after its header."""
    good = png()
    return good[:33] + chunk(name, data) + good[33:]


def animated(kind, frames):
    pictures = [Image.new("RGB", (16, 16), (number % 256, number // 256, 0)) for number in range(frames)]
    out = io.BytesIO()
    pictures[0].save(out, kind, save_all=True, append_images=pictures[1:])
    return out.getvalue()


def claiming(width, height):
    """A PNG whose header claims a size; a line of zeros stands behind it."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1024)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def encoded(data):
    """The variants, with the most memory that Python held meanwhile."""
    tracemalloc.start()
    try:
        return rules.encode(data, "a.png"), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "data",
    [
        png() + PHP, png() + b"PK\x03\x04" + b"\0" * 200, saved("JPEG", comment=PHP), saved("JPEG") + SCRIPT, saved("WEBP") + PHP,
        with_chunk(b"tEXt", b"Comment\0" + PHP), with_chunk(b"prVt", PHP),
    ],
)  # fmt: skip
def test_of_two_files_in_one_only_the_pixels_stay(data):
    made, _ = encoded(data)
    for variant in made.variants.values():
        assert PHP not in variant
        assert b"script" not in variant
        with Image.open(io.BytesIO(variant)) as opened:
            assert opened.format == "WEBP"
            assert opened.info.keys() <= {"loop", "background", "timestamp", "duration"}


@pytest.mark.parametrize(
    "data",
    [
        SCRIPT, b"\xef\xbb\xbf" + SCRIPT, b"GIF89a" + PHP, b"%PDF-1.7" + PHP, b"\x89PNG\r\n\x1a\n" + SCRIPT,
        b"\xff\xd8\xff\xe0" + SCRIPT, b"RIFF\xff\xff\xff\xffWEBP" + SCRIPT, b"BM" + b"\0" * 60, b"II*\0" + b"\xff" * 60,
        animated("GIF", 50), b"8BPS" + b"\0" * 60, b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) run\n", b"P6\n99999 99999\n255\n",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_picture_is_refused(data):
    with pytest.raises(PictureUnreadable):
        rules.encode(data, "holiday.jpg")


@pytest.mark.parametrize(
    ("width", "height"), [(50_000, 1), (1, 50_000), (2**31 - 1, 1), (2**31 - 1, 2**31 - 1), (16_000, 16_000)]
)
def test_a_side_beyond_measure_is_refused_by_the_header(width, height):
    tracemalloc.start()
    with pytest.raises((PictureTooLarge, PictureUnreadable)):
        rules.encode(claiming(width, height), "a.png")
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < 8 * 1024 * 1024


@cache
def bomb():
    """Packed when it is wanted: whoever only collects the tests need not spend a second on it."""
    return zlib.compress(b"a" * 200_000_000)


def loops():
    """Directories of a camera's notes that point at each other."""
    return b"\xff\xff" + b"\1\0\0\2\xff\xff\xff\xff\0\0\0\0" * 50


@pytest.mark.parametrize(
    ("name", "head", "body"),
    [
        (b"zTXt", b"a\0\0", bomb), (b"iTXt", b"a\0\1\0\0\0", bomb), (b"iCCP", b"a\0\0", bomb),
        (b"eXIf", b"MM\0*\0\0\0\x08", loops),
    ],
)  # fmt: skip
def test_a_bomb_beside_the_pixels_is_not_unpacked(name, head, body):
    data = with_chunk(name, head + body())
    assert len(data) < 300_000
    try:
        _, peak_bytes = encoded(data)
    except PictureUnreadable:
        return
    assert peak_bytes < PEAK_BYTES_MAX


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_an_animation_the_first_picture_stays(kind):
    made, peak_bytes = encoded(animated(kind, 2000))
    assert peak_bytes < PEAK_BYTES_MAX
    with Image.open(io.BytesIO(made.variants[200])) as opened:
        assert getattr(opened, "n_frames", 1) == 1


def test_profiles_notes_and_places_are_gone():
    place = Image.Exif()
    place[0x8825] = {1: "N", 2: (30.0, 15.0, 0.0), 3: "E", 4: (120.0, 9.0, 0.0)}
    place[0x010E] = "拍摄于家中"
    note = PngInfo()
    note.add_text("XML:com.adobe.xmp", "<x:xmpmeta>GPSLatitude</x:xmpmeta>")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for data in (
        saved("JPEG", exif=place, icc_profile=profile), saved("WEBP", exif=place, icc_profile=profile),
        png(pnginfo=note, exif=place, icc_profile=profile),
    ):  # fmt: skip
        made, _ = encoded(data)
        for variant in made.variants.values():
            for kept in (b"EXIF", b"Exif", b"ICCP", b"GPS", b"XMP", b"xmpmeta", "家中".encode()):
                assert kept not in variant


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_cut_off_anywhere_is_refused_or_whole(kind):
    whole = saved(kind, (300, 200))
    for share in range(0, 100, 4):
        try:
            made = rules.encode(whole[: len(whole) * share // 100], "a.png")
        except PictureUnreadable:
            continue
        assert (made.width, made.height) == (300, 200)
