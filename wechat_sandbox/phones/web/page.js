/** The page that a phone has open: a frame, what its script said of it, and the bar above it. */

import { glyph, h } from './element.js'
import { t } from './words.js'
import { frontAt } from './world.js'

const HANGS_AFTER_MS = 12_000

export class Page {
  /** `mini` is the appid when the page stands in for a mini program: what is shared from it is a mini card. */
  constructor(phone, url, { mini = null } = {}) {
    this.phone = phone
    this.mini = mini
    this.url = url
    this.openedAt = Date.now()
    this.pressed = ''
    this.pressedAt = 0
    this.forget()
    // window.name survives every navigation of the frame; it tells pages and the consent page whose phone this is.
    this.frame = h('iframe.page', {
      name: `MicroMessenger ${phone.person}`,
      src: url,
      title: phone.name,
      sandbox: 'allow-scripts allow-same-origin allow-forms allow-popups allow-modals',
    })
    this.frame.addEventListener('load', () => this.loaded())
    this.element = h('div.browser', {}, this.frame)
  }

  /** A new document knows nothing of what the one before it had set. */
  forget() {
    this.title = ''
    this.config = null
    this.share = { friend: null, moments: null }
    this.menuHidden = false
    this.stranger = false
    this.origin = ''
  }

  greet(origin, href, title) {
    this.forget()
    this.greeted = true
    this.at(origin, href, title)
  }

  at(origin, href, title) {
    this.origin = origin
    if (href.startsWith(`${origin}/`)) this.url = href
    this.title = title
    this.phone.draw()
    this.phone.moved()
  }

  /** A document without our script comes and goes unseen: what the one before it had set goes with it. */
  loaded() {
    if (!this.greeted) this.forget()
    this.greeted = false
    this.phone.draw()
  }

  /** Somebody speaks from this frame whose address is not registered. */
  refused() {
    if (this.stranger) return
    this.forget()
    this.stranger = true
    this.phone.say(t('not_registered'))
    this.phone.draw()
  }

  tell(event, data = {}) {
    if (this.origin) this.frame.contentWindow?.postMessage({ weixin: 1, event, data }, this.origin)
  }

  shownTitle() {
    const front = frontAt(this.origin)
    return this.title || front?.name || (Date.now() - this.openedAt < HANGS_AFTER_MS ? '…' : '')
  }

  /** What a share of this page is made of: what the page set, else its own address and title. */
  card(where) {
    const set = this.share[where] ?? this.share.friend ?? {}
    const front = frontAt(this.origin)
    return {
      kind: this.mini && where === 'friend' ? 'mini' : 'link',
      title: set.title || this.shownTitle() || this.url,
      description: set.description ?? '',
      url: set.link || this.url,
      image_url: set.image ?? '',
      appid: this.mini,
      source: front?.name ?? '',
    }
  }

  /** A web page has the phone's bar above it; a mini program draws its own bar and has only the capsule over it. */
  bar() {
    if (this.mini) return h('div.over-page', {}, this.capsule())
    return h('div.bar.of-page', {},
      h('button.icon', { onclick: () => this.tell('back'), title: t('back'), 'aria-label': t('back') }, glyph('back')),
      h('span.title', {}, this.shownTitle()), this.capsule())
  }

  capsule() {
    const phone = this.phone
    const button = (word, mark, size, press, act) =>
      h('button.icon', { onclick: press, title: t(word), 'aria-label': t(word), 'data-act': act }, glyph(mark, size))
    return h('span.capsule', {},
      this.menuHidden ? null : button('menu', 'more', 20, () => phone.pageMenu(), 'menu'),
      button('keep_page', 'down', 18, () => phone.putPageAside(), 'aside'),
      button('close', 'close', 18, () => phone.closePage(), 'close'))
  }
}
