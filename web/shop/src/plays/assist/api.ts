/** What the server says of this play. Ids are prefixed words, money is whole fen. */

import { get } from '@/api/request'

export interface OfferSku {
  sku_id: string
  product_id: string
  title: string
  picture_url: string | null
  price_fen: number
  off_price_fen: number
  left: number | null
}

export interface RunningOffer {
  id: string
  title: string
  ends_at: string
  rules: string[]
  skus: OfferSku[]
}

export const readRunning = () => get<RunningOffer[]>('/assist/campaigns')
export const readOffer = (product_id: string) => get<RunningOffer>(`/assist/products/${product_id}`)
