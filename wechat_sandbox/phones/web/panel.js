/** Beside the phones: the tour, the wire as it happens, the world with its clock and faults. */

import { glyph, h } from './element.js'
import { span, wholeDate } from './spell.js'
import { t } from './words.js'
import { act, instant, world } from './world.js'
import { wireView } from './wire.js'

const TABS = ['tour', 'wire', 'world']

export class Panel {
  constructor(element, tour) {
    this.element = element
    this.tour = tour
    this.tab = 'tour'
    this.tabs = h('nav.paneltabs')
    this.body = h('div.panelbody')
    this.hand = h('b.hand')
    element.append(h('div.clockline', {}, glyph('clock', 18), this.hand), this.tabs, this.body)
  }

  show(tab) {
    this.tab = tab
    this.draw()
  }

  tick() {
    const shown = wholeDate(instant())
    if (this.hand.textContent !== shown) this.hand.textContent = shown
  }

  draw() {
    this.tick()
    const key = JSON.stringify([this.tab, t('title')])
    if (this.drawnTabs !== key) {
      this.drawnTabs = key
      this.tabs.replaceChildren(...TABS.map((tab) => h('button', {
        onclick: () => this.show(tab), 'aria-current': tab === this.tab ? 'page' : null, 'data-panel': tab,
      }, t(`tab_${tab}`))))
    }
    const inputs = { tour: () => this.tour.inputs(), wire: () => world.now.wire[0]?.number ?? 0, world: worldInputs }[this.tab]()
    const shown = JSON.stringify([key, inputs])
    if (this.drawnBody === shown) return
    this.drawnBody = shown
    const drawn = { tour: () => this.tour.view(), wire: () => wireView(this), world: () => worldView(this) }[this.tab]()
    const top = this.body.scrollTop
    this.body.replaceChildren(...[drawn].flat().filter(Boolean))
    this.body.scrollTop = top
  }

  /** Draw again although nothing in the world has changed: something was opened or chosen here. */
  again() {
    this.drawnBody = ''
    this.draw()
  }
}

const worldInputs = () => [world.now.offset_seconds, world.now.auto, world.now.faults, world.now.runs]

function worldView() {
  const { offset_seconds: offset, auto, faults } = world.now
  const moved = offset === 0 ? t('clock_same') : t(offset > 0 ? 'clock_ahead' : 'clock_behind', { span: span(offset) })
  const turn = (name, seconds) => h('button', { onclick: () => act('/clock', { advance_seconds: seconds }), 'data-turn': String(seconds) }, t(name))
  const exact = h('input', { type: 'datetime-local', step: 1, 'aria-label': t('clock_exact') })
  const set = () => exact.value && act('/clock', { now: `${exact.value}${exact.value.length === 16 ? ':00' : ''}+08:00` })
  return [
    h('h2', {}, t('clock')), h('p.hint', {}, moved),
    h('div.buttons', {}, turn('plus_5m', 300), turn('plus_1h', 3600), turn('plus_1d', 86_400)),
    h('div.buttons', {}, exact, h('button', { onclick: set }, t('clock_exact'))),
    h('div.buttons', {}, h('button', { onclick: () => act('/clock', { reset: true }) }, t('clock_reset'))),
    h('label.switch', {}, h('input', { type: 'checkbox', checked: auto, onchange: () => act('/settings', { auto: !auto }) }), t(auto ? 'auto' : 'auto_off')),
    auto ? null : h('div.buttons', {}, h('button', { onclick: () => act('/run-due') }, t('run_due'))),
    h('h2', {}, t('faults')),
    h('div.buttons', {}, fault('fault_lost', { match: { event: 'TRANSACTION.SUCCESS' }, kind: 'lost' }),
      fault('fault_doubled', { match: { event: 'TRANSACTION.SUCCESS' }, kind: 'doubled' }),
      fault('fault_late', { match: { event: 'TRANSACTION.SUCCESS' }, kind: 'late' }),
      fault('fault_5xx', { match: { path_prefix: '/v3/pay/transactions' }, kind: 'http_5xx' })),
    faults.length ? faults.map((one) => h('p.line', {}, h('code', {}, `${one.kind} ${Object.values(one.match).join(' ')}`), ' ',
      h('span.hint', {}, one.times === null ? t('always') : t('times_left', { count: one.times })))) : h('p.hint', {}, t('faults_none')),
    faults.length ? h('div.buttons', {}, h('button', { onclick: () => act('/faults', undefined, 'DELETE') }, t('fault_clear'))) : null,
  ]
}

const fault = (name, body) => h('button', { onclick: () => act('/faults', body) }, t(name))

