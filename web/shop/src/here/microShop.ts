/** The micro-shop a reader came through, while the app is open: what they buy then costs what that micro-shop asks. */

import { get } from '@/api/request'
import type { Answer, Product } from '@/api/types'

export type MicroPrice = Answer<'/api/shop/distribution/micro-shops/{shopkeeper_id}/prices', 'get'>['items'][number]

let entered: string | null = null

/** The last one that was opened; null when none was. */
export const microShop = (): string | null => entered

export function enterMicroShop(id: string): void {
  entered = id
}

export const readMicroPrices = (id: string, product_id: string) =>
  get<{ items: MicroPrice[] }>(`/distribution/micro-shops/${id}/prices`, { product_id })

/** The product as the micro-shop sells it: the SKUs that cost less there at that price, the others as they are. Pure. */
export function atMicroPrices(product: Product, prices: readonly MicroPrice[]): Product {
  if (!prices.length) return product
  const asked = new Map(prices.map((one) => [one.sku_id, one.price_fen]))
  const skus = product.skus.map((sku) => ({ ...sku, price_fen: asked.get(sku.id) ?? sku.price_fen }))
  const each = skus.map((sku) => sku.price_fen)
  return { ...product, skus, price_fen: Math.min(...each), price_max_fen: Math.max(...each) }
}
