/** What a shopkeeper types as a price, held against what the shop allows. Pure. */

import { formatYuan, parseYuan } from '@kit/money'
import type { OwnPrice } from './api'
import { t } from './words/shop'

type Band = Pick<OwnPrice, 'lowest_fen' | 'list_fen'>

/** What is sent: nothing typed, or the shop's own price, gives the shop's price back. */
export const asked = (sku: Band, fen: number | null): number | null => (fen === null || fen === sku.list_fen ? null : fen)

/** Why it cannot be a price; nothing when it can. */
export function wrongPrice(sku: Band, text: string): string {
  if (!text.trim()) return ''
  const fen = parseYuan(text)
  const band = { lowest: formatYuan(sku.lowest_fen), list: formatYuan(sku.list_fen) }
  return fen === null || fen < sku.lowest_fen || fen > sku.list_fen ? t('price_wrong', band) : ''
}

/** The lowest price that is below the shop's; null when none is. */
export function lowestAsked(skus: readonly Pick<OwnPrice, 'asks_fen' | 'list_fen'>[]): number | null {
  const lower = skus.filter((sku) => sku.asks_fen < sku.list_fen).map((sku) => sku.asks_fen)
  return lower.length ? Math.min(...lower) : null
}
