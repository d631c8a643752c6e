/** What the server says of shopkeepers. Ids are prefixed words, money is whole fen, instants are ISO-8601 in UTC. */

import { get, post, put, remove } from '@/api/request'
import type { Answer, Given, Page } from '@/api/types'

export type Joining = Answer<'/api/shop/distribution/joining', 'get'>
export type Way = Joining['ways'][number]
export type Place = NonNullable<Joining['mine']>

export type Earnings = Answer<'/api/shop/distribution/earnings', 'get'>
export type Balance = Omit<Earnings, 'text'>
export type Entry = Answer<'/api/shop/distribution/earnings/statement', 'get'>['items'][number]
export type EntryKind = Entry['kind']
export type CommissionState = 'placed' | 'pending' | 'frozen' | 'available' | 'void'
export type CommissionLine = Answer<'/api/shop/distribution/earnings/commissions', 'get'>['items'][number]
export type Why = Answer<'/api/shop/distribution/earnings/commissions/{commission_id}', 'get'>

export type Workbench = Answer<'/api/shop/distribution/me/workbench', 'get'>
export type Health = Workbench['health']
export type BroughtOrder = Workbench['unpaid'][number]
export type Customer = Answer<'/api/shop/distribution/me/customers', 'get'>['items'][number]

export type MicroShop = Answer<'/api/shop/distribution/micro-shops/{shopkeeper_id}', 'get'>
export type OwnShop = Answer<'/api/shop/distribution/me/shop', 'get'>
type OwnShopChange = Given<'/api/shop/distribution/me/shop', 'put'>
export type Picks = Answer<'/api/shop/distribution/me/picks', 'get'>
export type Pick = Picks['items'][number]
export type Material = Answer<'/api/shop/distribution/me/material/{product_id}', 'get'>
export type Dispute = Answer<'/api/shop/distribution/me/disputes', 'get'>['items'][number]
type Appeal = Given<'/api/shop/distribution/me/disputes', 'post'>

export interface RealName {
  name_masked: string
  id_masked: string
  consent_version: number
  consented_at: string
  verified_at: string | null
}
export interface RealNameState {
  given: RealName | null
  consent: { version: number; text: string }
}
export interface PayoutStart {
  available_fen: number
  held_fen: number
  real_name: RealName | null
  limits: { min_fen: number; max_fen: number; day_fen: number; day_count: number; month_fen: number }
  open_id: string | null
}
export interface Preview {
  available_fen: number
  gross_fen: number
  fee_fen: number
  tax_fen: number
  net_fen: number
  month: string
  working: string
  is_reviewed: boolean
}
export type PayoutState =
  | 'review'
  | 'ready'
  | 'sending'
  | 'confirming'
  | 'paying'
  | 'cancelling'
  | 'sharing'
  | 'paid'
  | 'failed'
  | 'cancelled'
  | 'refused'
export interface PayoutRow {
  id: string
  state: PayoutState
  gross_fen: number
  fee_fen: number
  tax_fen: number
  net_fen: number
  reason: string | null
  requested_at: string
  confirm_until: string | null
}
export type Payout = PayoutRow & {
  steps: { at: string; state: PayoutState }[]
  lines: { order_line_id: string; amount_fen: number }[]
  working: string | null
  bill_no: string | null
  can_cancel: boolean
  can_confirm: boolean
}

const AT = '/distribution'

export const readJoining = () => get<Joining>(`${AT}/joining`)
export const join = (wish: Given<'/api/shop/distribution/joining', 'post'>, key: string) =>
  post<Place>(`${AT}/joining`, key, wish)
export const signAgain = (version: number, key: string) => post<void>(`${AT}/me/agreement`, key, { version })
export const leave = (key: string) => post<Place>(`${AT}/me/leave`, key)
export const readPlace = () => get<Place>(`${AT}/me`)

export const readWorkbench = () => get<Workbench>(`${AT}/me/workbench`)
export const readCustomers = (cursor: string | null) => get<Page<Customer>>(`${AT}/me/customers`, { cursor, limit: 20 })
export const readBroughtOrders = (cursor: string | null) =>
  get<Page<BroughtOrder>>(`${AT}/me/orders`, { cursor, limit: 20 })

export const readMicroShop = (id: string) => get<MicroShop>(`${AT}/micro-shops/${id}`)
export const readOwnShop = () => get<OwnShop>(`${AT}/me/shop`)
export const changeOwnShop = (change: OwnShopChange, key: string) => put<OwnShop>(`${AT}/me/shop`, key, change)
export const readPicks = () => get<Picks>(`${AT}/me/picks`)
export const savePicks = (items: { product_id: string; words: string }[], key: string) =>
  put<Picks>(`${AT}/me/picks`, key, { items })
export const readPool = (q: string) => get<{ items: (Pick & { picked: boolean })[] }>(`${AT}/me/pool`, { q, limit: 50 })
export const readMaterial = (product_id: string) => get<Material>(`${AT}/me/material/${product_id}`)

export const readDisputes = (cursor: string | null) => get<Page<Dispute>>(`${AT}/me/disputes`, { cursor, limit: 20 })
export const makeAppeal = (appeal: Appeal, key: string) => post<Dispute>(`${AT}/me/disputes`, key, appeal)
export const withdrawDispute = (id: string, key: string) => post<Dispute>(`${AT}/me/disputes/${id}/withdraw`, key)

export const readEarnings = () => get<Earnings>(`${AT}/earnings`)
export const readCommissions = (state: CommissionState | '', cursor: string | null) =>
  get<Page<CommissionLine>>(`${AT}/earnings/commissions`, { state, cursor, limit: 20 })
export const readStatement = (kind: EntryKind | '', cursor: string | null) =>
  get<Page<Entry>>(`${AT}/earnings/statement`, { kind, cursor, limit: 20 })
export const readWhy = (id: string) => get<Why>(`${AT}/earnings/commissions/${id}`)

export const readRealName = () => get<RealNameState>(`${AT}/real-name`)
export const giveRealName = (given: { name: string; id_number: string; consent_version: number }, key: string) =>
  put<RealNameState>(`${AT}/real-name`, key, given)
export const withdrawRealName = (key: string) => remove<void>(`${AT}/real-name`, key)
export const readPayoutStart = () => get<PayoutStart>(`${AT}/payouts/start`)
export const previewPayout = (amount_fen: number) => get<Preview>(`${AT}/payouts/preview`, { amount_fen })
export const askForPayout = (wish: { amount_fen: number }, key: string) => post<{ id: string }>(`${AT}/payouts`, key, wish)
export const readPayouts = (cursor: string | null) => get<Page<PayoutRow>>(`${AT}/payouts`, { cursor, limit: 20 })
export const readPayout = (id: string) => get<Payout>(`${AT}/payouts/${id}`)
export const cancelPayout = (id: string, key: string) => post<void>(`${AT}/payouts/${id}/cancel`, key)
/** What WeChat's own page is opened with. */
export const readConfirmation = (id: string) =>
  get<{ mch_id: string; app_id: string; package: string }>(`${AT}/payouts/${id}/confirmation`)
/** The person confirmed, says WeChat's page: the server asks WeChat itself. */
export const tellConfirmed = (id: string, key: string) => post<void>(`${AT}/payouts/${id}/confirmed`, key)
