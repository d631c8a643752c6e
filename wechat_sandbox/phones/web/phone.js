/** One phone: whose it is, which view it shows, the page it has open, and what lies over it. */

import { glyph, h } from './element.js'
import { Page } from './page.js'
import * as sheets from './sheets.js'
import { clockTime } from './spell.js'
import { VIEWS, composer, tabs } from './views.js'
import { language, t } from './words.js'
import { act, fronts, instant, nameOf, phoneOf } from './world.js'

const TOAST_MS = 1600
const BANNER_MS = 5000

export class Phone {
  constructor(person, { onMove }) {
    this.person = person
    this.name = nameOf(person)
    this.onMove = onMove
    this.view = { name: 'chats' }
    this.page = null
    this.aside = false // the page is open but put aside
    this.told = null // numbers of the newest notice and messages, to see what is new
    this.scanned = null // who waits for a code to be chosen
    this.time = h('span.time')
    this.top = h('div.top')
    this.body = h('div.body')
    this.foot = h('div.foot')
    this.pages = h('div.pages')
    this.over = h('div.over')
    this.toasts = h('div.toasts', { role: 'status' })
    this.screen = h('section.screen', { 'aria-label': this.name },
      h('div.status', {}, this.time, h('span.island'), h('span.signs', {}, h('i.bars'), h('i.cell'))),
      this.top, h('div.stage', {}, this.body, this.pages), this.foot, this.over, this.toasts,
      h('button.homebar', { onclick: () => this.putPageAside(), title: t('chats'), 'aria-label': t('chats') }),
    )
    this.element = h('div.phone', { 'data-person': person }, this.screen)
  }

  get data() {
    return phoneOf(this.person)
  }

  // -- drawing: a part is drawn anew only when what it shows has changed --

  draw() {
    if (!this.data) return
    this.tick()
    this.tellNews()
    const open = this.page !== null && !this.aside
    this.screen.classList.toggle('reading', open)
    this.pages.hidden = !open
    this.part('top', this.top, [open, this.view, this.page?.shownTitle(), this.page?.menuHidden, this.page?.mini, this.data.chats.length],
      () => (open ? this.page.bar() : VIEWS[this.view.name].bar(this)))
    if (!open) {
      const drawn = this.part('body', this.body, [this.view, this.data, VIEWS[this.view.name].also?.() ?? null],
        () => VIEWS[this.view.name].draw(this))
      if (drawn && this.view.name === 'chat') this.body.scrollTop = this.body.scrollHeight
    }
    this.part('foot', this.foot, [open, this.view, this.unread(), this.aside, this.page?.shownTitle()],
      () => (open ? null : this.view.name === 'chat' ? composer(this) : tabs(this)))
  }

  /** Draw `element` anew if `inputs` differ from the last time; answers whether it did. */
  part(name, element, inputs, draw) {
    const key = JSON.stringify([inputs, language()])
    this.drawn ??= {}
    if (this.drawn[name] === key) return false
    this.drawn[name] = key
    const made = draw()
    element.replaceChildren(...(made ? [made].flat() : []))
    return true
  }

  tick() {
    const shown = clockTime(instant())
    if (this.time.textContent !== shown) this.time.textContent = shown
  }

  unread() {
    return {
      chats: this.data.chats.reduce((sum, chat) => sum + chat.unread, 0),
      notices: this.data.notices.filter((notice) => notice.id > this.data.notices_read).length,
    }
  }

  show(name, more = {}) {
    this.view = { name, ...more }
    if (this.page) this.aside = true
    this.draw()
    this.body.scrollTop = name === 'chat' ? this.body.scrollHeight : 0
  }

  openChat(chat) {
    this.show('chat', { chat })
    if (this.data.chats.find((one) => one.id === chat)?.unread) {
      this.try(() => act(`/chats/${chat}/read`, { person: this.person }))
    }
  }

  // -- the page --

