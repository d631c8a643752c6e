/**
 * The JS-SDK of the sandbox: the functions a page knows from WeChat's own script, spoken to the phone around the page.
 *
 * A page counts as inside a phone when its window is named "MicroMessenger <person>" and framed. The phone answers
 * pages of registered addresses only; whoever else loads this script gets `config:fail` and no answer to anything.
 */
(() => {
  'use strict'

  const phone = new URL(document.currentScript.src).origin
  const inside = window.parent !== window && /^MicroMessenger /.test(window.name)
  const waiting = new Map()
  const whenReady = []
  const whenError = []
  let number = 0
  let configured = null // what the phone said to wx.config: {errMsg}
  let tags = []

  /** Ask the phone; the promise ends with its answer, which always has an errMsg. */
  function ask(call, params = {}) {
    if (!inside) return Promise.resolve({ errMsg: `${call}:fail, not in a phone` })
    number += 1
    const id = number
    return new Promise((answered) => {
      waiting.set(id, answered)
      window.parent.postMessage({ weixin: 1, id, call, params: plain(params) }, phone)
    })
  }

  /** What can be sent: no functions, no elements. */
  function plain(params) {
    return JSON.parse(JSON.stringify(params, (_, value) => (typeof value === 'function' ? undefined : value)))
  }

  window.addEventListener('message', (event) => {
    const said = event.data
    if (event.source !== window.parent || event.origin !== phone || said?.weixin !== 1) return
    if (typeof said.event === 'string') {
      happened[said.event]?.(said.data ?? {})
      return
    }
    const answered = waiting.get(said.id)
    waiting.delete(said.id)
    answered?.(said.result)
  })

  // -- wx --

  /** Tell an answer to the callbacks of the call, as WeChat does: success, cancel, fail, then complete. */
  function tellCallbacks(params, result) {
    const outcome = /:ok$/.test(result.errMsg) ? 'success' : /:cancel$/.test(result.errMsg) ? 'cancel' : 'fail'
    params?.[outcome]?.(result)
    params?.complete?.(result)
    return result
  }

  const invoke = (name, params = {}) => ask(name, params).then((result) => tellCallbacks(params, result))

  const wx = {
    config(given) {
      const url = location.href.split('#')[0]
      ask('config', { ...given, url }).then((result) => {
        configured = result
        const right = result.errMsg === 'config:ok'
        tags = right ? given.openTagList ?? [] : []
        const told = right ? whenReady.splice(0) : whenError
        for (const listener of told) listener(result)
        document.dispatchEvent(new Event('weixin:configured'))
      })
    },
    ready(listener) {
      if (configured?.errMsg === 'config:ok') listener(configured)
      else whenReady.push(listener)
    },
    error(listener) {
      if (configured && configured.errMsg !== 'config:ok') listener(configured)
      whenError.push(listener)
    },
    checkJsApi: (params = {}) => {
      const checkResult = Object.fromEntries((params.jsApiList ?? []).map((name) => [name, API.includes(name)]))
      return Promise.resolve(tellCallbacks(params, { errMsg: 'checkJsApi:ok', checkResult }))
    },
    miniProgram: { getEnv: (told) => told({ miniprogram: false }) },
  }

  const API = [
    'updateAppMessageShareData', 'updateTimelineShareData', 'onMenuShareAppMessage', 'onMenuShareTimeline',
    'chooseWXPay', 'scanQRCode', 'previewImage', 'closeWindow', 'hideOptionMenu', 'showOptionMenu',
    'requestSubscribeMessage',
  ]
  for (const name of API) wx[name] = (params) => invoke(name, params)

  window.wx = wx
  window.jWeixin = wx

  // -- WeixinJSBridge: what WeChat's browser has without any script of the page --

  function bringBridge() {
    if (window.WeixinJSBridge) return
    window.WeixinJSBridge = {
      invoke(name, params, told) {
        ask(name, params).then((result) => told?.({ ...result, err_msg: bridgeWords(name, result.errMsg) }))
      },
      call: (name) => void ask(name),
      on() {},
    }
    document.dispatchEvent(new Event('WeixinJSBridgeReady'))
  }

  /** The bridge spells its answers otherwise: "get_brand_wcpay_request:ok". */
  function bridgeWords(name, errMsg) {
    const words = name === 'getBrandWCPayRequest' ? 'get_brand_wcpay_request' : name
    return `${words}${errMsg.slice(errMsg.indexOf(':'))}`
  }

  // -- the open tags: drawn once wx.config named them --

  class OpenTag extends HTMLElement {
    connectedCallback() {
      this.shadow ??= this.attachShadow({ mode: 'open' })
      this.redraw = () => this.draw()
      document.addEventListener('weixin:configured', this.redraw)
      this.watcher = new MutationObserver(this.redraw)
      this.watcher.observe(this, { childList: true, subtree: true, characterData: true })
      this.draw()
    }

    disconnectedCallback() {
      document.removeEventListener('weixin:configured', this.redraw)
      this.watcher.disconnect()
    }

    draw() {
      if (!tags.includes(this.localName)) return
      const template = this.querySelector('script[type="text/wxtag-template"], template')
      // The page's own markup, drawn in the page's own document: nothing foreign comes in.
      this.shadow.innerHTML = template ? template.innerHTML || template.textContent : '<slot></slot>'
      if (this.drawn) return
      this.drawn = true
      this.addEventListener('click', () => this.tapped())
      this.say('ready', {})
    }

    say(name, detail) {
      this.dispatchEvent(new CustomEvent(name, { detail }))
    }
  }

  class OpenSubscribe extends OpenTag {
    async tapped() {
      const template = (this.getAttribute('template') ?? '').split(',').map((id) => id.trim()).filter(Boolean)
      const result = await ask('subscribe', { template })
      if (result.errMsg !== 'subscribe:ok') {
        this.say('error', { errMsg: result.errMsg, errCode: -1 })
        return
      }
      const details = Object.entries(result.answers).map(([id, status]) => [id, JSON.stringify({ status })])
      this.say('success', { errMsg: result.errMsg, subscribeDetails: JSON.stringify(Object.fromEntries(details)) })
    }
  }

  class OpenLaunch extends OpenTag {
    async tapped() {
      const result = await ask('launch', {
        username: this.getAttribute('username') ?? '',
        appid: this.getAttribute('appid') ?? '',
        path: this.getAttribute('path') ?? '',
      })
      this.say(result.errMsg === 'launch:ok' ? 'launch' : 'error', result)
    }
  }

  if (!customElements.get('wx-open-subscribe')) {
    customElements.define('wx-open-subscribe', OpenSubscribe)
    customElements.define('wx-open-launch-weapp', OpenLaunch)
  }

  // -- where the page is, for the phone's bar; and the guided tour's finger --

  let told = ''
  function tellWhere() {
    const now = JSON.stringify([location.href, document.title])
    if (now === told) return
    told = now
    ask('at', { href: location.href, title: document.title })
  }

  /** Words that a button says: these, or these and then a price. */
  const says = (said, text) => said === text || said.startsWith(`${text} `)

  /** The topmost visible element that says one of these words, the words in their order. */
  function saying(texts) {
    for (const text of texts) {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, (node) =>
        says(node.textContent.trim(), text) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP,
      )
      const found = []
      while (walker.nextNode()) found.push(walker.currentNode.parentElement)
      found.push(...openTags().filter((tag) => says(tag.shadow?.textContent.trim() ?? '', text))) // what they show lies in a shadow
      const open = found.reverse().find(reachable)
      if (open) return { element: open, text }
    }
    return null
  }

  const openTags = () => [...document.querySelectorAll('wx-open-subscribe, wx-open-launch-weapp')]

  function reachable(element) {
    const box = element.getBoundingClientRect()
    if (!box.width || !box.height) return false
    if (box.top < 0 || box.bottom > innerHeight) element.scrollIntoView({ block: 'center' })
    const seen = element.getBoundingClientRect()
    const top = document.elementFromPoint(seen.left + seen.width / 2, seen.top + seen.height / 2)
    return top !== null && (element.contains(top) || top.contains(element))
  }

  const pressedAt = new Map()
  const AGAIN_MS = 5000
  const SETTLED_AFTER_MS = 1500 // a page that comes back from WeChat goes on by itself first

  const happened = {
    back: () => history.back(),
    reload: () => location.reload(),
    go: ({ href }) => {
      if (new URL(href, location.href).origin === location.origin) location.href = href
    },
    /** Press what says one of `once` (a tick: never twice on one page), else one of `texts`. */
    press({ once = [], texts = [] }) {
      if (performance.now() < SETTLED_AFTER_MS) return
      const fresh = (text, again) => {
        const last = pressedAt.get(`${location.href} ${text}`)
        return last === undefined || (again && Date.now() - last > AGAIN_MS)
      }
      const found =
        saying(once.filter((text) => fresh(text, false))) ?? saying(texts.filter((text) => fresh(text, true)))
      if (!found) return
      pressedAt.set(`${location.href} ${found.text}`, Date.now())
      found.element.click()
      ask('pressed', { text: found.text })
    },
    light({ texts = [] }) {
      document.querySelectorAll('[data-weixin-lit]').forEach((element) => {
        element.style.outline = ''
        element.removeAttribute('data-weixin-lit')
      })
      const found = saying(texts)
      if (!found) return
      found.element.style.outline = '3px solid #1F6F78'
      found.element.style.outlineOffset = '4px'
      found.element.setAttribute('data-weixin-lit', '')
    },
  }

  if (!inside) return
  ask('hello', { href: location.href, title: document.title }).then((result) => {
    if (result.errMsg !== 'hello:ok') return
    bringBridge()
    tellWhere()
    setInterval(tellWhere, 300) // a hash or a title changes without an event that all frameworks send
  })
})()
