/** What the server says of shopkeepers. Ids are prefixed words, money is whole fen, instants are ISO-8601 in UTC. */

import { get, post, put, remove, upload } from '@/api/request'
import type { Answer, Page } from '@/api/types'

export type Way = 'everyone' | 'application' | 'invitation'
export type KeeperState = 'applied' | 'refused' | 'probation' | 'active' | 'suspended' | 'left'

export interface Standing {
  ways: Way[]
  agreement: { version: number; body: string }
  shopkeeper: null | {
    id: string
    state: KeeperState
    grade_name: string
    shop_name: string
    applied_at: string
    decided_words: string
    probation_until: string | null
    suspended_until: string | null
    suspended_words: string
    left_at: string | null
  }
}

export type Earnings = Answer<'/api/shop/distribution/earnings', 'get'>
export type Balance = Omit<Earnings, 'text'>
export type Entry = Answer<'/api/shop/distribution/earnings/statement', 'get'>['items'][number]
export type EntryKind = Entry['kind']
export type CommissionState = 'placed' | 'pending' | 'frozen' | 'available' | 'void'
export type CommissionLine = Answer<'/api/shop/distribution/earnings/commissions', 'get'>['items'][number]
export type Why = Answer<'/api/shop/distribution/earnings/commissions/{commission_id}', 'get'>

export interface Health {
  active_days: number
  shares: number
  visits: number
  orders: number
  refund_rate_bp: number | null
  complaint_rate_bp: number | null
  task_text: string
  task_page: string
}
export type Period = 'today' | 'week' | 'month'
export interface Desk {
  shopkeeper: NonNullable<Standing['shopkeeper']>
  balance: Balance
  periods: Record<Period, { visits: number; orders: number; customers: number; earned_fen: number }>
  unpaid: {
    order_id: string
    product_id: string
    title: string
    picture_url: string | null
    quantity: number
    payable_fen: number
    buyer_name: string
    pay_until: string
  }[]
  health: Health
}

export interface Choice {
  product_id: string
  title: string
  picture_url: string | null
  price_fen: number
  on_sale: boolean
}
export type OwnPick = Choice & { words: string }
export interface OwnShop {
  id: string
  shop_name: string
  shop_words: string
  persona: string
  cover_url: string | null
  picks_max: number
  picks: OwnPick[]
}
export interface MicroShop {
  name: string
  words: string
  persona: string
  cover_url: string | null
  picks: OwnPick[]
}
export interface Material {
  title: string
  price_fen: number
  estimate_fen: number
  words: string
  picture_urls: string[]
}
export interface Customer {
  id: string
  name: string
  avatar_url: string | null
  since: string
  valid_until: string | null
  touch: 'click' | 'scan' | 'invitation' | 'merged' | 'staff'
  orders: number
  last_order_at: string | null
}
export type BroughtTab = 'all' | 'unpaid' | 'pending' | 'frozen' | 'settled' | 'reversed'
export interface BroughtOrder {
  order_id: string
  placed_at: string
  buyer_name: string
  state_text: string
  lines: {
    commission_id: string
    title: string
    option_text: string
    picture_url: string | null
    quantity: number
    left_fen: number
  }[]
}
export interface Dispute {
  id: string
  order_number: string | null
  words: string
  state: 'open' | 'upheld' | 'refused' | 'withdrawn'
  reply: string
  created_at: string
}

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

export const readStanding = () => get<Standing>(`${AT}/me`)
export const applyToJoin = (wish: object, key: string) => post<{ state: KeeperState }>(`${AT}/join`, key, wish)
export const leave = (key: string) => post<void>(`${AT}/leave`, key)
export const readDesk = () => get<Desk>(`${AT}/desk`)
export const readOwnShop = () => get<OwnShop>(`${AT}/shop`)
export const saveOwnShop = (shop: object, key: string) => put<void>(`${AT}/shop`, key, shop)
export const uploadCover = (file_path: string, key: string) => upload<{ url: string }>(`${AT}/cover`, key, file_path)
export const savePicks = (picks: object[], key: string) => put<void>(`${AT}/picks`, key, { picks })
export const readPool = (q: string, cursor: string | null) => get<Page<Choice>>(`${AT}/pool`, { q, cursor, limit: 20 })
export const readMicroShop = (id: string) => get<MicroShop>(`${AT}/shops/${id}`)
export const readMaterial = (product_id: string) => get<Material>(`${AT}/material/${product_id}`)
export const readCustomers = (cursor: string | null) => get<Page<Customer>>(`${AT}/customers`, { cursor, limit: 20 })
export const readBroughtOrders = (tab: BroughtTab, cursor: string | null) =>
  get<Page<BroughtOrder>>(`${AT}/orders`, { tab, cursor, limit: 10 })
export const readDisputes = (cursor: string | null) => get<Page<Dispute>>(`${AT}/disputes`, { cursor, limit: 20 })
export const makeDispute = (appeal: object, key: string) => post<{ id: string }>(`${AT}/disputes`, key, appeal)
export const withdrawDispute = (id: string, key: string) => post<void>(`${AT}/disputes/${id}/withdraw`, key)

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
