"""What each Pay v3 call accepts, as data (tables of pay-v3 4.1, 4.3, 6.1, 6.3 and 8)."""

import re

from wechat_sandbox.pay.fields import Flag, Instant, Rule, Several, Shape, Text, Whole

_GOODS_ID = re.compile(r"[0-9A-Za-z_-]+")
OUT_TRADE_NO = re.compile(r"[0-9A-Za-z_\-|*]+")
OUT_REFUND_NO = re.compile(r"[0-9A-Za-z_\-|*@]+")
_CURRENCY = Text(1, 16, one_of=("CNY",))

_GOODS = Shape(
    {
        "merchant_goods_id": Text(1, 32, required=True, pattern=_GOODS_ID),
        "wechatpay_goods_id": Text(1, 32),
        "goods_name": Text(1, 256),
        "quantity": Whole(1, required=True),
        "unit_price": Whole(0, required=True),
    }
)
_STORE = Shape(
    {
        "id": Text(1, 32, required=True),
        "name": Text(1, 256),
        "area_code": Text(1, 32),
        "address": Text(1, 512),
    }
)
_H5_INFO = Shape(
    {
        "type": Text(1, 32, required=True, one_of=("iOS", "Android", "Wap")),
        "app_name": Text(1, 64),
        "app_url": Text(1, 128),
        "bundle_id": Text(1, 128),
        "package_name": Text(1, 128),
    },
    required=True,
)
_SCENE: dict[str, Rule] = {
    "payer_client_ip": Text(1, 45, required=True),
    "device_id": Text(1, 32),
    "store_info": _STORE,
}
_LIMIT_PAY = Text(1, 32, one_of=("no_balance", "no_credit", "no_debit", "balance_only"))
_ORDER: dict[str, Rule] = {
    "appid": Text(1, 32, required=True),
    "mchid": Text(1, 32, required=True),
    "description": Text(1, 127, required=True),
    "out_trade_no": Text(6, 32, required=True, pattern=OUT_TRADE_NO),
    "time_expire": Instant(),
    "attach": Text(1, 128),
    "notify_url": Text(1, 256, required=True),
    "goods_tag": Text(1, 32),
    "limit_pay": Several(_LIMIT_PAY, 1, 4),
    "support_fapiao": Flag(),
    "amount": Shape({"total": Whole(1, required=True), "currency": _CURRENCY}, required=True),
    "detail": Shape(
        {
            "cost_price": Whole(0),
            "invoice_id": Text(1, 32),
            "goods_detail": Several(_GOODS, 1, 6000),
        }
    ),
    "scene_info": Shape(_SCENE),
    "settle_info": Shape({"profit_sharing": Flag()}),
}

# Path ending → trade_type and body.
ORDERS: dict[str, tuple[str, Shape]] = {
    "jsapi": (
        "JSAPI",
        Shape(_ORDER | {"payer": Shape({"openid": Text(1, 128, required=True)}, required=True)}),
    ),
    "h5": ("MWEB", Shape(_ORDER | {"scene_info": Shape(_SCENE | {"h5_info": _H5_INFO}, required=True)})),
    "native": ("NATIVE", Shape(_ORDER)),
    "app": ("APP", Shape(_ORDER)),
}

CLOSE = Shape({"mchid": Text(1, 32, required=True)})

_ACCOUNT = Text(1, 32, required=True, one_of=("AVAILABLE", "UNAVAILABLE"))
REFUND = Shape(
    {
        "transaction_id": Text(1, 32),
        "out_trade_no": Text(6, 32, pattern=OUT_TRADE_NO),
        "out_refund_no": Text(1, 64, required=True, pattern=OUT_REFUND_NO),
        "reason": Text(1, 80),
        "notify_url": Text(8, 256),
        "funds_account": Text(1, 32, one_of=("AVAILABLE", "UNSETTLED")),
        "amount": Shape(
            {
                "refund": Whole(1, required=True),
                "total": Whole(1, required=True),
                "currency": Text(1, 16, required=True, one_of=("CNY",)),
                "from": Several(Shape({"account": _ACCOUNT, "amount": Whole(1, required=True)}), 1, 50),
            },
            required=True,
        ),
        "goods_detail": Several(
            Shape(
                {
                    "merchant_goods_id": Text(1, 32, required=True, pattern=_GOODS_ID),
                    "wechatpay_goods_id": Text(1, 32),
                    "goods_name": Text(1, 256),
                    "unit_price": Whole(0, required=True),
                    "refund_amount": Whole(0, required=True),
                    "refund_quantity": Whole(1, required=True),
                }
            ),
            1,
            6000,
        ),
    }
)

