"""The paths of WeChat Pay.

Products the sandbox does not play answer NO_AUTH, as to a merchant who has not opened them.
"""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from wechat_sandbox.pay import (
    bills,
    certificates,
    complaints,
    coupons,
    orders,
    receivers,
    refunds,
    share_returns,
    sharing,
    transfers,
)
from wechat_sandbox.pay.bodies import ORDERS
from wechat_sandbox.pay.door import Handler, PayCall, Reply, answer_call
from wechat_sandbox.pay.refusals import PayRefusal
from wechat_sandbox.shortcut import Endpoint, Endpoints

NOT_OPENED = (
    *(
        "profitsharing/",
        "fund-app/",
        "transfer/",
        "bill/",
        "billdownload/",
        "combine-transactions/",
        "pay/partner/",
    ),
    *("marketing/", "merchant-service/", "ecommerce/"),
)
TRANSFERS = "/fund-app/mch-transfer/transfer-bills"


def _endpoint(handler: Handler) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        return await answer_call(request, handler)

    return endpoint


def _other(call: PayCall) -> Reply:
    if call.path["rest"].startswith(NOT_OPENED):
        raise PayRefusal(403, "NO_AUTH", "商户号没有该产品的权限")
    raise PayRefusal(404, "RESOURCE_NOT_EXISTS", "请求的资源不存在")


def pay_endpoints() -> Endpoints:
    """Everything under /v3; the last one answers what no other does."""
    gets: dict[str, Handler] = {
        "/pay/transactions/out-trade-no/{out_trade_no}": orders.query_by_number,
        "/pay/transactions/id/{transaction_id}": orders.query_by_transaction,
        "/refund/domestic/refunds/{out_refund_no}": refunds.query_refund,
        "/certificates": certificates.list_certificates,
        "/bill/tradebill": bills.ask_trade,
        "/bill/fundflowbill": bills.ask_fundflow,
        "/billdownload/file": bills.fetch_file,
        "/profitsharing/bills": bills.ask_shares,
        "/profitsharing/orders/{out_order_no}": sharing.query_split,
        "/profitsharing/return-orders/{out_return_no}": share_returns.query_return,
        "/profitsharing/transactions/{transaction_id}/amounts": sharing.query_amounts,
        f"{TRANSFERS}/out-bill-no/{{out_bill_no}}": transfers.query_transfer,
        f"{TRANSFERS}/transfer-bill-no/{{transfer_bill_no}}": transfers.query_transfer,
    }
    posts: dict[str, Handler] = {
        f"/pay/transactions/{product}": partial(orders.create_order, product=product) for product in ORDERS
    }
    posts |= {
        "/pay/transactions/out-trade-no/{out_trade_no}/close": orders.close_order,
        "/refund/domestic/refunds": refunds.create_refund,
        "/refund/domestic/refunds/{refund_id}/apply-abnormal-refund": refunds.apply_abnormal,
        "/profitsharing/receivers/add": receivers.add_receiver,
        "/profitsharing/receivers/delete": receivers.delete_receiver,
        "/profitsharing/orders": sharing.split,
        "/profitsharing/orders/unfreeze": sharing.unfreeze,
        "/profitsharing/return-orders": share_returns.return_share,
        TRANSFERS: transfers.create_transfer,
        f"{TRANSFERS}/out-bill-no/{{out_bill_no}}/cancel": transfers.cancel_transfer,
    }
    gets |= {
        "/merchant-service/complaint-notifications": complaints.show_url,
        "/merchant-service/complaints-v2": complaints.list_complaints,
        "/merchant-service/complaints-v2/{complaint_id}": complaints.show_complaint,
        "/merchant-service/complaints-v2/{complaint_id}/negotiation-historys": complaints.show_history,
    }
    posts |= {
        "/merchant-service/complaint-notifications": complaints.create_url,
        "/merchant-service/complaints-v2/{complaint_id}/response": complaints.respond,
        "/merchant-service/complaints-v2/{complaint_id}/complete": complaints.complete,
        "/merchant-service/complaints-v2/{complaint_id}/update-refund-progress": complaints.decide_refund,
    }
    favor = "/marketing/favor"
    gets |= {
        f"{favor}/stocks/{{stock_id}}": coupons.show_stock,
        f"{favor}/users/{{openid}}/coupons": coupons.list_coupons,
    }
    posts |= {
        f"{favor}/coupon-stocks": coupons.create_stock,
        f"{favor}/users/{{openid}}/coupons": coupons.give,
    }
    posts |= {
        f"{favor}/stocks/{{stock_id}}/{verb}": partial(coupons.move_stock, verb=verb)
        for verb in coupons.MOVES
    }
    address = "/merchant-service/complaint-notifications"
    calls: dict[tuple[str, str], Handler] = {
        ("PUT", address): complaints.update_url,
        ("DELETE", address): complaints.delete_url,
    }
    calls |= {("GET", path): handler for path, handler in gets.items()}
    calls |= {("POST", path): handler for path, handler in posts.items()}
    calls |= {(method, "/{rest:path}"): _other for method in ("GET", "POST", "PUT", "PATCH", "DELETE")}
    return {(method, f"/v3{path}"): _endpoint(handler) for (method, path), handler in calls.items()}
