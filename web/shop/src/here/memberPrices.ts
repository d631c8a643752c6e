/** What goods cost the reader at their level, beside the list prices that every page shows. */

import { reactive, ref, watch } from 'vue'
import { readMemberPrices } from '@/api/members'
import { signedIn } from './token'

const AT_ONCE = 50

const level = ref('')
const prices = reactive(new Map<string, number>())
const lowest = reactive(new Map<string, number>())
const known = new Set<string>()

function forget(): void {
  level.value = ''
  prices.clear()
  lowest.clear()
  known.clear()
}

watch(signedIn, forget)

/** Learns the prices of products that are shown now; without them the list prices stand alone. */
export async function learnMemberPrices(product_ids: readonly string[], afresh = false): Promise<void> {
  const wanted = [...new Set(product_ids)].filter((id) => afresh || !known.has(id)).slice(0, AT_ONCE)
  if (!signedIn() || !wanted.length) return
  for (const id of wanted) known.add(id)
  try {
    const found = await readMemberPrices(wanted)
    level.value = found.level
    for (const id of wanted) lowest.delete(id)
    for (const { product_id, skus } of found.products) {
      for (const sku of skus) prices.set(sku.sku_id, sku.member_price_fen)
      lowest.set(product_id, Math.min(...skus.map((sku) => sku.member_price_fen)))
    }
  } catch {
    for (const id of wanted) known.delete(id) // asked again when the page is shown again
  }
}

export const memberLevel = (): string => level.value
/** The price of a SKU at the reader's level; null where it is the list price. */
export const memberPrice = (sku_id: string): number | null => prices.get(sku_id) ?? null
/** The lowest price at the reader's level among a product's SKUs. */
export const memberPriceFrom = (product_id: string): number | null => lowest.get(product_id) ?? null
