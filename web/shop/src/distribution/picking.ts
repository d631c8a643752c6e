/** The goods of a micro-shop while they are being chosen: in an order, each with own words. Pure. */

import type { Choice, OwnPick } from './api'

export function added(picks: readonly OwnPick[], one: Choice): OwnPick[] {
  if (picks.some((pick) => pick.product_id === one.product_id)) return [...picks]
  return [...picks, { ...one, words: '' }]
}

export const dropped = (picks: readonly OwnPick[], product_id: string): OwnPick[] =>
  picks.filter((pick) => pick.product_id !== product_id)

/** One place up (-1) or down (1); at the end it stays where it is. */
export function moved(picks: readonly OwnPick[], at: number, by: -1 | 1): OwnPick[] {
  const to = at + by
  const next = [...picks]
  const one = next[at]
  const other = next[to]
  if (!one || !other) return next
  next[at] = other
  next[to] = one
  return next
}

export const worded = (picks: readonly OwnPick[], product_id: string, words: string): OwnPick[] =>
  picks.map((pick) => (pick.product_id === product_id ? { ...pick, words } : pick))

/** Whether two lists would be shown alike. */
export function sameOrder(one: readonly OwnPick[], other: readonly OwnPick[]): boolean {
  return (
    one.length === other.length &&
    one.every((pick, at) => pick.product_id === other[at]?.product_id && pick.words.trim() === other[at]?.words)
  )
}
