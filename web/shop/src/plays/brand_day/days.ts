/** Brand days by the server's clock, and what is true of their goods: pure. */

import { leftWords } from '@/campaigns/left'
import { dayText } from '@/here/days'
import { language } from '@/here/display'
import type { Offer } from '@/here/offer'
import type { Day, Item, ProductDay } from './api'
import { t } from './words'

export type DayState = Day['state']

const DAY_MS = 86_400_000

/** As it is now, whatever it was when it was read; what is over stays over. */
export function stateOf(day: Day, now_ms: number): DayState {
  if (day.state === 'over' || Date.parse(day.closes_at) <= now_ms) return 'over'
  return Date.parse(day.starts_at) > now_ms ? 'next' : 'on'
}

export function countdown(day: Day, now_ms: number): string {
  const state = stateOf(day, now_ms)
  if (state === 'over') return ''
  const until_at = state === 'on' ? day.closes_at : day.starts_at
  return t(state === 'on' ? 'ends_in' : 'begins_in', { time: leftWords(until_at, now_ms, language.value) })
}

/** "今天", "明天" or "12 月 3 日". */
export function dateWords(day: Day, now_ms: number): string {
  if (day.day === dayText(new Date(now_ms).toISOString())) return t('today')
  if (day.day === dayText(new Date(now_ms + DAY_MS).toISOString())) return t('tomorrow')
  const [, month, date] = day.day.split('-')
  return t('date', { month: Number(month), day: Number(date) })
}

export const soldOut = (item: Item): boolean => item.left === 0

/** What is left at the day's price and what was paid for; nothing is invented. */
export function itemHints(item: Item): string[] {
  const hints: string[] = []
  if (soldOut(item)) hints.push(t('sold_out'))
  else if (item.left !== null && item.quota !== null) hints.push(t('left', { left: item.left, quota: item.quota }))
  if (item.sold) hints.push(t('sold', { count: item.sold }))
  return hints
}

/** What comes or is on, in order; and what is over, the latest first. */
export function split(days: Day[], now_ms: number): { ahead: Day[]; past: Day[] } {
  const ahead = days.filter((day) => stateOf(day, now_ms) !== 'over')
  return { ahead, past: days.filter((day) => !ahead.includes(day)).reverse() }
}

/** What the product's page may sell now at the day's price; null when nothing is left of it. */
export function buyable(found: ProductDay, now_ms: number): Offer | null {
  const items = found.items.filter((item) => !soldOut(item) && item.day_price_fen < item.price_fen)
  if (stateOf(found.day, now_ms) !== 'on' || !items.length) return null
  return {
    label: t('buy'),
    prices: Object.fromEntries(items.map((item) => [item.sku_id, item.day_price_fen])),
    intent: { campaign_id: found.day.campaign_id, run_id: null },
  }
}
