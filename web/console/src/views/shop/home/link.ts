/** Where a banner leads, as the shop reads it: a product, a category, or a search. */
export type LinkKind = 'none' | 'category' | 'product' | 'search'

export interface Link {
  kind: LinkKind
  value: string
}

export function readLink(text: string | null | undefined): Link {
  const place = /^\/?(?:products?\/(?<product>prd_\w+)|categor(?:y|ies)\/(?<category>cat_\w+)|search\?q=(?<search>.+))$/.exec(text ?? '')?.groups
  if (place?.product) return { kind: 'product', value: place.product }
  if (place?.category) return { kind: 'category', value: place.category }
  if (place?.search) return { kind: 'search', value: decodeURIComponent(place.search) }
  return { kind: 'none', value: '' }
}

export function writeLink({ kind, value }: Link): string | null {
  if (!value.trim() || kind === 'none') return null
  return kind === 'search' ? `search?q=${encodeURIComponent(value.trim())}` : `${kind}/${value}`
}
