/** What the server says of after-sales. Ids are prefixed words, money is whole fen, instants are ISO-8601 in UTC. */

import { get, post, upload } from '@/api/request'
import type { Answer, Given, Page } from '@/api/types'

export type Options = Answer<'/api/shop/orders/{order_id}/aftersales/options', 'get'>
export type LineOffer = Options['lines'][number]
export type KindOffer = LineOffer['kinds'][number]
export type ReasonOffer = Options['reasons'][number]

export type CaseTab = 'open' | 'ended'
export type CaseCard = Answer<'/api/shop/aftersales', 'get'>['items'][number]
export type Case = Answer<'/api/shop/aftersales/{case_id}', 'get'>
export type CaseStep = Case['steps'][number]
export type Evidence = CaseStep['pictures'][number]
/** What the reader may do; the server answers plain words, these are the ones the pages know. */
export type CaseAction = 'accept' | 'decline' | 'hand_in' | 'confirm' | 'revise' | 'withdraw'

export type Wish = Given<'/api/shop/orders/{order_id}/aftersales', 'post'>
type Again = Given<'/api/shop/aftersales/{case_id}/revise', 'post'>
type HandIn = Given<'/api/shop/aftersales/{case_id}/hand-in', 'post'>
export type Parcel = Required<Pick<HandIn, 'carrier_code' | 'tracking_no' | 'freight_fen'>>
export type Carrier = Answer<'/api/shop/aftersales/carriers', 'get'>['items'][number]

export const readOptions = (order_id: string) => get<Options>(`/orders/${order_id}/aftersales/options`)
export const readCases = (state: CaseTab, cursor: string | null) =>
  get<Page<CaseCard>>('/aftersales', { state, cursor, limit: 10 })
export const readCase = (id: string) => get<Case>(`/aftersales/${id}`)
export const readCarriers = () => get<{ items: Carrier[] }>('/aftersales/carriers')

export const applyFor = (order_id: string, wish: Wish, key: string) =>
  post<{ id: string }>(`/orders/${order_id}/aftersales`, key, wish)
export const reviseCase = (id: string, wish: Again, key: string) => post<void>(`/aftersales/${id}/revise`, key, wish)
export const withdrawCase = (id: string, key: string) => post<void>(`/aftersales/${id}/withdraw`, key)
export const acceptProposal = (id: string, key: string) => post<void>(`/aftersales/${id}/accept`, key)
export const declineProposal = (id: string, key: string) => post<void>(`/aftersales/${id}/decline`, key)
export const handIn = (id: string, parcel: Parcel, key: string) => post<void>(`/aftersales/${id}/hand-in`, key, parcel)
export const confirmExchange = (id: string, key: string) => post<void>(`/aftersales/${id}/confirm`, key)

export const uploadPicture = (file_path: string, key: string) => upload<Evidence>('/aftersales/pictures', key, file_path)
