import type { Intent } from '@/here/offer'
import { get, post, put, remove } from './request'
import type { Cart, Placed, PlaceOrder, Quote } from './types'

export interface Wanted {
  sku_id: string
  quantity: number
}

export const readCart = () => get<Cart>('/cart')
export const addToCart = (line: Wanted, key: string) => post<Cart>('/cart/lines', key, line)
export const changeCartLine = (sku_id: string, change: { quantity: number; selected: boolean }, key: string) =>
  put<Cart>(`/cart/lines/${sku_id}`, key, change)
export const dropCartLine = (sku_id: string, key: string) => remove<Cart>(`/cart/lines/${sku_id}`, key)
export const selectCart = (all: boolean, key: string) => post<Cart>('/cart/select', key, { all })

/** What is used on top of what one came for; `best` leaves the choice to the server. */
export interface Using {
  best: boolean
  chosen: Quote['used']
}

/**
 * What it would cost, from the cart's selected lines or from `lines` bought directly; `intent`: what a campaign is to do
 * for lines bought directly; `use_points`: pay with points as far as they may; `micro_shop_id`: bought through that
 * micro-shop, at its own prices where it has any.
 */
export const quote = (
  lines: Wanted[] | null,
  intent: Intent | null,
  using: Using,
  address_id: string | null,
  use_points: boolean,
  micro_shop_id: string | null,
  key: string,
) =>
  post<Quote>(
    '/quotes',
    key,
    lines
      ? { source: 'direct', lines, intent, using, address_id, use_points, micro_shop_id }
      : { source: 'cart', using, address_id, use_points, micro_shop_id },
  )

/** `expected_payable_fen` is what the buyer saw: the server refuses to take more. */
export const placeOrder = (order: PlaceOrder, key: string) => post<Placed>('/orders', key, order)
