/** What the server says of assists. Ids are prefixed words, money is whole fen, instants are ISO-8601 in UTC. */

import { get, post } from '@/api/request'
import type { Answer, Page } from '@/api/types'

export type AssistOffer = Answer<'/api/shop/assist/products/{product_id}', 'get'>
export type AssistSku = AssistOffer['skus'][number]
export type Run = Answer<'/api/shop/assist/runs/{run_id}', 'get'>
export type Stage = Run['stage']
export type MyRun = Answer<'/api/shop/assist/mine', 'get'>['items'][number]

export interface Helped {
  earned_fen: number
  run: Run
}

export const readRunning = () => get<AssistOffer[]>('/assist/campaigns')
export const readOffer = (product_id: string) => get<AssistOffer>(`/assist/products/${product_id}`)
export const readRun = (id: string) => get<Run>(`/assist/runs/${id}`)
export const readMyRuns = (cursor: string | null) => get<Page<MyRun>>('/assist/mine', { cursor, limit: 20 })
export const openRun = (campaign_id: string, sku_id: string | null, key: string) =>
  post<Run>(`/assist/campaigns/${campaign_id}/runs`, key, { sku_id })
export const helpRun = (id: string, with_coupon: boolean, key: string) =>
  post<Helped>(`/assist/runs/${id}/help`, key, { with_coupon })
