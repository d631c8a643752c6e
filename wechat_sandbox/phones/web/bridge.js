/**
 * The phone's side of the JS-SDK. Who speaks is known by the frame it speaks from, never by what it says; only pages
 * of registered addresses are answered, and only in the shape of a call.
 */

import { ask, frontAt, fronts } from './world.js'

const CALL = /^[A-Za-z]{2,40}$/
const LETTERS_MAX = 16_384
const FREE = new Set(['hello', 'at', 'pressed', 'config', 'getBrandWCPayRequest', 'requestMerchantTransfer'])
const TAGS = { subscribe: 'wx-open-subscribe', launch: 'wx-open-launch-weapp' }
// What this sandbox adds for pages that stand in for a mini program: WeChat has it in mini programs only.
const OF_MINI = new Set(['requestSubscribeMessage'])

/** Listen for the pages in these phones; `phones` answers the phones of this moment. */
export function listen(phones) {
  window.addEventListener('message', (event) => {
    const phone = phones().find((one) => one.page?.frame.contentWindow === event.source)
    const said = event.data
    if (!phone || !wellFormed(said)) return
    if (!frontAt(event.origin)) {
      phone.page.refused()
      return
    }
    answer(phone, event.origin, said).then((result) => {
      if (result) event.source.postMessage({ weixin: 1, id: said.id, result }, event.origin)
    })
  })
}

function wellFormed(said) {
  if (said === null || typeof said !== 'object' || said.weixin !== 1) return false
  if (!Number.isInteger(said.id) || typeof said.call !== 'string' || !CALL.test(said.call)) return false
  if (said.params === null || typeof said.params !== 'object' || Array.isArray(said.params)) return false
  return JSON.stringify(said.params).length <= LETTERS_MAX
}

async function answer(phone, origin, { call, params }) {
  const page = phone.page
  if (!allowed(page, call)) return { errMsg: `${call}:permission denied` }
  try {
    if (!Object.hasOwn(calls, call)) return { errMsg: `${call}:fail, no such function` }
    return await calls[call](phone, params, origin)
  } catch (problem) {
    return { errMsg: `${call}:fail, ${problem.message}` }
  }
}

function allowed(page, call) {
  if (FREE.has(call) || OF_MINI.has(call)) return true
  if (!page.config) return false
  return call in TAGS ? page.config.tags.includes(TAGS[call]) : page.config.calls.includes(call)
}

const text = (value, most = 512) => (typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, most) : '')
const texts = (value) => (Array.isArray(value) ? value.filter((one) => typeof one === 'string').slice(0, 100) : [])
const ok = (call, more = {}) => ({ errMsg: `${call}:ok`, ...more })

const calls = {
  hello(phone, params, origin) {
    phone.page.greet(origin, text(params.href, 2048), text(params.title))
    return ok('hello')
  },

  at(phone, params, origin) {
    phone.page.at(origin, text(params.href, 2048), text(params.title))
    return ok('at')
  },

  pressed(phone, params) {
    phone.page.pressed = text(params.text)
    phone.page.pressedAt = Date.now()
    return ok('pressed')
  },

  async config(phone, params, origin) {
    const url = text(params.url, 2048)
    if (!url.startsWith(`${origin}/`)) return { errMsg: 'config:fail, invalid url domain' }
    const checked = await ask('/jssdk/config', {
      appid: text(params.appId, 64), timestamp: text(params.timestamp, 16), nonce: text(params.nonceStr, 64),
      signature: text(params.signature, 64), url,
    })
    const right = checked.errMsg === 'config:ok'
    phone.page.config = right
      ? { appid: text(params.appId, 64), calls: texts(params.jsApiList), tags: texts(params.openTagList) }
      : null
    return checked
  },

  updateAppMessageShareData: (phone, params) => share(phone, 'updateAppMessageShareData', 'friend', params),
  onMenuShareAppMessage: (phone, params) => share(phone, 'onMenuShareAppMessage', 'friend', params),
  updateTimelineShareData: (phone, params) => share(phone, 'updateTimelineShareData', 'moments', params),
  onMenuShareTimeline: (phone, params) => share(phone, 'onMenuShareTimeline', 'moments', params),

  /** `wx.chooseWXPay` says timestamp, the bridge timeStamp; both pay the same way. */
  chooseWXPay: (phone, params) =>
    pay(phone, 'chooseWXPay', { ...params, appId: phone.page.config.appid, timeStamp: params.timestamp }),
  getBrandWCPayRequest: (phone, params) => pay(phone, 'getBrandWCPayRequest', params),

  async requestMerchantTransfer(phone, params) {
    const given = { mchid: text(params.mchId, 32), appid: text(params.appId, 32), package: text(params.package, 512) }
    return { errMsg: `requestMerchantTransfer:${await phone.take(given)}` }
  },

  async scanQRCode(phone) {
    const found = await phone.scanFor()
    return found ? ok('scanQRCode', { resultStr: found }) : { errMsg: 'scanQRCode:cancel' }
  },

  previewImage(phone, params) {
    phone.showPictures(texts(params.urls), text(params.current, 2048))
    return ok('previewImage')
  },

  closeWindow(phone) {
    phone.closePage()
    return ok('closeWindow')
  },

  hideOptionMenu(phone) {
    phone.page.menuHidden = true
    phone.draw()
    return ok('hideOptionMenu')
  },

  showOptionMenu(phone) {
    phone.page.menuHidden = false
    phone.draw()
    return ok('showOptionMenu')
  },

  async subscribe(phone, params) {
    const answers = await phone.askToSubscribe(phone.page.config.appid, texts(params.template).slice(0, 3))
    return answers ? ok('subscribe', { answers }) : { errMsg: 'subscribe:fail, invalid template id' }
  },

  async requestSubscribeMessage(phone, params, origin) {
    const mini = fronts().find((front) => front.origin === origin && front.kind === 'mini')
    const answers = mini && (await phone.askToSubscribe(mini.appid, texts(params.tmplIds).slice(0, 3)))
    return answers ? ok('requestSubscribeMessage', answers) : { errMsg: 'requestSubscribeMessage:fail No template data return' }
  },

  launch(phone, params) {
    const front = fronts().find((one) => [one.original_id, one.appid].includes(params.username || params.appid))
    if (!front) return { errMsg: 'launch:fail' }
    phone.openPage(addressIn(front, text(params.path, 1024)), { mini: front.appid })
    return ok('launch')
  },
}

/** Where a mini-program path is seen: "pages/x/index.html?id=1" and "/pages/x/index?id=1" are spelled so too. */
export function addressIn(front, path) {
  const [page, ...query] = path.replace(/^\//, '').split('?')
  return `${front.h5_url.split('#')[0]}#/${[page.replace(/\.html$/, ''), ...query].join('?')}`
}

function share(phone, call, where, params) {
  const link = text(params.link, 2048)
  if (link && !frontAt(originOf(link))) return { errMsg: `${call}:fail, invalid url domain` }
  phone.page.share[where] = {
    title: text(params.title, 256), description: text(params.desc), link, image: text(params.imgUrl, 2048),
  }
  return ok(call)
}

function originOf(link) {
  try {
    return new URL(link).origin
  } catch {
    return ''
  }
}

async function pay(phone, call, params) {
  const names = ['appId', 'timeStamp', 'nonceStr', 'package', 'signType', 'paySign']
  const given = Object.fromEntries(names.map((name) => [name, text(params[name], 1024)]))
  return { errMsg: `${call}:${await phone.pay(given)}` }
}
