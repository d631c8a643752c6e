/** How money and moments are spelled. */

import { language, t } from './words.js'
import { instant } from './world.js'

const CHINA = 'Asia/Shanghai'

/** Fen as yuan: 9900 is 99.00. */
export function yuan(fen) {
  const whole = Math.trunc(Math.abs(fen) / 100).toLocaleString('en-US')
  return `${fen < 0 ? '-' : ''}${whole}.${String(Math.abs(fen) % 100).padStart(2, '0')}`
}

const spelled = (at, shape) => new Intl.DateTimeFormat(language(), { timeZone: CHINA, hourCycle: 'h23', ...shape }).format(at)

export const clockTime = (at) => spelled(at, { hour: '2-digit', minute: '2-digit' })
export const exactTime = (at) => spelled(at, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
export const wholeDate = (at) =>
  spelled(at, { year: 'numeric', month: '2-digit', day: '2-digit', weekday: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' })

const dayOf = (at) => spelled(at, { year: 'numeric', month: '2-digit', day: '2-digit' })

/** As a chat says it: the time today, "yesterday", else the day. */
export function whenSaid(text) {
  const at = new Date(text)
  const now = instant()
  if (dayOf(at) === dayOf(now)) return clockTime(at)
  if (dayOf(at) === dayOf(new Date(now.getTime() - 86_400_000))) return `${t('yesterday')} ${clockTime(at)}`
  return `${spelled(at, { month: 'numeric', day: 'numeric' })} ${clockTime(at)}`
}

/** A length of time in its two largest parts. */
export function span(seconds) {
  const whole = Math.abs(Math.round(seconds))
  const parts = [['days', Math.trunc(whole / 86_400)], ['hours', Math.trunc(whole / 3600) % 24],
    ['minutes', Math.trunc(whole / 60) % 60], ['seconds', whole % 60]]
  const shown = parts.filter(([, count]) => count).slice(0, 2)
  return (shown.length ? shown : [['seconds', 0]]).map(([unit, count]) => t(unit, { count })).join(' ')
}
