/** Which SKU the chosen values mean, and which values can still be chosen: pure. */

import type { Product, Sku } from '@/api/types'

/** One entry an option, "" while nothing is chosen. */
export type Chosen = string[]

export function startOf(product: Product): Chosen {
  const only = product.skus.length === 1 ? product.skus[0] : undefined
  return product.options.map(
    (option, at) => only?.option_values[at] ?? (option.values.length === 1 ? option.values[0]! : ''),
  )
}

export function skuFor(product: Product, chosen: Chosen): Sku | null {
  if (chosen.some((value) => !value)) return null
  return product.skus.find((sku) => sku.option_values.every((value, at) => value === chosen[at])) ?? null
}

/** The value can be chosen while some SKU in stock has it together with the other choices. */
export function choosable(product: Product, chosen: Chosen, option: number, value: string): boolean {
  return product.skus.some(
    (sku) =>
      sku.available > 0 &&
      sku.option_values[option] === value &&
      sku.option_values.every((one, at) => at === option || !chosen[at] || one === chosen[at]),
  )
}

/** Choosing a chosen value again lets it go. */
export function choose(chosen: Chosen, option: number, value: string): Chosen {
  return chosen.map((one, at) => (at === option ? (one === value ? '' : value) : one))
}

export function inStock(product: Product): boolean {
  return product.skus.some((sku) => sku.available > 0)
}
