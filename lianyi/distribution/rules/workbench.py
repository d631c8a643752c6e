"""What a shopkeeper's numbers mean: masked names, rates, the next helpful task. Pure; no word of income or rank."""

from lianyi.distribution.types.workbench import Health, Task

SPANS = (1, 7, 30)
PICKS_FEW = 3
RATE_HIGH_BP = 2000  # a fifth of the orders came back
WHOLE_BP = 10_000
MASK = "**"
A_CUSTOMER = "一位顾客"


def masked(nickname: str) -> str:
    """A nickname by its first letter (PIPL, article 6: no more than is needed); a plain word where there is none."""
    text = nickname.strip()
    return f"{text[0]}{MASK}" if text else A_CUSTOMER


def rate_bp(part: int, whole: int) -> int | None:
    """How many of some, in 1/100 of a percent, rounded down; None of none."""
    return part * WHOLE_BP // whole if whole else None


PICK = Task(
    "pick", "先挑几件自己了解的商品放进小店,再写一句推荐的话。",
    "Pick a few products you know and say a sentence about each.", "distribution/picks/index",
)  # fmt: skip
INTRODUCE = Task(
    "introduce", "给小店写一句介绍,让朋友知道你是谁、为什么推荐这些。",
    "Say a sentence about your shop: who you are and why these goods.", "distribution/edit/index",
)  # fmt: skip
REMIND = Task(
    "remind", "有顾客下单还没付款,可以问问是不是遇到了什么问题,不必催。",
    "Somebody has not paid yet; ask kindly whether anything is unclear.", "distribution/orders/index",
)  # fmt: skip
SHARE = Task(
    "share", "这周还没有分享过。挑一件商品,图片、文字和码都已备好。",
    "Nothing was shared this week. Pick a product: pictures, words and a code are ready.", "distribution/picks/index",
)  # fmt: skip
LOOK_AT_RETURNS = Task(
    "returns", "最近退款偏多,看看顾客说的原因,商品说明可以再写清楚些。",
    "Many orders came back lately; see why, and describe the goods more clearly.", "distribution/orders/index",
)  # fmt: skip
TRY_OTHER_WORDS = Task(
    "words", "分享了但还没人打开,换一张图、换一句话试试,或直接发给会用到的朋友。",
    "Nobody has opened your shares yet; try another picture or send it to a friend who could use it.",
    "distribution/picks/index",
)  # fmt: skip
THANK = Task(
    "thank", "给收到货的顾客道声谢,问问用得怎么样。",
    "Thank those who received their goods and ask how they like them.", "distribution/customers/index",
)  # fmt: skip


def next_task(health: Health, *, is_introduced: bool, unpaid: int, shares_this_week: int) -> Task:
    """The one thing that helps most now: goods first, then who one is, then whoever waits, then sharing."""
    returns = health.refund_rate_bp or 0
    for task, is_due in (
        (PICK, health.picks < PICKS_FEW),
        (INTRODUCE, not is_introduced),
        (REMIND, unpaid > 0),
        (LOOK_AT_RETURNS, returns >= RATE_HIGH_BP),
        (SHARE, shares_this_week == 0),
        (TRY_OTHER_WORDS, health.visits == 0),
    ):
        if is_due:
            return task
    return THANK
