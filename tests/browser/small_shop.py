"""A sandbox of its own and a shop of one page, to hold the bridge between them to its word."""

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import httpx
import uvicorn

from tests.wechat_sandbox.sides import Control, Signer
from wechat_sandbox.app import create_app

PAGE = """<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>小店</title><script src="{sdk}"></script>
<h1>小店</h1><p id="said"></p>
<wx-open-subscribe id="subscribe" template="TPL"><script type="text/wxtag-template"><button>提醒我</button></script></wx-open-subscribe>
<wx-open-launch-weapp id="launch" username="gh_mini" path="pages/team/index.html?id=1"><template><button>打开小程序</button></template></wx-open-launch-weapp>
<script>
  window.heard = []
  document.addEventListener('WeixinJSBridgeReady', () => heard.push('bridge'))
  const hear = (name) => (result) => heard.push([name, result.errMsg])
  window.use = (signed, more) => new Promise((told) => {
    wx.ready(() => told('ready')); wx.error((why) => told(why.errMsg))
    wx.config({ ...signed, jsApiList: ['updateAppMessageShareData', 'chooseWXPay', 'scanQRCode'],
      openTagList: ['wx-open-subscribe', 'wx-open-launch-weapp'], ...more })
  })
  window.call = (name, params) => new Promise((told) => wx[name]({ ...params, complete: (result) => told(result) }))
  window.bridge = (params) => new Promise((told) => WeixinJSBridge.invoke('getBrandWCPayRequest', params, told))
</script>"""


class Sandbox:
    """The sandbox in a thread, its control API, and a merchant with keys of its own."""

    def __init__(self, port):
        config = uvicorn.Config(create_app(), host="127.0.0.1", port=port, log_level="error")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.url = f"http://127.0.0.1:{port}"

    def __enter__(self):
        self.thread.start()
        while not self.server.started:
            threading.Event().wait(0.01)
        self.http = httpx.Client(base_url=self.url, trust_env=False, timeout=20)
        self.control = Control(self.http)
        self.merchant = self.control.post("/merchants", {"name": "小店"})
        self.signer = Signer(self.http, self.merchant)
        return self

    def __exit__(self, *_):
        self.http.close()
        self.server.should_exit = True
        self.thread.join(10)

    def person(self, name):
        return self.control.post("/people", {"name": name})["id"]

    def register(self, h5_url):
        for app in self.merchant["apps"]:
            self.control.post(f"/apps/{app['appid']}", {"h5_url": h5_url})

    def signed(self, url):
        """The arguments of wx.config for a page of the official account."""
        account = {"appid": self.merchant["oa_appid"], "secret": self.merchant["oa_secret"]}
        body = {"grant_type": "client_credential", **account}
        token = self.http.post("/cgi-bin/stable_token", json=body).json()["access_token"]
        query = {"access_token": token, "type": "jsapi"}
        ticket = self.http.get("/cgi-bin/ticket/getticket", params=query).json()["ticket"]
        text = f"jsapi_ticket={ticket}&noncestr=abc&timestamp=1700000000&url={url.partition('#')[0]}"
        signature = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
        return {
            "appId": account["appid"], "timestamp": 1700000000, "nonceStr": "abc", "signature": signature,
        }  # fmt: skip

    def to_pay(self, person, number, fen=6800):
        """What the shop's server hands to getBrandWCPayRequest for an order of this person."""
        openid = self.control.get(f"/people/{person}")["openids"][self.merchant["oa_appid"]]
        order = {
            "appid": self.merchant["oa_appid"], "mchid": self.merchant["mchid"], "description": "明前龙井",
            "out_trade_no": number, "notify_url": "http://127.0.0.1:9/notify",
            "amount": {"total": fen, "currency": "CNY"}, "payer": {"openid": openid},
        }  # fmt: skip
        prepay = self.signer.post("/v3/pay/transactions/jsapi", order).json()["prepay_id"]
        given = {
            "appId": self.merchant["oa_appid"], "timeStamp": "1700000000", "nonceStr": "abc",
            "package": f"prepay_id={prepay}",
        }  # fmt: skip
        message = "".join(f"{value}\n" for value in given.values()).encode()
        return given | {"signType": "RSA", "paySign": self.signer.sign(message)}


class Site:
    """One page under every path, as a shop whose router lives behind the hash; it also takes people back from WeChat."""

    def __init__(self, sdk, template="", mini=""):
        html = PAGE.replace("{sdk}", sdk).replace("TPL", template).replace("gh_mini", mini).encode()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                query = parse_qs(urlsplit(self.path).query)
                body = json.dumps(query).encode() if "code" in query else html
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/s/small/"

    def __enter__(self):
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
