/** What the server says of coupons. Ids are prefixed words, money is whole fen, instants are ISO-8601 in UTC. */

import { get, post } from '@/api/request'
import type { Answer, Page } from '@/api/types'

export type Offer = Answer<'/api/shop/coupon/campaigns', 'get'>[number]
export type Piece = Answer<'/api/shop/coupon/mine', 'get'>['items'][number]
export type Terms = Offer['terms']
export type Which = 'ready' | 'used' | 'expired'

export const readCentre = () => get<Offer[]>('/coupon/campaigns')
export const readForProduct = (product_id: string) => get<Offer[]>(`/coupon/products/${product_id}`)
export const readMine = (state: Which, cursor: string | null) => get<Page<Piece>>('/coupon/mine', { state, cursor, limit: 20 })
export const collect = (campaign_id: string, key: string) => post<Piece>(`/coupon/campaigns/${campaign_id}/collect`, key)
export const redeem = (code: string, key: string) => post<Piece>('/coupon/redeem', key, { code })
