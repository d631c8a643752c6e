"""WeChat's noes as refusals that a person can read."""

from collections.abc import Iterator
from contextlib import contextmanager

from lianyi.payments.errors import WeChatPayRefused, WeChatPayUnanswered
from lianyi.wechat.pay import PayRefused, PayUnanswered


@contextmanager
def refusing() -> Iterator[None]:
    """Turn PayRefused and PayUnanswered into WeChatPayRefused and WeChatPayUnanswered."""
    try:
        yield
    except PayRefused as refusal:
        raise WeChatPayRefused(wechat_code=refusal.code, message=refusal.message) from refusal
    except PayUnanswered as silence:
        raise WeChatPayUnanswered from silence
