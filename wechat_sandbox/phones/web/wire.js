/** The wire as it happens: every call in both directions, in words, with what was said when one asks. */

import { h } from './element.js'
import { exactTime } from './spell.js'
import { say, t } from './words.js'
import { world } from './world.js'

const KINDS = { wire_all: () => true, wire_money: (call) => isMoney(call), wire_callbacks: (call) => call.direction === 'out' }
let kind = 'wire_all'
const opened = new Set()

// What a call is about, by the beginning of its path or by its event.
const MEANINGS = [
  ['/v3/pay/transactions/jsapi', ['下单', 'Place a payment']],
  ['/v3/pay/transactions/native', ['下单（扫码）', 'Place a payment (code)']],
  ['/v3/pay/transactions/h5', ['下单（H5）', 'Place a payment (H5)']],
  ['/v3/pay/transactions/out-trade-no', ['查单', 'Look at a payment']],
  ['/v3/pay/transactions/id', ['查单', 'Look at a payment']],
  ['/v3/refund/domestic/refunds/', ['查退款', 'Look at a refund']],
  ['/v3/refund/domestic/refunds', ['退款', 'Refund']],
  ['/v3/profitsharing/receivers', ['分账接收方', 'Receivers of profit sharing']],
  ['/v3/profitsharing/orders/unfreeze', ['解冻', 'Unfreeze']],
  ['/v3/profitsharing/orders', ['分账', 'Share profits']],
  ['/v3/profitsharing/return-orders', ['分账回退', 'Return a share']],
  ['/v3/profitsharing/transactions', ['查待分金额', 'Look at what may be shared']],
  ['/v3/profitsharing/bills', ['分账账单', 'Bill of shares']],
  ['/v3/bill/tradebill', ['交易账单', 'Bill of trade']],
  ['/v3/bill/fundflowbill', ['资金账单', 'Bill of money']],
  ['/v3/billdownload', ['取账单文件', 'Fetch a bill']],
  ['/v3/certificates', ['取平台证书', 'Fetch certificates']],
  ['/cgi-bin/stable_token', ['取 access_token', 'Fetch an access token']],
  ['/cgi-bin/token', ['取 access_token', 'Fetch an access token']],
  ['/cgi-bin/ticket', ['取 jsapi_ticket', 'Fetch a page ticket']],
  ['/cgi-bin/message/subscribe', ['发订阅消息', 'Send a notification']],
  ['/sns/oauth2/access_token', ['网页登录', 'Web sign-in']],
  ['/sns/userinfo', ['取昵称头像', 'Fetch name and face']],
  ['/sns/jscode2session', ['小程序登录', 'Mini-program sign-in']],
  ['/wxa/business/getuserphonenumber', ['取手机号', 'Fetch a phone number']],
  ['/wxa/getwxacodeunlimit', ['画小程序码', 'Draw a code']],
  ['/wxa/generate_urllink', ['生成 URL Link', 'Make a URL link']],
  ['/wxa/msg_sec_check', ['内容安全', 'Content check']],
  ['/wxa/sec/order', ['发货管理', 'Shipping management']],
  ['/wxaapi/newtmpl', ['模板', 'Templates']],
  ['TRANSACTION.SUCCESS', ['支付成功回调', 'Payment callback']],
  ['REFUND.SUCCESS', ['退款成功回调', 'Refund callback']],
  ['REFUND.', ['退款回调', 'Refund callback']],
  ['subscribe_msg', ['订阅消息事件', 'Notification event']],
  ['trade_manage', ['发货管理事件', 'Shipping event']],
]

/** A pair of words for a call. */
export function meaning(call) {
  const text = call.about || call.path
  const plain = call.about || shortPath(call)
  return MEANINGS.find(([start]) => text.startsWith(start))?.[1] ?? [plain, plain]
}

const isMoney = (call) => call.path.startsWith('/v3/') || /^(TRANSACTION|REFUND)\./.test(call.about)

export function wireView(panel) {
  const calls = world.now.wire.filter(KINDS[kind])
  const filter = h('div.filter', {}, Object.keys(KINDS).map((name) => h('button', {
    onclick: () => { kind = name; panel.again() }, 'aria-pressed': String(name === kind),
  }, t(name))))
  return [filter, calls.length ? h('ol.wire', {}, calls.map((call) => line(call, panel))) : h('p.hint', {}, t('wire_none'))]
}

function line(call, panel) {
  const right = call.status >= 200 && call.status < 300
  const toggle = () => {
    if (!opened.delete(call.number)) opened.add(call.number)
    panel.again()
  }
  const open = opened.has(call.number)
  return h(`li.call.${call.direction}`, { 'data-call': call.about || call.path },
    h('button', { onclick: toggle, 'aria-expanded': String(open) },
      h('span.when', {}, exactTime(new Date(call.at))),
      h('span.grow', {}, h('b', {}, say(meaning(call))), h('span.line', {}, `${call.method} ${shortPath(call)}`)),
      h(`span.status.${right ? 'good' : 'bad'}`, {}, call.status ? String(call.status) : t('no_answer'))),
    open ? h('div.said', {}, h('p.hint', {}, `${t(call.direction === 'in' ? 'wire_in' : 'wire_out')} · ${call.milliseconds} ms`),
      body('request', call.request), body('response', call.response)) : null)
}

const shortPath = (call) => call.path.replace(/^https?:\/\/[^/]+/, '').split('?')[0]

function body(name, text) {
  if (!text) return null
  return [h('p.hint', {}, t(name)), h('pre', {}, pretty(text))]
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 1)
  } catch {
    return text
  }
}
