import { get, put, remove } from './request'
import type { Answer, Page } from './types'

export type MemberRules = Answer<'/api/shop/members/rules', 'get'>
export type MemberLevel = MemberRules['levels'][number]
export type Centre = Answer<'/api/shop/members/me', 'get'>
export type PointsLine = Answer<'/api/shop/members/points', 'get'>['items'][number]
export type MemberPrices = Answer<'/api/shop/members/prices', 'get'>

export const readRules = () => get<MemberRules>('/members/rules')
export const readCentre = () => get<Centre>('/members/me')
export const readPoints = (cursor: string | null) => get<Page<PointsLine>>('/members/points', { cursor, limit: 30 })
/** At most 50 products a call. */
export const readMemberPrices = (product_ids: readonly string[]) =>
  get<MemberPrices>(`/members/prices?${product_ids.map((id) => `product_id=${id}`).join('&')}`)
export const keepBirthday = (month: number, day: number, key: string) =>
  put<void>('/members/birthday', key, { month, day, consent: true })
export const dropBirthday = (key: string) => remove<void>('/members/birthday', key)
