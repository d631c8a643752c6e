import { get, put, remove } from './request'
import type { Page, Product, ProductCard } from './types'

export type Sort = 'default' | 'newest' | 'price_asc' | 'price_desc' | 'sold'

export interface ProductQuery {
  category_id?: string | null
  q?: string
  sort?: Sort
  min_price_fen?: number | null
  max_price_fen?: number | null
  limit?: number
  cursor?: string | null
}

export const readProducts = (query: ProductQuery) => get<Page<ProductCard>>('/products', { ...query })
export const readProduct = (id: string) => get<Product>(`/products/${id}`)
export const readFreight = (id: string, region_code: string, quantity: number) =>
  get<{ freight_fen: number; deliverable: boolean }>(`/products/${id}/freight`, { region_code, quantity })
export const readSuggestions = (q: string) => get<{ items: string[] }>('/search/suggest', { q })

export const readFavourites = (cursor: string | null) => get<Page<ProductCard>>('/favourites', { limit: 20, cursor })
export const addFavourite = (id: string, key: string) => put<void>(`/favourites/${id}`, key)
export const dropFavourite = (id: string, key: string) => remove<void>(`/favourites/${id}`, key)
export const readFootprints = (cursor: string | null) => get<Page<ProductCard>>('/footprints', { limit: 20, cursor })
/** Remembers that the product was looked at; only its person sees the trail. */
export const leaveFootprint = (id: string, key: string) => put<void>(`/footprints/${id}`, key)
export const forgetFootprints = (key: string) => remove<void>('/footprints', key)
