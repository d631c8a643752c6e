/** What the server says of coupons passed on. Ids are prefixed words, money is whole fen, instants are ISO-8601 in UTC. */

import { get, post } from '@/api/request'
import type { Answer } from '@/api/types'

export type OfOrder = Answer<'/api/shop/social-coupon/orders/{order_id}', 'get'>
export type Brief = NonNullable<OfOrder['pack']>
export type PassOn = NonNullable<OfOrder['offer']>
export type Pack = Answer<'/api/shop/social-coupon/packs/{pack_id}', 'get'>

export const readOfOrder = (order_id: string) => get<OfOrder>(`/social-coupon/orders/${order_id}`)
export const passOn = (order_id: string, key: string) => post<Brief>(`/social-coupon/orders/${order_id}/pass-on`, key)
export const readPack = (id: string) => get<Pack>(`/social-coupon/packs/${id}`)
export const takeOne = (id: string, key: string) => post<Pack>(`/social-coupon/packs/${id}/claim`, key)
