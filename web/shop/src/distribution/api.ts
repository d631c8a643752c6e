/** What the server says of shopkeepers. Ids are prefixed words, money is whole fen, instants are ISO-8601 in UTC. */

import { get, post, put, remove, upload } from '@/api/request'
import type { Page } from '@/api/types'

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

export interface Balance {
  pending_fen: number
  frozen_fen: number
  available_fen: number
  payout_held_fen: number
}
export type Earnings = Balance & { next_release_at: string | null; next_release_fen: number }

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

export type StatementKind = 'accrue' | 'freeze' | 'release' | 'reverse' | 'restore' | 'adjust' | 'payout'
export interface StatementLine {
  id: string
  kind: StatementKind
  at: string
  title: string
  amount_fen: number
  commission_id: string | null
  payout_id: string | null
}
export interface Why {
  title: string
  order_id: string
  order_number: string
  state: 'placed' | 'pending' | 'frozen' | 'available' | 'void'
  held: boolean
  scope: '' | 'sku' | 'product' | 'category' | 'tenant'
  plan_version: number | null
  plan_effective_at: string | null
  rate_bp: number | null
  fixed_fen: number | null
  cap_fen: number | null
  factor_bp: number
  base: 'paid' | 'margin'
  base_fen: number
  quantity: number
  worked_fen: number
  amount_fen: number
  reversed_fen: number
  left_fen: number
  reason:
    | ''
    | 'no_plan'
    | 'no_rule'
    | 'excluded'
    | 'cap'
    | 'margin_share'
    | 'cost_unknown'
    | 'order_share'
    | 'not_earning'
    | 'closed'
  owner_text: string
  placed_at: string
  paid_at: string | null
  received_at: string | null
  release_at: string | null
  released_at: string | null
  payout_id: string | null
}

export interface Identity {
  consent_version: number
  given: null | { name_masked: string; id_number_masked: string; given_at: string; consent_version: number }
}
export interface Terms {
  available_fen: number
  request_min_fen: number
  request_max_fen: number
  needs_identity: boolean
  review: boolean
}
export interface Preview {
  gross_fen: number
  fee_fen: number
  tax_fen: number
  net_fen: number
  tax_lines: string[]
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
  net_fen: number
  requested_at: string
}
export type Payout = PayoutRow & {
  number: string
  gross_fen: number
  fee_fen: number
  tax_fen: number
  tax_lines: string[]
  note: string
  confirm_until: string | null
  can_confirm: boolean
  can_cancel: boolean
  steps: { state: PayoutState; at: string; words: string }[]
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
export const readStatement = (kind: StatementKind | '', cursor: string | null) =>
  get<Page<StatementLine>>(`${AT}/statement`, { kind, cursor, limit: 20 })
export const readWhy = (id: string) => get<Why>(`${AT}/commissions/${id}`)

export const readIdentity = () => get<Identity>(`${AT}/identity`)
export const saveIdentity = (given: object, key: string) => put<void>(`${AT}/identity`, key, given)
export const dropIdentity = (key: string) => remove<void>(`${AT}/identity`, key)
export const readTerms = () => get<Terms>(`${AT}/payouts/terms`)
export const previewPayout = (amount_fen: number) => get<Preview>(`${AT}/payouts/preview`, { amount_fen })
export const askForPayout = (wish: object, key: string) => post<{ id: string }>(`${AT}/payouts`, key, wish)
export const readPayouts = (cursor: string | null) => get<Page<PayoutRow>>(`${AT}/payouts`, { cursor, limit: 20 })
export const readPayout = (id: string) => get<Payout>(`${AT}/payouts/${id}`)
export const cancelPayout = (id: string, key: string) => post<void>(`${AT}/payouts/${id}/cancel`, key)
export const readConfirmation = (id: string) =>
  get<{ mch_id: string; app_id: string; package_info: string }>(`${AT}/payouts/${id}/confirmation`)
