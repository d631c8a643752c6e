"""Cards and posters: what they are, that they change with their numbers, and whom they never show."""

import dataclasses
import io
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from lianyi.content import actions, rules
from lianyi.content.rules import setting
from lianyi.content.rules.setting import Face
from lianyi.content.types import Drawing, Facts, Sharer, Shop
from lianyi.kit import config
from lianyi.kit.ids import TenantId, new_id
from lianyi.media import actions as media
from lianyi.media import storage
from tests.content.test_sharing import Phone, signed_in
from tests.storefront.test_window import sell

FACTS = Facts(
    title="明前龙井 特级 50 克", description="今年的头采", line="", badge="", price_fen=6850, price_from=False,
    market_price_fen=None, picture_url=None, page="pages/product/index?id=prd_0",
)  # fmt: skip
DRAWING = Drawing(
    shop=Shop("青禾茶事", "qinghe", "#D9482B"), facts=FACTS, sharer=Sharer("林", None, None), token="0" * 19,
    link="http://shop.test/s/qinghe/?s=0#/pages/product/index", code_link="http://shop.test/s/qinghe/#/?scene=0",
    mini_appid=None,
)  # fmt: skip


def facts(**changes):
    return dataclasses.replace(DRAWING, facts=dataclasses.replace(FACTS, **changes))


def png(colour=(200, 190, 170), size=(960, 960), mode="RGB"):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, "PNG")
    return out.getvalue()


def opened(data):
    picture = Image.open(io.BytesIO(data))
    picture.load()
    assert picture.format == "JPEG"
    return picture


@pytest.mark.parametrize(
    "drawing",
    [
        DRAWING,
        facts(price_fen=1, market_price_fen=9999999, badge="3 人团", line="还差 2 人成团"),
        facts(
            price_fen=9999999,
            price_from=True,
            market_price_fen=12999999,
            badge="满 100 人团",
            line="还差 1 人" * 20,
        ),
        facts(
            title="很长的标题" * 30,
            description="也很长" * 40,
            ends_at=datetime(2026, 12, 31, 15, 59, tzinfo=UTC),
        ),
        facts(title="", description="", price_fen=None),
        facts(title="😀👨‍👩‍👧 ไทย 𠮷 \u202e", badge="😀" * 9, line="\u200b"),
        dataclasses.replace(DRAWING, sharer=Sharer("😀", "😀", None), shop=Shop("🍵", "q", "nonsense")),
        dataclasses.replace(
            DRAWING, sharer=Sharer("欧", "欧阳" * 20, None), shop=Shop("店" * 60, "q", "#FFFFFF")
        ),
    ],
)
@pytest.mark.parametrize("picture", [None, png(), b"no picture"])
def test_a_picture_has_its_size_whatever_it_has_to_show(drawing, picture):
    assert opened(rules.card(drawing, picture)).size == (1000, 800)
    poster = rules.poster(drawing, picture, None, None)
    assert opened(poster).size == (750, 1334)
    assert len(poster) < 400_000


@given(st.text(max_size=40), st.integers(0, 10**9), st.text(max_size=30))
def test_any_text_can_be_drawn(title, price_fen, line):
    assert opened(rules.card(facts(title=title, price_fen=price_fen, line=line), None)).size == (1000, 800)


def differs(one, other, box):
    return ImageChops.difference(opened(one).crop(box), opened(other).crop(box)).getbbox() is not None


def test_the_picture_shows_the_number_the_progress_the_code_and_the_agreed_sharer():
    plain = rules.poster(DRAWING, None, None, None)
    price, code, face = (60, 860, 690, 960), (480, 1080, 690, 1290), (60, 1100, 200, 1270)
    assert differs(plain, rules.poster(facts(price_fen=6851), None, None, None), price)
    assert not differs(plain, rules.poster(facts(price_fen=6851), None, None, None), code)
    assert differs(plain, rules.poster(DRAWING, None, png((9, 9, 9), (280, 280)), None), code)
    agreed = dataclasses.replace(DRAWING, sharer=Sharer("林", "林晓", "x"))
    assert differs(plain, rules.poster(agreed, None, None, png((0, 0, 200), (132, 132))), face)
    assert not differs(plain, rules.poster(DRAWING, None, None, png((0, 0, 200), (132, 132))), face)
    two, three = (facts(line=f"还差 {number} 人成团") for number in (2, 3))
    assert differs(rules.card(two, None), rules.card(three, None), (0, 700, 1000, 800))