# Profit sharing (pay-v3 8). PERSONAL_SUB_OPENID belongs to partners; a direct merchant has none.
RELATIONS = (
    *("SERVICE_PROVIDER", "STORE", "STAFF", "STORE_OWNER", "PARTNER", "HEADQUARTER", "BRAND"),
    *("DISTRIBUTOR", "USER", "SUPPLIER", "CUSTOM"),
)
_RECEIVER: dict[str, Rule] = {
    "type": Text(1, 32, required=True, one_of=("MERCHANT_ID", "PERSONAL_OPENID")),
    "account": Text(1, 64, required=True),
}
_NAME = Text(1, 1024)  # encrypted
_DESCRIPTION = Text(1, 80, required=True)
ADD_RECEIVER = Shape(
    _RECEIVER
    | {
        "appid": Text(1, 32, required=True),
        "name": _NAME,
        "relation_type": Text(1, 32, required=True, one_of=RELATIONS),
        "custom_relation": Text(1, 10),
    }
)
DELETE_RECEIVER = Shape(_RECEIVER | {"appid": Text(1, 32, required=True)})
_SHARE = Shape(_RECEIVER | {"name": _NAME, "amount": Whole(1, required=True), "description": _DESCRIPTION})
_OUT_ORDER_NO = Text(1, 64, required=True, pattern=OUT_REFUND_NO)
SPLIT = Shape(
    {
        "appid": Text(1, 32),
        "transaction_id": Text(1, 32, required=True),
        "out_order_no": _OUT_ORDER_NO,
        "receivers": Several(_SHARE, 1, 50, required=True),
        "unfreeze_unsplit": Flag(required=True),
    }
)
UNFREEZE = Shape(
    {
        "transaction_id": Text(1, 32, required=True),
        "out_order_no": _OUT_ORDER_NO,
        "description": _DESCRIPTION,
    }
)
RETURN_SHARE = Shape(
    {
        "order_id": Text(1, 64),
        "out_order_no": Text(1, 64, pattern=OUT_REFUND_NO),
        "out_return_no": _OUT_ORDER_NO,
        "return_mchid": Text(1, 32, required=True),
        "amount": Whole(1, required=True),
        "description": _DESCRIPTION,
    }
)

ABNORMAL_REFUND = Shape(
    {
        "out_refund_no": Text(1, 64, required=True, pattern=OUT_REFUND_NO),
        "type": Text(1, 32, required=True, one_of=("USER_BANK_CARD", "MERCHANT_BANK_CARD")),
        "bank_type": Text(1, 16),
        "bank_account": Text(1, 1024),
        "real_name": Text(1, 1024),
    }
)

# Complaints (pay-v3 13)
COMPLAINT_URL = Shape({"url": Text(1, 255, required=True)})
_MCHID = Text(1, 64, required=True)
_IMAGES = Several(Text(1, 128), 0, 4)
COMPLAINT_COMPLETE = Shape({"complainted_mchid": _MCHID})
COMPLAINT_RESPONSE = Shape(
    {
        "complainted_mchid": _MCHID,
        "response_content": Text(1, 200, required=True),
        "response_images": _IMAGES,
        "jump_url": Text(1, 512),
        "jump_url_text": Text(1, 10),
        "mini_program_jump_info": Shape(
            {
                "appid": Text(1, 64, required=True),
                "path": Text(1, 512, required=True),
                "text": Text(1, 10, required=True),
            }
        ),
    }
)
COMPLAINT_REFUND = Shape(
    {
        "action": Text(1, 64, required=True, one_of=("APPROVE", "REJECT")),
        "launch_refund_day": Whole(0, 30),
        "reject_reason": Text(1, 200),
        "reject_media_list": _IMAGES,
        "remark": Text(1, 200),
    }
)

# Transfers (pay-v3 9): the scenes this sandbox plays, and the items each must report, literally.
REPORTS: dict[str, tuple[str, ...]] = {
    "1000": ("活动名称", "奖励说明"),
    "1005": ("岗位类型", "报酬说明"),
    "1011": ("赔付原因",),
}
_REPORT = Shape({"info_type": Text(1, 15, required=True), "info_content": Text(1, 32, required=True)})
TRANSFER = Shape(
    {
        "appid": Text(1, 32, required=True),
        "out_bill_no": Text(1, 32, required=True, pattern=re.compile(r"[0-9A-Za-z]+")),
        "transfer_scene_id": Text(1, 36, required=True, one_of=tuple(REPORTS)),
        "openid": Text(1, 64, required=True),
        "user_name": Text(1, 1024),
        "transfer_amount": Whole(1, required=True),
        "transfer_remark": Text(1, 32, required=True),
        "notify_url": Text(1, 256),
        "user_recv_perception": Text(1, 32),
        "transfer_scene_report_infos": Several(_REPORT, 0, 10),
    }
)
