/** What the server says of bargains. Ids are prefixed words, money is whole fen, instants are ISO-8601 in UTC. */

import { get, post } from '@/api/request'
import type { Answer, Page } from '@/api/types'

export type Offer = Answer<'/api/shop/bargain/products/{product_id}', 'get'>
export type OfferSku = Offer['skus'][number]
export type Run = Answer<'/api/shop/bargain/runs/{run_id}', 'get'>
export type Act = Run['acts'][number]
export type Helped = Answer<'/api/shop/bargain/runs/{run_id}/help', 'post'>
export type MyRun = Answer<'/api/shop/bargain/mine', 'get'>['items'][number]

export const readOffers = () => get<Offer[]>('/bargain/campaigns')
export const readOffer = (product_id: string) => get<Offer>(`/bargain/products/${product_id}`)
export const readRun = (id: string) => get<Run>(`/bargain/runs/${id}`)
export const readMine = (cursor: string | null) => get<Page<MyRun>>('/bargain/mine', { cursor, limit: 20 })
export const startRun = (campaign_id: string, sku_id: string, key: string) =>
  post<{ run_id: string }>(`/bargain/campaigns/${campaign_id}/runs`, key, { sku_id })
export const helpRun = (id: string, key: string) => post<Helped>(`/bargain/runs/${id}/help`, key)