def test_every_shown_thing_makes_a_new_version_and_a_card_none_of_its_sharer():
    versions = {
        rules.version_of("poster", one)
        for one in (
            DRAWING, facts(price_fen=1), facts(line="x"), facts(title="y"),
            dataclasses.replace(DRAWING, sharer=Sharer("林", "林晓", None)), dataclasses.replace(DRAWING, token="1" * 19),
        )
    }  # fmt: skip
    assert len(versions) == 6
    other = dataclasses.replace(DRAWING, token="1" * 19, sharer=Sharer("陈", None, None))
    assert rules.version_of("card", DRAWING) == rules.version_of("card", other)


@pytest.mark.parametrize(("name", "letter"), [("林晓", "林"), (" Ben", "B"), ("", "")])
def test_without_a_yes_only_a_letter_of_the_name_is_drawn(name, letter):
    assert rules.sharer_of(name, "http://a/x.png", agreed=False) == Sharer(letter, None, None)
    if name.strip():
        assert rules.sharer_of(name, "http://a/x.png", agreed=True) == Sharer(
            letter, name.strip(), "http://a/x.png"
        )


def test_the_fonts_that_come_along_have_the_letters_of_the_language():
    common = "涟漪团购还差人成分享给你的了是不我一有大在人中到资要以可这个你会好为来学交也用能如文时没说他看那问提下过请天们所多麽㙍𬭎¥（）《》，。"
    for letter in common:
        assert setting._has(setting.OWN[False], 0, letter), letter
        assert setting._has(setting.OWN[True], 0, letter), letter
    assert not setting._has(setting.OWN[False], 0, "ไ")


def test_a_letter_that_no_font_has_is_a_mark_and_a_picture_sign_is_left_out(monkeypatch):
    monkeypatch.setattr(setting, "MACHINE", {False: (), True: ()})
    setting._font_for.cache_clear()
    shown = "".join(run for _font, run in setting._runs("茶ไ😀a", Face(30)))
    setting._font_for.cache_clear()
    assert shown == "茶□a"


@given(st.text(max_size=200), st.integers(1, 4))
def test_lines_are_as_wide_as_allowed_and_no_more_than_asked(text, lines_max):
    face = Face(36)
    lines = setting.lines_of(text, face, 300, lines_max)
    assert len(lines) <= lines_max
    for line in lines:
        assert face.width(line) <= 300 + 2 * 36


def test_chinese_breaks_anywhere_and_latin_between_words():
    face = Face(36)
    assert setting.lines_of("明前龙井特级五十克", face, 36 * 5, 3) == ["明前龙井特", "级五十克"]
    assert setting.lines_of("Lapsang Souchong tea", face, 340, 3) == ["Lapsang Souchong", "tea"]
    assert setting.lines_of("明前龙井特级五十克", face, 36 * 3, 2) == ["明前龙", "井特…"]


TODAY = date(2026, 6, 1)


def test_what_may_not_be_shared_is_not_drawn():
    bad = dataclasses.replace(
        FACTS, title="不转不是中国人", description="点一下就有钱", badge="转发有奖", line="微信红包"
    )
    clean = rules.allowed(bad, DRAWING.shop, TODAY)
    assert (clean.title, clean.description, clean.badge, clean.line) == (DRAWING.shop.name, "", "", "")
    claims = dataclasses.replace(FACTS, title="根治失眠的茶", description="月入过万")
    assert (
        rules.allowed(claims, DRAWING.shop, TODAY).title,
        rules.allowed(claims, DRAWING.shop, TODAY).description,
    ) == (
        DRAWING.shop.name,
        "",
    )
    assert rules.allowed(FACTS, DRAWING.shop, TODAY) == FACTS


