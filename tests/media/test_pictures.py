import io
import struct
import zlib

import pytest
from PIL import Image

from lianyi.app.http import create_app
from lianyi.media import actions, queries, rules, storage
from lianyi.media.errors import PictureTooLarge, PictureUnreadable
from tests.shop_world import key


@pytest.fixture
def app(db):
    """An application of its own: where pictures lie is settled when it is made."""
    return create_app(db)


def picture(width=1200, height=900, kind="JPEG", mode="RGB", **more):
    out = io.BytesIO()
    Image.new(mode, (width, height), (200, 40, 40, 120)[: len(mode)]).save(out, kind, **more)
    return out.getvalue()


def opened(data):
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_becomes_three_webp_and_a_preview(kind):
    encoded = rules.encode(picture(kind=kind), "C:\\图\\茶.jpg")
    assert {width: opened(data).size for width, data in encoded.variants.items()} == {
        200: (200, 150), 480: (480, 360), 960: (960, 720),
    }  # fmt: skip
    assert all(opened(data).format == "WEBP" for data in encoded.variants.values())
    assert (encoded.width, encoded.height, encoded.name) == (1200, 900, "茶.jpg")
    assert encoded.preview.startswith("data:image/webp;base64,")
    assert len(encoded.preview) <= rules.PREVIEW_LENGTH_MAX


def test_a_small_picture_is_not_blown_up_and_transparency_stays():
    encoded = rules.encode(picture(100, 50, "PNG", "RGBA"), "x.png")
    assert opened(encoded.variants[960]).size == (100, 50)
    assert opened(encoded.variants[960]).mode == "RGBA"


def test_place_and_camera_are_gone_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side
    exif[0x010F] = "Secret Camera"
    exif[0x8825] = {1: "N", 2: (30.0, 15.0, 0.0)}
    encoded = rules.encode(picture(400, 300, exif=exif.tobytes()), "x.jpg")
    assert (encoded.width, encoded.height) == (300, 400)
    for data in encoded.variants.values():
        assert not opened(data).getexif()
        assert b"Secret" not in data
        assert opened(data).info.get("exif") is None


def bomb(width, height):
    """A PNG whose header claims what its few bytes could never hold."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "data", [bomb(50_000, 50_000), bomb(10_000, 4_001), bomb(16_001, 10), b"x" * (rules.BYTES_MAX + 1)]
)
def test_a_bomb_is_refused_by_its_header(data):
    with pytest.raises(PictureTooLarge) as refused:
        rules.encode(data, "x.png")
    assert refused.value.data == {"megabytes": 10, "megapixels": 40}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        picture(kind="GIF"),
        picture()[:500],
        bomb(300, 300),
    ],
    ids=["nothing", "text", "svg", "gif", "cut off", "hollow"],
)
def test_what_is_no_usable_picture_is_refused(data):
    with pytest.raises(PictureUnreadable):
        rules.encode(data, "x.jpg")


async def test_the_same_bytes_are_kept_once_and_nothing_is_served_half(db, clerk):
    data = picture()
    async with db.write(clerk.tenant) as session:
        one = await actions.accept_picture(session, clerk, data, "一.jpg")
        two = await actions.accept_picture(session, clerk, data, "二.jpg")
        assert one == two
        assert (
            len(
                await queries.library(
                    session, before_at=session.now.replace(year=2030), before_id=one.id, limit=9
                )
            )
            == 1
        )
    for url in (one.url_200, one.url_480, one.url_960):
        _, _, tenant, name = url.split("/")
        assert tenant == clerk.tenant.hex
        path = storage.path_of(clerk.tenant, name)
        assert opened(path.read_bytes()).format == "WEBP"
        assert [file.name for file in path.parent.iterdir() if file.name.endswith(".part")] == []


async def upload(owner, data, name="茶.jpg"):
    return await owner.http.post(
        "/api/console/pictures", files={"file": (name, data)}, headers={"Lianyi-Console": "1", **key()}
    )


async def test_staff_uploads_a_picture_and_everybody_may_fetch_it_for_ever(owner):
    answer = await upload(owner, picture())
    assert answer.status_code == 201, answer.text
    kept = answer.json()
    assert (kept["width"], kept["height"]) == (1200, 900)
    listed = await owner.get("/pictures")
    assert [one["id"] for one in listed.json()["items"]] == [kept["id"]]
    served = await owner.http.get(kept["url_480"])
    assert (served.status_code, served.headers["content-type"]) == (200, "image/webp")
    assert "immutable" in served.headers["cache-control"]


async def test_a_picture_that_cannot_be_used_is_refused_in_words(owner):
    answer = await upload(owner, b"<svg/>", "x.svg")
    assert (answer.status_code, answer.json()["code"]) == (422, "picture_unreadable")
    assert (await owner.get("/pictures")).json()["items"] == []


@pytest.mark.parametrize("name", ["..%2f..%2fetc%2fpasswd", "x.webp", "../pg/PG_VERSION"])
async def test_nothing_but_pictures_is_served_from_the_folder(owner, name):
    assert (await owner.http.get(f"/media/{'0' * 32}/{name}")).status_code in {404, 422}
