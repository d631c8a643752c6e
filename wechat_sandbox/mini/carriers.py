"""The carriers WeChat knows by id (mini-program 7); the ids are WeChat's, the list is the part a shop meets."""

CARRIERS = {
    "SF": "顺丰速运",
    "STO": "申通快递",
    "YTO": "圆通速递",
    "ZTO": "中通快递",
    "YD": "韵达速递",
    "JD": "京东快递",
    "JTSD": "极兔速递",
    "EMS": "EMS",
    "DBL": "德邦快递",
    "YZPY": "邮政快递包裹",
    "HTKY": "百世快递",
    "UC": "优速快递",
    "ZJS": "宅急送",
    "FWX": "丰网速运",
    "OTHERS": "其他",
}