  openPage(url, more = {}) {
    this.page?.element.remove()
    this.page = new Page(this, url, more)
    this.aside = false
    this.pages.replaceChildren(this.page.element)
    this.dropSheet()
    this.draw()
    this.moved()
  }

  openMini(appid, path = '') {
    const front = fronts().find((one) => one.appid === appid)
    if (front) this.openPage(path ? `${front.h5_url.split('#')[0]}#/${path.replace(/^\//, '')}` : front.h5_url, { mini: appid })
  }

  openCard(card) {
    this.openPage(card.url, { mini: card.kind === 'mini' ? card.appid : null })
  }

  closePage() {
    this.page?.element.remove()
    this.page = null
    this.aside = false
    this.dropSheet()
    this.draw()
  }

  putPageAside() {
    if (this.page) this.aside = !this.aside
    this.draw()
  }

  moved() {
    this.onMove(this)
  }

  // -- what lies over everything --

  /** Show a sheet; the promise ends with what it was closed with, null for a tap beside it. */
  sheet(draw) {
    this.dropSheet()
    return new Promise((closed) => {
      const close = (value = null) => {
        if (this.over.firstChild === shade) this.over.replaceChildren()
        this.dropSheet = () => undefined
        closed(value)
      }
      const shade = h('div.shade', { onclick: (event) => event.target === shade && close() }, draw(close))
      this.dropSheet = () => close()
      this.over.replaceChildren(shade)
      shade.querySelector('[data-first]')?.focus({ preventScroll: true })
    })
  }

  dropSheet() {}

  say(words) {
    const toast = h('p.toast', {}, words)
    this.toasts.append(toast)
    setTimeout(() => toast.remove(), TOAST_MS + words.length * 40)
  }

  /** Do it, and say on the phone why it did not work. */
  async try(doing) {
    try {
      return await doing()
    } catch (problem) {
      this.say(t('failed', { why: problem.message }))
      return null
    }
  }

  pageMenu = () => sheets.pageMenu(this)
  pay = (params) => sheets.pay(this, params)
  take = (params) => sheets.take(this, params)
  askToSubscribe = (appid, templates) => sheets.askToSubscribe(this, appid, templates)
  showPictures = (urls, current) => sheets.showPictures(this, urls, current)

  /** Let the person choose a code; answers its text, null when they went back. */
  scanFor() {
    return new Promise((chosen) => {
      this.scanned = (text) => {
        this.scanned = null
        this.aside = false
        this.show('discover')
        this.aside = false
        this.draw()
        chosen(text)
      }
      this.show('scan')
    })
  }

  // -- news --

  tellNews() {
    const newest = {
      notice: this.data.notices[0]?.id ?? 0,
      message: Math.max(0, ...this.data.chats.map((chat) => chat.messages.at(-1)?.id ?? 0)),
    }
    const before = this.told
    this.told = newest
    if (!before) return
    const looking = this.view.name === 'notices' && !(this.page && !this.aside)
    if (newest.notice > before.notice && !looking) this.banner(this.data.notices[0].app, this.data.notices[0].title, () => this.show('notices'))
    const chat = this.data.chats.find((one) => one.messages.at(-1)?.id === newest.message)
    const latest = chat?.messages.at(-1)
    const watching = this.view.name === 'chat' && this.view.chat === chat?.id && !(this.page && !this.aside)
    if (watching && chat.unread) this.try(() => act(`/chats/${chat.id}/read`, { person: this.person }))
    if (newest.message > before.message && latest.person !== this.person && !watching) {
      this.banner(chat.name, latest.text || latest.card.title, () => this.openChat(chat.id))
    }
  }

  /** The latest news only; what it pushes away is in the list of chats. */
  banner(title, words, open) {
    this.toasts.querySelectorAll('.banner').forEach((one) => one.remove())
    const banner = h('button.banner', { onclick: () => { banner.remove(); open() } },
      glyph('bell', 18), h('span', {}, h('b', {}, title), h('span.line', {}, words)))
    this.toasts.append(banner)
    setTimeout(() => banner.remove(), BANNER_MS)
  }
}
