"""What members are told, as kinds of notices. Pure."""

from lianyi.messages.types import NoticeField, NoticeKind

CENTRE_PAGE = "members/centre/index"
POINTS_PAGE = "members/points/index"
MOMENT = "order"

LEVEL_CHANGED = NoticeKind(
    "member_level", "会员等级变更通知", "Your member level", exempt=False, quiet="wait", moment=MOMENT,
    fields=(
        NoticeField("level", "会员等级", "Level", "thing"), NoticeField("reason", "变更原因", "Why", "thing"),
        NoticeField("at", "变更时间", "Since", "time"),
    ),
    text_zh="你的会员等级现在是「{level}」:{reason}。",
    text_en="Your member level is “{level}” now: {reason}.",
)  # fmt: skip
LEVEL_ENDING = NoticeKind(
    "member_level_ending", "会员等级到期提醒", "Your member level will end", exempt=False, quiet="wait", moment=MOMENT,
    fields=(
        NoticeField("level", "会员等级", "Level", "thing"), NoticeField("until", "到期时间", "Until", "time"),
        NoticeField("note", "说明", "Then", "thing"),
    ),
    text_zh="会员等级「{level}」将于 {until} 到期,{note}。",
    text_en="The member level “{level}” lasts until {until}; {note}.",
)  # fmt: skip
BIRTHDAY = NoticeKind(
    "member_birthday", "生日礼到账通知", "A birthday gift", exempt=False, quiet="wait", moment=MOMENT,
    fields=(
        NoticeField("points", "赠送积分", "Points", "character_string"),
        NoticeField("level", "会员等级", "Level", "thing"),
    ),
    text_zh="生日快乐!「{level}」送你 {points} 积分,已到账。",
    text_en="Happy birthday! “{level}” gives you {points} points; they are yours.",
)  # fmt: skip
POINTS_ENDING = NoticeKind(
    "points_ending", "积分到期提醒", "Points will expire", exempt=False, quiet="wait", moment=MOMENT,
    fields=(
        NoticeField("points", "到期积分", "Points", "character_string"),
        NoticeField("until", "到期时间", "Until", "time"),
    ),
    text_zh="{points} 积分将于 {until} 失效。",
    text_en="{points} points end at {until}.",
)  # fmt: skip
THEN = {
    "reached": "届时按最近的消费重新评定",
    "card": "续卡可延长",
    "hand": "到期后按消费评定",
}
