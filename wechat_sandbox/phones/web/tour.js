/** The guided tour: one step after the other, each waiting for what really happens. */

import { face, glyph, h } from './element.js'
import { yuan } from './spell.js'
import { ACTS, STEPS, marked } from './tour_steps.js'
import { say } from './words.js'
import { phoneOf, refresh, world } from './world.js'

const LOOK_MS = 600
const SKIP_AFTER_MS = 12_000
const W = {
  lead: ['两分钟看懂：一张卡片怎样从人传到人，一个团怎样凑齐，另一个怎样没凑齐、钱怎样回来。', 'Two minutes: a card goes from person to person, a team fills, another does not, and the money comes back.'],
  none: ['商家还没有为这里安排导览。手机可以随意使用。', 'No shop has prepared a tour here. The phones can be used freely.'],
  few: ['导览需要至少两部手机。', 'The tour needs two phones at least.'],
  start: ['开始导览', 'Start the tour'],
  again: ['再来一遍', 'Once more'],
  do_it: ['替我做', 'Do it for me'],
  doing: ['正在替你做…', 'Doing it…'],
  do_all: ['一路替我做', 'Do all of it'],
  by_hand: ['我自己来', 'Let me do it'],
  skip: ['跳过这一步', 'Skip this step'],
  stop: ['结束导览', 'End the tour'],
  waiting: ['等它真的发生', 'Waiting for it to happen'],
  finished: ['走完了', 'Done'],
  sums: ['这一路的钱', 'The money of this tour'],
  paid: ['付出', 'paid'],
  back: ['退回', 'back'],
  net: ['净支出', 'net'],
  see_wire: ['每一笔都能在「线路」里看到原文。', 'Every call can be read under Wire.'],
}

export class Tour {
  constructor(phones) {
    this.phones = phones
    this.at = -1
    this.helping = false
    this.all = false
    this.facts = []
  }

  get config() {
    return world.now?.tour ?? null
  }

  get running() {
    return this.at >= 0 && this.at < STEPS.length
  }

  /** The phones in their parts: who begins, who joins, who waits in vain (the first again, when there are two). */
  phone(part) {
    const phones = this.phones()
    return phones[part] ?? phones[0]
  }

  names() {
    return { a: this.phone(0)?.name, b: this.phone(1)?.name, c: this.phone(2)?.name, hours: this.config?.hours }
  }

  start() {
    this.facts = []
    this.before = marked(this.phones())
    this.sinceShare = this.before.messages
    this.go(0)
  }

  go(step) {
    this.at = step
    this.mark = marked(this.phones())
    if (STEPS[step]?.lit === 'share') this.sinceShare = this.mark.messages
    if (STEPS[step]?.words === 'open') this.startLink = this.phone(STEPS[step].who).page?.share.friend?.link ?? ''
    this.helping = this.all && this.running
    clearInterval(this.timer)
    if (this.running) this.timer = setInterval(() => this.look(), LOOK_MS)
    this.light()
    refresh(true)
  }

  stop() {
    this.all = false
    this.go(-1)
  }

  help(all) {
    this.all = all
    this.helping = true
    this.look()
    refresh(true)
  }

  skip() {
    const skipped = STEPS[this.at].skipped ?? [`${STEPS[this.at].title[0]}：跳过`, `${STEPS[this.at].title[1]}: skipped`]
    this.facts.push({ step: this.at, words: skipped, skipped: true })
    this.go(this.at + 1)
  }

  /** Called whenever the world has changed, and a few times a second while a step waits. */
  look() {
    if (!this.running || !this.config || this.phones().length < 2) return
    const step = STEPS[this.at]
    if (step.done(this)) {
      this.facts.push({ step: this.at, words: step.fact(this) })
      step.after?.(this)
      this.go(this.at + 1)
    } else if (this.helping) {
      step.help(this)
    } else {
      this.light()
    }
  }

