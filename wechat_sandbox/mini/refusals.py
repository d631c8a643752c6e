"""Refusals of api.weixin.qq.com: HTTP 200 with an errcode (mini-program 12)."""

SENTENCES = {
    -1: "system error",
    1: "complaint order not exist",
    2: "invalid mediaIdList or content",
    1002: "complaint order status not allowed",
    10001: "invalid parameter",
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40003: "invalid openid",
    40013: "invalid appid",
    40029: "invalid code",
    40030: "invalid refresh_token",
    40033: "invalid charset. please check your request, if include \\uxxxx will create fail",
    40037: "invalid template_id",
    40097: "invalid args",
    40125: "invalid appsecret",
    40129: "invalid scene",
    40163: "code been used",
    40165: "invalid weapp pagepath",
    40169: "invalid length for scene, or the data is not json string",
    40212: "invalid query",
    40226: "user in blacklist",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    41008: "missing code",
    41030: "invalid page",
    42001: "access_token expired",
    42002: "refresh_token expired",
    42003: "oauth_code expired",
    43001: "require GET method",
    43002: "require POST method",
    43101: "user refuse to accept the msg",
    43104: "appid not match",
    44002: "empty post data",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit, must slower, retry next minute",
    47001: "data format error",
    47003: "argument invalid!",
    48001: "api unauthorized",
    61010: "code is expired",
    85401: "time limit between 1min and 1year",
    85402: "invalid env_version",
    87009: "invalid signature",
    200012: "individual templates over limit",
    200014: "invalid tid",
    200020: "invalid keyword id list",
    200021: "invalid scene description",
}


class MiniRefusal(Exception):
    """An errcode; `more` is said after WeChat's own sentence."""

    def __init__(self, errcode: int, more: str = "") -> None:
        sentence = SENTENCES.get(errcode, "")
        self.errcode = errcode
        self.errmsg = f"{sentence} {more}".strip()
        super().__init__(self.errmsg)