async def test_who_comes_when_too_many_wait_is_asked_to_come_again(owner, visitor, monkeypatch):
    share = await Phone(visitor()).share(await sell(owner))
    phone = Phone(visitor())
    monkeypatch.setattr(actions, "WAITING_MAX", 0)
    busy = await get(phone, share["card_url"])
    assert (busy.status_code, busy.json()["code"], busy.headers["retry-after"]) == (429, "drawing_busy", "2")
    monkeypatch.undo()
    assert (await get(phone, share["card_url"])).status_code == 200
    assert actions._waiting == set()


async def get(phone, url, **headers):
    return await phone.device.http.get(url.removeprefix(config.config().public_url), headers=headers)


async def test_a_picture_is_public_kept_by_its_version_and_changes_with_the_price(owner, visitor, configured):
    tea = await sell(owner, "明前龙井", 6800)
    phone = Phone(visitor())
    share = await phone.share(tea)
    card = await get(phone, share["card_url"])
    assert (card.status_code, card.headers["content-type"]) == (200, "image/jpeg")
    assert card.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert opened(card.content).size == (1000, 800)
    assert (await get(phone, share["card_url"])).content == card.content
    unchanged = await get(phone, share["card_url"], **{"If-None-Match": card.headers["etag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    poster = await get(phone, share["poster_url"])
    assert opened(poster.content).size == (750, 1334)

    whole = (await owner.get(f"/products/{tea['id']}")).json()
    sku = whole["skus"][0] | {"price_fen": 6900}
    changed = await owner.act("PUT", f"/products/{tea['id']}", whole | {"skus": [sku]})
    assert changed.status_code == 200, changed.text
    again = await phone.share(tea)
    assert (again["id"], again["token"]) == (share["id"], share["token"])
    assert again["card_url"] != share["card_url"]
    assert again["poster_url"] != share["poster_url"]
    old = await get(phone, share["card_url"])
    assert old.headers["cache-control"] == "public, max-age=60"
    assert old.content == (await get(phone, again["card_url"])).content
    assert old.content != card.content


async def test_two_sharers_have_one_card_and_two_posters(owner, visitor):
    tea = await sell(owner)
    one, other = [await Phone(visitor()).share(tea) for _ in range(2)]
    assert one["card_url"].rpartition("/")[2] == other["card_url"].rpartition("/")[2]
    assert one["poster_url"].rpartition("/")[2] != other["poster_url"].rpartition("/")[2]


async def test_no_picture_for_strangers_tokens_other_shops_or_odd_addresses(owner, visitor, open_shop):
    tea = await sell(owner)
    phone = Phone(visitor())
    share = await phone.share(tea)
    address = share["card_url"].removeprefix(config.config().public_url)
    _, _, tenant, token, name = address.split("/")
    other = UUID(int=7).hex
    for odd, status in (
        (f"/pictures/{tenant}/{'0' * 19}/{name}", 404),
        (f"/pictures/{tenant}/{token[:-1]}/{name}", 404),
        (f"/pictures/{other}/{token}/{name}", 404),
        (f"/pictures/nonsense/{token}/{name}", 404),
        (f"/pictures/{tenant}/{token}/card-zz.jpg", 422),
        (f"/pictures/{tenant}/{token}/poster.jpg", 404),
        (f"/pictures/{tenant}/{token}/../{name}", 404),
        (f"/media/{tenant}/{name}", 404),
        (f"/drawn/{tenant}/{name}", 404),
    ):
        assert (await phone.device.http.get(odd)).status_code == status, odd
    await owner.act("POST", "/products/shelf", {"ids": [tea["id"]], "state": "off_shelf"})
    assert (await phone.device.http.get(address)).status_code == 404


async def test_a_poster_shows_nobody_who_did_not_agree(owner, by_phone, visitor, world):
    tea = await sell(owner)
    anna = await signed_in(by_phone, "13800138000", "安娜")
    quiet = await anna.share(tea)
    before = (await get(anna, quiet["poster_url"])).content
    loud = await anna.share(tea, show_me=True)
    assert loud["poster_url"] != quiet["poster_url"]
    shown = (await get(anna, loud["poster_url"])).content
    name = (200, 1140, 470, 1190)
    assert differs(before, shown, name)
    withdrawn = await anna.share(tea, show_me=False)
    assert withdrawn["poster_url"] == quiet["poster_url"]
    # the address that showed the name shows it no longer
    assert (await get(anna, loud["poster_url"])).content == before


async def test_a_deleted_sharer_is_on_no_poster(owner, by_phone, world, settle):
    tea = await sell(owner)
    anna = await signed_in(by_phone, "13800138000", "安娜")
    loud = await anna.share(tea, show_me=True)
    shown = (await get(anna, loud["poster_url"])).content
    await anna.device.act("POST", "/me/delete", {"confirm": "DELETE"})
    await settle()
    after = await get(anna, loud["poster_url"])
    assert after.headers["cache-control"] == "public, max-age=60"
    assert differs(shown, after.content, (60, 1100, 470, 1270))


async def test_a_shop_with_a_mini_program_has_wechats_code_asked_for_once(
    owner, apps, visitor, world, configured
):
    tea = await sell(owner)
    phone = Phone(visitor())
    share = await phone.share(tea)

    async def asked():
        wire = (await world.ask("GET", "/wire", params={"limit": 500}))["calls"]
        return sum(one["direction"] == "in" and "getwxacodeunlimit" in one["path"] for one in wire)

    before = await asked()
    first = await get(phone, share["poster_url"])
    assert first.headers["cache-control"] == "public, max-age=31536000, immutable"
    await owner.act("POST", "/products/shelf", {"ids": [tea["id"]], "state": "on_shelf"})
    assert (await get(phone, share["poster_url"])).content == first.content
    assert await asked() == before + 1


async def test_without_wechat_a_poster_has_a_qr_and_is_drawn_again_later(owner, apps, visitor, world):
    share = await Phone(visitor()).share(await sell(owner))
    phone = Phone(visitor())
    await world.fault("http_5xx", path_prefix="/wxa/getwxacodeunlimit")
    without = await get(phone, share["poster_url"])
    assert (without.status_code, without.headers["cache-control"]) == (200, "public, max-age=60")
    with_code = await get(phone, share["poster_url"])
    assert with_code.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert differs(without.content, with_code.content, (480, 1080, 690, 1290))


async def test_what_nobody_asks_for_is_swept(configured):
    tenant = TenantId(new_id())
    for number in range(5):
        await media.keep_drawn(tenant, f"card-{number:020x}.jpg", b"x")
    assert await media.sweep_drawn(tenant, 0, 200) == 0
    assert storage.sweep_drawn(tenant, 0, 3, 200) == 2
    assert await media.sweep_drawn(tenant, 2**33, 2) == 2
    assert await media.sweep_drawn(tenant, 2**33, 200) == 1
    assert await media.drawn(tenant, f"card-{4:020x}.jpg") is None


@pytest.mark.parametrize("name", ["../x.jpg", "card-1.jpg", "card-" + "0" * 20 + ".exe", "/etc/passwd"])
async def test_a_drawn_name_is_a_kind_and_a_hash(configured, name):
    with pytest.raises(ValueError, match="kind and a hash"):
        await media.drawn(TenantId(new_id()), name)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/media/x",
        "/media/{other}/" + "0" * 40 + "-960.webp",
        "/media/{own}/../../secret",
        "http://x/y.webp",
    ],
)
async def test_only_the_shops_own_pictures_are_read(configured, url):
    own = TenantId(new_id())
    assert await media.picture_bytes(own, url.format(own=own.hex, other=new_id().hex)) is None