  /** Show where: the phone, the part of it, and the button of the page inside. */
  light() {
    const step = this.running ? STEPS[this.at] : null
    for (const [part, phone] of this.phones().entries()) {
      const mine = step !== null && phone === this.phone(step.who ?? -1) && step.who !== null
      phone.element.classList.toggle('lit', mine)
      phone.element.dataset.lit = mine ? step.lit : ''
      const texts = mine && !this.helping && step.words ? this.config?.buttons[step.words] ?? [] : []
      if (this.litPart === part || texts.length) phone.page?.tell('light', { texts })
      if (texts.length) this.litPart = part
    }
    document.body.dataset.turn = String(step?.lit === 'clock')
  }

  // -- drawing --

  inputs() {
    const late = this.running && Date.now() - this.mark.at > SKIP_AFTER_MS
    return [this.at, this.helping, this.all, this.facts.length, late, this.config, this.names()]
  }

  view() {
    if (!this.config) return h('p.hint', {}, say(W.none))
    const enough = this.phones().length >= 2
    if (this.at < 0) {
      return h('div.tour', {}, h('div.rings', {}, glyph('ripple', 96)), acts(-1), h('p', {}, say(W.lead)),
        enough ? h('button.go', { onclick: () => this.start(), 'data-tour': 'start' }, say(W.start)) : h('p.hint', {}, say(W.few)))
    }
    return h('div.tour', {}, acts(this.running ? STEPS[this.at].act : ACTS.length), this.done(), this.running ? this.now() : this.end())
  }

  done() {
    return h('ol.facts', {}, this.facts.map(({ words, skipped }) =>
      h(`li${skipped ? '.skipped' : ''}`, {}, glyph(skipped ? 'close' : 'check', 14), h('span', {}, say(words)))))
  }

  now() {
    const step = STEPS[this.at]
    const late = Date.now() - this.mark.at > SKIP_AFTER_MS
    return h('section.step', { 'data-step': String(this.at) },
      h('h2', {}, step.who === null ? glyph('clock', 18) : face([this.phone(step.who).person], 24), say(step.title)),
      h('p', {}, say(step.say, this.names())),
      h('p.hint', { role: 'status' }, say(this.helping ? W.doing : W.waiting)),
      h('div.buttons', {},
        this.helping ? h('button', { onclick: () => { this.all = this.helping = false; refresh(true) } }, say(W.by_hand))
          : h('button.go', { onclick: () => this.help(false), 'data-tour': 'do' }, say(W.do_it)),
        this.all ? null : h('button', { onclick: () => this.help(true), 'data-tour': 'all' }, say(W.do_all)),
        late ? h('button', { onclick: () => this.skip(), 'data-tour': 'skip' }, say(W.skip)) : null,
        h('button.calm', { onclick: () => this.stop() }, say(W.stop))))
  }

  end() {
    const lines = [...new Set(this.phones())].map((phone) => {
      const since = phoneOf(phone.person).movements.filter((one) => one.id > this.before.movements)
      const sum = (kind) => since.filter((one) => one.kind === kind).reduce((total, one) => total + one.delta_fen, 0)
      return { phone, paid: -sum('pay'), back: sum('refund') }
    }).filter(({ paid, back }) => paid || back)
    return h('section.step', { 'data-step': 'end' }, h('h2', {}, glyph('ripple', 22), say(W.finished)),
      h('p.hint', {}, say(W.sums)),
      h('table', {}, h('tr', {}, h('th'), h('th', {}, say(W.paid)), h('th', {}, say(W.back)), h('th', {}, say(W.net))),
        lines.map(({ phone, paid, back }) => h('tr', { 'data-sum': phone.person, 'data-net': String(paid - back) }, h('td', {}, phone.name),
          h('td', {}, yuan(paid)), h('td', {}, yuan(back)), h('td', {}, yuan(paid - back))))),
      h('p.hint', {}, say(W.see_wire)),
      h('div.buttons', {}, h('button.go', { onclick: () => this.start(), 'data-tour': 'start' }, say(W.again)),
        h('button.calm', { onclick: () => this.stop() }, say(W.stop))))
  }
}

const acts = (now) => h('ol.acts', {}, ACTS.map((words, number) =>
  h('li', { 'aria-current': number === now ? 'step' : null, className: number < now ? 'past' : '' }, say(words))))
