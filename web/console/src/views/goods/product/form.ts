/** The product form as pure data: what is blank, what comes from the server, what goes back, how options make SKUs. */
import type { Picture, Product, ProductBody, ProductForm, ProductOption, SkuForm } from '@/transport/types'

export const OPTIONS_MAX = 3
export const VALUES_MAX = 30
export const SKUS_MAX = 200

export interface Draft extends Omit<ProductForm, 'picture_ids'> {
  pictures: Picture[]
}

export function blankSku(option_values: string[] = []): SkuForm {
  return { code: '', option_values, price_fen: null, market_price_fen: null, cost_fen: null, weight_g: null, barcode: null, picture_id: null, active: true, stock: null }
}

export function blankDraft(): Draft {
  return {
    code: '', title: '', subtitle: '', category_id: null, brand: '', tags: [], description: '', pictures: [], options: [], skus: [blankSku()],
    return_policy: 'yes', freight_template_id: null,
  }
}

export function draftOf(product: Product): Draft {
  const { code, title, subtitle, brand, description, tags = [], options = [], skus, return_policy, version, pictures } = product
  return {
    code, title, subtitle, brand, description, return_policy, version, pictures, tags: [...tags],
    category_id: product.category_id ?? null, freight_template_id: product.freight_template_id ?? null,
    options: options.map((option) => ({ name: option.name, values: [...option.values] })),
    skus: skus.map(({ option_values = [], ...sku }) => ({ ...blankSku([...option_values]), ...sku })),
  }
}

export function bodyOf(draft: Draft, isNew: boolean): ProductBody {
  const { pictures, ...rest } = draft
  return {
    ...rest,
    title: draft.title.trim(),
    code: draft.code.trim(),
    picture_ids: pictures.map((picture) => picture.id),
    options: usableOptions(draft.options),
    skus: draft.skus.map((sku) => {
      const { available: _, stock, ...kept } = sku
      return { ...kept, code: sku.code.trim(), price_fen: sku.price_fen ?? 0, weight_g: sku.weight_g ?? 0, barcode: sku.barcode?.trim() ?? '', ...(isNew || !sku.id ? { stock: stock ?? 0 } : {}) }
    }),
  }
}

export function usableOptions(options: ProductOption[]): ProductOption[] {
  return options.map(({ name, values }) => ({ name: name.trim(), values: values.map((value) => value.trim()).filter(Boolean) })).filter((option) => option.name && option.values.length)
}

export function combinations(options: ProductOption[]): string[][] {
  return usableOptions(options).reduce<string[][]>((rows, option) => rows.flatMap((row) => option.values.map((value) => [...row, value])), [[]])
}

/** One SKU per combination; what was already typed for the same values stays, an added option takes over the first match. */
export function arranged(options: ProductOption[], skus: SkuForm[]): SkuForm[] {
  const used = new Set<SkuForm>()
  const take = (fits: (sku: SkuForm) => boolean): SkuForm | undefined => {
    const found = skus.find((sku) => !used.has(sku) && fits(sku))
    if (found) used.add(found)
    return found
  }
  const all = combinations(options)
  const exact = all.map((values) => take((sku) => sku.option_values.join('\u0000') === values.join('\u0000')))
  return all.map((values, at) => {
    const same = exact[at] ?? take((sku) => sku.option_values.length !== values.length && sku.option_values.every((value) => values.includes(value)))
    return same ? { ...same, option_values: values } : blankSku(values)
  })
}

/** What the server would refuse: a variant that is not sold needs its price as well. */
export interface Missing {
  title: boolean
  price: boolean
  /** Not asked for a draft: on sale without a piece means "sold out" to whoever looks. */
  stock: boolean
}

export function missing(draft: Draft): Missing {
  const priced = draft.skus.every((sku) => sku.price_fen !== null && sku.price_fen >= 1)
  const counted = draft.skus.every((sku) => sku.id || !sku.active || typeof sku.stock === 'number')
  return { title: !draft.title.trim(), price: !priced || !draft.skus.some((sku) => sku.active), stock: !counted }
}
