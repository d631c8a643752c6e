/** The goods of a micro-shop while they are being chosen: in an order, each with own words. Pure. */

import type { Picked } from './api'

export function added(picks: readonly Picked[], one: Picked): Picked[] {
  if (picks.some((pick) => pick.id === one.id)) return [...picks]
  return [...picks, { ...one, words: '' }]
}

export const dropped = (picks: readonly Picked[], product_id: string): Picked[] =>
  picks.filter((pick) => pick.id !== product_id)

/** One place up (-1) or down (1); at the end it stays where it is. */
export function moved(picks: readonly Picked[], at: number, by: -1 | 1): Picked[] {
  const to = at + by
  const next = [...picks]
  const one = next[at]
  const other = next[to]
  if (!one || !other) return next
  next[at] = other
  next[to] = one
  return next
}

export const worded = (picks: readonly Picked[], product_id: string, words: string): Picked[] =>
  picks.map((pick) => (pick.id === product_id ? { ...pick, words } : pick))

/** Whether two lists would be shown alike. */
export function sameOrder(one: readonly Picked[], other: readonly Picked[]): boolean {
  return (
    one.length === other.length &&
    one.every((pick, at) => pick.id === other[at]?.id && pick.words.trim() === other[at]?.words)
  )
}
