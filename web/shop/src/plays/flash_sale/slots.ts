/** Slots by the server's clock, and what is true of their pieces: pure. */

import { leftWords as timeLeft } from '@/campaigns/left'
import { clockText, dayText } from '@/here/days'
import { language } from '@/here/display'
import type { Offer } from '@/here/offer'
import type { Live } from '@/api/campaigns'
import type { Item, ProductSale, Sale, Slot } from './api'
import { t } from './words'

export type SlotState = Slot['state']

/** As it is now, whatever it was when it was read. */
export function stateOf(slot: Slot, now_ms: number): SlotState {
  if (Date.parse(slot.opens_at) > now_ms) return 'next'
  return Date.parse(slot.closes_at) > now_ms ? 'on' : 'over'
}

export function countdown(slot: Slot, now_ms: number): string {
  const state = stateOf(slot, now_ms)
  if (state === 'over') return ''
  const until_at = state === 'on' ? slot.closes_at : slot.opens_at
  return t(state === 'on' ? 'ends_in' : 'begins_in', { time: timeLeft(until_at, now_ms, language.value) })
}

/** "10:00", or "明天 10:00" for a slot of the next day. */
export function opening(slot: Slot, now_ms: number): string {
  const clock = clockText(slot.opens_at)
  return dayText(slot.opens_at) === dayText(new Date(now_ms).toISOString()) ? clock : t('tomorrow', { clock })
}

/** Whether slots of several sales stand side by side, so that each has to say whose it is. */
export const several = (slots: Slot[]): boolean => new Set(slots.map((slot) => slot.campaign_id)).size > 1

export const soldOut = (item: Item): boolean => item.left === 0

/** What is left, and when nothing is: whether somebody may still not pay. Nothing is invented. */
export function leftWords(item: Item): string {
  if (soldOut(item)) return item.waiting ? t('waiting', { count: item.waiting }) : t('none_waiting')
  if (item.left === null) return ''
  return item.quota === null ? t('left_only', { left: item.left }) : t('left', { left: item.left, quota: item.quota })
}

/** The slot that a page shows first: of those that are on the one that began last, else what comes next. */
export function current(slots: Slot[], now_ms: number): number {
  const on = slots.map((slot) => stateOf(slot, now_ms)).lastIndexOf('on')
  if (on >= 0) return on
  const next = slots.findIndex((slot) => stateOf(slot, now_ms) === 'next')
  return next >= 0 ? next : Math.max(slots.length - 1, 0)
}

/** What the product's page may sell now; null between slots and when nothing is left. */
export function buyable(found: ProductSale, now_ms: number): Offer | null {
  const items = found.slot.items.filter((item) => !soldOut(item))
  if (stateOf(found.slot, now_ms) !== 'on' || !items.length) return null
  return {
    label: t('buy'),
    prices: Object.fromEntries(items.map((item) => [item.sku_id, item.flash_price_fen])),
    intent: { campaign_id: found.slot.campaign_id, run_id: null },
  }
}

/** A sale with the numbers of now: each piece's own, of its own slot; what was not told stays. */
export function withLive(sale: Sale, campaign_id: string, now: Live): Sale {
  const told = new Map(now.pieces.map((piece) => [`${piece.opens_at} ${piece.sku_id}`, piece]))
  const slots = sale.slots.map((slot) => ({
    ...slot,
    items:
      slot.campaign_id !== campaign_id
        ? slot.items
        : slot.items.map((item) => {
            const piece = told.get(`${slot.opens_at} ${item.sku_id}`)
            return piece ? { ...item, left: piece.left, waiting: piece.waiting } : item
          }),
  }))
  return { ...sale, slots }
}
