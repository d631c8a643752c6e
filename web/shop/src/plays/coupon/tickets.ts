/** What a coupon says below its label, and where it leads: pure. */

import { dayText } from '@/here/days'
import type { Offer, Piece, Terms } from './api'
import { t } from './words'

export function offerHints(offer: Offer): string[] {
  const hints = [t('until', { day: dayText(offer.ends_at) })]
  if (offer.left !== null && offer.left > 0) hints.push(t('left', { count: offer.left }))
  if (offer.mine && offer.per_person_max > 1) hints.push(t('had', { mine: offer.mine, most: offer.per_person_max }))
  return hints
}

export function pieceHints(piece: Piece, now_ms: number): string[] {
  if (Date.parse(piece.starts_at) > now_ms) return [t('from', { day: dayText(piece.starts_at) })]
  return [t('until', { day: dayText(piece.expires_at) })]
}

/** The page where the goods are that it is good for. */
export function leads(terms: Terms): [string, Record<string, string>] {
  if (terms.scope === 'goods' && terms.product_ids.length) return ['/pages/product/index', { id: terms.product_ids[0]! }]
  if (terms.scope === 'category' && terms.category_id) return ['/pages/search/index', { category_id: terms.category_id, title: terms.category }]
  return ['/pages/home/index', {}]
}
