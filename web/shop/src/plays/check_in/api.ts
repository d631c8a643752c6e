/** What the server says of the check-in. Ids are prefixed words, money is whole fen, days are "2026-05-20". */

import { get, post } from '@/api/request'
import type { Answer } from '@/api/types'

export type Card = Answer<'/api/shop/check-in/card', 'get'>
export type Step = Card['steps'][number]
export type CheckedIn = Answer<'/api/shop/check-in/campaigns/{campaign_id}/check-in', 'post'>

export const readCard = () => get<Card>('/check-in/card')
export const checkIn = (campaign_id: string, key: string) =>
  post<CheckedIn>(`/check-in/campaigns/${campaign_id}/check-in`, key)
export const remindMe = (campaign_id: string, key: string) => post<void>(`/check-in/campaigns/${campaign_id}/remind`, key)
export const makeUp = (campaign_id: string, day: string, key: string) =>
  post<Card>(`/check-in/campaigns/${campaign_id}/make-up`, key, { day })
