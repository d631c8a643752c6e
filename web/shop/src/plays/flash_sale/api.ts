/** What the server says of flash sales. Ids are prefixed words, money is whole fen, instants are ISO-8601 in UTC. */

import { get, post } from '@/api/request'
import type { Answer } from '@/api/types'

export type Sale = Answer<'/api/shop/flash-sale/today', 'get'>
export type Slot = Sale['slots'][number]
export type Item = Slot['items'][number]
export type ProductSale = Answer<'/api/shop/flash-sale/products/{product_id}', 'get'>

export const readToday = () => get<Sale>('/flash-sale/today')
export const readForProduct = (product_id: string) => get<ProductSale>(`/flash-sale/products/${product_id}`)
export const remindMe = (campaign_id: string, opens_at: string, key: string) =>
  post<void>(`/flash-sale/campaigns/${campaign_id}/remind`, key, { opens_at })
