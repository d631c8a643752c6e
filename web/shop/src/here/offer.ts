/** What a play tells the shop's pages, without their knowing which play it is. */

import type { Product } from '@/api/types'

/** What a shopper wants a campaign to do for an order: `run_id` joins a run, null opens one. */
export interface Intent {
  campaign_id: string
  run_id: string | null
}

/** Another way to buy a product than alone. */
export interface Offer {
  /** The word on the button: "开团". */
  label: string
  /** What a piece costs this way, in fen, by the SKUs that take part. */
  prices: Record<string, number>
  intent: Intent
}

/** Where a page's next act leads. */
export interface Lead {
  label: string
  path: string
  query: Record<string, string>
}

/** The product as the offer sells it: the SKUs that take part, at the offer's price. Pure. */
export function offered(product: Product, offer: Offer): Product {
  const skus = product.skus
    .filter((sku) => sku.id in offer.prices)
    .map((sku) => ({ ...sku, price_fen: offer.prices[sku.id]! }))
  return {
    ...product,
    skus,
    price_fen: lowest(offer),
    options: product.options.map((option, at) => ({
      ...option,
      values: option.values.filter((value) => skus.some((sku) => sku.option_values[at] === value)),
    })),
  }
}

/** The least a piece costs by the offer, in fen. */
export function lowest(offer: Offer): number {
  return Math.min(...Object.values(offer.prices))
}

/** The offers of a page with `one` among them, in place of its campaign's older one; the cheapest first. Pure. */
export function ranked(offers: readonly Offer[], one: Offer): Offer[] {
  const others = offers.filter((other) => other.intent.campaign_id !== one.intent.campaign_id)
  return [...others, one].sort(
    (a, b) => lowest(a) - lowest(b) || a.intent.campaign_id.localeCompare(b.intent.campaign_id),
  )
}
