"""Whoever may is answered, as the document says: every operation once, with something real."""

import pytest

from lianyi.kit import limits
from tests.access.asking import problem_of, request_of, send, whose
from tests.access.calls import CALLS
from tests.access.document import OPERATIONS, undocumented, walked


def test_every_operation_has_its_line():
    assert set(CALLS) == set(OPERATIONS), (
        "tests/access/console_calls.py, shop_calls.py: one line an operation, and none that is gone"
    )


@pytest.mark.parametrize("label", walked(OPERATIONS))
async def test_whoever_may_is_answered_as_the_document_says(untouched, label):
    await limits.reset()
    call = CALLS[label]
    answer = await send(untouched, whose(untouched, call.who), request_of(untouched, label))
    assert undocumented(label, answer) is None
    if call.status is None:
        assert answer.status_code < 300, (answer.status_code, answer.text[:400])
    else:
        assert (answer.status_code, problem_of(answer)) == call.status
