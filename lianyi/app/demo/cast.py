"""Who lives in the demo: its staff, its customers, and where the parcels go. All invented."""

from dataclasses import dataclass

from lianyi.identity.types import AddressDraft, Role


@dataclass(frozen=True)
class Colleague:
    name: str
    login: str
    role: Role


@dataclass(frozen=True)
class Customer:
    """`key` names the person in the sandbox; `home` is the delivery address."""

    key: str
    nickname: str
    phone: str
    home: AddressDraft


OWNER = Colleague("沈知夏", "owner@shanhai.example", Role.OWNER)
COLLEAGUES = (
    Colleague("周予安", "operations@shanhai.example", Role.OPERATIONS),
    Colleague("许念", "content@shanhai.example", Role.CONTENT),
    Colleague("顾小满", "service@shanhai.example", Role.CUSTOMER_SERVICE),
    Colleague("陆行舟", "warehouse@shanhai.example", Role.WAREHOUSE),
    Colleague("方书勤", "finance@shanhai.example", Role.FINANCE),
)

# Where goods come back to.
RETURNS = {
    "name": "山海小铺售后", "phone": "057188886666", "region_code": "330106", "province": "浙江省", "city": "杭州市",
    "district": "西湖区", "detail": "文三路 199 号 2 号仓库收货口", "is_default": True,
}  # fmt: skip

# Province, city, district, code of the district (GB/T 2260), street.
PLACES = (
    ("北京市", "北京市", "东城区", "110101", "安定门内大街 18 号院 3 号楼 502"),
    ("北京市", "北京市", "海淀区", "110108", "知春里小区 12 号楼 1 单元 801"),
    ("上海市", "上海市", "徐汇区", "310104", "永嘉路 211 弄 6 号 301"),
    ("上海市", "上海市", "浦东新区", "310115", "锦绣路 888 弄 25 号 1602"),
    ("广东省", "广州市", "天河区", "440106", "华景路 99 号 B 座 1203"),
    ("广东省", "深圳市", "南山区", "440305", "后海大道 2388 号 7 栋 22A"),
    ("浙江省", "杭州市", "西湖区", "330106", "文三路 388 号紫荆家园 4 幢 602"),
    ("浙江省", "杭州市", "余杭区", "330110", "良渚街道玉鸟路 5 号 11 幢 301"),
    ("江苏省", "南京市", "鼓楼区", "320106", "宁海路 46 号 2 单元 401"),
    ("江苏省", "苏州市", "姑苏区", "320508", "平江路 180 号 2 室"),
    ("四川省", "成都市", "武侯区", "510107", "玉林街 24 号院 5 栋 2 单元 7 号"),
    ("四川省", "成都市", "锦江区", "510104", "水碾河路 32 号 1 栋 905"),
    ("重庆市", "重庆市", "渝中区", "500103", "上清寺路 66 号 14-3"),
    ("湖北省", "武汉市", "洪山区", "420111", "珞喻路 726 号 3 栋 1104"),
    ("陕西省", "西安市", "雁塔区", "610113", "朱雀大街 88 号 6 号楼 1501"),
    ("湖南省", "长沙市", "岳麓区", "430104", "麓山南路 117 号 9 栋 403"),
    ("山东省", "青岛市", "市南区", "370202", "大学路 12 号甲 201"),
    ("福建省", "厦门市", "思明区", "350203", "沙坡尾 58 号 3 楼"),
    ("天津市", "天津市", "和平区", "120101", "大理道 31 号 2 门 101"),
    ("云南省", "昆明市", "五华区", "530102", "文林街 77 号 4 单元 502"),
)

# Nickname in WeChat, name on the parcel.
_NAMES = (
    ("林晓", "林晓"), ("阿泽", "陈泽宇"), ("小满", "宋小满"), ("江南有雨", "沈若溪"), ("老K", "柯建国"),
    ("Mia", "米雅"), ("一粒米", "田禾"), ("晚风", "苏婉"), ("南山南", "邓南山"), ("青柠", "柳青"),
    ("山有木兮", "慕兮"), ("豆豆妈妈", "李秀兰"), ("Leo", "罗立"), ("橘子汽水", "朱橙"), ("北岛", "贺北"),
    ("是阿宁呀", "安宁"), ("慢慢走", "徐慢"), ("老张的厨房", "张德厚"), ("云朵", "云舒"), ("夏至未至", "夏知"),
    ("胖达", "潘达"), ("茶茶", "查小茶"), ("一棵树", "桂树"), ("海边的卡卡", "卢海"), ("知了", "支凉"),
    ("麦田", "麦青"), ("七月", "齐悦"), ("半糖", "唐半夏"), ("周末不加班", "周默"), ("石头", "石磊"),
    ("芒种", "芒小种"), ("星河", "邢河"), ("外婆家的猫", "冒芸"), ("冬瓜", "董光"), ("初一", "楚依"),
    ("蓝莓", "蓝沫"), ("陈陈", "陈晨"), ("小鹿", "陆露"), ("踏雪", "薛踏"), ("拾光", "史光"),
    ("谷雨", "古小雨"), ("阿布", "卜一凡"), ("柚子茶", "尤紫"), ("老街坊", "解方"), ("杏仁", "邢杏"), ("晴天", "秦天"),
)  # fmt: skip
REGULARS = 40  # who buys all month long; those behind them come by a friend's card for the first time


def customers() -> tuple[Customer, ...]:
    """Forty regulars and six who are new; two of three live in a place of their own in the list, the rest share one."""
    return tuple(_customer(number, *names) for number, names in enumerate(_NAMES))


def _customer(number: int, nickname: str, name: str) -> Customer:
    province, city, district, code, detail = PLACES[number * 7 % len(PLACES)]
    phone = f"1990000{1000 + number * 37:04}"
    home = AddressDraft(
        name=name, phone=phone, province=province, city=city, district=district, region_code=code,
        detail=detail, is_default=True,
    )  # fmt: skip
    return Customer(f"shanhai-{number + 1:02}", nickname, phone, home)
