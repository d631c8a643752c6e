/** What the server says of brand days. Ids are prefixed words, money is whole fen, instants are ISO-8601 in UTC. */

import { get, post } from '@/api/request'
import type { Answer } from '@/api/types'

export type Calendar = Answer<'/api/shop/brand-day/calendar', 'get'>
export type Day = Calendar['days'][number]
export type DayPage = Answer<'/api/shop/brand-day/days/{campaign_id}', 'get'>
export type Item = DayPage['items'][number]
export type ProductDay = Answer<'/api/shop/brand-day/products/{product_id}', 'get'>

export const readCalendar = () => get<Calendar>('/brand-day/calendar')
export const readDay = (campaign_id: string) => get<DayPage>(`/brand-day/days/${campaign_id}`)
export const readForProduct = (product_id: string) => get<ProductDay>(`/brand-day/products/${product_id}`)
export const remindMe = (campaign_id: string, key: string) => post<void>(`/brand-day/campaigns/${campaign_id}/remind`, key)
