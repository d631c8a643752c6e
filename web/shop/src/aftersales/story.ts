/** What a case is at, in words: pure but for the clock it is told by. */

import { formatNear, formatSpan, formatYuan } from '@kit/money'
import { serverNow } from '@/here/clock'
import { language } from '@/here/display'
import type { Case } from './api'
import { t, type Word } from './words'

type State = Case['state']

const TITLES: Record<State, Word> = {
  applied: 'state_applied',
  proposed: 'state_proposed',
  agreed: 'state_agreed',
  returning: 'state_returning',
  received: 'state_received',
  reshipped: 'state_reshipped',
  refunding: 'state_refunding',
  refused: 'state_refused',
  refunded: 'state_refunded',
  exchanged: 'state_exchanged',
  withdrawn: 'state_withdrawn',
  closed: 'state_closed',
}

const HINTS: Partial<Record<State, Word>> = {
  proposed: 'hint_proposed',
  agreed: 'hint_agreed',
  received: 'hint_received',
  refunding: 'hint_refunding',
  refused: 'hint_refused',
  refunded: 'hint_refunded',
  exchanged: 'hint_exchanged',
  withdrawn: 'hint_withdrawn',
  closed: 'hint_closed',
}

/** What happens by itself when the time is over. */
const OUTCOMES: Record<string, Word> = {
  agree: 'then_agree',
  close: 'then_close',
  refund: 'then_refund',
  receive: 'then_receive',
  exchanged: 'then_exchanged',
}

type Titled = Pick<Case, 'state' | 'kind' | 'refunded_fen' | 'proposed_fen'>
type Told = Titled & Pick<Case, 'turn' | 'outcome' | 'deadline_at' | 'actions'>

/** The state as a heading. */
export function titleOf(one: Titled): string {
  if (one.state === 'received' && one.kind === 'exchange') return t('state_received_exchange')
  const amount_fen = one.state === 'proposed' ? one.proposed_fen : one.refunded_fen
  return t(TITLES[one.state], { amount: formatYuan(amount_fen ?? 0) })
}

/** What to do or to expect now, and what happens by itself when the time is over. */
export function nextOf(one: Told): string {
  const hint = hintOf(one)
  const time = one.deadline_at ? formatNear(one.deadline_at, serverNow(), language.value) : ''
  const word = one.outcome ? OUTCOMES[one.outcome] : undefined
  const then = word && time ? t(word, { time }) : ''
  return [hint && t(hint), then].filter(Boolean).join(language.value === 'en' ? ' ' : '')
}

function hintOf(one: Told): Word | undefined {
  if (one.state === 'received' && one.kind === 'exchange') return 'hint_received_exchange'
  if (one.state === 'agreed' && one.turn === 'merchant') return 'hint_agreed_waiting'
  if (one.state === 'refused' && !one.actions.includes('revise')) return 'hint_refused_over'
  return HINTS[one.state]
}

/** How much time the step has left; empty without a clock. */
export function leftOf(one: { deadline_at: string | null }, now_ms: number): string {
  if (!one.deadline_at) return ''
  const left_ms = Date.parse(one.deadline_at) - now_ms
  return left_ms > 0 ? t('left', { time: formatSpan(left_ms, language.value) }) : t('late')
}

/** A tracking number as the shop keeps it; empty when it cannot be one. */
export function trackingOf(text: string): string {
  const cleaned = text.replace(/\s/g, '').toUpperCase()
  return /^[A-Z0-9][A-Z0-9-]{4,38}[A-Z0-9]$/.test(cleaned) ? cleaned : ''
}

/** A return address as it is pasted into a carrier's form. */
export function addressText(to: { name: string; phone: string; full_text: string }): string {
  return `${to.name} ${to.phone} ${to.full_text}`
}
